"""A worker process: ``python -m extractor.desk.worker SECONDS MEMORY``. One order a line on stdin, as JSON; on stdout
lines ``{"stage": …}`` while it works, then ``{"done": true}`` or ``{"error": {"code", "message"}}``.

A process of its own, and not a fork of the server: that has threads. What an order does is done in a child that it
forks (:mod:`extractor.guard`), which is held to limits of time and memory. Nothing of the web is imported here.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from functools import partial
from typing import Any, NamedTuple

from extractor import guard
from extractor.errors import GoujiError, SourceError


class Outcome(NamedTuple):
    """What came of an order: no code where it was carried out, else that of the contract."""

    code: str | None = None
    message: str = ""


def main() -> None:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # the child is ended on the way out
    answers = _own_stdout()
    say = partial(_say, answers)
    limits = guard.Limits(seconds=float(sys.argv[1]), memory=int(sys.argv[2]))
    worker: guard.Worker[str, Outcome] = guard.Worker(
        partial(_outcome, answers=answers), limits, lambda done, of: say({"stage": f"识别第 {done} 页，共 {of} 页"})
    )
    try:
        for line in sys.stdin:
            try:
                outcome = worker.run(line)
            except guard.Ended as end:
                outcome = Outcome(end.code, end.message)
            if outcome.code is None:
                say({"done": True})
            else:
                say({"error": {"code": outcome.code, "message": " ".join(outcome.message.split())[:400]}})
    finally:
        worker.close()


def _own_stdout() -> int:
    """The pipe to the parent; what libraries print goes nowhere, so that it cannot stand between our lines."""
    answers = os.dup(1)
    void = os.open(os.devnull, os.O_WRONLY)
    os.dup2(void, 1)
    os.close(void)
    return answers


def _say(answers: int, word: dict[str, Any]) -> None:
    os.write(answers, (json.dumps(word, ensure_ascii=False) + "\n").encode())


def _outcome(line: str, answers: int) -> Outcome:
    """Do it, whatever happens; in the child. Its stages go to the pipe without passing through its parent: a short line
    is written whole."""
    from extractor.desk.work import Order, carry_out

    try:
        carry_out(Order.model_validate_json(line), lambda stage: _say(answers, {"stage": stage}))
    except SourceError as error:
        return Outcome(error.code, error.message)
    except GoujiError as error:
        return Outcome("setting", str(error))
    except MemoryError:
        return Outcome("limit", "内存超过限制，已停止")
    except RecursionError:
        return Outcome("limit", "内容嵌套过深")
    except Exception as error:  # noqa: BLE001  # the next file must still be audited; what failed is said
        from extractor.auditing import internal

        return Outcome("internal", internal(error))
    return Outcome()


if __name__ == "__main__":
    main()
