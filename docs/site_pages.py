"""The site (mkdocs hook) shows what stands elsewhere too: README as first page, the pages of the checks, the glossary.

Nothing is copied in the repository: each page is taken from its source when the site is built, and links between
sources become links between pages; a link to a file that is no page is left as its words.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

ELSEWHERE = {
    "README.md": "index.md",
    "README.en.md": "english.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "patterns/README.md": "patterns.md",
    **{
        f"extractor/checks/{path.name}": f"checks/{path.name}"
        for path in sorted((ROOT / "extractor" / "checks").glob("*.md"))
    },
}
"""source in the repository → page of the site"""

_SOURCE_OF = {page: source for source, page in ELSEWHERE.items()}
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#:\s]+)(#[^)]*)?\)")
_SAID = {"finds": "应当报出", "clean": "应当相符", "silent": "不判"}


def on_config(config: Any) -> Any:
    """Pages that ``mkdocs.yml`` does not list stand at the end of 参考."""
    listed = re.findall(r"[\w-]+\.md", str(config["nav"]))
    for path in sorted((ROOT / "docs").glob("*.md")):
        if path.name not in listed:
            next(part for part in config["nav"] if "参考" in part)["参考"].append(path.name)
    return config


def on_files(files: Any, config: Any) -> Any:
    from mkdocs.structure.files import File

    for source, page in ELSEWHERE.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    uri = page.file.src_uri
    source = _SOURCE_OF.get(uri, f"docs/{uri}")
    told = re.sub(r"^```text (\w+)$", lambda found: f"{_SAID[found[1]]}：\n\n```text", markdown, flags=re.MULTILINE)
    return _LINK.sub(lambda link: _linked(link, source, uri), told)


def _linked(link: re.Match[str], source: str, uri: str) -> str:
    """A link as the site needs it."""
    image, words, target, anchor = link.groups()
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    if wanted in ELSEWHERE:
        page = ELSEWHERE[wanted]
    elif wanted.startswith("docs/"):
        page = wanted.removeprefix("docs/")
    else:
        return words
    return f"{image}[{words}]({posixpath.relpath(page, posixpath.dirname(uri) or '.')}{anchor or ''})"
