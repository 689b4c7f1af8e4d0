"""Where results go: to the screen or a file, one by one where the format allows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor import writers
from extractor.writers import Options, Result


@dataclass
class Sink:
    """Takes the results of a run as they come. ``out`` is a file, or None for ``emit`` (the screen)."""

    name: str
    options: Options
    out: Path | None
    emit: Callable[[str | bytes], None]
    _kept: list[Result] = field(default_factory=list, init=False)
    _begun: bool = field(default=False, init=False)

    def add(self, results: Sequence[Result]) -> None:
        """More results. A format that streams prints them at once."""
        self._kept += results
        if writers.streams(self.name):
            self._flush()

    def close(self) -> None:
        """No more results. Raises OSError when the file cannot be written."""
        if self._kept or not self._begun:
            self._flush()

    def _flush(self) -> None:
        made = writers.writer(self.name)(self._kept, self.options)
        if self.out is None:
            self.emit(made)
        else:
            content = made if isinstance(made, bytes) else made.encode(writers.encoding(self.name))
            with self.out.open("ab" if self._begun else "wb") as file:
                file.write(content)
        self._begun = True
        self._kept.clear()
