"""The web application: the desk, its interface, its pages, and the guard before them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from extractor.desk import api, pages
from extractor.desk.dataset import Dataset
from extractor.desk.desk import Desk, Refused
from extractor.desk.guarding import Gate, Guard, refusal
from extractor.desk.jobs import Full, Jobs
from extractor.desk.settings import Settings
from extractor.desk.store import Store
from extractor.errors import GoujiError

HTTP = {404: "没有这一页", 405: "这里不能这样请求"}
"""what is said of errors of the protocol"""


def create_app(settings: Settings) -> FastAPI:
    """The application; it begins to work with its lifespan and ends its workers with it. Raises OSError when its data
    cannot be kept, GoujiError when the dataset is none."""
    store = Store(settings.data)
    dataset = Dataset(settings.dataset) if settings.dataset else None
    desk = Desk(settings, store, Jobs(settings, store), Guard(settings), dataset)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        desk.jobs.start()
        yield
        desk.jobs.stop()

    app = FastAPI(
        title="gouji 勾稽",
        version=metadata.version("gouji"),
        description="交一份预算绩效报告，取回逐条可追到原文的审核结果。",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page would come from elsewhere; ours is /api
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.desk = desk
    app.include_router(api.router)
    app.include_router(pages.router)
    app.add_middleware(Gate, guard=desk.guard)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Full, _full)
    app.add_exception_handler(GoujiError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    return app


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _told(request, error.status, error.code, error.message)


def _ours(request: Request, error: Exception) -> Response:
    return _told(request, 503, "setting", str(error))


def _full(request: Request, error: Exception) -> Response:
    response = _told(request, 503, "busy", "排队已满，请稍后再交")
    response.headers["Retry-After"] = "30"
    return response


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = HTTP.get(error.status_code, str(error.detail))
    response = _told(request, error.status_code, f"http_{error.status_code}", message)
    response.headers.update(error.headers or {})
    return response


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first: dict[str, Any] = error.errors()[0]
    where = ".".join(str(step) for step in first["loc"][1:]) or str(first["loc"][0])
    return _told(request, 422, "invalid", f"{where[:80]}: {first['msg'][:200]}")


def _told(request: Request, status: int, code: str, message: str) -> Response:
    """An error, as JSON to programs and as a page to people."""
    if request.url.path.startswith("/api/"):
        return refusal(status, code, message)
    return pages.failed(request, status, message)
