"""Counting what an output got right against a gold file (format: ``samples/README.md``).

Funds are multisets of (role, yuan); rates go by value; indicators are paired by name and then compared field by
field; metadata and scores field by field. A wrong value is one miss and one error, an absent one is a miss, an entry
too many is an error where the gold calls the list complete. Repeats of a right entry and zero amounts are neutral.
A planted fault is found by a finding of error, warning or review with a right code whose evidence quotes one of its
numbers.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

META = ("title", "kind", "fiscal_year", "department", "project", "evaluator")
MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
BANDS = {"优秀": "优", "良好": "良", "中等": "中", "较差": "差"}
LOUD = ("error", "warning", "review")

Entry = dict[str, Any]


@dataclass
class Tally:
    """Right, wrong and missed fields."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def field(self, right: bool, told: bool) -> None:
        """One asserted field."""
        self.right += right
        self.missed += not right
        self.wrong += told and not right

    def add(self, other: Tally) -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def f1(self) -> float:
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass
class Score:
    """One document's result. ``notes`` say each difference in words."""

    groups: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    notes: list[str] = field(default_factory=list)
    planted: dict[str, str] = field(default_factory=dict)
    """id → found, located (right number, other code) or missed"""
    expected: dict[str, bool] = field(default_factory=dict)
    false_alarms: list[str] = field(default_factory=list)
    stray_warnings: list[str] = field(default_factory=list)
    relations: tuple[int, int] = (0, 0)
    """how many of the gold's relations stand among the agreeing checks, of how many"""

    @property
    def total(self) -> Tally:
        whole = Tally()
        for tally in self.groups.values():
            whole.add(tally)
        return whole


SCORES: dict[str, dict[str, Score]] = {}
"""set (samples, opened, held_out, shared) → document → score; test_samples fills it, the run's last lines tell it"""

COUNTS: dict[str, int] = {}
"""mutations made and judged; test_mutations fills it"""


def golds(folder: Path) -> list[tuple[Path, Entry]]:
    """The gold files of a folder: (report, gold)."""
    found = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(gold, dict) and "file" in gold:
            found.append((path, gold))
    return found


def score(gold: Entry, output: Entry) -> Score:
    """An output of ``gouji audit --format json`` against its gold."""
    result, wanted, told = Score(), gold["report"], output["report"]
    complete = set(gold["complete"])
    if "funds" in wanted:
        _funds(wanted["funds"], told["funds"], "funds" in complete, result)
    if "execution_rates" in wanted:
        _rates(wanted["execution_rates"], told["execution_rates"], "execution_rates" in complete, result)
    if "indicators" in wanted:
        _indicators(wanted["indicators"], told["indicators"], "indicators" in complete, result)
    if "scores" in wanted:
        _scores(wanted["scores"], told["scores"], result)
    _metadata(wanted, told, result)
    _findings(gold, output["findings"], result)
    result.relations = _relations(gold, output["checks"])
    return result


# ---------------------------------------------------------------- words and numbers


