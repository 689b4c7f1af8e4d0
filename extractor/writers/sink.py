"""Where results go: to the screen or a file, one by one where the format allows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from extractor import writers
from extractor.errors import BadOutput
from extractor.writers import Audited, Options, Result

ENDING = "勾稽"
"""what the name of a file gets that is written beside others: 报告.勾稽.pdf"""


@dataclass
class Sink:
    """Takes the results of a run as they come, those of one source together. ``out`` is a file, or None for ``emit``
    (the screen); a folder for formats that make a file of each source."""

    name: str
    options: Options
    out: Path | None
    emit: Callable[[str | bytes], None]
    _kept: list[Result] = field(default_factory=list, init=False)
    _begun: bool = field(default=False, init=False)
    _named: set[Path] = field(default_factory=set, init=False)

    def add(self, results: Sequence[Result]) -> None:
        """The results of another source. A format that streams prints them at once."""
        if writers.per_source(self.name):
            self._single(results)
            return
        self._kept += results
        if writers.streams(self.name):
            self._flush()

    def close(self) -> None:
        """No more results. Raises OSError when the file cannot be written."""
        if self._kept or not (self._begun or writers.per_source(self.name)):
            self._flush()

    def _flush(self) -> None:
        made = writers.writer(self.name)(self._kept, self.options)
        if self.out is None:
            self.emit(made)
        else:
            with self.out.open("ab" if self._begun else "wb") as file:
                file.write(self._content(made))
        self._begun = True
        self._kept.clear()

    def _single(self, results: Sequence[Result]) -> None:
        """One source, one file. A source that could not be read makes none. Raises BadOutput for a second source
        where there is no folder, and for a name that says that the file is of another kind."""
        audited = [one for one in results if isinstance(one, Audited)]
        if not audited:
            return
        folder = self.out is not None and self.out.is_dir()
        if self._begun and not folder:
            raise BadOutput(f"{self.name} 每份来源写成一个文件；请用 -o 给一个已有的文件夹")
        made = writers.writer(self.name)(results, self.options)
        self._begun = True
        suffix = writers.suffix(self.name, made)
        if self.out is None:
            self.emit(made)
            return
        path = self._free(self.out, audited[0].report.source.name, suffix) if folder else self.out
        if not folder and path.suffix.lower() in (".pdf", ".html", ".htm") and path.suffix.lower()[:4] != suffix[:4]:
            raise BadOutput(f"{path}: 这份来源的标注是 {suffix} 文件，请改用这个扩展名")
        path.write_bytes(self._content(made))

    def _free(self, folder: Path, source: str, suffix: str) -> Path:
        """A name in a folder that this run has not given yet; of the source's own only its last part."""
        stem = PurePath(source.replace("\\", "/")).name.strip(". ") or "报告"
        path, number = folder / f"{stem}.{ENDING}{suffix}", 1
        while path in self._named:
            number += 1
            path = folder / f"{stem}.{ENDING}{number}{suffix}"
        self._named.add(path)
        return path

    def _content(self, made: str | bytes) -> bytes:
        return made if isinstance(made, bytes) else made.encode(writers.encoding(self.name))
