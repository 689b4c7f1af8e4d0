"""What a reader tells those who wait for it: pages done of a long file, and the programs that it has started.

Nobody need listen. Whoever does (the process that keeps the limits of this one) sets ``listener``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

Word = tuple[Literal["page", "started", "ended"], int, int]
"""("page", done, of): recognising pages; ("started" | "ended", process group, 0): a program of ours"""

listener: Callable[[Word], None] | None = None


def page(done: int, of: int) -> None:
    """So many pages of a scan are read."""
    _tell(("page", done, of))


@contextmanager
def child(group: int) -> Iterator[None]:
    """While a program runs in a process group of its own: whoever ends us must end it too."""
    _tell(("started", group, 0))
    try:
        yield
    finally:
        _tell(("ended", group, 0))


def _tell(word: Word) -> None:
    if listener is not None:
        listener(word)