def plain(value: object) -> str:
    """Folded in width and case, without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value))).lower() if value is not None else ""


def number(value: object) -> Decimal | None:
    try:
        found = Decimal(plain(value).replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def bare(name: object) -> str:
    """A name without list number, bracketed unit and punctuation."""
    text = re.sub(r"^(指标\d*:|\d+[.、]|\(?[一二三四五六七八九十\d]+\)[、.]?)", "", plain(name))
    return re.sub(r"[\"'“”‘’「」《》:;,。、·\-—_]", "", re.sub(r"(\([^()]*\)|\[[^\[\]]*\])+$", "", text))


def likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if short in long and len(short) >= 3:
        return 0.9 + 0.05 * len(short) / len(long)
    return difflib.SequenceMatcher(None, one, other).ratio()


def choices(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def same_words(gold: Any, told: Any) -> bool:
    return told is not None and plain(told) in [plain(choice) for choice in choices(gold)]


def same_number(gold: Entry | str, told: Entry | str | None, key: str = "value") -> bool:
    """Equal numbers, or equal money in two units."""
    if isinstance(gold, str) or not isinstance(told, dict):
        return number(gold) is not None and number(gold) == number(told)
    one, other = number(gold[key]), number(told.get(key))
    if one is None or other is None:
        return False
    scale = MONEY.get(plain(gold.get("unit"))), MONEY.get(plain(told.get("unit")))
    return one == other or (None not in scale and one * scale[0] == other * scale[1])


# ---------------------------------------------------------------- facts

Rank = Callable[[Entry, Entry], tuple[Any, ...] | None]


def _pairs(
    gold: list[Entry], told: list[Entry], rank: Rank
) -> tuple[list[tuple[Entry, Entry]], list[Entry], list[Entry]]:
    """One-to-one pairs by falling rank (None: no pair), then what is left on both sides."""
    ranked = [(rank(g, t), -i, -j) for i, g in enumerate(gold) for j, t in enumerate(told)]
    candidates = sorted((entry for entry in ranked if entry[0] is not None), reverse=True)
    left, right, pairs = dict(enumerate(gold)), dict(enumerate(told)), []
    for _, i, j in candidates:
        if -i in left and -j in right:
            pairs.append((left.pop(-i), right.pop(-j)))
    return pairs, list(left.values()), list(right.values())


def _list(tally: Tally, gold: list[Entry], told: list[Entry], fits: Callable[[Entry, Entry], bool], complete: bool) -> (
    tuple[list[Entry], list[Entry]]
):  # fmt: skip
    """A multiset of entries. Returns the misses and the extras."""
    pairs, missing, extra = _pairs(gold, told, lambda g, t: (not g.get("optional"),) if fits(g, t) else None)
    missing = [entry for entry in missing if not entry.get("optional")]
    extra = [entry for entry in extra if complete and not any(fits(g, entry) for g in gold)]
    tally.right += sum(not g.get("optional") for g, _ in pairs)
    tally.missed += len(missing)
    tally.wrong += len(extra)
    return missing, extra


def _funds(gold: list[Entry], told: list[Entry], complete: bool, result: Score) -> None:
    def fits(g: Entry, t: Entry) -> bool:
        return number(g["yuan"]) == number(t["amount"]["yuan"]) and t["role"] in (g["role"], *g.get("alt_roles", ()))

    told = [t for t in told if number(t["amount"]["yuan"]) or any(fits(g, t) for g in gold)]
    missing, extra = _list(result.groups["funds"], gold, told, fits, complete)
    result.notes += [f"fund missing: {g['role']} {g['yuan']} {g.get('item', '')}" for g in missing]
    result.notes += [f"fund extra: {t['role']} {t['amount']['yuan']} {t.get('item') or ''}" for t in extra]


def _rates(gold: list[Entry], told: list[Entry], complete: bool, result: Score) -> None:
    missing, extra = _list(
        result.groups["rates"], gold, told, lambda g, t: number(g["value"]) == number(t["value"]), complete
    )
    result.notes += [f"rate missing: {g['value']}" for g in missing]
    result.notes += [f"rate extra: {t['value']} {t.get('item') or ''}" for t in extra]


def _indicators(gold: list[Entry], told: list[Entry], complete: bool, result: Score) -> None:
    def rank(g: Entry, t: Entry) -> tuple[Any, ...] | None:
        alike = likeness(bare(g["name"]), bare(t["name"]))
        actual = g.get("actual") and t.get("actual") and same_number(g["actual"], t["actual"])
        return (alike, bool(actual)) if alike >= 0.8 else None

    pairs, missing, extra = _pairs(gold, told, rank)
    missing = [g for g in missing if not g.get("optional")]
    pairs = [(g, t) for g, t in pairs if not g.get("optional")]
    tally = result.groups["indicators"]
    tally.right += len(pairs)
    tally.missed += len(missing)
    tally.wrong += len(extra) if complete else 0
    result.notes += [f"indicator missing: {g['name']}" for g in missing]
    result.notes += [f"indicator extra: {t['name']}" for t in extra if complete]
    for g, t in [*pairs, *((g, {}) for g in missing)]:
        _indicator(g, t, result)


def _indicator(g: Entry, t: Entry, result: Score) -> None:
    for side in ("target", "actual"):
        gold, told, tally = g.get(side), t.get(side) or {}, result.groups[f"ind.{side}"]
        if not gold:
            continue
        facts = [("op", same_words(gold["op"], told.get("op")))]
        facts += [(key, same_number(gold, told, key)) for key in ("value", "value_high") if gold.get(key) is not None]
        for key, right in facts:
            tally.field(right, told.get(key) is not None)
            if t and not right:
                result.notes.append(f"{side} {key} of {g['name']}: {told.get(key)} for {gold[key]}")
    for key in ("weight", "score"):
        if g.get(key) is not None:
            right = same_number(g[key], t.get(key))
            result.groups[f"ind.{key}"].field(right, t.get(key) is not None)
            if t and not right:
                result.notes.append(f"{key} of {g['name']}: {t.get(key)} for {g[key]}")


def _scores(gold: Entry, told: Entry, result: Score) -> None:
    tally = result.groups["scores"]
    facts = [(key, same_number(gold[key], told.get(key))) for key in ("total", "full") if key in gold]
    if "grade" in gold:
        word = plain(told.get("grade")).strip("\"'“”")
        facts.append(("grade", BANDS.get(word, word) in [BANDS.get(g, g) for g in choices(gold["grade"])]))
    for key, right in facts:
        tally.field(right, told.get(key) is not None)
        if not right:
            result.notes.append(f"score {key}: {told.get(key)} for {gold[key]}")

    def rank(g: Entry, t: Entry) -> tuple[Any, ...] | None:
        alike = likeness(bare(g["name"]), bare(t["name"]))
        return (alike,) if alike >= 0.6 else None

    pairs, missing, _ = _pairs(gold.get("parts", []), told.get("parts", []), rank)
    for g, t in [*pairs, *((g, {}) for g in missing)]:
        for key in ("weight", "score"):
            if key in g:
                right = same_number(g[key], t.get(key))
                tally.field(right, t.get(key) is not None)
                if not right:
                    result.notes.append(f"part {g['name']} {key}: {t.get(key)} for {g[key]}")


def _metadata(gold: Entry, told: Entry, result: Score) -> None:
    tally = result.groups["metadata"]
    for key in META:
        if gold.get(key) is not None:
            right = same_words(gold[key], told.get(key))
            tally.field(right, told.get(key) is not None)
            if not right:
                result.notes.append(f"{key}: {told.get(key)!r} for {choices(gold[key])[0]!r}")
    if gold.get("problems_count") is not None:
        count = len(told["problems"])
        tally.field(count == gold["problems_count"], bool(count))
        if count != gold["problems_count"]:
            result.notes.append(f"problems_count: {count} for {gold['problems_count']}")


# ---------------------------------------------------------------- findings


def numerals(text: object) -> set[Decimal]:
    return {Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", plain(text).replace(",", ""))}


def quoted(planted: Entry, finding: Entry) -> list[str]:
    """The planted numbers that a finding's evidence quotes."""
    quotes = [str(place["quote"]) for place in finding["evidence"]]
    return [wanted for wanted in planted["numbers"] if any(_quotes(wanted, quote) for quote in quotes)]


