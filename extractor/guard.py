"""Limits of time and memory, kept from outside: the work is done in a child process, and its parent ends it.

A library that loops, or takes all memory, cannot be stopped from within. The child is forked before anything heavy is
imported, so it costs a few milliseconds, and it serves file after file until one of them is its end; then another is
forked. It is no sandbox: it may do what its user may do. Where there is no ``fork`` the work is done without limits.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar

from extractor.readers import _progress

A = TypeVar("A")
R = TypeVar("R")

FORKS = hasattr(os, "fork")
_CRASHES = {signal.SIGSEGV, signal.SIGABRT, signal.SIGILL, signal.SIGFPE, signal.SIGTERM} | (
    {signal.SIGBUS, signal.SIGTRAP} if FORKS else set()
)


class Ended(Exception):
    """The child did not come back. ``code`` is the contract's error code, ``message`` one line in Chinese."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def _asked(name: str, default: int) -> int:
    """A limit that the user may set; what is no number is not taken."""
    value = os.environ.get(name, "")
    return int(value) if value.isdigit() and int(value) > 0 else default


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` for one file, ``page_seconds`` more for each page that is recognised, ``memory`` in bytes of address
    space (kept by Linux; macOS takes the limit and does not keep it)."""

    seconds: float = field(default_factory=lambda: _asked("GOUJI_SECONDS", 300))
    page_seconds: float = 60
    memory: int = field(default_factory=lambda: _asked("GOUJI_MEMORY_MB", 4096) * 1024 * 1024)


Listener = Callable[[int, int], None]
"""pages recognised, of how many"""


class Worker(Generic[A, R]):
    """A child that does ``job`` with one argument after the other. Arguments and answers are pickled."""

    def __init__(self, job: Callable[[A], R], limits: Limits | None = None, listener: Listener | None = None) -> None:
        self.job = job
        self.limits = limits or Limits()
        self.listener = listener
        self.meanwhile: Callable[[], object] = lambda: None
        """what to do while the first answer is worked out"""
        self.pid = 0
        self.folder: Path | None = None
        self.channel: _Channel | None = None

    def run(self, argument: A) -> R:
        """The answer of the job. Raises Ended when the child was ended or ended itself."""
        if not FORKS:
            return self.job(argument)
        channel = self.channel or self._fork()
        channel.send(argument)
        self.meanwhile()
        watch = _Watch(self.limits, self.listener)
        try:
            kind, answer = watch.wait(channel)
        except BaseException as error:
            self._end(watch.groups)
            if isinstance(error, EOFError):
                raise self._fate from None
            raise
        if kind == "spent":  # it answered, and is of no further use
            self.close()
        result: R = answer
        return result

    def close(self) -> None:
        """The child is told to end, and its temporary files are removed."""
        if self.channel:
            self._end(set())

    def _fork(self) -> _Channel:
        self.folder = Path(tempfile.mkdtemp(prefix="gouji-"))
        (from_parent, to_child), (from_child, to_parent) = os.pipe(), os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(to_child)
            os.close(from_child)
            _serve(self.job, _Channel(from_parent, to_parent), self.limits, self.folder)
        os.close(from_parent)
        os.close(to_parent)
        self.channel = _Channel(from_child, to_child)
        return self.channel

    def _end(self, groups: set[int]) -> None:
        """End the child, what it has started, and what it has left behind."""
        assert self.channel is not None
        self.channel.close()
        self.channel = None
        for group in (*groups, self.pid):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self._fate = fate(status)
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    _fate: Ended = Ended("internal", "")


def fate(status: int) -> Ended:
    """What a child's end means, by its wait status."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGKILL:
        return Ended("limit", "内存不足，处理被系统中止")
    if number in _CRASHES:
        name = signal.Signals(number).name
        return Ended("broken", f"读取时程序异常终止（{name}），文件可能已损坏或是有意构造的")
    return Ended("limit", "处理中途停止")


class _Watch:
    """Waits for an answer no longer than the limits say."""

    def __init__(self, limits: Limits, listener: Listener | None) -> None:
        self.limits = limits
        self.listener = listener
        self.deadline = time.monotonic() + limits.seconds
        self.groups: set[int] = set()

    def wait(self, channel: _Channel) -> tuple[str, Any]:
        while True:
            left = self.deadline - time.monotonic()
            ready, _, _ = select.select([channel.source], [], [], max(left, 0))
            if not ready:
                raise Ended("limit", f"处理超过{self.limits.seconds:g}秒，已停止")
            kind, value = channel.receive()
            if kind != "progress":
                return kind, value
            self.hear(value)

    def hear(self, word: _progress.Word) -> None:
        match word:
            case ("page", done, of):
                self.deadline += self.limits.page_seconds
                if self.listener:
                    self.listener(done, of)
            case ("started", group, _):
                self.groups.add(group)
            case ("ended", group, _):
                self.groups.discard(group)


class _Channel:
    """Messages over a pair of pipes: a length of eight bytes, then a pickle."""

    def __init__(self, source: int, target: int) -> None:
        self.source = source
        self.target = target

    def send(self, message: object) -> None:
        raw = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        view = memoryview(len(raw).to_bytes(8, "big") + raw)
        with contextlib.suppress(BrokenPipeError):  # who waits for the answer learns that there is none
            while view:
                view = view[os.write(self.target, view) :]

    def receive(self) -> Any:
        """The next message; EOFError when the other side is gone."""
        return pickle.loads(self._read(int.from_bytes(self._read(8), "big")))

    def _read(self, size: int) -> bytes:
        pieces: list[bytes] = []
        while size:
            piece = os.read(self.source, min(size, 1 << 20))
            if not piece:
                raise EOFError
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        os.close(self.source)
        os.close(self.target)


def _serve(job: Callable[[Any], Any], channel: _Channel, limits: Limits, folder: Path) -> NoReturn:
    """The life of a child. What libraries print must not stand between the results."""
    code = 1
    try:
        os.setpgid(0, 0)
        void = os.open(os.devnull, os.O_RDWR)
        os.dup2(void, 0)
        os.dup2(void, 1)
        confine(limits)
        _collect_rarely()
        tempfile.tempdir = str(folder)
        _progress.listener = lambda word: channel.send(("progress", word))
        with contextlib.suppress(EOFError):
            while True:
                channel.send(_done(job, channel.receive()))
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _done(job: Callable[[Any], Any], argument: Any) -> tuple[str, Any]:
    answer = job(argument)
    return ("spent" if getattr(answer, "code", None) == "limit" else "done"), answer


def _collect_rarely() -> None:
    """Cycles are looked for far less often, and never among what the parent brought along: facts and
    verdicts hold none, and looking took a tenth of an audit."""
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def confine(limits: Limits) -> None:
    """Limits that the system keeps for this process and all that it starts."""
    import resource

    for what, most in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS refuses what it cannot keep
            resource.setrlimit(what, (most, most))


def enter(complain: Callable[[str], None], listener: Listener | None = None) -> None:
    """Go on in a child that is held to the limits; the parent waits for it and ends as it ends. Called again in the
    child, it does nothing: the limits then hold for all that is done."""
    global _entered
    if _entered or not FORKS:
        return
    _entered = True
    limits = Limits()
    source, target = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    folder = tempfile.mkdtemp(prefix="gouji-")
    pid = os.fork()
    channel = _Channel(source, target)
    if pid == 0:
        os.close(source)
        confine(limits)
        _collect_rarely()
        tempfile.tempdir = folder
        _progress.listener = lambda word: channel.send(("progress", word))
        return
    os.close(target)
    code = 1
    try:
        code = _attend(pid, channel, limits, listener, complain)
    except KeyboardInterrupt:
        code = 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        sys.stderr.flush()
        os._exit(code)


_entered = False


def _attend(
    pid: int, channel: _Channel, limits: Limits, listener: Listener | None, complain: Callable[[str], None]
) -> int:
    """Wait for a child that goes on by itself; its exit code, or 3 when it had to be ended."""
    watch = _Watch(limits, listener)
    end: Ended | None = None
    try:
        watch.wait(channel)
    except EOFError:
        pass  # it has ended, or is about to
    except Ended as error:
        end = error
        for group in watch.groups:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if end is None and os.WIFEXITED(status):
        return os.WEXITSTATUS(status)
    end = end or fate(status)
    complain(f"{end.message} [{end.code}]")
    return 3


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder of our own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        yield Path(folder)
