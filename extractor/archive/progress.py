"""How a run is shown: a bar on a terminal, lines of JSON for programs, nothing elsewhere."""

from __future__ import annotations

import json
import time
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from rich.progress import Progress

    from extractor.archive.run import Tally

_EVERY = 0.5
"""seconds between two lines of JSON"""


class Show(Protocol):
    def update(self, tally: Tally, total: int | None) -> None:
        """``total``: files to see, None while nobody knows."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


class Quiet:
    """Shows nothing."""

    def update(self, tally: Tally, total: int | None) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass


class Lines:
    """One JSON object a line on stdout: ``files`` done, ``skipped``, ``total``, ``rate`` in files a second,
    ``seconds_left``."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.said = 0.0
        self.last: tuple[Tally, int | None] | None = None

    def update(self, tally: Tally, total: int | None) -> None:
        self.last = tally, total
        if time.monotonic() - self.said >= _EVERY:
            self._say("progress")

    def _say(self, event: str) -> None:
        if self.last is None:
            return
        tally, total = self.last
        self.said = time.monotonic()
        seconds = self.said - self.began
        rate = tally.files / seconds if seconds else 0.0
        left = None if total is None else max(total - tally.skipped - tally.files, 0)
        told = {
            "event": event,
            "total": total,
            "files": tally.files,
            "skipped": tally.skipped,
            "reports": tally.reports,
            "findings": tally.findings,
            "failures": tally.failures,
            "restarts": tally.restarts,
            "seconds": round(seconds, 1),
            "rate": round(rate, 2),
            "seconds_left": round(left / rate) if left is not None and rate else None,
        }
        print(json.dumps(told), flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._say("stopped" if kind else "done")


class Bar:
    """A bar with rate, time left, findings and failures."""

    def __init__(self) -> None:
        self.progress = _bar()
        self.task = self.progress.add_task("", total=None, rate=0.0, findings=0, failures=0)

    def update(self, tally: Tally, total: int | None) -> None:
        seconds = self.progress.tasks[0].elapsed or 0.0
        self.progress.update(
            self.task, completed=tally.files + tally.skipped, total=total, findings=tally.findings,
            failures=tally.failures, rate=tally.files / seconds if seconds else 0.0,
        )  # fmt: skip

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.progress.stop()


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        BarColumn(), MofNCompleteColumn(), TextColumn("每秒 {task.fields[rate]:.1f} 份 · 还要"), TimeRemainingColumn(),
        TextColumn("· 问题 {task.fields[findings]} · 读不了 {task.fields[failures]}"),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
