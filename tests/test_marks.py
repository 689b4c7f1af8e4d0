"""Marks: every cited place once, in the tone of the gravest who cites it."""

from __future__ import annotations

from support import SAMPLES, audited

from extractor.report import Suppressed
from extractor.writers.marks import TONES, mark_id, marks


def test_every_place_of_a_finding_is_marked_in_its_tone() -> None:
    document, report = audited(SAMPLES / "roads-fault.txt")
    found = marks(report)
    by_id = {mark.id: mark for mark in found}
    assert len(by_id) == len(found)
    assert [mark.place.start for mark in found] == sorted(mark.place.start for mark in found)
    for index, finding in enumerate(report.findings):
        for place in finding.evidence:
            mark = by_id[mark_id(place)]
            assert index in mark.findings
            if finding.severity in ("error", "warning"):
                assert mark.tone == "conflict"
    assert {mark.tone for mark in found} <= set(TONES)
    assert any(mark.tone == "agrees" for mark in found)
    (suspect,) = (mark for mark in found if mark.suspect)
    assert document.text[suspect.place.start : suspect.place.end].startswith("318.54")


def test_a_finding_let_stand_alarms_nobody() -> None:
    _, report = audited(SAMPLES / "roads-fault.txt")
    stand = [one.model_copy(update={"suppressed": Suppressed(reason="已核")}) for one in report.findings]
    calm = marks(report.model_copy(update={"findings": stand}))
    assert not any(mark.suspect or mark.tone == "conflict" for mark in calm)
