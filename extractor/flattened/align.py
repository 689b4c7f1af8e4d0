"""Atoms laid under column names: which atom, or which few together, is the cell of which column in which row.

The cheapest way through all atoms is taken (dynamic programming). A cell costs less the better it looks like what its
column holds; leaving a column out costs according to how rarely it is empty; joining atoms into one cell costs a
little. So cells that vanished because they were empty or merged, and cells broken over lines, need no rules of their
own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.flattened.atoms import Atom
from extractor.flattened.slots import LENGTHS, NEVER, Slot, fit
from extractor.flattened.words import is_guidance, is_total, is_unread, is_word, met, points, shape
from extractor.table_words import LEVELS
from extractor.wrapping import columns

_ROW = 1.0
_JOIN = 0.8
_ACROSS = {"row": 6.0, "cell": 3.0, "join": 1.0}
"""what it costs, where rows stand on lines of their own, that a row begins inside a line, that it goes on with a new
cell on the next line, and that a cell does"""

_CANNOT_BEGIN = tuple("，。；：、！？）)》”%‰×÷")
_CANNOT_END = tuple("，、（(《“.")


@dataclass(frozen=True)
class Cut:
    """Atoms ``start`` … ``end`` are the cell of a column."""

    start: int
    end: int
    column: int


@dataclass(frozen=True)
class _State:
    cost: float
    before: _State | None
    cut: Cut | None
    new_row: bool = False
    fresh: bool = False
    """of a complete row: the next one begins a group, after the header or a subtotal"""


def rows(atoms: Sequence[Atom], slots: Sequence[Slot], wide: bool, loose: bool = False) -> list[list[Cut]]:
    """The rows that the atoms make up, from the first atom on, as far as they make sense. ``wide``: they stand on lines
    of their own; ``loose``: their cells may hold blanks at which they were cut."""
    return _Lattice(atoms, slots, wide, loose).rows()


class _Lattice:
    """``open[i]``: the cheapest way to have used ``i`` atoms, by last column filled and whether the row sums up."""

    def __init__(self, atoms: Sequence[Atom], slots: Sequence[Slot], wide: bool, loose: bool) -> None:
        self.atoms = atoms
        self.slots = slots
        self.wide = wide
        self.loose = loose
        self.open: list[dict[tuple[int, bool], _State]] = [{} for _ in range(len(atoms) + 1)]
        self.done: list[_State | None] = [None] * (len(atoms) + 1)
        self.done[0] = _State(0.0, None, None, fresh=True)

    def rows(self) -> list[list[Cut]]:
        best = self.done[0]
        assert best is not None
        for at in range(len(self.atoms)):
            self._close(at)
            done = self.done[at]
            if done is not None and done.cost < best.cost and self._may_end(at):
                best = done
            self._step(at)
        self._close(len(self.atoms))
        last = self.done[-1]
        if last is not None and last.cost < best.cost:
            best = last
        return list(_told(best))

    def _may_end(self, at: int) -> bool:
        return self.atoms[at].first or not self.wide

    def _close(self, at: int) -> None:
        """The cheapest row that could be complete here."""
        for (column, total), state in self.open[at].items():
            cost = state.cost + self._skipped(column + 1, len(self.slots), total)
            done = self.done[at]
            if done is None or cost < done.cost:
                self.done[at] = _State(cost, state, None, fresh=total)

    def _skipped(self, first: int, last: int, total: bool) -> float:
        if total:
            return 0.0
        return sum(slot.missing for slot in self.slots[first:last])

    def _step(self, at: int) -> None:
        done, states = self.done[at], self.open[at]
        if done is None and not states:
            return
        atom = self.atoms[at]
        broken = self.wide and atom.first
        if done is not None:
            self._whole_line(at, done)
        if atom.is_empty or _is_stray(atom, self.wide) or self._heads_nothing(at):
            for key, state in states.items():
                self._offer(at + 1, key, _State(state.cost + 0.1, state, None))
            if done is not None and (self.done[at + 1] is None):
                self.done[at + 1] = _State(done.cost + 0.1, done, None)
            return
        for end, column, cost, total in self._cells(at):
            cut = Cut(at, end, column)
            if done is not None:
                start = (
                    _ROW + self._skipped(0, column, total) + (0.0 if atom.first or not self.wide else _ACROSS["row"])
                )
                self._offer(end, (column, total), _State(done.cost + start + cost, done, cut, True))
            for (last, was_total), state in states.items():
                if last < column:
                    kind = total or was_total
                    skip = self._skipped(last + 1, column, kind) + (_ACROSS["cell"] if broken else 0.0)
                    skip += self._lone(state, column)
                    price = self._in_total(column, at, end) if was_total else cost + self._needless(state, column, at)
                    self._offer(end, (column, kind), _State(state.cost + skip + price, state, cut))

    def _heads_nothing(self, at: int) -> bool:
        """True for a level of indicators that the next one follows at once: the form names it, and nobody wrote one."""
        own = self.atoms[at].text
        depth = _depth(own)
        if depth is None:
            return False
        after = next((i for i in range(at + 1, min(at + 6, len(self.atoms))) if not self._is_void(i)), None)
        if after is None or _named(self.atoms[after].text) == _named(own):
            return False
        below = _depth(self.atoms[after].text)
        return below is not None and (below <= depth or self._heads_nothing(after))

    def _is_void(self, at: int) -> bool:
        return self.atoms[at].is_empty or is_guidance(self.atoms[at].text)

    def _ungrouped(self, done: _State, column: int, total: bool) -> float:
        """The cost of a row without its first level where a group begins: there a merged cell has its text."""
        first = self.slots[0].role == "level1" and self.slots[column].role in LEVELS[1:]
        return 2.0 if first and done.fresh and not total else 0.0

    def _lone(self, state: _State, column: int) -> float:
        """The cost of a first level that a name follows at once: a lone word is rather of the second level."""
        if state.cut is None or self.slots[column].role != "name":
            return 0.0
        last = state.cut.column
        skipped = self.slots[last].role == "level1" and any(slot.role in LEVELS for slot in self.slots[last:column])
        known = is_word("level1", "".join(atom.text for atom in self.atoms[state.cut.start : state.cut.end]))
        return 1.0 if skipped and column - last > 1 and not known else 0.0

    def _in_total(self, column: int, start: int, end: int) -> float:
        """The cost of a cell of a row that sums up: figures, a grade, words at the end."""
        role = self.slots[column].role
        text = self.atoms[start].text
        if end > start + 1:
            return NEVER
        if role in ("reason", "remark"):
            if is_word("grade", text):
                return -0.5
            return 1.5 if shape(text) == "words" and self.wide and not self.atoms[start].first else NEVER
        if role in ("target", "actual", "op", "unit", "name", "item", *LEVELS):
            return 4.0
        return fit(self.slots[column], text)

    def _needless(self, state: _State, column: int, at: int) -> float:
        """The cost of a reason behind full marks: there words more likely begin the next row."""
        slots = self.slots
        if slots[column].role != "reason" or (self.wide and not self.atoms[at].first):
            return 0.0
        if (
            state.cut is None
            or state.before is None
            or state.before.cut is None
            or shape(self.atoms[at].text) == "sentence"
        ):
            return 0.0
        before = {slots[cut.column].role: self.atoms[cut.start].text for cut in (state.before.cut, state.cut)}
        if "weight" in before and "score" in before:
            return 1.5 if points(before["weight"]) == points(before["score"]) else 0.0
        return 1.5 if "target" in before and "actual" in before and met(before["target"], before["actual"]) else 0.0

    def _offer(self, at: int, key: tuple[int, bool], state: _State) -> None:
        if at <= len(self.atoms) and (key not in self.open[at] or state.cost < self.open[at][key].cost):
            self.open[at][key] = state

    def _cells(self, at: int) -> Iterator[tuple[int, int, float, bool]]:
        """What could begin here: end, column, cost, whether it is the label of a row that sums up."""
        text = ""
        joins = figures = 0.0
        words = False
        for end in range(at + 1, min(at + max(LENGTHS.values()), len(self.atoms)) + 1):
            piece = self.atoms[end - 1]
            if end > at + 1:
                if not self._joins(end - 1):
                    return
                joins += _JOIN + (_ACROSS["join"] if self.wide and piece.first else 0.0)
                joins += 1.0 if text.endswith("。") else 0.0
            before, text = text, text + piece.text
            if before[-1:] not in tuple(".,，") and shape(piece.text) in ("number", "percent", "quantity", "op"):
                figures += 1.5
            words = words or (_is_level(piece.text) and len(piece.text) > 2)
            broken = 0.0 if end == at + 1 else joins + figures + (5.0 if words and not _is_level(text) else 0.0)
            broken += _torn(text)
            if end > at + 1 and not self.wide:
                broken += _uneven(self.atoms[at:end])
            label = end <= at + 3 and is_total(text) and (end == at + 1 or shape(text) == "words")
            for column, slot in enumerate(self.slots):
                if end - at > slot.longest:
                    continue
                if label and slot.role in ("name", "item", *LEVELS):
                    yield end, column, broken - 2.0 + column / 100, not slot.funds
                    continue
                cost = fit(slot, text)
                if cost < NEVER:
                    yield end, column, cost + broken, False

    def _joins(self, at: int) -> bool:
        """True when an atom may carry on the cell of the one before: it stands on the next line, or one blank away."""
        atom, before = self.atoms[at], self.atoms[at - 1]
        if atom.is_empty or before.is_empty or before.closed:
            return False
        return (atom.first and before.last) or (self.loose and not atom.first)

    def _whole_line(self, at: int, done: _State) -> None:
        """A line with as many cells as there are columns is a row, whatever is in it."""
        width = len(self.slots)
        end = at + width
        if not (self.wide and width > 2 and self.atoms[at].first and end <= len(self.atoms)):
            return
        line = self.atoms[at:end]
        if line[-1].line != line[0].line or not line[-1].last or any(is_total(atom.text) for atom in line):
            return
        costs = [fit(slot, atom.text) for slot, atom in zip(self.slots, line, strict=True) if not atom.is_empty]
        if sum(cost < NEVER for cost in costs) * 2 <= len(costs):
            return
        state = _State(done.cost + _ROW / 2 + _torn(line[-1].text), done, None)
        for column, atom in enumerate(line):
            if not atom.is_empty:
                cost = min(fit(self.slots[column], atom.text), 1.0)
                state = _State(state.cost + cost, state, Cut(at + column, at + column + 1, column), state.cut is None)
        if state.cut is not None:
            self._offer(end, (width - 1, False), state)


def _told(state: _State) -> Iterator[list[Cut]]:
    """The rows on the way to a state, in order."""
    steps: list[_State] = []
    at: _State | None = state
    while at is not None:
        if at.cut is not None:
            steps.append(at)
        at = at.before
    row: list[Cut] = []
    for step in reversed(steps):
        if step.new_row and row:
            yield row
            row = []
        assert step.cut is not None
        row.append(step.cut)
    if row:
        yield row


def _uneven(pieces: Sequence[Atom]) -> float:
    """What it costs to join lines that no column was wrapped to: a line in it longer than the first, or a short one
    that another follows."""
    first = columns(pieces[0].text)
    longer = any(columns(piece.text) > first + 2 for piece in pieces[1:])
    return (3.0 if longer else 0.0) + (0.7 if first < 5 else 0.0)


def _torn(text: str) -> float:
    """What it costs that a cell begins or ends where no text does: inside brackets, before a comma, in a number."""
    if len(text) == 1:
        return 0.0
    cost = 3.0 if text[:1] in _CANNOT_BEGIN or text[-1:] in _CANNOT_END else 0.0
    opened = sum(text.count(sign) for sign in "（(《") - sum(text.count(sign) for sign in "）)》")
    return cost + (3.0 if opened else 0.0)


def _is_level(text: str) -> bool:
    return is_word("level1", text) or is_word("level2", text)


def _depth(text: str) -> int | None:
    """1 or 2 for the name of a level of indicators."""
    return 1 if is_word("level1", text) else 2 if is_word("level2", text) else None


def _named(text: str) -> str:
    """A level's name without its points."""
    return text.partition("（")[0].partition("(")[0]


def _is_stray(atom: Atom, wide: bool) -> bool:
    """A run of figures that could not be cut, a line of the blank form (指标2：, ……), or a letter of a heading that
    runs down beside the rows (绩 效 指 标)."""
    if is_unread(atom.text) or is_guidance(atom.text):
        return True
    return wide and len(atom.text) == 1 and atom.text in "绩效指标产出满意度年总体目项资金情况"
