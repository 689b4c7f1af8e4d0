"""Limits kept by a child process: whatever happens to it, there is one answer, and the next file is read."""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import SAMPLES, gouji

from extractor.guard import Ended, Limits, Worker, confine, fate
from extractor.readers import _progress

LIMITS = Limits(seconds=60, page_seconds=0, memory=4 << 30)


def job(order: object) -> object:
    match order:
        case "wait":
            os.read(os.pipe()[0], 1)
        case "crash":
            faulthandler.disable()  # it would tell what we do on purpose
            os.kill(os.getpid(), signal.SIGSEGV)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(0)
        case "print":
            os.write(1, b"noise")
        case "pages":
            _progress.page(1, 2)
            _progress.page(2, 2)
        case "pid":
            return os.getpid()
        case int():
            return len(bytes(order))
    return order


def test_a_child_serves_many_files() -> None:
    worker: Worker[object, object] = Worker(job, LIMITS)
    assert worker.run("pid") == worker.run("pid") != os.getpid()
    assert worker.run("x" * 1_000_000) == "x" * 1_000_000
    worker.close()


@pytest.mark.parametrize(("order", "code"), [("crash", "broken"), ("killed", "limit"), ("exit", "limit")])
def test_a_child_that_dies(order: str, code: str) -> None:
    worker: Worker[object, object] = Worker(job, LIMITS)
    with pytest.raises(Ended) as raised:
        worker.run(order)
    assert raised.value.code == code
    assert "\n" not in raised.value.message
    assert worker.run("next") == "next"
    worker.close()


def test_a_child_that_never_ends_is_ended() -> None:
    worker: Worker[object, object] = Worker(job, Limits(seconds=0, page_seconds=0, memory=4 << 30))
    with pytest.raises(Ended) as raised:
        worker.run("wait")
    assert raised.value.code == "limit"
    assert worker.channel is None
    assert worker.folder is not None
    assert not worker.folder.exists()


def test_limits_are_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_SECONDS", "6")
    monkeypatch.setenv("GOUJI_MEMORY_MB", "no number")
    assert (Limits().seconds, Limits().memory) == (6, 4096 << 20)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit of address space")
def test_memory_is_limited() -> None:
    def hungry(size: int) -> str:
        try:
            return str(len(bytearray(size)))
        except MemoryError:
            return "limit"

    worker: Worker[int, str] = Worker(hungry, Limits(seconds=60, page_seconds=0, memory=1 << 30))
    assert (worker.run(1000), worker.run(2 << 30)) == ("1000", "limit")
    worker.close()


def test_what_libraries_print_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    worker: Worker[object, object] = Worker(job, LIMITS)
    worker.run("print")
    worker.close()
    assert capfd.readouterr().out == ""


def test_pages_are_heard_of() -> None:
    heard: list[tuple[int, int]] = []
    worker: Worker[object, object] = Worker(job, LIMITS, lambda done, of: heard.append((done, of)))
    worker.run("pages")
    worker.close()
    assert heard == [(1, 2), (2, 2)]


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGBUS"])
def test_fate_of_a_crash_names_it(name: str) -> None:
    assert name in fate(getattr(signal, name)).message


def test_limits_that_the_system_refuses_are_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    def refuse(*_: object) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "setrlimit", refuse)
    confine(LIMITS)


@pytest.mark.parametrize(
    ("broken", "code"),
    [("os.kill(os.getpid(), 11)", "broken"), ("bytearray(9 << 30)", "limit")],
)
def test_the_batch_goes_on(broken: str, code: str) -> None:
    """A reader that crashes or takes all memory is the error of its file alone; nothing is left behind."""
    script = (
        "import os, sys, extractor.cli as cli, extractor.readers.text as reader\n"
        "plain = reader.read\n"
        f"reader.read = lambda path: {broken} if 'roads' in path.name else plain(path)\n"
        f"sys.argv = ['gouji', 'audit', {str(SAMPLES / 'roads-fault.txt')!r}, {str(SAMPLES / 'sister.txt')!r}]\n"
        "cli.main()\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    first, second = json.loads(run.stdout)
    assert first["error"]["code"] == code
    assert second["source"]["name"] == "sister.txt"
    assert run.returncode == 3
    assert len(run.stderr.decode().splitlines()) == 1


@pytest.mark.parametrize("verb", ["text", "trace", "coverage", "review-score"])
def test_other_verbs_are_limited_too(verb: str, tmp_path: Path) -> None:
    run = gouji(verb, SAMPLES / "sister.txt", TMPDIR=str(tmp_path))
    assert (run.returncode, run.stderr) == (0, b"")
    assert list(tmp_path.iterdir()) == []
    missing = gouji(verb, tmp_path / "nix.txt", TMPDIR=str(tmp_path))
    assert missing.returncode == 3
    assert list(tmp_path.iterdir()) == []


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _link(path: Path) -> None:
    path.symlink_to(SAMPLES / "sister.txt")


def _device_link(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _socket(path: Path) -> None:
    import socket

    socket.socket(socket.AF_UNIX).bind(str(path))


@pytest.mark.parametrize("make", [_pipe, _link, _device_link, _socket, Path.mkdir])
def test_only_plain_files_are_opened(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    make(path)
    run = gouji("audit", path)
    assert json.loads(run.stdout)["error"]["code"] == "unsupported"
    assert run.returncode == 3


def test_a_link_is_followed_when_asked(tmp_path: Path) -> None:
    _link(tmp_path / "r.txt")
    assert gouji("text", tmp_path / "r.txt", GOUJI_FOLLOW_LINKS="1").returncode == 0
