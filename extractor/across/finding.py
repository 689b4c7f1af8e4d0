"""What is found across reports: one object each, with a place in every report that it speaks of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["warning", "review", "info"]
"""never an error: two reports may each be right about what it knew"""


class _Base(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Base):
    """Where a report says it. ``span``: offsets in the text of its file (``gouji text``); null when the finding rests
    on the report as a whole."""

    report_id: str
    source_key: str
    title: str | None
    fiscal_year: int | None
    page: int | None = None
    span: tuple[int, int] | None = None
    quote: str | None = None


class AcrossFinding(_Base):
    """``difference`` is what the later report says less what the earlier one says, in ``unit``."""

    code: Annotated[str, Field(pattern="^KB[0-9]{3}$")]
    name: str
    severity: Severity
    message: str
    unit_name: str | None = None
    project: str | None = None
    formula: str | None = None
    difference: str | None = None
    unit: str | None = None
    places: tuple[Place, ...]


class Tally(_Base):
    """What a rule looked at. ``judged`` relations, of which ``agreed`` hold; ``unjudged``: why the others were not."""

    code: str
    name: str
    judged: int
    agreed: int
    unjudged: dict[str, int] = {}


class NameVariant(_Base):
    name: str
    reports: int
    because: tuple[str, ...]


class JoinedName(_Base):
    """Names that were brought together (more than one is printed), with the reason for each."""

    kind: Literal["unit", "project"]
    unit_name: str | None
    name: str
    variants: tuple[NameVariant, ...]


class NotJoined(_Base):
    """Names that look alike and were kept apart."""

    kind: Literal["unit", "project"]
    unit_name: str | None
    names: tuple[str, ...]
    because: str


class AcrossReport(_Base):
    """What ``gouji across --json`` prints."""

    dataset: str
    reports: int
    series: int
    without_name: int
    """reports that name no unit or no project, and so stand in no series"""
    joined: tuple[JoinedName, ...]
    not_joined: tuple[NotJoined, ...]
    checks: tuple[Tally, ...]
    findings: tuple[AcrossFinding, ...]
