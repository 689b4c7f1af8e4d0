"""XLSX: the working paper of an audit. Sheets 结论, 发现, 勾稽明细, 资金, 指标, 得分复核, 未核对数字, and 数据, whose
cells the others compute with. Several reports share the sheets, each row with its report."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.writers import Options, Result

BINARY = True
DOSSIER = True


def write(results: Sequence[Result], options: Options) -> bytes:
    """The workbook. Its formulas carry the values that they come to, for programs that do not compute."""
    from extractor.writers.paper import binder

    return binder.bound(results)
