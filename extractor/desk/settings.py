"""What a desk is asked to be."""

from __future__ import annotations

import ipaddress
import os
import sys
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """``data``: the folder of everything that is kept. ``token``: what callers must know, None for a desk that only
    this machine reaches. ``hosts``: names, besides localhost and addresses, by which browsers may call the desk.

    ``max_bytes`` of one file; ``max_waiting`` orders in the queue; ``keep_days`` until a report and all that was made
    of it is removed (0: never), decisions stay; ``seconds`` and ``memory`` (bytes) for one order.
    """

    data: Path
    token: str | None = None
    hosts: tuple[str, ...] = ()
    profile: str = "national"
    max_bytes: int = 50 * MEBIBYTE
    max_waiting: int = 50
    workers: int = 1
    keep_days: int = 30
    seconds: float = 300
    memory: int = 4096 * MEBIBYTE
    dataset: Path | None = None

    @property
    def files(self) -> Path:
        return self.data / "files"


def data_folder() -> Path:
    """Where the desk keeps its data when nobody says where."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "gouji" / "desk"


def is_local(host: str) -> bool:
    """True for a host that only this machine reaches.

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("0.0.0.0"), is_local("::1")
    (True, True, False, True)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
