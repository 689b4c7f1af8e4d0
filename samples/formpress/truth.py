"""What is true of a report, as a person wrote it down in a ``.truth`` file, in the form of gold files.

One line is one fact; ``samples/forms/README.md`` has the words. A line ``----`` begins the next report of the file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Entry = dict[str, Any]

TEXTS = ("title", "kind", "project", "department", "evaluator")
NUMBERS = {"year": "fiscal_year", "problems": "problems_count"}


def read(path: Path) -> list[Entry]:
    """The gold of each report of a file, in order."""
    parts = path.read_text(encoding="utf-8").split("\n----\n")
    return [_gold(part.splitlines()) for part in parts]


def _gold(lines: list[str]) -> Entry:
    gold: Entry = {"genre": "form", "report": {}, "complete": [], "planted": [], "expected": [], "allowed": []}
    gold["relations"] = []
    for line in lines:
        word, _, rest = line.partition(" ")
        if not line or word == "#":
            continue
        if word in TEXTS:
            gold["report"][word] = _any(rest, " | ")
        elif word in NUMBERS:
            gold["report"][NUMBERS[word]] = int(rest)
        else:
            WORDS[word](gold, rest)
    return gold


def _any(text: str, by: str) -> str | list[str]:
    """One value, or several of which any is right."""
    values = text.split(by)
    return values if len(values) > 1 else values[0]


def _options(words: list[str]) -> Entry:
    """``item=望澜区`` ``year=2022`` ``optional``; an underscore stands for a blank."""
    options: Entry = {}
    for word in words:
        key, sign, value = word.partition("=")
        options[key] = (int(value) if key == "year" else _any(value.replace("_", " "), ",")) if sign else True
    return options


def _fund(gold: Entry, rest: str) -> None:
    """``fund ROLE[/OTHER ROLE] YUAN [SOURCE[,SOURCE]] [item=…] [year=…] [optional]``"""
    roles, yuan, *words = rest.split()
    role, *others = roles.split("/")
    entry: Entry = {"role": role, "yuan": yuan, "year": gold["report"].get("fiscal_year")}
    if words and "=" not in words[0] and words[0] != "optional":
        entry["source"] = _any(words.pop(0), ",")
    if others:
        entry["alt_roles"] = others
    gold["report"].setdefault("funds", []).append(entry | _options(words))


def _rate(gold: Entry, rest: str) -> None:
    """``rate PERCENT [item=…] [optional]``"""
    value, *words = rest.split()
    gold["report"].setdefault("execution_rates", []).append({"value": value} | _options(words))


def _indicator(gold: Entry, rest: str) -> None:
    """``indicator LEVEL/LEVEL ; NAME ; TARGET ; ACTUAL ; WEIGHT ; SCORE [; optional]``, ``-`` for what is not there"""
    levels, name, target, actual, weight, score, *more = [part.strip() for part in rest.split(";")]
    entry: Entry = {"levels": levels.split("/"), "name": name}
    entry |= {key: _value(text) for key, text in (("target", target), ("actual", actual)) if text != "-"}
    entry |= {key: text for key, text in (("weight", weight), ("score", score)) if text != "-"}
    gold["report"].setdefault("indicators", []).append(entry | _options(more))


def _value(text: str) -> Entry:
    """``ge 86 台``, ``range 10 15 %``, ``text``; ``ge/eq 86 台`` where a bare number may be read either way"""
    op, *numbers = text.split()
    if op == "text":
        return {"op": "text", "value": None}
    value: Entry = {"op": _any(op, "/"), "value": numbers.pop(0)}
    if op == "range":
        value["value_high"] = numbers.pop(0)
    return value | ({"unit": numbers[0]} if numbers else {})


def _score(gold: Entry, rest: str) -> None:
    """``score total=98.5 full=100 grade=优,优秀``"""
    gold["report"].setdefault("scores", {}).update(_options(rest.split()))


def _part(gold: Entry, rest: str) -> None:
    """``part NAME WEIGHT SCORE``"""
    name, weight, score = rest.split()
    entry = {"name": name} | {k: v for k, v in (("weight", weight), ("score", score)) if v != "-"}
    gold["report"].setdefault("scores", {}).setdefault("parts", []).append(entry)


def _planted(gold: Entry, rest: str) -> None:
    """``planted ID CODE/CODE NUMBER,NUMBER FORMULA``: the formula that the fault breaks, or ``-``"""
    name, codes, numbers, formula = rest.split(" ", 3)
    entry: Entry = {"id": name, "codes": codes.split("/"), "numbers": numbers.split(",")}
    gold["planted"].append(entry | ({"formula": formula} if formula != "-" else {}))


def _listed(key: str) -> Callable[[Entry, str], None]:
    return lambda gold, rest: gold[key].extend(rest.split())


def _set_genre(gold: Entry, rest: str) -> None:
    gold["genre"] = rest


WORDS: dict[str, Callable[[Entry, str], None]] = {
    "genre": _set_genre,
    "fund": _fund,
    "rate": _rate,
    "indicator": _indicator,
    "score": _score,
    "part": _part,
    "planted": _planted,
    "complete": _listed("complete"),
    "allowed": _listed("allowed"),
    "expected": lambda gold, rest: gold["expected"].append({"codes": rest.split("/")}),
    "relation": lambda gold, rest: gold["relations"].append(rest),
}
