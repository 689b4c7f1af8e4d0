"""The HTTP interface for other systems: submit, poll, fetch; the reports are those of the output contract.

Errors are the contract's error object, whatever the status.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from importlib import metadata
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Header, Path, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, PlainTextResponse

from extractor import suppressions
from extractor.desk.desk import FORMATS, Desk, Refused
from extractor.desk.guarding import COOKIE
from extractor.desk.hand import Failed
from extractor.desk.shapes import (
    About,
    DecisionBody,
    ErrorBody,
    FindingKey,
    HitBody,
    Id,
    KeptBody,
    RecordBody,
    UploadBody,
)
from extractor.difference import Difference, compare_all
from extractor.report import Report

PDF = "application/pdf"
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "json": "application/json",
    "csv": "text/csv",
    "sarif": "application/sarif+json",
}


class Toml(Response):
    media_type = "application/toml"


def desk_of(request: Request) -> Desk:
    """The desk that answers."""
    desk: Desk = request.app.state.desk
    return desk


def from_our_page(request: Request, x_csrf_token: Annotated[str, Header(include_in_schema=False)] = "") -> None:
    """A request that changes something, and that a browser has sent, carries the token of its session; where the desk
    asks for a token and this caller has not shown it, it came in by its session too. Raises Refused."""
    desk = desk_of(request)
    by_browser = "origin" in request.headers or "sec-fetch-site" in request.headers
    if desk.guard.carries_token(request.headers) or (desk.settings.token is None and not by_browser):
        return
    if not desk.guard.fits(request.cookies.get(COOKIE, ""), x_csrf_token):
        raise Refused(403, "session", "页面已过期，请刷新后再试")


TheDesk = Annotated[Desk, Depends(desk_of)]
TheId = Annotated[Id, Path(description="上传时给出的编号")]


def _errors(*codes: int) -> dict[int | str, dict[str, Any]]:
    return {code: {"model": ErrorBody} for code in (*codes, 401, 403, 413, 422)}


router = APIRouter(prefix="/api", responses=_errors(), tags=["gouji"])
change = [Depends(from_our_page)]


@router.get("/about")
def about(desk: TheDesk) -> About:
    """版本、排队数、可导出的格式。"""
    return About(version=metadata.version("gouji"), waiting=desk.jobs.waiting, formats=[*desk.formats()])


@router.post("/reports", status_code=202, responses=_errors(400, 415, 503), dependencies=change)
def submit(
    desk: TheDesk,
    response: Response,
    file: Annotated[UploadFile, File(description="报告文件")],
    profile: Annotated[str | None, Form(description="评价口径，gouji profiles 所列", max_length=100)] = None,
) -> UploadBody:
    """交一份报告，排队审核；压缩包里的文件逐个审核。"""
    upload = desk.submit(file.filename or "", file.file, profile)
    response.headers["Location"] = f"/api/reports/{upload.id}"
    return UploadBody.of(upload)


@router.get("/reports")
def list_reports(desk: TheDesk, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> list[UploadBody]:
    """最近交来的报告，新的在前。"""
    return [UploadBody.of(one) for one in desk.store.uploads(limit)]


@router.get("/reports/{id}", responses=_errors(404))
def status(desk: TheDesk, id: TheId) -> UploadBody:
    """审到哪一步了。"""
    return UploadBody.of(desk.upload(id))


@router.get("/reports/{id}/members", responses=_errors(404))
def members(desk: TheDesk, id: TheId) -> list[UploadBody]:
    """压缩包里的文件，各有编号；不是压缩包时没有。"""
    return [UploadBody.of(one) for one in desk.store.members(desk.upload(id).id)]


@router.delete("/reports/{id}", status_code=204, responses=_errors(404), dependencies=change)
def remove(desk: TheDesk, id: TheId) -> None:
    """删除报告和由它生成的一切；复核意见留下。"""
    desk.store.remove(desk.upload(id).id)


@router.get("/reports/{id}/result", responses=_errors(404, 409), response_model=Report | list[Report])
def result(desk: TheDesk, id: TheId) -> Response:
    """审核结果，同 gouji audit --format json；一份文件含几份报告时是数组。已排除的问题带 suppressed。"""
    reports = [one.report for one in desk.reviewed(id)]
    told = [report.model_dump_json() for report in reports]
    return Response(told[0] if len(told) == 1 else f"[{','.join(told)}]", media_type="application/json")


@router.get("/reports/{id}/text", responses=_errors(404, 409), response_class=PlainTextResponse)
def text(desk: TheDesk, id: TheId) -> Response:
    """证据偏移所指的文本。"""
    desk.reviewed(id)
    return PlainTextResponse((desk.store.folder(id) / "text.txt").read_bytes())


@router.get(
    "/reports/{id}/export/{format}",
    responses={**_errors(404, 409, 503), 200: {"content": {media: {} for media in (*MEDIA.values(), PDF)}}},
    response_class=FileResponse,
)
async def export(desk: TheDesk, id: TheId, format: Annotated[str, Path(max_length=20)]) -> Response:
    """工作底稿等输出，已排除的问题照样标明。"""
    upload = await asyncio.to_thread(desk.upload, id)
    await asyncio.to_thread(desk.reviewed, id)
    if format not in desk.formats():
        raise Refused(404, "not_found", "没有这种输出")
    try:
        path = await asyncio.wrap_future(await asyncio.to_thread(desk.jobs.export, upload, format))
    except Failed as failed:
        raise Refused(409, failed.code, failed.message) from failed
    with path.open("rb") as made:
        is_pdf = made.read(5) == b"%PDF-"
    suffix = {"marked": "pdf" if is_pdf else "html"}.get(format, format)
    media = PDF if is_pdf else MEDIA[suffix]
    name = f"{upload.stem}-{FORMATS[format][1]}.{suffix}"
    return FileResponse(path, media_type=media, filename=name)


@router.put("/reports/{id}/decision", status_code=204, responses=_errors(404, 409), dependencies=change)
def decide(desk: TheDesk, id: TheId, body: DecisionBody) -> None:
    """采纳或排除一个问题；排除须写明理由。"""
    desk.decide(id, (body.part, body.code, body.fingerprint), body.choice, body.reason)


@router.post("/reports/{id}/decision/undo", status_code=204, responses=_errors(404, 409), dependencies=change)
def undo(desk: TheDesk, id: TheId, body: FindingKey) -> None:
    """撤回复核意见。"""
    desk.decide(id, (body.part, body.code, body.fingerprint), "open", "")


@router.get("/suppressions", response_class=Toml)
def dismissed(desk: TheDesk) -> Response:
    """全部已排除的问题及理由，可交给 gouji audit --suppress。"""
    named = {"Content-Disposition": 'attachment; filename="suppressions.toml"'}
    return Toml(suppressions.toml_of(desk.store.entries()), headers=named)


@router.get("/diff", responses=_errors(404, 409))
def diff(desk: TheDesk, old: Annotated[Id, Query()], new: Annotated[Id, Query()]) -> list[Difference]:
    """两个版本的差别，同 gouji diff --json；逐份报告。"""
    before, after = ([one.report for one in desk.reviewed(id)] for id in (old, new))
    return list(compare_all(before, after))


@router.get("/search")
def search(desk: TheDesk, q: Annotated[str, Query(min_length=1, max_length=100)]) -> list[HitBody]:
    """在复核台的报告里找字词。"""
    return [
        HitBody(
            id=hit.upload.id,
            name=hit.upload.called,
            ordinal=hit.ordinal,
            title=hit.title,
            before=hit.before,
            found=hit.found,
            after=hit.after,
        )
        for hit in desk.store.search(q)
    ]


@router.get("/archive/search", responses=_errors(404, 503))
def search_archive(desk: TheDesk, q: Annotated[str, Query(min_length=1, max_length=100)]) -> list[RecordBody]:
    """在数据集（gouji serve --dataset）里找字词，问题多的在前。"""
    if desk.dataset is None:
        raise Refused(404, "not_found", "没有数据集；启动时用 --dataset 指定")
    return [RecordBody(**asdict(one)) for one in desk.dataset.search(q)]


@router.post("/archive/reports", status_code=202, responses=_errors(400, 404, 409, 415, 503), dependencies=change)
def open_kept(desk: TheDesk, body: KeptBody) -> UploadBody:
    """把数据集里的一份报告拿到复核台来；原文件没变才行，复核台已有的不再审一遍。"""
    return UploadBody.of(desk.bring(body.id)[0])
