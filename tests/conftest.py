"""What the test run says at its end: how well the samples are read, those held out apart."""

from __future__ import annotations

import os

os.environ.setdefault("GOUJI_NO_CACHE", "1")  # what was recognised before must not hide what is recognised now

from _scoring import COUNTS, SCORES, Tally


def pytest_terminal_summary(terminalreporter: object) -> None:
    write = terminalreporter.write_line  # type: ignore[attr-defined]
    for name, documents in SCORES.items():
        total, groups = Tally(), {}
        for score in documents.values():
            total.add(score.total)
            for group, tally in score.groups.items():
                groups.setdefault(group, Tally()).add(tally)
        states = [state for score in documents.values() for state in score.planted.values()]
        agreeing, relations = (sum(score.relations[i] for score in documents.values()) for i in (0, 1))
        write(
            f"{name:<9} F1 {total.f1:.3f} over {len(documents)} documents; "
            f"planted {states.count('found')}/{len(states)}; "
            f"false alarms {sum(len(s.false_alarms) for s in documents.values())}; "
            f"relations shown to agree {agreeing}/{relations}"
        )
        write("          " + "  ".join(f"{group} {tally.f1:.3f}" for group, tally in sorted(groups.items())))
    if COUNTS:
        write("mutations " + ", ".join(f"{count} {what}" for what, count in COUNTS.items()))
