"""Words: where they begin and end, and that asking leaves no trace outside this process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from extractor.words import boundaries, field_words, is_word, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("窗口服务服务对象", "窗口|服务|服务对象"),
        ("项目资金资金使用", "项目|资金|资金|使用"),
        ("由县人民政府政府采购", "由|县|人民政府|政府采购"),
        ("预算预算执行率98%", "预算|预算|执行率|98|%"),
    ],
)
def test_words_of_the_field_keep_together(text: str, cut: str) -> None:
    assert "|".join(text[span.start : span.end] for span in words(text)) == cut


@pytest.mark.parametrize("text", ["", "预算", "年\n度𠮷（见附件）A1"])
def test_words_cover_the_text(text: str) -> None:
    assert "".join(text[span.start : span.end] for span in words(text)) == text
    assert {0, len(text)} <= boundaries(text)


def test_the_list_holds_each_word_once_and_all_are_known() -> None:
    listed = field_words()
    assert len(set(listed)) == len(listed)
    assert all(is_word(word) for word in listed)


def test_asking_writes_no_cache_and_says_nothing(tmp_path: Path) -> None:
    script = "import extractor.words as w; import sys; assert 'jieba' not in sys.modules; w.words('预算执行率')"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    assert (run.stdout, run.stderr) == ("", "")
    assert list(tmp_path.iterdir()) == []
