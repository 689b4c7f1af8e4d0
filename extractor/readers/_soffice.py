"""LibreOffice as a converter: a program that is given one file in a folder of its own and nothing else.

No shell, a fresh profile for every run (macros, links and active content off), no network (a network namespace of its
own where the system allows one; an unreachable proxy everywhere), a time limit after which the whole process group is
ended, and a limit on what it may write. The file is copied under a name of ours: its own name never reaches a command.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from extractor.errors import Broken, DependencyMissing, OverLimit
from extractor.readers import _progress

SECONDS = 120
MAX_BYTES = 128 * 1024 * 1024
MAX_OUTPUT = 512 * 1024 * 1024
INSTALL = "需要安装LibreOffice（soffice），或另存为docx、xlsx后再读"

_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)

_SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
        "DisablePythonRuntime": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
    "org.openoffice.Office.Calc/Content/Update": {"Link": "2"},
    "org.openoffice.Office.Common/Misc": {"FirstRun": "false"},
}
"""never run, never follow: 0 of Writer and 2 of Calc both mean that links are not updated"""


def available() -> bool:
    """True when LibreOffice is installed."""
    return _program() is not None


@cache
def _program() -> str | None:
    return shutil.which("soffice") or next((place for place in _PLACES if Path(place).is_file()), None)


@contextmanager
def converted(path: Path, suffix: str, target: str) -> Iterator[Path]:
    """The file as ``target`` (docx, xlsx); ``suffix`` is what its bytes are (.doc, .rtf …). Gone after the block.

    Raises DependencyMissing, OverLimit (time, size) or Broken.
    """
    name, program = str(path), _program()
    if program is None:
        raise DependencyMissing(name, f"「{path.suffix.lower()}」格式；{INSTALL}")
    if path.stat().st_size > MAX_BYTES:
        raise OverLimit(name, f"文件超过{MAX_BYTES // 1024 // 1024}MB，不转换")
    with tempfile.TemporaryDirectory(prefix="gouji-office-") as folder:
        base = Path(folder)
        source = base / f"report{suffix}"
        shutil.copyfile(path, source)
        _write_profile(base / "profile")
        command = [
            *_isolation(), program, *_as_what(suffix),
            f"-env:UserInstallation={(base / 'profile').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nodefault", "--nologo", "--convert-to", target, "--outdir",
            str(base / "out"), str(source),
        ]  # fmt: skip
        _run(command, base, name)
        made = base / "out" / f"report.{target}"
        if not made.is_file() or made.stat().st_size == 0:
            raise Broken(name, "LibreOffice无法转换，文件可能已损坏或已加密")
        yield made


_FILTERS = {
    ".doc": "MS Word 97",
    ".rtf": "Rich Text Format",
    ".odt": "writer8",
    ".ods": "calc8",
    ".wps": "MS_Works",
    ".xml": "MS Word 2003 XML",
}
"""how a file is to be read: left to itself, LibreOffice reads what it does not know as plain text"""


def _as_what(suffix: str) -> tuple[str, ...]:
    return (f"--infilter={_FILTERS[suffix]}",) if suffix in _FILTERS else ()


def _run(command: list[str], base: Path, name: str) -> None:
    """Run to its end, or end it with all that it has started."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=base,
        env=_environment(base),
        start_new_session=True,
        preexec_fn=_bounded,
    )
    with _progress.child(process.pid):
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise OverLimit(name, f"LibreOffice转换超过{SECONDS}秒，已停止") from None
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):  # it ended by itself, and left nothing behind
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _bounded() -> None:
    """In the child, before it becomes LibreOffice."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT, MAX_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _environment(base: Path) -> dict[str, str]:
    """Nothing of the user's but where programs are."""
    nowhere = "http://127.0.0.1:9"
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(base),
        "TMPDIR": str(base),
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "ftp_proxy": nowhere,
    }


@cache
def _isolation() -> tuple[str, ...]:
    """The command that takes the network away, where the system has one and lets us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    command = (unshare, "--user", "--map-current-user", "--net", "--")
    tried = subprocess.run([*command, "true"], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return command if tried.returncode == 0 else ()


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, props in _SETTINGS.items()
        for name, value in props.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )
