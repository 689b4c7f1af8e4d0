"""The pages that people see. Every page works without its script: forms are sent, links lead on."""

from __future__ import annotations

from http import HTTPStatus
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from extractor import profiles
from extractor.desk import shown
from extractor.desk.api import TheDesk, TheId, desk_of
from extractor.desk.desk import Desk, Refused, taken
from extractor.desk.guarding import COOKIE
from extractor.desk.records import Decision, Filed, Upload
from extractor.desk.shapes import Id, Reason
from extractor.desk.templating import environment
from extractor.difference import compare_all
from extractor.report import Report
from extractor.suppressions import Key
from extractor.writers import difference_screen
from extractor.writers.eyes import render

STATIC = Path(__file__).with_name("static")
ASSETS = {
    "desk.css": ("text/css", STATIC),
    "desk.js": ("text/javascript", STATIC),
    "icon.svg": ("image/svg+xml", STATIC),
    "base.css": ("text/css", render.TEMPLATES),
    "eyes.css": ("text/css", render.TEMPLATES),
    "eyes.js": ("text/javascript", render.TEMPLATES),
}


class Caller:
    """Who looks at a page: their session, new where they have none that is ours."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)
        told = request.cookies.get(COOKIE, "")
        self.is_new = not self.desk.guard.holds(told)
        self.session = self.desk.guard.session() if self.is_new else told

    def page(self, name: str, answer: int = 200, /, **values: Any) -> HTMLResponse:
        """A template, with what all pages need; a new session is given its cookie."""
        html = environment().get_template(name).render(
            csrf=self.desk.guard.signed(self.session),
            path=self.request.url.path,
            version=metadata.version("gouji"),
            guarded=self.desk.settings.token is not None,
            **values,
        )  # fmt: skip
        response = HTMLResponse(html, answer)
        if self.is_new and self.desk.settings.token is None:  # where there is a token, only /login makes sessions
            self.remember(response)
        return response

    def remember(self, response: Response) -> None:
        secure = self.request.url.scheme == "https"
        response.set_cookie(COOKIE, self.session, httponly=True, samesite="strict", secure=secure, path="/")


def _signed(request: Request, csrf: Annotated[str, Form(max_length=100)] = "") -> None:
    """A form of ours. Raises Refused."""
    told = request.headers.get("x-csrf-token", csrf)
    if not desk_of(request).guard.fits(request.cookies.get(COOKIE, ""), told):
        raise Refused(403, "session", "页面已过期，请刷新后再试")


router = APIRouter(include_in_schema=False)
Who = Annotated[Caller, Depends(Caller)]
form = [Depends(_signed)]


def failed(request: Request, status: int, message: str) -> HTMLResponse:
    """The page of an error."""
    return Caller(request).page("failed.html", status, status=status, message=message)


# ---------------------------------------------------------------- coming in


@router.get("/login")
def login(who: Who) -> HTMLResponse:
    return who.page("login.html", wrong=False)


@router.post("/login")
def enter(who: Who, desk: TheDesk, token: Annotated[str, Form(max_length=500)] = "") -> Response:
    if not desk.guard.knows(token.strip()):
        return who.page("login.html", HTTPStatus.UNAUTHORIZED, wrong=True)
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    who.session = desk.guard.session()
    who.remember(response)
    return response


@router.get("/static/{name}")
def asset(name: str) -> Response:
    if name not in ASSETS:
        raise Refused(404, "not_found", "没有这一页")
    media, folder = ASSETS[name]
    return FileResponse(folder / name, media_type=media, headers={"Cache-Control": "no-cache"})


# ---------------------------------------------------------------- the list


@router.get("/")
def home(who: Who, desk: TheDesk) -> HTMLResponse:
    return who.page(
        "home.html",
        accepted=",".join(taken()),
        profiles=[(name, profiles.load(name).title) for name in profiles.names()],
        profile=desk.settings.profile,
        settings=desk.settings,
        **_listed(desk),
    )


@router.get("/reports")
def listed(who: Who, desk: TheDesk, archive: Id | Literal[""] = "") -> HTMLResponse:
    """The list alone, for the script that keeps it fresh: of all, or of the files of an archive."""
    return who.page("_uploads.html", **_listed(desk, archive))


def _listed(desk: Desk, archive: str = "") -> dict[str, Any]:
    uploads = desk.store.members(archive) if archive else desk.store.uploads()
    standings = desk.store.standings([one.id for one in uploads])
    return {
        "uploads": uploads,
        "standings": standings,
        "busy": any(not one.ended for one in uploads),
        "archive": archive,
    }


@router.post("/upload", dependencies=form)
def upload(desk: TheDesk, file: UploadFile, profile: Annotated[str | None, Form(max_length=100)] = None) -> Response:
    taken = desk.submit(file.filename or "", file.file, profile)
    return RedirectResponse(f"/reports/{taken.id}", HTTPStatus.SEE_OTHER)


# ---------------------------------------------------------------- one report


@router.get("/reports/{id}")
def report(who: Who, desk: TheDesk, id: TheId) -> HTMLResponse:
    upload = desk.upload(id)
    if upload.state != "done":
        return who.page("waiting.html", HTTPStatus.OK, upload=upload)
    if upload.members is not None:
        return who.page("archive.html", upload=upload, **_listed(desk, id))
    filed = desk.store.reviewed(id)
    decided = desk.store.decisions({one.report.source.sha256 for one in filed})
    return who.page(
        "report.html",
        upload=upload,
        shown=[_shown(desk, one, decided) for one in filed],
        formats=desk.formats(),
        rival=_rival(desk, upload),
    )


def _shown(desk: Desk, filed: Filed, decided: dict[Key, Decision]) -> dict[str, Any]:
    """What the template gets of one report."""
    folder, source = desk.store.folder(filed.upload), filed.report.source
    dismissed = {key: one.reason for key, one in decided.items() if one.choice == "dismissed"}
    part = source.part.index if source.part else None
    return {
        "prefix": shown.prefix(filed.ordinal),
        "report": shown.read(folder, filed.ordinal, filed.report, dismissed),
        "source": Markup((folder / f"source-{filed.ordinal}.html").read_text(encoding="utf-8")),
        "part": part,
        "decided": {
            (key[2], key[3]): one for key, one in decided.items() if key[:2] == (source.sha256, part)
        },
    }  # fmt: skip


def _rival(desk: Desk, upload: Upload) -> Upload | None:
    """The version before: the latest earlier upload of another file that holds a report of the same title."""
    earlier = [one for one in desk.store.uploads() if one.created < upload.created]
    standings = desk.store.standings([upload.id, *(one.id for one in earlier)])
    ours = standings.get(upload.id, [])
    titles, documents = {one.title for one in ours}, {one.document for one in ours}
    for other in earlier:
        theirs = standings.get(other.id, [])
        if any(one.title in titles and one.document not in documents for one in theirs):
            return other
    return None


@router.post("/reports/{id}/decide", dependencies=form)
def decide(
    who: Who,
    desk: TheDesk,
    id: TheId,
    code: Annotated[str, Form(max_length=10)],
    fingerprint: Annotated[str, Form(max_length=64)],
    choice: Annotated[Literal["accepted", "dismissed", "open"], Form()],
    part: Annotated[int | None, Form()] = None,
    reason: Annotated[Reason, Form()] = "",
    anchor: Annotated[str, Form(pattern=r"^[a-z0-9-]{0,40}$")] = "",
) -> Response:
    """A decision of the review page. Its script asks for the finding's new form alone; else the page is shown again."""
    desk.decide(id, (part, code, fingerprint), choice, reason)
    if "x-csrf-token" not in who.request.headers:
        return RedirectResponse(f"/reports/{id}#{anchor}", HTTPStatus.SEE_OTHER)
    document = desk.store.reports(id)[0].report.source.sha256
    decision = desk.store.decisions([document]).get((document, part, code, fingerprint))
    one = {"code": code, "fingerprint": fingerprint}
    return who.page("_decision.html", upload=desk.upload(id), one=one, part=part, decision=decision, anchor=anchor)


