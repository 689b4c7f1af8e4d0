"""A report as a saved page of a government site: path, index number and buttons above, site line below."""

from __future__ import annotations

from html import escape

from formpress.blocks import Form, Grid, Line

TAGS = {
    "title": "h1",
    "centred": 'p align="center"',
    "right": 'p align="right"',
    "heading": "h3",
    "note": "p class=note",
    "paragraph": "p",
}


def render(form: Form) -> bytes:
    """The page's bytes, in its own encoding."""
    encoding = form.options.get("encoding", "utf-8")
    body = "\n".join(_grid(block) if isinstance(block, Grid) else _line(block) for block in form.blocks)
    title = next(block.text for block in form.blocks if isinstance(block, Line) and block.kind == "title")
    page = f"""<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset={encoding}">
<title>{escape(title)}</title>
<style>table {{border-collapse: collapse}} td, th {{border: 1px solid #333}} .tools a {{margin: 0 4px}}</style>
<script>var visits = 1024; document.title = document.title + " ";</script>
</head>
<body>
{_furniture(form.options.get("nav"), "nav")}
<div class="article">
{body}
</div>
{_furniture(form.options.get("foot"), "footer")}
</body>
</html>
"""
    return page.encode(encoding)


def _furniture(text: str | None, place: str) -> str:
    """Lines parted by ⏎."""
    lines = "".join(f"<div>{escape(line)}</div>" for line in (text or "").split("⏎") if line)
    return f'<div class="{place}">{lines}</div>'


def _line(block: Line) -> str:
    tag = TAGS[block.kind]
    return f"<{tag}>{escape(block.text)}</{tag.split()[0]}>"


def _grid(block: Grid) -> str:
    rows: list[list[str]] = [[] for _ in range(block.rows)]
    for cell in sorted(block.cells, key=lambda c: (c.row, c.col)):
        spans = "".join(
            f' {name}="{value}"' for name, value in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if value > 1
        )
        tag = "th" if cell.row < block.head else "td"
        text = escape(cell.text).replace("\n", "<br>") or "&nbsp;"
        rows[cell.row].append(f"<{tag}{spans}>{text}</{tag}>")
    return "<table>\n" + "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "\n</table>"
