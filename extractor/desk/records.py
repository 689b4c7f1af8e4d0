"""What the desk speaks of: uploads and their reports, decisions on findings, words that were found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from extractor.report import Report
from extractor.suppressions import Key

State = Literal["queued", "running", "done", "failed"]
Choice = Literal["accepted", "dismissed"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was given to the desk. ``id`` is random; ``name`` is what its sender called it, and no path.

    An archive has ``members`` once it is unpacked, their number. Each is an upload of its own: ``archive`` is the id of
    the archive's, ``name`` its name, ``member`` the path inside.
    """

    id: str
    name: str
    suffix: str
    size: int
    profile: str
    state: State
    stage: str
    error_code: str | None
    error_message: str | None
    created: str
    finished: str | None
    member: str | None = None
    archive: str | None = None
    members: int | None = None

    @property
    def called(self) -> str:
        """What people know it by; a member of an archive by both names."""
        return f"{self.name} › {self.member}" if self.member else self.name

    @property
    def stem(self) -> str:
        """What files that are made of it are called, without a suffix."""
        name = PurePosixPath(self.member or self.name)
        return name.stem or name.name

    @property
    def ended(self) -> bool:
        return self.state in ("done", "failed")


@dataclass(frozen=True, slots=True)
class Filed:
    """A report of an upload; ``ordinal`` counts from 0."""

    upload: str
    ordinal: int
    report: Report


@dataclass(frozen=True, slots=True)
class Standing:
    """Findings of a report that count, by severity; how many of all are judged."""

    ordinal: int
    title: str
    document: str
    counts: Counter[str]
    judged: int
    findings: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person made of a finding. ``name``: the file's name, for people. ``part`` is None for the only report."""

    document: str
    part: int | None
    code: str
    fingerprint: str
    choice: Choice
    reason: str
    name: str
    decided: str = ""

    @property
    def key(self) -> Key:
        return self.document, self.part, self.code, self.fingerprint


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that holds what was searched for; ``before``, ``found`` and ``after`` are its words there."""

    upload: Upload
    ordinal: int
    title: str
    before: str
    found: str
    after: str
