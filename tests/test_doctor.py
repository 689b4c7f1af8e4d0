"""``gouji doctor`` tells what is there, what is missing and how to get it."""

from __future__ import annotations

import pytest
from support import gouji

from extractor import health
from extractor.readers import office
from extractor.verbs import names


def _met(line: str) -> health.Part | None:
    return health._part(line)


def test_doctor_is_content_with_this_machine() -> None:
    run = gouji("doctor")
    told = run.stdout.decode()
    assert run.returncode == 0, told
    assert "✓ 必需" in told
    assert "pydantic" in told


@pytest.mark.parametrize(
    ("line", "extra", "fits"),
    [
        ("pydantic>=2.9", "", True),
        ("pydantic>=999", "", False),
        ("no-such-distribution>=1; extra == 'web'", "web", False),
    ],
)
def test_a_part_is_read_from_its_requirement(line: str, extra: str, fits: bool) -> None:
    part = _met(line)
    assert part is not None
    assert (part.extra, part.fits) == (extra, fits)


def test_extras_of_extras_are_no_parts() -> None:
    assert _met("gouji[ocr]; extra == 'all'") is None


def test_what_is_missing_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = (health.Part("pydantic", "2.9", "", None), health.Part("fastapi", "0.115", "web", None))
    monkeypatch.setattr(health, "parts", lambda: lacking)
    told = health.told()
    assert not health.sound()
    assert "✗ 必需" in told
    assert "pip install 'gouji[web]'" in told


def test_old_office_files_want_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "available", lambda: False)
    assert "— LibreOffice（读 .doc" in health.told()
    monkeypatch.setattr(office, "available", lambda: True)
    assert "✓ LibreOffice（读 .doc" in health.told()


def test_verbs_are_found() -> None:
    assert "doctor" in names()
