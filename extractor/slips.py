"""Slips of the pen: how a wrong number comes to be printed."""

from __future__ import annotations


def one_digit(printed: str, wanted: str) -> bool:
    """True when the two differ in one place and no more.

    >>> one_digit("689.28", "680.28"), one_digit("110.52", "110.25"), one_digit("27.8", "27.80")
    (True, False, False)
    """
    return len(printed) == len(wanted) and sum(a != b for a, b in zip(printed, wanted, strict=True)) == 1


def is_slip(printed: str, wanted: str) -> bool:
    """True when one slip of the pen leads from ``wanted`` to ``printed``: one digit, two neighbours swapped, a digit
    too many or too few, the point in the wrong place.

    >>> is_slip("110.52", "110.25"), is_slip("246.03", "246.02"), is_slip("27.80", "278.0"), is_slip("110.52", "98.71")
    (True, True, True, False)
    """
    if printed == wanted:
        return False
    if printed.replace(".", "").strip("0") == wanted.replace(".", "").strip("0"):
        return True
    if one_digit(printed, wanted):
        return True
    if len(printed) == len(wanted):
        apart = [index for index in range(len(printed)) if printed[index] != wanted[index]]
        crossed = len(apart) == 2 and [printed[i] for i in apart] == [wanted[i] for i in reversed(apart)]
        return crossed and not printed[apart[0] + 1 : apart[1]].strip(".")
    short, long = sorted((printed, wanted), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def is_subsequence(short: str, long: str) -> bool:
    """True when the characters stand in the other text in this order.

    >>> is_subsequence("食品抽检", "食品安全监督抽检"), is_subsequence("抽检食品", "食品安全监督抽检")
    (True, False)
    """
    rest = iter(long)
    return all(char in rest for char in short)
