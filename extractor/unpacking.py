"""Archives (.zip): their members, each under a name of ours in a folder of ours.

The names in an archive are words for people, never paths: nothing is written where they say. Depth, number, size and
ratio are bounded, counted in bytes that really come out and not in what the directory claims. Names that Chinese
Windows wrote in GBK are read as such.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from extractor.errors import Broken, Empty, Encrypted, OverLimit, SourceError, Unsupported
from extractor.readers import _kind
from extractor.readers._package import FAULTS

DEPTH = 2
"""an archive in an archive is opened; one inside that is not"""
MAX_MEMBERS = 2000
MAX_BYTES = 1024 * 1024 * 1024
MAX_MEMBER = 512 * 1024 * 1024
MAX_RATIO = 200
SMALL = 16 * 1024 * 1024
"""below this, a high ratio is harmless"""
_MAX_DIRECTORY = 64 * 1024 * 1024
_CHUNK = 1 << 20
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini", "~$")
_FAULTS = (*FAULTS, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name inside, and where it was put, or why it was not. ``error`` is (code, words)."""

    name: str
    path: Path | None = None
    error: tuple[str, str] | None = None


@dataclass
class _Budget:
    """What may still come out."""

    members: int = MAX_MEMBERS
    size: int = MAX_BYTES
    number: int = field(default=0)


def unpacked(path: Path, folder: Path) -> list[Member]:
    """The members of an archive, in its order. Raises Broken, Empty, OverLimit when it cannot be walked at all."""
    members = list(_walk(path, str(path), "", folder, _Budget(), 1))
    if not members:
        raise Empty(str(path), "压缩包里没有文件")
    return members


def opened(path: Path) -> zipfile.ZipFile:
    """An archive whose members are to be taken out one by one. Raises Broken, OverLimit."""
    try:
        _check_directory(path, str(path))
        return zipfile.ZipFile(path)
    except _FAULTS as error:
        raise Broken(str(path), f"压缩包已损坏：{error}") from error


def listed(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """The members of an open archive with their names, without folders and litter."""
    named_all = ((named(info), info) for info in archive.infolist() if not info.is_dir())
    return [(name, info) for name, info in named_all if not _is_litter(name)]


def taken(archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path) -> Path:
    """One member of an open archive, in a file of ours. Raises SourceError."""
    name = named(info)
    try:
        return _put(archive, info, name, folder, _Budget())
    except _FAULTS as error:
        raise Broken(name, f"压缩包中的文件已损坏：{error}") from error


def _walk(path: Path, name: str, prefix: str, folder: Path, budget: _Budget, depth: int) -> Iterator[Member]:
    try:
        _check_directory(path, name)
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                inside = named(info)
                if info.is_dir() or _is_litter(inside):
                    continue
                budget.members -= 1
                if budget.members < 0:
                    raise OverLimit(name, f"压缩包内文件超过{MAX_MEMBERS}个，其余未读取")
                yield from _member(archive, info, f"{prefix}{inside}", folder, budget, depth)
    except SourceError as error:
        if not prefix and budget.number == 0:
            raise
        yield Member(prefix.rstrip("/"), error=(error.code, error.message))
    except _FAULTS as error:
        if not prefix and budget.number == 0:
            raise Broken(name, f"压缩包已损坏：{error}") from error
        yield Member(prefix.rstrip("/"), error=("broken", f"压缩包已损坏：{error}"))


def _check_directory(path: Path, name: str) -> None:
    """The list of members is read whole by zipfile: a monstrous one is refused before."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 65_557, 0))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise Broken(name, "不是完整的压缩包")
    size, count = int.from_bytes(tail[at + 12 : at + 16], "little"), int.from_bytes(tail[at + 10 : at + 12], "little")
    if count != 0xFFFF and count > 10 * MAX_MEMBERS:
        raise OverLimit(name, f"压缩包内文件超过{MAX_MEMBERS}个")
    if (size if size != 0xFFFFFFFF else path.stat().st_size) > _MAX_DIRECTORY:
        raise OverLimit(name, "压缩包的目录过大")


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, folder: Path, budget: _Budget, depth: int
) -> Iterator[Member]:
    """One member, or those of the archive that it is."""
    try:
        path = _put(archive, info, name, folder, budget)
    except SourceError as error:
        yield Member(name, error=(error.code, error.message))
        return
    except _FAULTS as error:
        yield Member(name, error=("broken", f"压缩包中的文件已损坏：{error}"))
        return
    if not name.lower().endswith(".zip") or not _kind.is_archive(path):
        yield Member(name, path)
    elif depth >= DEPTH:
        path.unlink()
        yield Member(name, error=("limit", f"压缩包嵌套超过{DEPTH}层，未打开"))
    else:
        yield from _walk(path, name, f"{name}/", folder, budget, depth + 1)


def _put(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, folder: Path, budget: _Budget) -> Path:
    """Write a member to a file of ours."""
    parts = PurePosixPath(name).parts
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise Unsupported(name, "文件名指向压缩包之外，不读取")
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise Unsupported(name, "是链接或设备，不读取")
    if info.flag_bits & 1:
        raise Encrypted(name, "压缩包设有密码，无法读取")
    budget.number += 1
    path = folder / f"{budget.number:05}{PurePosixPath(name).suffix.lower()[:8]}"
    with archive.open(info) as source, path.open("xb") as target:
        try:
            _copy(source, target, info, name, budget)
        except BaseException:
            path.unlink()
            raise
    return path


def _copy(source: IO[bytes], target: IO[bytes], info: zipfile.ZipInfo, name: str, budget: _Budget) -> None:
    size = 0
    while piece := source.read(_CHUNK):
        size += len(piece)
        budget.size -= len(piece)
        if size > MAX_MEMBER or budget.size < 0:
            raise OverLimit(name, "解压后大小超过限制")
        if size > SMALL and size > MAX_RATIO * max(info.compress_size, 1):
            raise OverLimit(name, f"压缩比超过{MAX_RATIO}，疑为压缩炸弹")
        target.write(piece)


def named(info: zipfile.ZipInfo) -> str:
    """The name of a member as its writer saw it: UTF-8 where marked, else by what fits, GBK before code page 437."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding) or name
                break
            except UnicodeDecodeError:
                continue
    return "".join(char if char.isprintable() else "\ufffd" for char in name.replace("\\", "/"))


def _is_litter(name: str) -> bool:
    """What operating systems and Office put into archives by themselves."""
    low = name.lower()
    return low.startswith(_LITTER[0]) or PurePosixPath(low).name.startswith(_LITTER[1:])
