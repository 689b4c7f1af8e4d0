"""Everything that can go wrong outside the report itself.

    GoujiError
    ├── SourceError          a file that cannot be read: one line, one code, the batch goes on
    │   ├── NotFound             not_found
    │   ├── Unsupported          unsupported
    │   ├── BadEncoding          encoding
    │   ├── Encrypted            encrypted
    │   ├── Broken               broken
    │   ├── Empty                empty
    │   ├── NoTextLayer          no_text_layer
    │   ├── OverLimit            limit
    │   └── DependencyMissing    dependency_missing
    ├── BadPack              a pattern pack that cannot be used: the run stops, naming file and entry
    ├── BadOutput            results that cannot be written as asked for: the run stops
    └── BadSetting           a file of the user's that cannot be used: the run stops, naming file and key
        ├── BadProfile           a profile (--profile)
        └── BadSuppressions      suppressions or a baseline (--suppress, --baseline)

A fault *in the report* is no exception: it is a finding.
"""

from __future__ import annotations

import os
from typing import ClassVar


def printable(name: str) -> str:
    """A file name as people read it. The system hands over bytes that its encoding does not know as lone surrogates: a
    name in GBK out of an old archive, any Chinese name in a C locale."""
    if not any("\ud800" <= sign <= "\udfff" for sign in name):
        return name
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


class GoujiError(Exception):
    """Base of every error that gouji raises on purpose."""


_LONGEST = 400
"""characters of a message: libraries quote what they do not understand"""


class SourceError(GoujiError):
    """A source that cannot be read. ``code`` is the contract's error code, ``source`` the name as the user gave it."""

    code: ClassVar[str] = "broken"

    def __init__(self, source: str, message: str) -> None:
        message = " ".join(message.split())[:_LONGEST]  # what libraries say may run over several lines
        super().__init__(message)
        self.source = printable(source)
        self.message = message

    def as_dict(self) -> dict[str, dict[str, str]]:
        """The contract's error object."""
        return {"error": {"code": self.code, "message": self.message, "source": self.source}}


class NotFound(SourceError):
    code = "not_found"


class Unsupported(SourceError):
    code = "unsupported"


class BadEncoding(SourceError):
    code = "encoding"


class Encrypted(SourceError):
    code = "encrypted"


class Broken(SourceError):
    code = "broken"


class Empty(SourceError):
    code = "empty"


class NoTextLayer(SourceError):
    code = "no_text_layer"


class OverLimit(SourceError):
    code = "limit"


class DependencyMissing(SourceError):
    code = "dependency_missing"


class BadPack(GoujiError):
    """A pattern pack that cannot be used. ``file`` and ``entry`` say where."""

    def __init__(self, file: str, entry: str, message: str) -> None:
        super().__init__(f"{file} [{entry}]: {message}")
        self.file = file
        self.entry = entry


class BadOutput(GoujiError):
    """Results that cannot be written as asked for: too many for one file of the format, or a name that misleads."""


class BadSetting(GoujiError):
    """A file of the user's that cannot be used. ``file`` and ``key`` say where."""

    def __init__(self, file: str, key: str, message: str) -> None:
        super().__init__(f"{file} [{key}]: {message}")
        self.file = file
        self.key = key


class BadProfile(BadSetting):
    """A profile with an unknown key, a wrong value, or that is not there."""


class BadSuppressions(BadSetting):
    """A list of suppressions, or a baseline, that cannot be read."""
