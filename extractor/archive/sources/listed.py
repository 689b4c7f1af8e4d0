"""Lists: a CSV or JSONL file that names the reports and says what is known of them.

A row has a ``path`` (relative to the list, or an address) and may have ``year``, ``unit``, ``project`` and ``url``; all
other columns are kept as they are. The head of a CSV may be Chinese. Its encoding is UTF-8 or GB18030, as Excel saves.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.archive.flatten import Given
from extractor.archive.sources import local, remote
from extractor.archive.sources.source import Source
from extractor.errors import BadSetting

SUFFIXES = (".csv", ".jsonl", ".ndjson")
_NAMES = {
    "path": ("path", "file", "路径", "文件", "文件名", "文件路径"),
    "year": ("year", "fiscal_year", "年度", "年份", "年"),
    "unit": ("unit", "department", "单位", "部门", "单位名称", "部门名称"),
    "project": ("project", "项目", "项目名称"),
    "url": ("url", "link", "网址", "链接", "来源"),
}
_MEANT = {name: column for column, names in _NAMES.items() for name in names}


def is_list(path: Path) -> bool:
    """True for a list of reports."""
    return path.suffix.lower() in SUFFIXES and path.is_file()


def sources(path: Path, home: Path) -> Iterator[Source]:
    """The files of a list; one that is not there is yielded too, and becomes an error row."""
    for number, row in _rows(path):
        told = {_MEANT.get(name.strip().lower(), name.strip()): _text(value) for name, value in row.items() if name}
        place = told.pop("path", "")
        url = told.get("url") or None
        if not place and url and remote.is_address(url):
            place = url
        if not place:
            raise BadSetting(str(path), f"第{number}行", "没有写明文件（path 或 路径）")
        given = _given(told, url, path, number)
        if remote.is_address(place):
            yield remote.one(place, given)
        else:
            yield from local.at(path.parent / place, home, given)


def _given(told: dict[str, str], url: str | None, path: Path, number: int) -> Given:
    printed = told.pop("year", "")
    year = re.fullmatch(r"((?:19|2\d)\d\d)\s*年?度?", printed)
    if printed and not year:
        raise BadSetting(str(path), f"第{number}行", f"年度“{printed}”不是年份")
    unit, project = told.pop("unit", "") or None, told.pop("project", "") or None
    told.pop("url", None)
    more = {name: value for name, value in told.items() if value}
    return Given(int(year[1]) if year else None, unit, project, url, more)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Line number and row. The list is read line by line, it may be long."""
    with path.open("r", encoding=_encoding(path), newline="") as file:
        if path.suffix.lower() == ".csv":
            reader = csv.DictReader(file)
            for row in reader:
                yield reader.line_num, row
            return
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, _object(line, path, number)


def _object(line: str, path: Path, number: int) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadSetting(str(path), f"第{number}行", "不是 JSON") from error
    if not isinstance(row, dict):
        raise BadSetting(str(path), f"第{number}行", "不是 JSON 对象")
    return row


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        try:
            for line in io.TextIOWrapper(file, "utf-8-sig"):
                if not line.isascii():
                    break
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def _text(value: Any) -> str:
    """
    >>> _text(None), _text(2023), _text(["a"])
    ('', '2023', '["a"]')
    """
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
