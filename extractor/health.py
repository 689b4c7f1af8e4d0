"""What is installed, what is missing, how to get it: read from our own metadata, so that no list has to be kept."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

PURPOSES = {
    "": "必需",
    "ocr": "读扫描件和图像",
    "archive": "数据集：gouji archive、gouji query",
    "web": "复核台 gouji serve",
    "remote": "网上的来源：s3:// 等",
    "cluster": "几台机器一起做：gouji archive --cluster",
    "dev": "开发与测试",
}
"""extra → what people need it for; an extra without a word is still told"""

INTERNAL = {"all", "dev", "docs"}
"""extras that are no ability of the tool"""


@dataclass(frozen=True, slots=True)
class Part:
    """A distribution that we ask for. ``extra``: empty for what is always needed; ``found``: its version or None."""

    name: str
    least: str
    extra: str
    found: str | None

    @property
    def fits(self) -> bool:
        return self.found is not None and _key(self.found) >= _key(self.least)


@cache
def parts() -> tuple[Part, ...]:
    """Everything in our metadata, of the extras that are abilities too."""
    told = (_part(line) for line in metadata.requires("gouji") or ())
    return tuple(part for part in told if part and part.extra not in INTERNAL)


def sound() -> bool:
    """True when nothing that is always needed is missing."""
    return sys.version_info >= (3, 11) and all(part.fits for part in parts() if not part.extra)


def told() -> str:
    """For people: the tool, what it needs, each extra."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    from extractor import checks, packs, readers

    yield f"gouji {metadata.version('gouji')} · Python {platform.python_version()} · {platform.platform(terse=True)}"
    yield f"位置 {Path(__file__).parent}"
    yield f"输出编码 {sys.stdout.encoding}；文件名编码 {sys.getfilesystemencoding()}"
    known = " ".join(sorted({*readers.suffixes(), ".zip"}))
    yield f"词表 {len(packs.topics())} 个，检查 {len(checks.rules())} 项，可读 {known}"
    for extra in sorted({part.extra for part in parts()}):
        yield ""
        yield from _group(extra)
    yield ""
    yield from _office()


def _office() -> Iterator[str]:
    """The one program that is no Python: it reads the office files of old."""
    from extractor.readers import office

    yield f"{'✓' if office.available() else '—'} LibreOffice（读 {' '.join(office.SUFFIXES)}）"
    if not office.available():
        yield "    补上：装上 LibreOffice（Debian：apt install libreoffice-writer-nogui libreoffice-calc-nogui）"


def _group(extra: str) -> Iterator[str]:
    group = [part for part in parts() if part.extra == extra]
    ready = all(part.fits for part in group)
    title = f"gouji[{extra}]（{PURPOSES.get(extra, '可选')}）" if extra else "必需"
    yield f"{'✓' if ready else '—' if extra else '✗'} {title}"
    for part in group:
        state = part.found or "未安装"
        if part.found and not part.fits:
            state += f"，须 {part.least} 以上"
        yield f"    {'✓' if part.fits else '✗'} {part.name} {state}"
    if not ready:
        yield f"    补上：python -m pip install 'gouji{f'[{extra}]' if extra else ''}'"


def _part(line: str) -> Part | None:
    """A requirement as the metadata writes it: ``fastapi>=0.115; extra == 'web'``; None for ``gouji[ocr]``."""
    match = re.match(r"(?P<name>[\w.-]+)(?P<more>\[[^]]*\])?(?P<version>[^;]*)(?:;(?P<marker>.*))?$", line)
    if match is None or match["name"] == "gouji":
        return None
    least = re.search(r">=\s*([\w.]+)", match["version"])
    extra = re.search(r"extra == ['\"]([\w-]+)['\"]", match["marker"] or "")
    return Part(match["name"], least[1] if least else "0", extra[1] if extra else "", _found(match["name"]))


def _found(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _key(version: str) -> tuple[int, ...]:
    """
    >>> _key("5.15.2") > _key("5.2"), _key("2024.11.6rc1")
    (True, (2024, 11, 6))
    """
    return tuple(int(digits[0]) for part in version.split(".") if (digits := re.match(r"\d+", part)))
