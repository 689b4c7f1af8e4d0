"""A peer's recogniser over texts: a JSON list on standard input; out comes, for each text, the numbers that it reads.

Runs in the peers' environment: ``python -P recognising.py cn2an|recognizers-text``.
"""

from __future__ import annotations

import json
import re
import sys


def cn2an_reads(texts: list[str]) -> list[list[str]]:
    """``transform`` writes Chinese numerals in a sentence as digits: the numerals of its sentence are what it reads."""
    import cn2an

    return [re.findall(r"\d+(?:\.\d+)?", cn2an.transform(text, "cn2an")) for text in texts]


def recognizers_read(texts: list[str]) -> list[list[str]]:
    from recognizers_number import Culture, recognize_number

    return [[one.resolution["value"] for one in recognize_number(text, Culture.Chinese)] for text in texts]


READERS = {"cn2an": cn2an_reads, "recognizers-text": recognizers_read}

if __name__ == "__main__":
    print(json.dumps(READERS[sys.argv[1]](json.load(sys.stdin))))
