"""Reads broken files in a child process and counts how each ends."""

from __future__ import annotations

import resource
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.fuzz.mutate import mutated
from extractor.auditing import Failed, Order, Unpacked, carried_out
from extractor.errors import SourceError
from extractor.guard import Ended, Limits, Worker

SECONDS = 60
MEMORY = 4 << 30
WRONG = ("FAULT", "hang", "killed")
"""a crash is told apart: a library ended its process, and the batch went on"""
KEPT = (*WRONG, "crash")
TURN = 2000
"""files that one child reads: what leaks shows in its peak, and does not gather"""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, or to audit, or (``folder``) to unpack."""

    path: Path
    audit: bool = False
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class End:
    """``what``: read, an error code, or ``FAULT`` (one of ours); ``words`` say more. ``memory``: the peak in MB."""

    what: str
    words: str = ""
    seconds: float = 0.0
    memory: float = 0.0


def ended(job: Job) -> End:
    """How it ends, in the child."""
    start = time.monotonic()
    what, words = _end(job)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return End(what, words, time.monotonic() - start, peak)


def _end(job: Job) -> tuple[str, str]:
    from extractor import pipeline, schemes

    try:
        if job.folder or job.audit:
            outcome = carried_out(Order((job.path,), folder=job.folder), schemes.DEFAULT)
            if isinstance(outcome, Failed):
                return "FAULT" if outcome.code in ("internal", "setting") else outcome.code, outcome.message
            if isinstance(outcome, Unpacked):
                return "read", ""
            return _sound(outcome.text)
        return _sound(pipeline.read(job.path).text)
    except SourceError as error:
        if "\n" in error.message or not error.message:
            return "FAULT", f"message of several lines: {error.message!r}"
        return error.code, error.message
    except MemoryError:
        return "limit", ""
    except RecursionError:
        return "limit", "recursion"
    except Exception as error:  # noqa: BLE001  # this is what is looked for
        return "FAULT", f"{type(error).__name__}: {error} | {traceback.extract_tb(error.__traceback__)[-1]}"


def _sound(text: str) -> tuple[str, str]:
    """A file that was read has words in it: else it looks clean and is not."""
    return ("read", f"{len(text)} characters") if text.strip() else ("FAULT", "an empty text was taken for a report")


@dataclass(slots=True)
class Tally:
    """How the files of one format ended."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    memory: float = 0.0
    faults: list[str] = field(default_factory=list)

    def add(self, end: End, name: str) -> None:
        self.ends[end.what] += 1
        self.slowest = max(self.slowest, end.seconds)
        self.memory = max(self.memory, end.memory)
        if end.what in WRONG:
            self.faults.append(f"{name}: {end.words}")


def native(job: Job) -> End:
    """How it ends where no page is recognised: pages without text are left unread, OCR has files of its own."""
    from extractor.readers import _ocr

    _ocr.available = lambda: False
    return ended(job)


def warmed(sound: Iterable[tuple[str, bytes]]) -> None:
    """Files read in this process, so that its children begin with the libraries that their readers need."""
    with tempfile.TemporaryDirectory(prefix="gouji-fuzz-") as folder:
        for name, raw in sound:
            path = Path(folder) / Path(name).name
            path.write_bytes(raw)
            native(Job(path))


def tallied(
    files: Iterable[tuple[str, bytes]], audit: bool = False, keep: Path | None = None, quick: bool = False
) -> Tally:
    """All files read one after the other; those at which we or a library fail are kept. ``quick``: nothing is
    recognised."""
    tally = Tally()
    worker: Worker[Job, End] = Worker(native if quick else ended, Limits(SECONDS, 30, MEMORY))
    with tempfile.TemporaryDirectory(prefix="gouji-fuzz-") as folder:
        for number, (name, raw) in enumerate(files):
            path = Path(folder) / f"f{number}{Path(name).suffix}"
            path.write_bytes(raw)
            out = Path(folder) / f"out{number}" if path.suffix == ".zip" else None
            if out:
                out.mkdir()
            end = watched(worker, Job(path, audit, out))
            tally.add(end, name)
            if keep and end.what in KEPT:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{end.what}-{number}-{Path(name).name}").write_bytes(raw)
            path.unlink()
            if number % TURN == TURN - 1:
                worker.close()
    worker.close()
    return tally


def watched(worker: Worker[Job, End], job: Job) -> End:
    """How a job ends, or ends its child."""
    start = time.monotonic()
    try:
        return worker.run(job)
    except Ended as end:
        what = "crash" if end.code == "broken" else "hang" if "秒" in end.message else "killed"
        return End(what, end.message, time.monotonic() - start)


def mutants(suffix: str, seeds: list[bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many broken files of a format, the same ones for the same seed."""
    chance = Random(f"{suffix}{seed}")
    for number in range(count):
        raw = mutated(chance.choice(seeds), chance)
        yield f"{number}.{suffix}", raw or b"\x00"
