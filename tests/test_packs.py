"""Every example of every pack, run end to end; every pattern has a hit and a near miss."""

from __future__ import annotations

from pathlib import Path

import pytest
from _examples import holds, topic
from pydantic import ConfigDict
from support import written

from extractor import packs, pipeline
from extractor.errors import BadPack


class AnyEntry(packs.Entry):
    """An entry whatever its finder wants of it besides."""

    model_config = ConfigDict(extra="ignore", frozen=True, arbitrary_types_allowed=True)


def _entries() -> list[AnyEntry]:
    return [
        AnyEntry.model_validate({**table, "id": f"{pack}.{name}"})
        for pack in sorted({*packs.topics()} - LEXER_TOPICS)
        for name, table in packs.raw(pack).items()
        if isinstance(table, dict) and {"match", "words", "example", "hits", "misses"} & set(table)
    ]


LEXER_TOPICS = {"lexemes", "units", "qualifiers"}
"""their examples find tokens, not facts: test_lexer runs them"""

WHOLE_TOPICS = {"columns", "flattened", "indicator_clauses", "parts", "rows", "source_rows"}
"""packs whose patterns are tried on the whole of a header, not looked for inside a text"""

ENTRIES = _entries()
EXAMPLES = [(entry, example) for entry in ENTRIES for example in entry.example]
PROBES = [entry for entry in ENTRIES if entry.match and (entry.hits or entry.misses)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_hit_and_near_miss(entry: AnyEntry) -> None:
    if entry.match is None and not entry.words:
        return
    assert entry.hits or any(example.finds for example in entry.example), "no example that hits"
    assert entry.misses or any(not example.finds for example in entry.example), "no near miss"


@pytest.mark.parametrize(("entry", "example"), EXAMPLES, ids=[entry.id for entry, _ in EXAMPLES])
def test_example(entry: AnyEntry, example: packs.Example) -> None:
    holds(entry, example)


@pytest.mark.parametrize("entry", PROBES, ids=lambda entry: entry.id)
def test_match_by_itself(entry: AnyEntry) -> None:
    look = entry.pattern.fullmatch if topic(entry) in WHOLE_TOPICS else entry.pattern.search
    for text in entry.hits:
        assert look(_marked(text)), f"not found in {text!r}"
    for text in entry.misses:
        assert not look(_marked(text)), f"found in {text!r}"


def _marked(text: str) -> str:
    return pipeline.understand(written(text)).marked


@pytest.mark.parametrize(
    ("toml", "entry", "said"),
    [
        ('[sum]\nmatch = "总额"\nmacth = "总计"\n', "sum", "macth"),
        ('[open]\nmatch = "（总额"\n[bad]\nmatch = "(总额"\n', "bad", "match"),
        ('[example]\nmatch = "总额"\n[[example.example]]\ntext = "总额"\n', "example", "finds"),
        ("[torn\n", "-", "TOML"),
    ],
    ids=["unknown key", "broken pattern", "example without finds", "no TOML"],
)
def test_bad_pack_names_file_and_entry(
    toml: str, entry: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"bad{abs(hash(toml))}"
    (tmp_path / f"{name}.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "shared.toml").write_text((packs.root() / "shared.toml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(packs, "root", lambda: tmp_path)
    with pytest.raises(BadPack) as raised:
        packs.load(name, packs.Entry)
    assert (raised.value.file, raised.value.entry) == (f"{name}.toml", entry)
    assert said in str(raised.value)


def test_missing_pack_is_named() -> None:
    with pytest.raises(BadPack, match=r"nowhere\.toml"):
        packs.load("nowhere", packs.Entry)
