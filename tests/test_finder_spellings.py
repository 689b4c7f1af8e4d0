"""Names in two writings: slips that are found, changes that make another thing."""

from __future__ import annotations

import pytest

from extractor.finders._near_names import is_alike, is_misspelt, slips

NAME = "农村供水管护项目"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("该农村供水管炉项目已完工", "农村供水管炉项目"),
        ("该农村洪水管护项目已完工", "农村洪水管护项目"),
        ("该农村供水护管项目已完工", "农村供水护管项目"),
        ("该农供水管护项目已完工", "农供水管护项目"),
        ("该农村供水管护护项目已完工", "农村供水管护护项目"),
    ],
    ids=["in the second half", "in the first half", "swapped", "lost", "put in"],
)
def test_one_slip_is_found_at_its_place(text: str, written: str) -> None:
    assert written in {text[slip.start : slip.end] for slip in slips(NAME, text)}


@pytest.mark.parametrize("text", [NAME, f"二期{NAME}资金", "农村公路养护项目", "", "农村供水", "护项目"])
def test_the_name_itself_and_other_names_are_no_slip(text: str) -> None:
    assert list(slips(NAME, text)) == []


@pytest.mark.parametrize(
    ("name", "other", "wrong"),
    [
        ("供水管护项目", "供水管炉项目", True),
        ("财政省级资金", "财政市级资金", False),
        ("道路新建工程", "道路改建工程", False),
        ("泉溪县供水项目", "泉沅县供水项目", False),
    ],
    ids=["no word", "another level", "another work", "a place"],
)
def test_only_a_broken_word_is_misspelt(name: str, other: str, wrong: bool) -> None:
    (slip,) = {slip for slip in slips(name, other) if slip.end - slip.start == len(name)}
    assert is_misspelt(name, other, slip.at) is wrong


def test_words_of_one_meaning() -> None:
    assert is_alike("水源提升工程", "水源提高工程", ["提升/提高"])
    assert not is_alike("水源提升工程", "水源提高项目", ["提升/提高"])
