"""What a worker process does with a file: audits it, unpacks it, or writes one of the outputs. It answers by files in
the report's folder; its errors are those of ``extractor.errors``.

    result.json        {"reports": [{"report": …, "text": its own words}, …]}
    text.txt           the text that all offsets refer to
    view-<n>.json      what is shown of report n (``shown``)
    source-<n>.html    its source, a fragment of the page
    picture-<n>-<m>.webp
    members.json       the files of an archive (``Members``), which lie in members/
    export.<format>
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor import pipeline, profiles, suppressions, unpacking, writers
from extractor.document import Document
from extractor.dossier import Dossier
from extractor.report import Report
from extractor.suppressions import Entry
from extractor.unpacking import Member
from extractor.writers import Audited

Tell = Callable[[str], None]
"""says in a word what is being done"""


class Order(BaseModel):
    """``file`` is in ``folder``; ``name`` is what its sender called it, ``member`` its path in the archive of that
    name. ``format``: None for an audit. ``entries``: what was dismissed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path
    file: Path
    name: str
    profile: str
    member: str | None = None
    unpack: bool = False
    format: str | None = None
    entries: tuple[Entry, ...] = ()


class Members(BaseModel):
    """The content of ``members.json``."""

    members: list[Member]


class Result(BaseModel):
    """The content of ``result.json``."""

    class One(BaseModel):
        report: Report
        text: str

    kind: Literal["result"] = "result"
    reports: list[One]


def carry_out(order: Order, tell: Tell) -> None:
    """Do it. Raises GoujiError."""
    if order.unpack:
        tell("解压")
        _unpack(order)
        return
    tell("读取")
    document = replace(pipeline.read(order.file), name=order.name, member=order.member)
    tell("核对")
    audited = list(pipeline.audit_dossiers(document, profiles.load(order.profile)))
    if order.format is None:
        _file(order, document, audited, tell)
    else:
        tell("导出")
        _export(order, document, audited, order.format)


def _unpack(order: Order) -> None:
    folder = order.folder / "members"
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was ended
    folder.mkdir()
    found = Members(members=unpacking.unpacked(order.file, folder))
    (order.folder / "members.json").write_text(found.model_dump_json(), encoding="utf-8")


def _file(order: Order, document: Document, audited: Iterable[tuple[Report, Dossier]], tell: Tell) -> None:
    from extractor.desk import shown

    results = []
    for ordinal, (report, dossier) in enumerate(audited):
        tell("绘制页面")
        shown.write(Audited(report, document.text, (str(order.file),), dossier), order.folder, ordinal)
        region = dossier.document.region
        results.append(Result.One(report=report, text=_sound(document.text[region.start : region.end])))
    (order.folder / "text.txt").write_text(_sound(document.text), encoding="utf-8", newline="")
    (order.folder / "result.json").write_text(Result(reports=results).model_dump_json(), encoding="utf-8")


def _sound(text: str) -> str:
    """The text without halves of characters, which nothing can store; each becomes one ``?``, so offsets stay."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _export(order: Order, document: Document, audited: Iterable[tuple[Report, Dossier]], format: str) -> None:
    known = suppressions.Suppressions((entry, "suppress") for entry in order.entries)
    wanted = writers.wants_dossier(format)
    results = [
        Audited(known.mark(report), document.text, (str(order.file),), dossier if wanted else None)
        for report, dossier in audited
    ]
    made = writers.writer(format)(results, writers.Options())
    raw = made if isinstance(made, bytes) else made.encode(writers.encoding(format))
    target = order.folder / f"export.{format}"
    partial = target.with_suffix(".part")
    partial.write_bytes(raw)
    partial.replace(target)


def read_result(folder: Path) -> list[tuple[Report, str]]:
    """The reports of ``result.json``, each with its own words."""
    raw = (folder / "result.json").read_bytes()
    return [(one.report, one.text) for one in Result.model_validate(json.loads(raw)).reports]


def read_members(folder: Path) -> list[Member]:
    """The members of ``members.json``."""
    return Members.model_validate_json((folder / "members.json").read_bytes()).members
