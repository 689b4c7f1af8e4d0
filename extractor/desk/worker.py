"""A worker process: ``python -m extractor.desk.worker MEMORY FOLDER``. One order a line on stdin, as JSON; on stdout
lines ``{"stage": …}`` while it works, then ``{"done": true}`` or ``{"error": {"code", "message"}}``.

A process of its own, and not a fork of the server: that has threads. It is held to a limit of memory; its parent keeps
the time. Nothing of the web is imported here.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from typing import Any

from extractor.errors import GoujiError, SourceError


def main() -> None:
    answers = _own_stdout()
    confine(int(sys.argv[1]))
    tempfile.tempdir = sys.argv[2]

    def say(word: dict[str, Any]) -> None:
        os.write(answers, (json.dumps(word, ensure_ascii=False) + "\n").encode())

    for line in sys.stdin:
        say(_outcome(line, lambda stage: say({"stage": stage})))


def _own_stdout() -> int:
    """The pipe to the parent; what libraries print goes nowhere, so that it cannot stand between our lines."""
    answers = os.dup(1)
    void = os.open(os.devnull, os.O_WRONLY)
    os.dup2(void, 1)
    os.close(void)
    return answers


def confine(memory: int) -> None:
    """A limit of memory, kept by the system where it can, and no core files."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS refuses what it cannot keep
            resource.setrlimit(what, (most, most))


def _outcome(line: str, tell: Any) -> dict[str, Any]:
    from extractor.desk.work import Order, carry_out

    try:
        carry_out(Order.model_validate_json(line), tell)
    except SourceError as error:
        return _error(error.code, error.message)
    except GoujiError as error:
        return _error("setting", str(error))
    except MemoryError:
        return _error("limit", "内存超过限制，已停止")
    except RecursionError:
        return _error("limit", "内容嵌套过深")
    except Exception as error:  # noqa: BLE001  # the next file must still be audited; what failed is said
        from extractor.auditing import internal

        return _error("internal", internal(error))
    return {"done": True}


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": " ".join(message.split())[:400]}}


if __name__ == "__main__":
    main()
