"""Guards for formats that are zip packages (docx, xlsx, ofd): size and shape are looked at before anything is read."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path

from extractor.errors import Broken, Encrypted, OverLimit

MAX_MEMBERS = 10_000
MAX_BYTES = 512 * 1024 * 1024
MAX_RATIO = 200
SMALL = 16 * 1024 * 1024
"""below this, a high ratio is harmless (long runs of blanks)"""
FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, LookupError)
"""what opening or unpacking a damaged package raises"""
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def checked(path: Path) -> str:
    """The SHA-256 of a package that is safe to open. Raises Encrypted, Broken or OverLimit."""
    name = str(path)
    with path.open("rb") as file:
        if file.read(8) == _CFB:
            raise Encrypted(name, "文件已加密（设有打开密码），无法读取")
    try:
        with zipfile.ZipFile(path) as package:
            infos = package.infolist()
    except (*FAULTS, ValueError) as error:
        raise Broken(name, f"不是完整的压缩包格式文件：{error}") from error
    if len(infos) > MAX_MEMBERS:
        raise OverLimit(name, f"压缩包内文件超过{MAX_MEMBERS}个")
    size, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if size > MAX_BYTES or (size > SMALL and size > MAX_RATIO * max(packed, 1)):
        raise OverLimit(name, f"解压后大小（{size // 1024 // 1024}MB）或压缩比超过限制")
    if any(info.flag_bits & 1 for info in infos):
        raise Encrypted(name, "压缩包已加密，无法读取")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