def _quotes(wanted: str, quote: str) -> bool:
    if re.fullmatch(r"\d+(\.\d+)?%?", plain(wanted).replace(",", "")):
        return bool(numerals(wanted) & numerals(quote))
    one, other = plain(wanted).replace(",", ""), plain(quote).replace(",", "")
    inside = one in other and numerals(wanted) <= numerals(quote)
    around = other in one and (bool(numerals(quote)) or one == other) and numerals(quote) <= numerals(wanted)
    return bool(other) and (inside or around)


def belongs(planted: Entry, finding: Entry) -> bool:
    """True for the fault itself and for what follows from it."""
    hit, code = quoted(planted, finding), finding["code"]
    family = code in planted["codes"] or code[:2] in {c[:2] for c in planted["codes"]}
    return bool(hit) and (family or any(len(re.sub(r"\D", "", text)) >= 3 for text in hit))


def _findings(gold: Entry, findings: list[Entry], result: Score) -> None:
    for planted in gold["planted"]:
        near = [f for f in findings if quoted(planted, f)]
        found = any(f["code"] in planted["codes"] and f["severity"] in LOUD for f in near)
        result.planted[planted["id"]] = "found" if found else "located" if near else "missed"
    codes = {f["code"] for f in findings}
    for expected in gold["expected"]:
        result.expected["/".join(expected["codes"])] = bool(codes & set(expected["codes"]))
    free = {code for expected in gold["expected"] for code in expected["codes"]} | set(gold["allowed"])
    for finding in findings:
        if finding["code"] in free or any(belongs(planted, finding) for planted in gold["planted"]):
            continue
        line = f"{finding['code']} {finding['message']}"
        if finding["severity"] == "error":
            result.false_alarms.append(line)
        elif finding["severity"] == "warning":
            result.stray_warnings.append(line)


def _relations(gold: Entry, checks: Iterable[Entry]) -> tuple[int, int]:
    agreeing = [numerals(check["formula"]) for check in checks if check["outcome"] == "agrees" and check["formula"]]
    wanted = [numerals(relation) for relation in gold.get("relations", ())]
    return sum(any(relation <= formula for formula in agreeing) for relation in wanted), len(wanted)
