"""One page for people that needs nothing but itself: the verdict, the findings beside the source, the score review.

No script, style, font or picture is fetched (a content security policy forbids it), so the page works offline and can
be sent by mail; it keeps to what browsers of 2018 know.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.writers import Failure, Options, Result

DOSSIER = True


def write(results: Sequence[Result], options: Options) -> str:
    """The page of all results, one below the other."""
    from extractor.writers.eyes.render import alone
    from extractor.writers.eyes.sheets import Budget

    budget = Budget()
    shown = [_shown(number, one, budget) for number, one in enumerate(results, 1)]
    return alone("page.html", "eyes.css", "eyes.js", results=shown, several=len(shown) > 1)


def _shown(number: int, result: Result, budget: object) -> dict[str, object]:
    """What the template gets of one result: its prefix for names, and either its views or its failure."""
    from extractor.writers.eyes.sheets import Budget, source
    from extractor.writers.eyes.unread import unread
    from extractor.writers.eyes.view import view

    assert isinstance(budget, Budget)
    if isinstance(result, Failure):
        return {"prefix": f"r{number}-", "failure": result, "report": None, "source": None}
    if result.dossier is None:
        raise ValueError("a report page needs the dossier of its report")
    document = result.dossier.document
    return {
        "prefix": f"r{number}-",
        "failure": None,
        "report": view(result.report, document, unread(result.dossier)),
        "source": source(result, document, budget),
    }
