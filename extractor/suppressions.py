"""Findings that were looked at and let stand: kept outside of the document, each with its reason.

An entry names the document by its SHA-256, the check by its code and the place by the finding's fingerprint; so it ends
with the first change of the file, and is then said to be stale. Two kinds of files hold entries: a list that people
write (TOML, ``--suppress``), and a baseline that freezes an archive as it is (JSON, ``--baseline``). A suppressed
finding stays in the report, marked; it no longer counts for the exit code.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import BadSuppressions
from extractor.report import FindingEntry, Report, Severity, Suppressed

Key = tuple[str, int | None, str, str]
"""document, part, code, fingerprint"""

FROZEN = "已在基线中"
"""the reason of an entry of a baseline"""


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


W = TypeVar("W", bound=_Written)


class Entry(_Written):
    """One finding to let stand. ``part``: the number of the report in a file that holds several; ``name`` is for
    people, and to notice that the file has changed."""

    document: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    code: Annotated[str, Field(pattern=r"^[A-Z]{2}\d{3}$")]
    fingerprint: Annotated[str, Field(min_length=1)]
    reason: Annotated[str, Field(pattern=r"\S")]
    part: int | None = None
    name: str | None = None


class _List(_Written):
    suppress: list[Entry] = []


class Frozen(_Written):
    """One finding of a baseline, with what it said, so that a baseline can be read."""

    document: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    name: str
    part: int | None
    code: str
    fingerprint: str
    severity: Severity
    message: str


class Baseline(_Written):
    """The file that ``--write-baseline`` writes."""

    gouji_baseline: Literal[1] = 1
    findings: list[Frozen] = []


class Suppressions:
    """Entries by key; remembers which of them met their finding."""

    def __init__(self, entries: Iterable[tuple[Entry, Literal["suppress", "baseline"]]] = ()) -> None:
        self._entries: dict[Key, tuple[Entry, Literal["suppress", "baseline"]]] = {}
        for entry, by in entries:
            self._entries.setdefault((entry.document, entry.part, entry.code, entry.fingerprint), (entry, by))
        self._met: set[Key] = set()
        self._seen: dict[str, set[str]] = {}
        """document → the names under which it was audited"""

    def mark(self, report: Report) -> Report:
        """The report with its suppressed findings marked."""
        self._seen.setdefault(report.source.sha256, set()).add(report.source.name)
        marked = [self._marked(report, finding) for finding in report.findings]
        return report if marked == report.findings else report.model_copy(update={"findings": marked})

    def _marked(self, report: Report, finding: FindingEntry) -> FindingEntry:
        key = key_of(report, finding)
        found = self._entries.get(key)
        if found is None:
            return finding
        self._met.add(key)
        entry, by = found
        return finding.model_copy(update={"suppressed": Suppressed(reason=entry.reason, by=by)})

    def stale(self) -> Iterator[str]:
        """One line for each entry whose document was audited, or has changed, without the finding."""
        names = {name for seen in self._seen.values() for name in seen}
        for key, (entry, _) in self._entries.items():
            what = f"{entry.name or entry.document[:12]} {entry.code} {entry.fingerprint}"
            if entry.document in self._seen:
                if key not in self._met:
                    yield f"抑制项已失效，报告中没有这个问题：{what}"
            elif entry.name in names:
                yield f"抑制项已失效，文件已改动：{what}"


def key_of(report: Report, finding: FindingEntry) -> Key:
    """What a finding is known by."""
    part = report.source.part
    return (report.source.sha256, part.index if part else None, finding.code, finding.fingerprint)


def load(lists: Sequence[Path], baseline: Path | None = None) -> Suppressions:
    """All entries of some lists and of a baseline. Raises BadSuppressions naming file and key."""
    entries: list[tuple[Entry, Literal["suppress", "baseline"]]] = []
    for path in lists:
        entries += [(entry, "suppress") for entry in _read(path, _List).suppress]
    for frozen in _read(baseline, Baseline).findings if baseline else ():
        known = frozen.model_dump(include={"document", "part", "code", "fingerprint", "name"})
        entries.append((Entry(**known, reason=FROZEN), "baseline"))
    return Suppressions(entries)


def toml_of(entries: Iterable[Entry]) -> str:
    """A list of suppressions, as ``--suppress`` takes it."""
    return "".join(map(_toml, entries))


def _toml(entry: Entry) -> str:
    values = entry.model_dump(exclude_none=True)
    named = {key: values[key] for key in ("name", "document", "part", "code", "fingerprint", "reason") if key in values}
    # TOML takes the escapes of JSON, but for the control character DEL, which it forbids unescaped
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f") for key, value in named.items()
    ]
    return "\n".join(["[[suppress]]", *lines]) + "\n\n"


def _read(path: Path, shape: type[W]) -> W:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return shape.model_validate(tomllib.loads(text) if shape is _List else json.loads(text))
    except OSError as error:
        raise BadSuppressions(str(path), "-", f"读不了：{error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "-"
        said = {"extra_forbidden": "没有这一项", "missing": "缺这一项"}.get(first["type"], first["msg"])
        if key.endswith("reason") and first["type"] in ("missing", "string_pattern_mismatch"):
            said = "须写明理由"
        raise BadSuppressions(str(path), key, said) from error
    except ValueError as error:
        raise BadSuppressions(str(path), "-", f"不是{'TOML' if shape is _List else 'JSON'}：{error}") from error


def baseline_of(reports: Iterable[Report]) -> str:
    """A baseline that freezes the findings of some reports, those of a list of suppressions aside: they have their own
    reasons."""
    frozen = [
        Frozen(
            document=report.source.sha256,
            name=report.source.name,
            part=report.source.part.index if report.source.part else None,
            code=finding.code,
            fingerprint=finding.fingerprint,
            severity=finding.severity,
            message=finding.message,
        )
        for report in reports
        for finding in report.findings
        if finding.suppressed is None or finding.suppressed.by == "baseline"
    ]
    told = Baseline(findings=sorted(frozen, key=lambda one: (one.name, one.document, one.part or 0)))
    return json.dumps(told.model_dump(), ensure_ascii=False, indent=1) + "\n"
