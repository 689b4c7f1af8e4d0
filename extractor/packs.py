"""Pattern packs: what to recognise, as data.

A pack is one TOML file in ``patterns/``. Each of its tables is an entry; a finder says by a pydantic model what its
entries may hold (an unknown key is an error). Patterns are written over the *marked* text of a
:class:`~extractor.reading.Reading`, where each numeral is one sign: ``<money>`` ``<percent>`` ``<points>`` ``<count>``
``<measure>`` ``<number>`` ``<date>`` ``<year>`` ``<period>`` ``<masked>`` ``<docnum>``; ``<figure>`` is any of
the first six. ``(?&name)`` puts in the part of that name from ``shared.toml``; ``\\L<name>`` stands for the entry's
word list ``words.name``, or else for the list of that name in ``lists.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar, cast

import regex
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import BadPack
from extractor.needs import Need, met, needs

SIGNS: dict[str, str] = {
    "money": "\ue000",
    "percent": "\ue001",
    "points": "\ue002",
    "count": "\ue003",
    "measure": "\ue004",
    "number": "\ue005",
    "date": "\ue006",
    "year": "\ue007",
    "period": "\ue008",
    "masked": "\ue009",
    "docnum": "\ue00a",
    "phone": "\ue00b",
    "code": "\ue00c",
}
"""token kind → the one character that stands for such a token in marked text (the other kinds stay as written)"""

FIGURE_SIGNS = "".join(SIGNS[kind] for kind in ("money", "percent", "points", "count", "measure", "number"))
_CLASSES = {**SIGNS, "figure": f"[{FIGURE_SIGNS}]", "amount": f"[{SIGNS['money']}{SIGNS['masked']}]"}
_SIGN = regex.compile(r"(?<!\(\?P?|\\L)<(" + "|".join(_CLASSES) + ")>")
_PART = regex.compile(r"\(\?&(\w+)\)")
_LIST = regex.compile(r"\\L<(\w+)>")


class Example(BaseModel):
    """``text`` is read whole; of the facts that this entry reads in it, exactly ``finds`` come out (only the given
    keys are compared). ``finds = []`` is a near miss."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    finds: list[dict[str, Any]]
    note: str = ""


class Entry(BaseModel):
    """What all entries share. Finders subclass this."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    id: str = ""
    match: str | None = None
    words: dict[str, list[str]] = Field(default_factory=dict)
    example: list[Example] = Field(default_factory=list)
    hits: list[str] = Field(default_factory=list)
    """texts in which ``match`` is found by itself, for entries that read no fact of their own"""
    misses: list[str] = Field(default_factory=list)
    note: str = ""

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled ``match``."""
        if self.match is None:
            raise BadPack("?", self.id, "has no match")
        return compiled(self.match, **self.words)

    @cached_property
    def need(self) -> Need:
        """What a text must hold for ``match`` to be found in it."""
        return needs(self.pattern)


E = TypeVar("E", bound=Entry)


def possible(entries: Iterable[E], text: str) -> list[E]:
    """The entries whose pattern may be found in a text; the others need characters that it does not hold."""
    held = set(text)
    return [entry for entry in entries if met(entry.need, held)]


def root() -> Traversable:
    """The folder of the packs: inside the wheel, else beside the package in a checkout."""
    packed = resources.files("extractor") / "_patterns"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "patterns"


@cache
def raw(topic: str) -> dict[str, Any]:
    """The parsed TOML of ``patterns/<topic>.toml``."""
    name = f"{topic}.toml"
    try:
        return tomllib.loads((root() / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadPack(name, "-", "no such pack") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPack(name, "-", f"not valid TOML: {error}") from error


def load(topic: str, model: type[E]) -> tuple[E, ...]:
    """The entries of one pack, in file order, validated by the finder's model. ``id`` becomes ``topic.entry``.

    Raises BadPack naming file and entry. The result is kept, so a finder may ask again and again.
    """
    return cast("tuple[E, ...]", _load(topic, model))


@cache
def _load(topic: str, model: type[Entry]) -> tuple[Entry, ...]:
    entries = []
    for name, table in raw(topic).items():
        try:
            entry = model.model_validate({**table, "id": f"{topic}.{name}"})
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BadPack(f"{topic}.toml", name, f"{where}: {first['msg']}") from error
        if entry.match is not None:
            try:
                _ = entry.pattern
            except (regex.error, KeyError) as error:
                raise BadPack(f"{topic}.toml", name, f"match: {error}") from error
        entries.append(entry)
    return tuple(entries)


@cache
def wordlist(name: str) -> tuple[str, ...]:
    """A list of ``lists.toml``: its groups hold lists by name, and the name of a group stands for all of its lists.

    Raises KeyError when there is none.
    """
    groups: dict[str, dict[str, list[str]]] = raw("lists")
    if name in groups:
        return tuple(word for listed in groups[name].values() for word in listed)
    return tuple({key: listed for group in groups.values() for key, listed in group.items()}[name])


@cache
def listed(name: str, form: str = "{}") -> regex.Pattern[str]:
    """A pattern for the words of a list, the longest at a place; ``form`` says what stands around: ``(?:{})$``."""
    words = sorted(wordlist(name), key=len, reverse=True)
    return regex.compile(form.format("|".join(map(regex.escape, words))))


def topics() -> tuple[str, ...]:
    """The names of all packs."""
    return tuple(sorted(item.name[:-5] for item in root().iterdir() if item.name.endswith(".toml")))


def compiled(match: str, **words: list[str]) -> regex.Pattern[str]:
    """A pattern over marked text, with signs, shared parts and word lists put in."""
    return _compiled(match, tuple((name, tuple(listed)) for name, listed in sorted(words.items())))


@cache
def _compiled(match: str, words: tuple[tuple[str, tuple[str, ...]], ...]) -> regex.Pattern[str]:
    text = expanded(match)
    own = dict(words)
    used = {name: list(own[name] if name in own else wordlist(name)) for name in _LIST.findall(text)}
    return regex.compile(text, regex.VERSION1, **used)


def expanded(match: str) -> str:
    """The pattern with its signs and shared parts put in."""
    parts: dict[str, str] = raw("shared")["parts"]
    for _ in range(8):
        text = _PART.sub(lambda m: f"(?:{parts[m[1]]})", match)
        if text == match:
            break
        match = text
    return str(_SIGN.sub(lambda m: _CLASSES[m[1]], match))
