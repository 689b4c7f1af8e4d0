"""Auditing many sources, one after the other: a bad file never ends the batch, and the exit code tells the worst.

Everything heavy is imported when it is used, so that the command line stays quick to say what it can do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.auditing import Done, Failed, Order, Outcome, Unpacked, carried_out
from extractor.errors import GoujiError
from extractor.guard import Ended, Listener, Worker, scratch
from extractor.readers import is_archive
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
    """What all sources of one run have in common. ``complain`` says one line to people, ``listener`` hears of pages
    recognised; ``exit`` is the code so far; ``dossiers``: results carry theirs. The work is done in a child process
    (:mod:`extractor.guard`)."""

    profile: Profile
    suppressions: Suppressions
    complain: Callable[[str], None]
    fail_on: Level = Level.ERROR
    dossiers: bool = False
    listener: Listener | None = None
    exit: Exit = field(default=Exit.OK, init=False)

    def __post_init__(self) -> None:
        job = partial(carried_out, profile=self.profile, dossiers=self.dossiers)
        self.worker: Worker[Order, Outcome] = Worker(job, listener=self.listener)
        self.worker.meanwhile = _get_ready

    def audit(self, files: Sequence[Path]) -> Iterator[list[Result]]:
        """The reports or the error of one source: a file, or several read as one; for an archive those of each of its
        members, one after the other."""
        if len(files) == 1 and is_archive(files[0]):
            yield from self._members(files[0])
        else:
            yield self._results(Order(tuple(files)), tuple(map(str, files)))

    def audit_member(self, file: Path, archive: Path, name: str) -> list[Result]:
        """The reports or the error of ``file``, which was unpacked from ``archive``, where it is called ``name``."""
        shown = f"{archive}!/{name}"
        return self._results(Order((file,), shown, (archive.name, name)), (shown,))

    def close(self) -> None:
        """The child ends."""
        self.worker.close()

    def _members(self, archive: Path) -> Iterator[list[Result]]:
        with scratch() as folder:
            unpacked = self._outcome(Order((archive,), str(archive), folder=folder))
            if isinstance(unpacked, Failed):
                yield self._failed(unpacked)
            elif isinstance(unpacked, Unpacked):
                for member in unpacked.members:
                    if member.path is None:
                        shown = f"{archive}!/{member.name}"
                        yield self._failed(Failed(*(member.error or ("broken", "")), shown))
                    else:
                        yield self.audit_member(member.path, archive, member.name)

    def _results(self, order: Order, paths: tuple[str, ...]) -> list[Result]:
        outcome = self._outcome(order)
        if isinstance(outcome, Done):
            audited = [
                Audited(self.suppressions.mark(report), outcome.text, paths, dossier, tuple(map(str, order.files)))
                for report, dossier in zip(outcome.reports, outcome.dossiers, strict=True)
            ]
            if any(fails(one.report, self.fail_on) for one in audited):
                self.exit = max(self.exit, Exit.FOUND)
            return [*audited]
        assert isinstance(outcome, Failed)
        return self._failed(outcome)

    def _outcome(self, order: Order) -> Outcome:
        try:
            return self.worker.run(order)
        except Ended as end:
            return Failed(end.code, end.message, order.shown or " + ".join(map(str, order.files)))

    def _failed(self, failed: Failed) -> list[Result]:
        """Said on stderr, and put in the place of the reports. Raises GoujiError for what stops the run."""
        if failed.code == "setting":
            raise GoujiError(failed.message)
        is_ours = failed.code == "internal"
        self.exit = max(self.exit, Exit.INTERNAL if is_ours else Exit.UNREADABLE)
        self.complain(f"{failed.source}: {failed.message}{'' if is_ours else f' [{failed.code}]'}")
        return [Failure(failed.code, failed.message, failed.source)]


def _get_ready() -> None:
    """Load what the answer is made of, while the child works on it."""
    import extractor.report  # noqa: F401


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
