"""How an output is counted: the project's scorer at SCORE_PY when it is there, else the one of the tests."""

from __future__ import annotations

import importlib.util
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
SCORE_PY = Path(os.environ.get("GOUJI_SCORER", ROOT.parent / "shared" / "score" / "score.py"))

Entry = dict[str, Any]


@cache
def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def scored(gold: Entry, output: Entry) -> Entry:
    """``groups`` {name: (right, wrong, missed)}, ``notes``, ``planted`` {id: found, located or missed},
    ``false_alarms`` and ``stray_warnings`` (lines that begin with the code)."""
    if SCORE_PY.exists():
        result = _module(SCORE_PY).score_doc(gold, output)
        groups = {name: (c.tp, c.fp, c.fn) for name, c in result["groups"].items()}
        return {**{k: result[k] for k in ("notes", "planted", "false_alarms", "stray_warnings")}, "groups": groups}
    result = _module(ROOT / "tests" / "_scoring.py").score(gold, output)
    groups = {name: (t.right, t.wrong, t.missed) for name, t in result.groups.items()}
    return {
        "groups": groups,
        "notes": result.notes,
        "planted": result.planted,
        "false_alarms": result.false_alarms,
        "stray_warnings": result.stray_warnings,
    }


def belongs(planted: Entry, finding: Entry) -> bool:
    """True when a finding speaks of a planted fault or of what follows from it."""
    path = SCORE_PY if SCORE_PY.exists() else ROOT / "tests" / "_scoring.py"
    return bool(_module(path).belongs(planted, finding))


def quoted(planted: Entry, finding: Entry) -> bool:
    """True when a finding's evidence quotes one of the numbers of a planted fault."""
    path = SCORE_PY if SCORE_PY.exists() else ROOT / "tests" / "_scoring.py"
    return bool(_module(path).quoted(planted, finding))
