"""What every verb of the command line says, and how it ends: one line on stderr, Chinese whatever the locale."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

from extractor.batch import Exit

if TYPE_CHECKING:
    from extractor.document import Document


def read(file: Path) -> Document:
    """The document in a file; ends the run with one line when it cannot be read. From here on the limits of
    :mod:`extractor.guard` hold."""
    from extractor import guard, pipeline
    from extractor.errors import SourceError

    guard.enter(lambda words: complain(f"{file}: {words}"), progress())
    try:
        return pipeline.read(file)
    except SourceError as error:
        die(Exit.UNREADABLE, f"{error.source}: {error.message} [{error.code}]")
    except MemoryError:
        die(Exit.UNREADABLE, f"{file}: 内存超过限制，已停止（环境变量GOUJI_MEMORY_MB可以放宽） [limit]")
    except RecursionError:
        die(Exit.UNREADABLE, f"{file}: 内容嵌套过深 [limit]")


def progress() -> Callable[[int, int], None] | None:
    """Shows how many pages of a scan are recognised, on a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, of: int) -> None:
        filled = 24 * done // max(of, 1)
        line = f"\r识别扫描页 [{'█' * filled}{'·' * (24 - filled)}] {done}/{of}"
        sys.stderr.write(line if done < of else "\r\x1b[K")
        sys.stderr.flush()

    return show


def width() -> int:
    """Columns to print in: wider lines than 120 are hard to read."""
    import shutil

    return max(40, min(120, shutil.get_terminal_size((100, 40)).columns))


def emit(made: str | bytes) -> None:
    """To stdout; a reader that has gone away (``| head``) is no error."""
    try:
        if isinstance(made, bytes):
            sys.stdout.buffer.write(made)
        else:
            sys.stdout.write(made)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """One line on stderr, without what terminals take for commands (names of files are anybody's)."""
    words = "".join(char if char.isprintable() else "\ufffd" for char in " ".join(message.split()))
    print(f"gouji: {words}", file=sys.stderr)


def die(code: int, message: str) -> NoReturn:
    complain(message)
    raise typer.Exit(code)


def speak_utf8(stream: TextIO) -> None:
    """Reports are Chinese whatever the locale says, and line ends are evidence: neither may be translated."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="replace", newline="")
