"""Where Chinese words begin and end. The only importer of jieba.

The dictionary is jieba's own, with the words of the field in ``patterns/words.txt`` (one a line, ``#`` for remarks) put
in. It is read at the first question (about a second) and not at import, with a tokenizer of our own: the one that jieba
keeps for the whole process stays as it is. Nothing is logged, and no cache is written to a folder that others can write
to: jieba would read whatever it finds there as its dictionary.

The shapes: a text in, offsets of its characters out. New words are not guessed (no HMM): an unknown word falls into
single characters, which is itself evidence.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import Any

from extractor.document import Span
from extractor.packs import root


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package's own imports
        from jieba import Tokenizer
    tokenizer = Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in field_words():
        tokenizer.add_word(word)
    return tokenizer


@lru_cache(maxsize=1)
def field_words() -> tuple[str, ...]:
    """The words of ``patterns/words.txt``, in order."""
    lines = (root() / "words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if (word := line.partition("#")[0].strip()))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Span, ...]:
    """The words of a text, in order; together they cover it.

    >>> [(span.start, span.end) for span in words("服务服务对象")]
    [(0, 2), (2, 6)]
    """
    found, at = [], 0
    for word in _tokenizer().lcut(text, HMM=False):
        found.append(Span(at, at + len(word)))
        at += len(word)
    return tuple(found)


def boundaries(text: str) -> frozenset[int]:
    """The offsets at which a word begins or ends.

    >>> 4 in boundaries("服务服务对象"), 2 in boundaries("服务服务对象")
    (False, True)
    """
    return frozenset({0, len(text)}) | {span.end for span in words(text)}


def is_word(text: str) -> bool:
    """True for a word of the dictionary. The beginnings of words, which jieba keeps with no weight, are none.

    >>> is_word("执行率"), is_word("执行率表")
    (True, False)
    """
    return bool(_tokenizer().FREQ.get(text))
