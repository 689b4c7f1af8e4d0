"""Auditing many sources, one after the other: a bad file never ends the batch, and the exit code tells the worst.

Everything heavy is imported when it is used, so that the command line stays quick to say what it can do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import GoujiError, SourceError
from extractor.writers import Audited, Failure, Result

if TYPE_CHECKING:
    from extractor.report import FindingEntry, Report
    from extractor.schemes import Profile
    from extractor.suppressions import Suppressions


class Exit(IntEnum):
    """Exit codes; over several files the worst wins, and only 0, 1, 3 and 4 come of files."""

    OK = 0
    FOUND = 1
    USAGE = 2
    UNREADABLE = 3
    INTERNAL = 4


class Level(StrEnum):
    """Severities, and ``never``."""

    ERROR = "error"
    WARNING = "warning"
    REVIEW = "review"
    INFO = "info"
    NEVER = "never"


@dataclass
class Batch:
    """What all sources of one run have in common. ``complain`` says one line to people; ``exit`` is the code so far;
    ``dossiers``: results carry theirs."""

    profile: Profile
    suppressions: Suppressions
    complain: Callable[[str], None]
    fail_on: Level = Level.ERROR
    dossiers: bool = False
    exit: Exit = field(default=Exit.OK, init=False)

    def audit(self, files: Sequence[Path]) -> list[Result]:
        """The reports or the error of one source: a file, or several read as one."""
        from extractor import pipeline, together

        try:
            document = together.join([pipeline.read(file) for file in files])
            audited = [
                (self.suppressions.mark(report), dossier if self.dossiers else None)
                for report, dossier in pipeline.audit_dossiers(document, self.profile)
            ]
        except SourceError as error:
            self.complain(f"{error.source}: {error.message} [{error.code}]")
            return self._failed(Exit.UNREADABLE, error.code, error.message, error.source)
        except GoujiError:
            raise
        except Exception as error:  # noqa: BLE001  # the next file must still be audited; the exit code tells
            message, source = internal(error), " + ".join(map(str, files))
            self.complain(f"{source}: {message}")
            return self._failed(Exit.INTERNAL, "internal", message, source)
        if any(fails(report, self.fail_on) for report, _ in audited):
            self.exit = max(self.exit, Exit.FOUND)
        paths = tuple(map(str, files))
        return [Audited(report, document.text, paths, dossier) for report, dossier in audited]

    def _failed(self, exit: Exit, code: str, message: str, source: str) -> list[Result]:
        self.exit = max(self.exit, exit)
        return [Failure(code, message, source)]


def fails(report: Report, fail_on: Level) -> bool:
    """True when a finding that is not suppressed is at or above a level."""
    return reaches(report.findings, fail_on)


def reaches(findings: Iterable[FindingEntry], level: Level) -> bool:
    """True when one of some findings, those that are suppressed aside, is at or above a level."""
    if level is Level.NEVER:
        return False
    levels = list(Level)
    limit = levels.index(level)
    return any(levels.index(Level(one.severity)) <= limit for one in findings if one.suppressed is None)


def internal(error: Exception) -> str:
    """One line on an error of ours; with GOUJI_DEBUG set the traceback goes to stderr too."""
    if os.environ.get("GOUJI_DEBUG"):
        import traceback

        traceback.print_exception(error)
    notes = "，".join(getattr(error, "__notes__", ()))
    return f"内部错误：{type(error).__name__}: {error}{f'（{notes}）' if notes else ''}；设 GOUJI_DEBUG=1 可看详情"
