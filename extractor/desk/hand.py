"""One worker process, as the server sees it: started when there is work, ended when it says nothing more or breaks."""

from __future__ import annotations

import contextlib
import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

from extractor.desk.work import Order

MAX_LINE = 1 << 16
"""bytes of one answer; a worker that says more is no worker of ours"""
GRACE = 30.0
"""seconds that a worker has beyond its limit to end its child and to say so"""


class Failed(Exception):
    """The order was not carried out. ``code`` is the contract's error code, the message one line in Chinese."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Hand:
    """Used by one thread. ``seconds`` and ``memory`` (bytes) are the limits of one order."""

    def __init__(self, seconds: float, memory: int, grace: float = GRACE) -> None:
        self.seconds = seconds
        self.memory = memory
        self.grace = grace
        self.process: subprocess.Popen[bytes] | None = None
        self.answers: queue.Queue[bytes] = queue.Queue()

    def run(self, order: Order, tell: Callable[[str], None]) -> None:
        """The order, carried out; ``tell`` hears what is being done. Raises Failed."""
        process = self.process if self.process and self.process.poll() is None else self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(order.model_dump_json().encode() + b"\n")
            process.stdin.flush()
            while "stage" in (answer := self._answer()):
                tell(str(answer["stage"]))
        except (BrokenPipeError, EOFError, ValueError):
            self.close()
            raise Failed("broken", "读取时程序异常终止，文件可能已损坏或是有意构造的") from None
        except queue.Empty:
            self.close()
            raise Failed("limit", f"处理超过{self.seconds:g}秒，已停止") from None
        if "error" in answer:
            raise Failed(answer["error"]["code"], answer["error"]["message"])

    def kill(self) -> None:
        """Ends the process and its child; any thread may say so, and ``run`` then fails."""
        process = self.process
        if process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                process.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """The process ends, and has ended when this returns."""
        if self.process is None:
            return
        self.kill()
        try:
            self.process.wait(self.grace)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with contextlib.suppress(BrokenPipeError):
            if self.process.stdin:
                self.process.stdin.close()
        self.process = None

    def _start(self) -> subprocess.Popen[bytes]:
        self.close()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "extractor.desk.worker", str(self.seconds), str(self.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # what ends the server with Ctrl-C lets it end its workers itself
        )
        assert self.process.stdout is not None
        self.answers = queue.Queue()
        threading.Thread(target=_listen, args=(self.process.stdout, self.answers), daemon=True).start()
        return self.process

    def _answer(self) -> dict[str, Any]:
        """The next answer. Raises EOFError when there is none, queue.Empty when none comes in time; a worker that says
        what it is doing (pages of a scan) has its time anew."""
        line = self.answers.get(timeout=self.seconds + self.grace)
        if not line:
            raise EOFError
        answer: dict[str, Any] = json.loads(line)
        return answer


def _listen(pipe: IO[bytes], answers: queue.Queue[bytes]) -> None:
    """Lines as they come; an empty one is the end. A thread, because a pipe cannot be waited for everywhere."""
    with pipe:
        while line := pipe.readline(MAX_LINE):
            answers.put(line)
    answers.put(b"")
