"""Web pages: the report between the furniture of a government site, tables with rowspan and colspan."""

from __future__ import annotations

import html
from random import Random

from benchmarks.generate.marks import plain
from benchmarks.generate.paper import Line, Paper, Table
from benchmarks.generate.words import Words

TAGS = {"title": "h1", "subtitle": "p", "heading1": "h2", "heading2": "h3", "heading3": "h4"}


def write(paper: Paper, rng: Random, words: Words) -> bytes:
    title = next((plain(b.text) for b in paper.blocks if isinstance(b, Line) and b.role == "title"), "")
    before = "".join(f"<div class='crumbs'>{html.escape(plain(line))}</div>\n" for line in paper.web_before)
    after = "".join(f"<div class='foot'>{html.escape(plain(line))}</div>\n" for line in paper.web_after)
    body = "".join(_block(block) for block in paper.blocks)
    page = (
        f"<!DOCTYPE html>\n<html lang='zh-CN'><head><meta charset='utf-8'><title>{html.escape(title)}</title></head>\n"
        f"<body>\n{before}<div class='article'>\n{body}</div>\n{after}</body></html>\n"
    )
    return page.encode()


def _block(block: Line | Table) -> str:
    if isinstance(block, Line):
        tag = TAGS.get(block.role, "p")
        return f"<{tag}>{html.escape(plain(block.text))}</{tag}>\n"
    rows = "".join(
        f"<tr>{''.join(_cell(cell.text, cell.down, cell.across) for cell in row)}</tr>\n" for row in block.rows
    )
    return f"<table border='1'>\n{rows}</table>\n"


def _cell(text: str, down: int, across: int) -> str:
    spans = (f" rowspan='{down}'" if down > 1 else "") + (f" colspan='{across}'" if across > 1 else "")
    return f"<td{spans}>{html.escape(plain(text))}</td>"
