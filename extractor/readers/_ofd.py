"""Pages of an OFD package (GB/T 33190-2016) as sheets: characters with their boxes, ruled lines, share of pictures.

Namespaces are not looked at (files without any are about), and paths are forgiven what writers get wrong: back-slashes,
absolute or relative, another case, a page list without its container.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extractor.readers._ofd_page import ONE, Page, TooMuch, all_of, box_in, draw, first_of
from extractor.readers._sheet import Sheet

MAX_PAGES = 3000
MAX_MEMBER = 64 * 1024 * 1024


class Unreadable(Exception):
    """The package is no OFD, or its parts are not well-formed."""


@dataclass
class Package:
    """An open package."""

    zip: zipfile.ZipFile
    names: dict[str, str] = field(default_factory=dict)
    """lower-case path → path"""
    signatures: int = 0

    def __post_init__(self) -> None:
        self.names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self.zip.namelist()}

    def find(self, path: str, base: str = "") -> str | None:
        """The member that a path means, seen from the folder ``base``; None when there is none."""
        path = path.strip().replace("\\", "/")
        tries = [path.lstrip("/")] if path.startswith("/") else [posixpath.join(base, path), path]
        for one in tries:
            name = self.names.get(posixpath.normpath(one).lower())
            if name is not None:
                return name
        ends = [name for key, name in self.names.items() if key.endswith("/" + path.lstrip("./").lower())]
        return ends[0] if len(ends) == 1 else None

    def xml(self, name: str) -> Any:
        """The root element of a member."""
        from lxml import etree

        if self.zip.getinfo(name).file_size > MAX_MEMBER:
            raise TooMuch(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self.zip.read(name), parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Unreadable(f"{name}: {error}") from error


def feed(package: Package) -> Iterator[Sheet]:
    """The pages of all documents of the package, in order."""
    name = package.find("OFD.xml")
    if name is None:
        raise Unreadable("没有 OFD.xml")
    number = 0
    for body in all_of(package.xml(name), "DocBody"):
        package.signatures += sum(1 for _ in all_of(body, "Signatures"))
        root = first_of(body, "DocRoot")
        target = package.find(root.text or "") if root is not None else None
        if target is None:
            raise Unreadable("找不到文档根 DocRoot")
        for sheet in _document(package, target, number):
            number += 1
            if number > MAX_PAGES:
                raise TooMuch(f"{MAX_PAGES}页")
            yield sheet


def _document(package: Package, name: str, number: int) -> Iterator[Sheet]:
    root, base = package.xml(name), posixpath.dirname(name.replace("\\", "/"))
    area = box_in(first_of(root, "PhysicalBox")) or (0.0, 0.0, 210.0, 297.0)
    templates = {one.get("ID"): one.get("BaseLoc") for one in all_of(root, "TemplatePage")}
    for element in all_of(root, "Page"):
        target = package.find(element.get("BaseLoc") or "", base)
        if target is None:
            continue
        number += 1
        content = package.xml(target)
        size = box_in(first_of(content, "PhysicalBox")) or area
        page = Page(size[2], size[3])
        drawn = [(t.get("TemplateID"), t.get("ZOrder")) for t in all_of(content, "Template")]
        for template, _order in drawn:
            location = package.find(templates.get(template) or "", base)
            if location is not None:
                draw(package.xml(location), page, ONE, 0)
        draw(content, page, ONE, 0)
        yield page.sheet(number)