@router.post("/reports/{id}/delete", dependencies=form)
def delete(desk: TheDesk, id: TheId) -> Response:
    desk.store.remove(desk.upload(id).id)
    return RedirectResponse("/", HTTPStatus.SEE_OTHER)


@router.get("/reports/{id}/pictures/{number}")
def picture(desk: TheDesk, id: TheId, number: str) -> Response:
    """The picture of a page, ``<report>-<sheet>``."""
    ordinal, _, sheet = number.partition("-")
    file = desk.store.folder(desk.upload(id).id) / f"picture-{ordinal}-{sheet}.webp"
    if not (ordinal.isascii() and ordinal.isdigit() and sheet.isascii() and sheet.isdigit() and file.is_file()):
        raise Refused(404, "not_found", "没有这一页")
    return FileResponse(file, media_type="image/webp", headers={"Cache-Control": "private, max-age=3600"})


# ---------------------------------------------------------------- versions, words, the interface


@router.get("/compare")
def compare(who: Who, desk: TheDesk, old: Id | Literal[""] = "", new: Id | Literal[""] = "") -> HTMLResponse:
    uploads = [one for one in desk.store.uploads() if one.state == "done" and one.members is None]
    differences = []
    if old and new:
        differences = [*compare_all(_reports(desk, old), _reports(desk, new))]
    return who.page(
        "compare.html", uploads=uploads, old=old, new=new, differences=differences, screen=difference_screen
    )


def _reports(desk: Desk, id: str) -> list[Report]:
    return [one.report for one in desk.reviewed(id)]


@router.get("/search")
def search(who: Who, desk: TheDesk, q: Annotated[str, Query(max_length=100)] = "") -> HTMLResponse:
    words = q.strip()
    records = desk.dataset.search(words) if desk.dataset and words else []
    return who.page(
        "search.html",
        q=words,
        hits=desk.store.search(words) if words else [],
        records=records,
        has_dataset=desk.dataset is not None,
    )


@router.post("/archive/open", dependencies=form)
def open_kept(desk: TheDesk, report: Annotated[str, Form(max_length=100)]) -> Response:
    upload, ordinal = desk.bring(report)
    return RedirectResponse(f"/reports/{upload.id}#r{ordinal + 1}-report", HTTPStatus.SEE_OTHER)


@router.get("/api")
def interface(who: Who) -> HTMLResponse:
    """What other systems can ask, from the OpenAPI document."""
    paths = who.request.app.openapi()["paths"]
    calls = [
        (method.upper(), path, told.get("description", ""))
        for path, methods in paths.items()
        for method, told in methods.items()
    ]
    return who.page("interface.html", calls=calls, base=str(who.request.base_url).rstrip("/"))
