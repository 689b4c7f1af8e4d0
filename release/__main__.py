"""``python -m release [STEP ...]``: all steps, or those named. See :mod:`release`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import release
from release import DIST, bundle, container, sbom, trial
from release.build import Built, build
from release.fresh import Environment, Failed, run

STEPS = ("archives", "extras", "sbom", "bundle", "container")


def main() -> int:
    parser = argparse.ArgumentParser(description=release.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"build {' '.join(STEPS)}; all when none is named")
    parser.add_argument("--out", type=Path, default=DIST, help="folder for what is made (default: dist/)")
    parser.add_argument("--platform", action="append", choices=bundle.PLATFORMS, help="of the bundle; default: all")
    options = parser.parse_args()
    if unknown := {*options.steps} - {"build", *STEPS}:
        parser.error(f"no such step: {' '.join(sorted(unknown))}")
    options.out.mkdir(parents=True, exist_ok=True)
    for old in options.out.glob("gouji-*"):
        old.unlink() if old.is_file() else shutil.rmtree(old)
    built = build(options.out)
    say(f"build: {built.wheel.name}, {built.sdist.name}")
    failed = [step for step in STEPS if step in (options.steps or STEPS) and not _done(step, built, options)]
    return 1 if failed else 0


def _done(step: str, built: Built, options: argparse.Namespace) -> bool:
    steps: dict[str, Callable[[Path], None]] = {
        "archives": lambda folder: trial.try_all(trial.archives(built), folder, say),
        "extras": lambda folder: trial.try_all(trial.each_extra(built), folder, say),
        "sbom": lambda folder: say(f"sbom: {sbom.write(built, folder, options.out).name}"),
        "bundle": lambda folder: _bundle(built, options, folder),
        "container": lambda folder: say(f"container: {container.prove(folder)}"),
    }
    with tempfile.TemporaryDirectory() as folder:
        try:
            steps[step](Path(folder))
        except Failed as error:
            say(f"{step}: FAILED {error}")
            return False
    return True


def _bundle(built: Built, options: argparse.Namespace, folder: Path) -> None:
    """All archives; the one for this kind of machine is unpacked and installed without network."""
    for name in options.platform or bundle.PLATFORMS:
        path = bundle.make(built, bundle.PLATFORMS[name], options.out, "all")
        say(f"bundle: {path.name} {path.stat().st_size / 1e6:.0f} MB")
        if name == sys.platform:
            place = folder / "离线 包"
            shutil.unpack_archive(path, place)
            (inside,) = place.iterdir()
            run("sh", inside / "install.sh", cwd=folder, env={"LC_ALL": "C", "PIP_NO_INDEX": "1"})
            trial.audits(Environment(inside / "gouji"), folder)
            say("bundle: installed from itself alone, in a folder with a Chinese name and a blank")


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
