"""One paragraph of amounts, read left to right: what each amount is, and which list it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import regex

from extractor.facts import Fact, Fund, Role, Source
from extractor.finders import Found
from extractor.finders._fund_givers import Givers
from extractor.finders._fund_lists import FundList, over_years
from extractor.finders._fund_parallel import Parallel, parallel_amounts, years_told
from extractor.finders._fund_rows import (
    closing_slot,
    heads_run,
    is_money,
    is_name,
    parted,
    set_aside,
    siblings,
    spent_at_end,
    subject_source,
)
from extractor.finders._fund_slots import Slot
from extractor.finders._fund_wholes import WHOLES, outgrown, split_before, topic_role, whole_before, whole_called
from extractor.finders._fund_words import cue, is_generic, is_source, label_entry, names_item, nearest_label, tidy
from extractor.packs import SIGNS
from extractor.reading import Sentence

_YEARLESS: tuple[Role, ...] = ("total_investment", "cumulative_spent", "contract")
_OF_THE_WHOLE: tuple[Role, ...] = ("available", "carryover_in", *_YEARLESS)
_WITHIN = regex.compile(r"(?:其中)?(?:已|均)?(?:包?含|包括|其中)")
_COMES_IN: tuple[Role, ...] = ("initial_budget", "adjusted_budget", "received", "carryover_in", "adjustment")
_WITHIN_A_SIDE: dict[Role, tuple[Role, ...]] = {
    "available": ("carryover_in",), "received": ("carryover_in",), "spent": ("balance",),
}  # fmt: skip
"""what the sides of an account hold besides the money of the year: 收入总计 (收入合计, in many a report) last year's
balance, 支出总计 this one's"""
_SIDE = regex.compile("总|收入")
_MADE_UP = ("的构成", "的支出", "的使用", "的用途", "的明细", "由", "中，", "主要用于", "用于", "分别", "包括")
"""what follows an amount that is told again to be taken apart"""
_HANDED_DOWN: tuple[Role, ...] = ("received",)
"""roles whose parts by place or sub-project are money handed on: allocated (output contract)"""


