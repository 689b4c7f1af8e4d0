"""What the HTTP interface takes and gives, besides the report of the output contract (``extractor.report``)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.desk.store import Upload

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Reason = Annotated[str, Field(max_length=2000)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(_Shape):
    code: str
    message: str


class ErrorBody(_Shape):
    """The contract's error object."""

    error: Problem


class UploadBody(_Shape):
    """A file that was given to the desk. ``stage``: what is being done, in Chinese; ``error`` when it failed."""

    id: str
    name: str
    size: int
    profile: str
    state: Literal["queued", "running", "done", "failed"]
    stage: str
    error: Problem | None
    created: str
    finished: str | None

    @classmethod
    def of(cls, upload: Upload) -> UploadBody:
        error = None
        if upload.error_code is not None:
            error = Problem(code=upload.error_code, message=upload.error_message or "")
        return cls(
            id=upload.id,
            name=upload.name,
            size=upload.size,
            profile=upload.profile,
            state=upload.state,
            stage=upload.stage,
            error=error,
            created=upload.created,
            finished=upload.finished,
        )


class FindingKey(_Shape):
    """Which finding of an upload: ``part`` as in ``source.part.index``, null for the only report of a file."""

    part: Annotated[int, Field(ge=1)] | None = None
    code: Annotated[str, Field(pattern=r"^[A-Z]{2}\d{3}$")]
    fingerprint: Annotated[str, Field(min_length=1, max_length=64)]


class DecisionBody(FindingKey):
    """``accepted``: the finding stands. ``dismissed``: it is let stand, and does not count; ``reason`` is then asked
    for."""

    choice: Literal["accepted", "dismissed"]
    reason: Reason = ""


class HitBody(_Shape):
    """Words found in a report: ``before``, ``found`` and ``after`` as they stand there."""

    id: str
    name: str
    ordinal: int
    title: str
    before: str
    found: str
    after: str


class RecordBody(_Shape):
    """Words found in a report of the archive. ``source``: its file, as the dataset names it; ``errors`` and
    ``warnings``: how many findings it has of each."""

    title: str
    source: str
    year: int | None
    department: str | None
    errors: int
    warnings: int
    before: str
    found: str
    after: str


class About(_Shape):
    """The desk itself."""

    name: Literal["gouji"] = "gouji"
    version: str
    waiting: int
    formats: list[str]
