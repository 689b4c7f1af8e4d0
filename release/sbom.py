"""The bill of materials: everything that ``pip install 'gouji[all]'`` brings, with versions and licences."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from release import ROOT
from release.build import Built
from release.fresh import Environment, run
from release.trial import expect

UNWANTED = ("AGPL", "GPL-2", "GPL-3", "GNU General Public", "GNU Affero")
"""licences that may not come along, by their names' beginnings; LGPL may"""


def write(built: Built, folder: Path, out: Path) -> Path:
    """CycloneDX, read from an environment that holds nothing but the tool. Raises when a licence does not fit ours."""
    environment = Environment.new(folder)
    environment.install(f"{built.wheel}[all]")
    path = out / f"{built.wheel.name.split('-py3')[0]}.cdx.json"
    command = ("cyclonedx_py", "environment", "--pyproject", ROOT / "pyproject.toml", "--output-reproducible")
    run(sys.executable, "-m", *command, "--of", "JSON", "-o", path, environment.python, cwd=folder)
    told = json.loads(path.read_text(encoding="utf-8"))
    expect(len(told["components"]) > 10, "the parts are listed")
    for part in told["components"]:
        names = [licence(one) for one in part.get("licenses", ())]
        expect(not any(name.startswith(UNWANTED) for name in names), f"{part['name']}: {names}")
    return path


def licence(told: dict[str, object]) -> str:
    """The licence of a part as CycloneDX tells it: an SPDX id, a name or an expression."""
    inner = told.get("license")
    if isinstance(inner, dict):
        return str(inner.get("id") or inner.get("name") or "")
    return str(told.get("expression", ""))