@dataclass
class Paragraph:
    """What is remembered within a paragraph: the last amount, the wholes by role, the list that is open."""

    found: Found
    year: int | None
    unit_wide: bool
    last: Fund | None = None
    wholes: dict[Role, Fund] = field(default_factory=dict)
    under_way: FundList | None = None
    said: list[Fund] = field(default_factory=list)
    over: dict[int, int] = field(default_factory=dict)
    """figure of a whole → over how many years it goes, where it says so"""
    earlier: list[Fund] = field(default_factory=list)
    """the funds of the paragraphs before"""
    sentence: Sentence | None = None
    period: tuple[int, ...] = ()
    """the years that the title names, where it names several"""
    given: Givers = field(default_factory=Givers)

    def read(self, row: list[Slot], sentence: Sentence, of: str | None = None) -> Iterator[Fact]:
        """The facts of one sentence. ``of``: the item that the sentences of a row tell in turn."""
        self.sentence = sentence
        if self.under_way and self.under_way.parts and not self._sums_up_next(row[0]):
            yield from self.end()
        row, asides = parted(row)
        items, subject = siblings(row, self.unit_wide), subject_source(row)
        if of:
            items = {index: of for index, slot in enumerate(row) if slot.label}
        scope: dict[int, tuple[str, Role]] = {}
        told, years = 0, list[int]()
        for index, slot in enumerate(row):
            if index < told:
                continue
            years = list(slot.years) if len(slot.years) > 1 else years
            if parallel := parallel_amounts(row[index:], self.year, years, self.period):
                yield from self.end()
                yield from self._parallel(slot, parallel)
                told, years = index + len(parallel), [year for *_, year in parallel if year] or years
                continue
            if set_aside(slot):
                self._open(slot, None, row, first=False)
                if self.under_way and slot.label is None and self._may_be_part(slot):
                    self.under_way.open = True  # what is not read may be one of the parts
                continue
            item = items.get(index)
            if item and slot.label:
                scope[slot.row] = (item, slot.label.entry.role)
            elif slot.row in scope and slot.label and scope[slot.row][1] != slot.label.entry.role:
                item = scope[slot.row][0]
            elif slot.row in scope and slot.label and cue("together").search(slot.words.clause):
                del scope[slot.row]  # 全年合计支付…: the whole again, and what follows is of it
            for fact in self._slot(slot, item, row, first=index in items):
                if subject and isinstance(fact, Fund) and fact.source == "total" and fact.role not in _OF_THE_WHOLE:
                    fact = self.last = replace(fact, source=subject)
                yield fact
            if inner := asides.get(slot.figure.id):
                yield from self._aside(inner, sentence)

    def _may_be_part(self, slot: Slot) -> bool:
        """True for an amount that is read as nothing (审计30万元: what was looked at, or what the audit cost?) where a
        list is under way: of sources, or of what words before the amount name."""
        under_way = self.under_way
        assert under_way is not None
        if under_way.whole and slot.figure.quantity.amount > under_way.whole.figure.quantity.amount:
            return False  # …，带动社会投资300万元 is more than the whole
        return under_way.by_source or not under_way.parts or bool(slot.words.clause)

    def _aside(self, row: list[Slot], sentence: Sentence) -> Iterator[Fact]:
        """The amounts in brackets behind the amount that was read last: what they split is that one, and the list
        around goes on behind them."""
        around, before = self.under_way, self.last
        owner = self.said[-1] if self.said else None
        self.under_way, self.last = None, owner
        if owner and len(row) > 1 and all(slot.label is None and is_name(slot.words.item) for slot in row):
            self.under_way = FundList(owner.role, owner.year, owner, row[0].words.head or "（")
        within = owner is not None and owner.role in WHOLES and _WITHIN.match(row[0].words.head + row[0].words.clause)
        for fact in (*self.read(row, sentence), *self.end()):
            # 预算总额500万元（含上年结转50万元）: a part of the budget, and nothing to be added to it
            if within and isinstance(fact, Fund) and fact.role == "carryover_in":
                fact = replace(fact, listed=True)
            yield fact
        self.under_way, self.last = around, before

    def _parallel(self, first: Slot, parallel: list[Parallel]) -> Iterator[Fact]:
        """中央、省、市资金分别为…: each amount with its own name, under one label or each under its own."""
        shared = first.label.entry if first.label else None
        told: list[Fund] = []
        for slot, named, year in parallel:
            if named is None:
                continue
            own = nearest_label(named)
            entry = own.entry if own and not is_source(named) else shared
            role = entry.role if entry else self.last.role if self.last else "received" if is_source(named) else None
            if role is None:
                continue
            if role == "cumulative_spent" and year:
                role = "spent"
            source = is_source(named) or is_source(f"{named}级资金") if named and own is None else None
            item = named if named and not source and own is None and not is_generic(named) else None
            fund = self._fund(
                slot,
                role=role,
                source=source or "total",
                item=item,
                year=year or self._year(slot),
                negative=entry.negative if entry else False,
                listed=bool(source or item),
                pattern="fund_lists.respectively",
            )
            if not fund.listed:
                self.last = self.wholes[role] = fund
            told.append(fund)
            yield fund
        if len({fund.year for fund in told}) == len(told) > 1 and len({fund.role for fund in told}) == 1:
            # a sum may follow: 2022年、2023年分别为…，合计…
            self.under_way = FundList(told[0].role, None, None, "分别", parts=told, years=len(told))

    def end(self, *, closed: bool = False) -> Iterator[Fact]:
        """End the open list and say what it splits."""
        current, self.under_way = self.under_way, None
        breakdown = current.breakdown(closed=closed) if current else None
        if breakdown:
            yield breakdown

    def _slot(self, slot: Slot, item: str | None, row: list[Slot], *, first: bool) -> Iterator[Fact]:
        words, label = slot.words, slot.label
        if slot.alias and self.said:
            yield self._retold(slot, self.said[-1], "fund_lists.alias")
            return
        before = cue("before").search(words.clause)
        past = slot.previous_year or (self.year is not None and slot.years == (self.year - 1,))
        if before or (past and label is None and cue("set_against").match(slot.after)):
            now = self._now(tidy(before["of"]) if before else "")
            if now:
                yield replace(self._retold(slot, now, "fund_lists.before"), year=now.year - 1 if now.year else None)
            return
        self._open(slot, item, row, first=first)
        if self.under_way and label and (source := is_source(words.plain)):
            # 其中：财政拨款…，县级配套…: in a list, the name of a source is no label of its own
            slot.words = words._replace(label=None, item=words.plain, source=source)
            label = None
        if self._closes(slot):
            yield from self._whole_after(slot)
        elif label is None:
            yield from self._unlabelled(slot)
        elif self.under_way and (part := self._labelled_part(slot, item, self.under_way)):
            yield part
        else:
            yield from self.end()
            if not item and self.last and self.last.item and cue("held_against").match(words.clause):
                item = self.last.item  # 较预算数…，较上年决算数…: still of the same item
            yield from self._labelled(slot, item)

    # -------------------------------------------------------------- lists
    def _open(self, slot: Slot, item: str | None, row: list[Slot], *, first: bool) -> None:
        """Open a list where the words before the amount say so."""
        if self.under_way:
            return
        words, label = slot.words, slot.label
        opened, topic = cue("opens").search(words.head), cue("topic").search(words.head)
        if words.use and label:
            whole = self.wholes.get(label.entry.role)
            self.under_way = FundList(
                label.entry.role, whole.year if whole else self._year(slot), whole, "用于", open=True
            )
        elif not label and "用于" in words.head and spent_at_end(slot, row):
            self.under_way = FundList("spent", self._year(slot), None, "合计")
        elif opened and self.last and self._parts_it(opened[0], self.last):
            self.under_way = FundList(self.last.role, self.last.year, self.last, "分为")
        elif topic and (role := topic_role((*self.earlier, *self.said), words.head, slot, row)):
            whole = self.wholes.get(role) or (self.last if role == "allocated" else None)
            whole = whole or whole_before(self.earlier, role, row)
            self.under_way = FundList(
                role,
                whole.year if whole else self._year(slot),
                whole,
                words.head.rstrip("，,：:"),
                label=whole_called(words.head),
            )
        elif not label and (closing := closing_slot(slot, row)):
            named = closing.label.entry.role if closing.label else None
            told = topic_role((*self.earlier, *self.said), "", slot, row)
            role = named if named and named != "available" else told or "spent"
            self.under_way = FundList(role, self._year(slot), None, "合计")
        elif opened and "来源" in opened[0] and not self.last:
            self.under_way = FundList("received", self._year(slot), None, opened[0].strip("：:，,"))
        elif opened and not self.last and opened[0].startswith("其中"):
            role = topic_role((*self.earlier, *self.said), "", slot, row)
            whole = whole_before(self.earlier, role, row) if role else None
            if whole:
                self.under_way = FundList(whole.role, whole.year, whole, "其中")
        elif opened and self.last:
            masked = SIGNS["masked"] in words.head[opened.end() :]
            whole = outgrown([*self.earlier, *self.said], self.last, slot, row) or self.last
            within = opened[0].strip("：:，,")  # 年初预算150万元中，…: as after 其中
            self.under_way = FundList(whole.role, whole.year, whole, "其中" if within == "中" else within, open=masked)
        elif not label and (whole := split_before([*self.earlier, *self.said], slot, row, near=bool(opened))):
            self.under_way = FundList(whole.role, whole.year, whole, "、")
        elif label and not opened and heads_run(slot, row):
            self.under_way = FundList(label.entry.role, self._year(slot), None, "合计")
        elif item and first and label:
            whole = self.wholes.get(label.entry.role)
            self.under_way = FundList(label.entry.role, whole.year if whole else self._year(slot), whole, "其中")

    def _parts_it(self, cue: str, last: Fund) -> bool:
        """True for 批复预算240万元，按支出性质分为…: what is parted is the amount right before, whatever the words say
        of how."""
        assert self.sentence is not None
        return cue.endswith("分为") and last.sentence == self.sentence.id

    def _closes(self, slot: Slot) -> bool:
        """以上五项合计, or 共支付 after 甲支付…，乙支付…: the whole follows its parts."""
        if not self.under_way or len(self.under_way.parts) < 2:
            return False
        if self.under_way.whole and slot.label and slot.label.entry.role != self.under_way.role:
            return False  # 到位2574万元，其中…。累计支付2316.6万元: another whole, and no end of that list
        if self.under_way.by_year and slot.label and not _sums_up(slot.label.entry.role, self.under_way.role):
            return False  # 预算分别为…；累计支出3.74亿元
        if self._tells_of_years(slot.words.clause):
            return False
        if cue("closes").search(slot.words.clause):
            return True
        # 康复训练28人，每人1.60万元，共44.80万元；…: 共 sums up its own row, and not the rows before
        same_row = self.under_way.row == slot.row or is_generic(slot.row_head)
        told = self.under_way.by_year or (same_row and self.under_way.cue not in ("合计", "、"))
        if told and slot.label is None and cue("together").fullmatch(slot.words.clause):
            return True
        named = slot.words.item and not is_generic(slot.words.item) and not cue("several").search(slot.words.clause)
        return bool(slot.label and not named and cue("together").match(slot.words.clause))

    def _sums_up_next(self, slot: Slot) -> bool:
        """True for a sentence that begins with the sum of the list before it: 以上合计…, 共计下达…"""
        assert self.under_way is not None
        clause = slot.words.clause
        again = slot.label is not None and slot.label.entry.role == self.under_way.role and not slot.words.head
        told = again and self.under_way.whole is None and cue("together").match(clause)
        return bool(cue("closes").search(clause) or told) and not self._tells_of_years(clause)

    def _tells_of_years(self, clause: str) -> bool:
        """True for 项目累计支付… in a sentence of its own behind a list: it tells of years, and is not its sum."""
        assert self.under_way is not None and self.sentence is not None
        other = bool(self.under_way.parts) and self.under_way.parts[-1].sentence != self.sentence.id
        return other and "累计" in clause

    def _whole_after(self, slot: Slot) -> Iterator[Fact]:
        assert self.under_way is not None
        label = slot.label
        role = label.entry.role if label and label.entry.role != "available" else self.under_way.role
        if role == "spent" and self.under_way.by_year:
            role = "cumulative_spent"
        whole = self._fund(slot, role=role, year=self.under_way.year)
        if self.under_way.cue == "、" and self.under_way.whole is None:
            self.under_way.parts[:0] = self._before_run(self.under_way.parts)
        if not whole.label and self.under_way.label:
            whole = self.said[-1] = replace(whole, label=self.under_way.label)
        self.under_way.whole, self.under_way.cue = whole, slot.words.clause
        yield whole
        yield from self.end(closed=True)
        self.last = self.wholes[role] = whole

    def _labelled_part(self, slot: Slot, item: str | None, into: FundList) -> Fund | None:
        """A labelled amount as part of the open list, or None when it is none."""
        words, label = slot.words, slot.label
        assert label is not None
        role = label.entry.role
        if role in _WITHIN_A_SIDE.get(into.role, ()) and into.whole and _SIDE.search(into.whole.label):
            return self._part(slot, into, "", role=role)
        named = item or words.item if label.entry.verb and words.item and not is_generic(words.item) else item
        if not into.parts and role != into.role and (named or words.source):
            # 其中：分配甲区…、乙县…; 其中甲支出…，乙支出…: the parts say what they are
            into.role, into.whole = role, self.wholes.get(role) or (into.whole if role == "allocated" else None)
        if role != into.role:
            return None
        if words.use or item or (named and (not into.parts or slot.joined)):
            return self._part(slot, into, named or words.item)
        if words.source and words.source != (into.whole.source if into.whole else "total"):
            return self._part(slot, into, words.item)
        return None

    def _part(self, slot: Slot, into: FundList, name: str, role: Role | None = None) -> Fund:
        """An amount read as a part of the list: of the list's own kind, or of a ``role`` that stands for itself."""
        source = is_source(name) or (slot.words.source if role is None else None)
        if source == "other" and into.parts and not into.by_source and "资金" not in name:
            source = None  # 差旅费…，其他…: one more item
        own: Role = "allocated" if into.role in _HANDED_DOWN and not source else into.role
        if into.role == "available" and source and name.endswith("收入"):
            own = "received"
        part = self._fund(
            slot,
            role=role or own,
            source=source or "total",
            item=None if source or role else name,
            year=into.year,
            listed=role != "balance",
            pattern="fund_lists.part" if into.whole else "fund_lists.topic",
        )
        into.parts.append(part)
        into.row = slot.row
        into.open = into.open or bool(cue("open_end").match(slot.after))
        return part

    def _year_part(self, slot: Slot, into: FundList) -> Fund:
        """三年累计支出…，其中2021年…、2022年…: the amount of one year."""
        assert into.whole is not None
        into.years = self.over.get(into.whole.figure.id, 0)
        role: Role = "spent" if into.role == "cumulative_spent" else into.role
        part = self._fund(slot, role=role, year=slot.year, pattern="fund_lists.part")
        into.parts.append(part)
        return part

    # -------------------------------------------------------------- single amounts
    def _unlabelled(self, slot: Slot) -> Iterator[Fact]:
        words = slot.words
        if (among := cue("among").match(slot.after)) and (named := nearest_label(among["of"])):
            # 92.00万元支出中：…: the whole of the list that follows, told again
            again = self._fund(slot, role=named.entry.role, year=self._year(slot), pattern="fund_lists.among")
            self.last = self.wholes[named.entry.role] = self.said[-1] = replace(again, label=among["of"])
            yield self.last
            return
        if not self.under_way and self.last and self._goes_on(slot):
            self.under_way = FundList(self.last.role, self.last.year, None, "、", parts=self._run(self.last))
        if self.under_way and not words.item and slot.years == (slot.year,) and self.under_way.whole:
            yield self._year_part(slot, self.under_way)
            return
        if self.under_way and slot.previous_year and is_generic(words.item):
            return  # …，上年为8万元: no part of this year's list
        if self.under_way:
            name = words.item if is_name(words.item) or is_money(words.item) else slot.row_head
            if name is not words.item and self.under_way.by_year:
                name = ""  # the words at the head of the row tell of the years
            if is_name(name) or is_money(name):
                yield self._part(slot, self.under_way, name)
                return
            if self.under_way.parts:
                yield from self.end()
        if cue("closes").fullmatch(words.clause) and (role := self._summed_up()):
            fund = self._fund(slot, role=role, year=self._year(slot))
            self.last = self.wholes[role] = fund
            yield fund
            return
        if cue("arrived").match(slot.after) and (not words.item or is_generic(words.item)):
            source = words.source or "total"
            fund = self._fund(slot, role="received", source=source, year=self._year(slot), pattern="fund_lists.arrived")
            self.last = fund
            yield fund
            return
        of_spending = cue("share_of_spending").match(slot.after) or (
            slot.after.startswith("，占") and self.last and self.last.pattern == "fund_lists.share_of_spending"
        )
        if of_spending and is_name(words.item):
            pattern = "fund_lists.share_of_spending"
            self.last = self._fund(slot, role="spent", item=words.item, year=self._year(slot), pattern=pattern)
            yield self.last
            return
        known = self._known(slot)
        if known:
            fund = self._retold(slot, known, known.pattern)
            self.last = fund
            yield fund

    def _goes_on(self, slot: Slot) -> bool:
        """收到中央资金120万元、省级资金60万元: a second amount under one verb."""
        assert self.last is not None and self.sentence is not None
        if self.last.sentence != self.sentence.id or self.last.listed or not is_name(slot.words.item):
            return False
        if self.last.source != "total" and not self.last.item:
            return slot.words.source is not None
        return slot.joined and self.last.item is not None

    def _run(self, last: Fund) -> list[Fund]:
        """The amounts of a list that is seen to be one only now, ``last`` at its end: each source named right before it
        in the sentence, under whatever verb (市级配套安排资金…，县级财政配套…，群众自筹…)."""
        run = [last]
        if last.source == "total" or last.item:
            return run
        for fund in reversed(self.said[: self.said.index(last)]):
            told = {one.source for one in run}
            if fund.sentence != last.sentence or fund.listed or fund.item or fund.source in ("total", *told):
                break
            run.insert(0, fund)
        return run

    def _before_run(self, parts: list[Fund]) -> list[Fund]:
        """The money named before a list that shows itself only now: 预算240万元，补助60万元，赞助35万元，共335万元. A
        source that the list tells itself is none of it: 中央资金预算300万元，中央资金到位200万元、自筹56万元，合计…"""
        told = {part.source for part in parts} - {"total"}
        return [
            fund
            for fund in self.said[: self.said.index(parts[0])]
            if fund.sentence == parts[0].sentence
            and fund.role in _COMES_IN
            and not fund.item
            and fund.source not in told
        ]

    def _summed_up(self) -> Role | None:
        """What 合计 is behind the amounts of the sentence: with a carry-over what can be used, else the changed budget
        (年初预算60万元，追加12万元，上级补助38万元，共计110万元)."""
        assert self.sentence is not None
        told = [fund for fund in self.said if fund.sentence == self.sentence.id and not fund.listed]
        roles = {fund.role for fund in told}
        if roles - {"carryover_in", "initial_budget", "received", "adjustment"}:
            return None
        if "carryover_in" in roles and len(roles) > 1:
            return "available"
        if roles == {"received"} and len({fund.source for fund in told}) == len(told) > 1:
            return "received"
        return "adjusted_budget" if {"initial_budget", "adjustment"} <= roles else None

    def _now(self, subject: str) -> Fund | None:
        """This year's amount, which that of the year before is held against: of the item named, else the last whole."""
        for fund in reversed(self.said):
            if fund.item == subject if names_item(subject) else not fund.listed:
                return fund
        return None

    def _known(self, slot: Slot) -> Fund | None:
        """The fund of the same item and amount that was told before."""
        amount, item = slot.figure.quantity.amount, slot.words.item
        told = [fund for fund in (*self.said, *self.earlier) if fund.yuan == amount]
        if not slot.words.clause and slot.after.startswith(_MADE_UP):  # 312.66万元的构成是：…
            wholes = [fund for fund in told if not fund.item and not fund.listed and fund.source == "total"]
            return wholes[0] if len({fund.role for fund in wholes}) == 1 else None
        return next((fund for fund in told if fund.item and fund.item == item), None)

    def _labelled(self, slot: Slot, item: str | None) -> Iterator[Fact]:
        label = slot.label
        assert label is not None
        entry = label.entry
        if entry.role == "carryover_in" and _of_its_year(slot, self.year):
            entry = label_entry("balance")
        fund = self._fund(
            slot,
            role=entry.role,
            source=slot.words.source or "total",
            item=item,
            year=self._year_of(slot, entry.role),
            negative=entry.negative,
            pattern=entry.id,
        )
        yield fund
        if summed := self.given.whole(fund, slot, self.said[:-1], item):
            yield summed
        self.last = fund
        self.over[fund.figure.id] = years_told(slot)
        if not item and fund.source == "total":
            self.wholes[fund.role] = fund
        if fund.role == "cumulative_spent" and (years := over_years(fund, self.said)):
            yield years

    def _year(self, slot: Slot) -> int | None:
        return slot.year or self.year

    def _year_of(self, slot: Slot, role: Role) -> int | None:
        if (role in _YEARLESS and SIGNS["year"] not in slot.words.clause) or years_told(slot) > 1:
            return None
        if role == "carryover_in":
            return self.year or slot.year
        if slot.previous_year and self.year and slot.year in (None, self.year):
            return self.year - 1
        return self._year(slot)

    def _retold(self, slot: Slot, fund: Fund, pattern: str) -> Fund:
        """The same fund in another place."""
        again = self._fund(slot, role=fund.role, source=fund.source, item=fund.item, year=fund.year, pattern=pattern)
        return replace(again, negative=fund.negative)

    def _fund(
        self,
        slot: Slot,
        *,
        role: Role,
        source: Source = "total",
        item: str | None = None,
        year: int | None = None,
        negative: bool = False,
        listed: bool = False,
        pattern: str = "fund_lists.closes",
    ) -> Fund:
        assert self.sentence is not None
        fund = Fund(
            span=slot.figure.span,
            figure=slot.figure,
            role=role,
            source=source,
            item=slot.printed(item) if item else None,
            year=year,
            negative=negative,
            listed=listed,
            label=slot.words.named if slot.label else "",
            pattern=pattern,
            sentence=self.sentence.id,
            section=self.found.section(slot.figure.span),
        )
        self.said.append(fund)
        return fund


def _of_its_year(slot: Slot, year: int | None) -> bool:
    """True for 2023年结余 in a report on 2023, or on several years: what was left of it, not what was carried over."""
    return slot.words.named.startswith(SIGNS["year"]) and (year is None or slot.year == year)


def _sums_up(whole: Role, parts: Role) -> bool:
    """True when a labelled amount can be the sum of amounts of a role over the years."""
    return whole in (parts, "available") or (whole, parts) == ("cumulative_spent", "spent")
