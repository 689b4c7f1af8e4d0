"""What the audit of one source comes to: its reports, or the error that stands in their place. Nothing is raised but
what stops the run (a bad pattern pack), and nothing here is kept: it is what a child process does and sends back."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import GoujiError, SourceError

if TYPE_CHECKING:
    from extractor.document import Document
    from extractor.dossier import Dossier
    from extractor.report import Report
    from extractor.schemes import Profile
    from extractor.unpacking import Member


@dataclass(frozen=True, slots=True)
class Order:
    """What to do: audit ``files`` (several are read as one report), or unpack one into ``folder``. ``shown`` is what
    messages call it, ``inside`` the archive and the path in it when it is a member."""

    files: tuple[Path, ...]
    shown: str = ""
    inside: tuple[str, str] | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The reports of a source with the text that their offsets refer to; ``dossiers``: one for each, where asked."""

    text: str
    reports: tuple[Report, ...]
    dossiers: tuple[Dossier | None, ...]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The members of an archive."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """No report. ``code`` is the contract's, or ``internal`` (a fault of ours), or ``setting`` (the run must stop)."""

    code: str
    message: str
    source: str


Outcome = Done | Unpacked | Failed


def carried_out(order: Order, profile: Profile, dossiers: bool = False) -> Outcome:
    """Do it, whatever happens."""
    shown = order.shown or " + ".join(map(str, order.files))
    try:
        return _unpacked(order) if order.folder else _audited(order, profile, dossiers)
    except SourceError as error:
        return Failed(error.code, error.message, error.source if not order.inside else shown)
    except GoujiError as error:
        return Failed("setting", str(error), shown)
    except MemoryError:
        return Failed("limit", "内存超过限制，已停止（环境变量GOUJI_MEMORY_MB可以放宽）", shown)
    except RecursionError:
        return Failed("limit", "内容嵌套过深", shown)
    except Exception as error:  # noqa: BLE001  # the next file must still be audited; the exit code tells
        return Failed("internal", internal(error), shown)


def _audited(order: Order, profile: Profile, dossiers: bool) -> Done:
    from extractor import pipeline, together

    documents = [_named(pipeline.read(file), order) for file in order.files]
    document = together.join(documents)
    audited = [
        (report, dossier if dossiers else None) for report, dossier in pipeline.audit_dossiers(document, profile)
    ]
    return Done(document.text, tuple(report for report, _ in audited), tuple(dossier for _, dossier in audited))


def _named(document: Document, order: Order) -> Document:
    """A member of an archive goes by the name of the archive and its path inside."""
    if order.inside is None:
        return document
    archive, member = order.inside
    return replace(document, name=archive, member=member)


def _unpacked(order: Order) -> Unpacked:
    from extractor import unpacking

    assert order.folder is not None
    return Unpacked(tuple(unpacking.unpacked(order.files[0], order.folder)))


def internal(error: Exception) -> str:
    """One line on an error of ours; with GOUJI_DEBUG set the traceback goes to stderr too."""
    if os.environ.get("GOUJI_DEBUG"):
        import traceback

        traceback.print_exception(error)
    notes = "，".join(getattr(error, "__notes__", ()))
    return f"内部错误：{type(error).__name__}: {error}{f'（{notes}）' if notes else ''}；设 GOUJI_DEBUG=1 可看详情"
