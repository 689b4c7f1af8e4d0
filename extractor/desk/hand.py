"""One worker process, as the server sees it: started when there is work, ended when it takes too long or breaks."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from extractor.desk.work import Order

MAX_LINE = 1 << 16
"""bytes of one answer; a worker that says more is no worker of ours"""


class Failed(Exception):
    """The order was not carried out. ``code`` is the contract's error code, the message one line in Chinese."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Hand:
    """Used by one thread. ``seconds`` and ``memory`` (bytes) are the limits of one order."""

    def __init__(self, seconds: float, memory: int) -> None:
        self.seconds = seconds
        self.memory = memory
        self.process: subprocess.Popen[bytes] | None = None
        self.scratch = ""
        self.rest = b""

    def run(self, order: Order, tell: Callable[[str], None]) -> None:
        """The order, carried out; ``tell`` hears what is being done. Raises Failed."""
        process = self.process if self.process and self.process.poll() is None else self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(order.model_dump_json().encode() + b"\n")
            process.stdin.flush()
            deadline = time.monotonic() + self.seconds
            while "stage" in (answer := self._line(process, deadline)):
                tell(str(answer["stage"]))
        except (BrokenPipeError, EOFError):
            self.close()
            raise Failed("broken", "读取时程序异常终止，文件可能已损坏或是有意构造的") from None
        except Failed:
            self.close()
            raise
        if "error" in answer:
            error = answer["error"]
            if error["code"] == "limit":
                self.close()
            raise Failed(error["code"], error["message"])

    def kill(self) -> None:
        """Ends the process and all that it has started; any thread may say so, and ``run`` then fails."""
        process = self.process
        if process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if hasattr(os, "killpg"):
                    os.killpg(process.pid, signal.SIGKILL)
                process.kill()

    def close(self) -> None:
        """The process ends, and its temporary files are removed."""
        if self.process is None:
            return
        self.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError):
                if pipe:
                    pipe.close()
        self.process, self.rest = None, b""
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _start(self) -> subprocess.Popen[bytes]:
        self.close()
        self.scratch = tempfile.mkdtemp(prefix="gouji-")
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "extractor.desk.worker", str(self.memory), self.scratch],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        return self.process

    def _line(self, process: subprocess.Popen[bytes], deadline: float) -> dict[str, Any]:
        """The next answer. Raises EOFError when there is none, Failed when it does not come in time."""
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in self.rest:
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    raise Failed("limit", f"处理超过{self.seconds:g}秒，已停止")
                piece = os.read(process.stdout.fileno(), 4096)
                if not piece or len(self.rest) > MAX_LINE:
                    raise EOFError
                self.rest += piece
        line, _, self.rest = self.rest.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer
