"""What is shown of a report, made once where its document is at hand: the view of its findings, and its source.

The view is kept as JSON, so that decisions can be put into it later; the source as a ready fragment of the page, its
pictures as files beside it.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from extractor.report import Report
from extractor.suppressions import Key
from extractor.writers import Audited
from extractor.writers.eyes.render import environment
from extractor.writers.eyes.sheets import Sheet, source
from extractor.writers.eyes.view import FindingView, ReportView, verdict_of, view

_VIEW: TypeAdapter[ReportView] = TypeAdapter(ReportView)
_SOURCE = '{% import "_parts.html" as parts with context %}{% include "_source.html" %}'
_PICTURE = "data:image/webp;base64,"


def prefix(ordinal: int) -> str:
    """What all names of one report on the page begin with."""
    return f"r{ordinal + 1}-"


def write(audited: Audited, folder: Path, ordinal: int) -> None:
    """The view and the source of a report, into the folder of its upload."""
    assert audited.dossier is not None
    document = audited.dossier.document
    told = view(audited.report, document)
    (folder / f"view-{ordinal}.json").write_bytes(_VIEW.dump_json(told))
    found = source(audited, document)
    sheets = tuple(_filed(sheet, folder, f"{ordinal}-{number}") for number, sheet in enumerate(found.sheets))
    page = environment().from_string(_SOURCE).render(p=prefix(ordinal), source=replace(found, sheets=sheets))
    (folder / f"source-{ordinal}.html").write_text(page, encoding="utf-8", errors="replace")


def _filed(sheet: Sheet, folder: Path, number: str) -> Sheet:
    """The sheet, its picture in a file of its own."""
    if sheet.picture is None or not sheet.picture.startswith(_PICTURE):
        return sheet
    (folder / f"picture-{number}.webp").write_bytes(base64.b64decode(sheet.picture[len(_PICTURE) :]))
    return replace(sheet, picture=f"/reports/{folder.name}/pictures/{number}")


def read(folder: Path, ordinal: int, report: Report, settled: dict[Key, str]) -> ReportView:
    """The view of a report as it is now: ``report`` is marked with decisions, ``settled`` has their reasons."""
    told = _VIEW.validate_json((folder / f"view-{ordinal}.json").read_bytes())
    verdict, tone, counts = verdict_of(report)
    part = report.source.part.index if report.source.part else None
    reasons = {(key[2], key[3]): reason for key, reason in settled.items() if key[:2] == (report.source.sha256, part)}
    left, done = [], list(told.settled)
    for one in (*told.faults, *told.doubts):
        reason = reasons.get((one.code, one.fingerprint))
        if reason is None:
            left.append(one)
        else:
            done.append(replace(one, reason=reason, tone="cited"))
    return replace(
        told,
        verdict=verdict,
        tone=tone,
        counts=counts,
        faults=_of(left, "conflict"),
        doubts=_of(left, "review"),
        settled=tuple(done),
    )


def _of(findings: list[FindingView], tone: str) -> tuple[FindingView, ...]:
    return tuple(one for one in findings if one.tone == tone)
