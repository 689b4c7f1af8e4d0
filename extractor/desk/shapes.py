"""What the HTTP interface takes and gives, besides the report of the output contract (``extractor.report``)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.desk.records import Upload

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
    """A file that was given to the desk. ``stage``: what is being done, in Chinese; ``error`` when it failed.

    An archive has ``members`` once it is unpacked, their number; they are listed at ``/reports/{id}/members``. Each is
    a file of its own: ``archive`` is the id of its archive, ``name`` the archive's, ``member`` the path inside.
    """

    id: str
    name: str
    size: int
    profile: str
    state: Literal["queued", "running", "done", "failed"]
    stage: str
    error: Problem | None
    created: str
    finished: str | None
    member: str | None
    archive: str | None
    members: int | None

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
            member=upload.member,
            archive=upload.archive,
            members=upload.members,
        )


class KeptBody(_Shape):
    """A report of the dataset, by its number there."""

    id: Annotated[str, Field(max_length=100)]


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
    """Words found in a report of the archive. ``id``: its number in the dataset; ``source``: its file, as the dataset
    names it; ``errors`` and ``warnings``: how many findings it has of each."""

    id: str
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
