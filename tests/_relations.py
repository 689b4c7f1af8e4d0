"""Formulas of plain arithmetic and the relations that they state, calculated in exact decimals."""

from __future__ import annotations

import ast
import operator
import re
from decimal import Decimal, localcontext

_OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def calculated(text: str) -> Decimal:
    """An arithmetic expression; ValueError or SyntaxError for what is none."""
    with localcontext() as context:
        context.prec = 40
        return _value(ast.parse(text.strip(), mode="eval").body, text.strip())


def _value(node: ast.expr, text: str) -> Decimal:
    if isinstance(node, ast.BinOp):
        return _OPERATIONS[type(node.op)](_value(node.left, text), _value(node.right, text))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, text)
    if isinstance(node, ast.Constant):
        return Decimal(ast.get_source_segment(text, node) or "")
    raise ValueError(text)


def holds(relation: str) -> bool:
    """``a + b = c`` to the digit; ``a / b ≈ c%`` to the last printed place, rounded half up."""
    left, sign, right = re.split(r"\s([=≈])\s", relation)
    if sign == "=":
        return calculated(left) == calculated(right)
    stated = Decimal(right.rstrip("%"))
    found = calculated(left) * (100 if right.endswith("%") else 1)
    step = Decimal(1).scaleb(int(stated.as_tuple().exponent))
    return stated - step / 2 <= found < stated + step / 2
