"""The desk without its doors: what both the interface and the pages do."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import BinaryIO

from extractor import profiles, readers, writers
from extractor.desk.dataset import Dataset, Kept
from extractor.desk.guarding import Guard
from extractor.desk.jobs import Jobs
from extractor.desk.records import Decision, Filed, Upload
from extractor.desk.settings import Settings
from extractor.desk.store import Store, finding_of
from extractor.errors import SourceError
from extractor.suppressions import Key

NAME = 160
"""characters of a file's name that are kept"""

FORMATS = {
    "xlsx": ("工作底稿（Excel）", "底稿"),
    "marked": ("加标注的原文", "标注"),
    "html": ("审核报告（网页）", "审核"),
    "json": ("JSON", "审核"),
    "csv": ("问题清单（CSV）", "问题"),
    "sarif": ("SARIF", "审核"),
}
"""outputs that are offered: what the page calls them, and what is put behind the name of the report's file;
``api.MEDIA`` has their types"""


class Refused(Exception):
    """What was asked cannot be done. ``status`` is that of the answer, ``code`` names the reason."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Desk:
    settings: Settings
    store: Store
    jobs: Jobs
    guard: Guard
    dataset: Dataset | None = None

    def submit(self, name: str, content: BinaryIO, profile: str | None) -> Upload:
        """A file is taken in under a random name and waits for its audit. Raises Refused, Full."""
        chosen = profile or self.settings.profile
        if chosen != self.settings.profile and chosen not in profiles.names():
            raise Refused(422, "profile", f"没有评价口径“{chosen[:40]}”")
        called = file_name(name)
        suffix = PurePosixPath(called).suffix.lower()
        if suffix not in taken():
            known = " ".join(taken())
            raise Refused(415, "unsupported", f"不能读这种文件；可读 {known}")
        self.jobs.check()
        content.seek(0, 2)
        upload = self.store.add(called, suffix, content.tell(), chosen)
        content.seek(0)
        with (self.store.folder(upload.id) / f"source{suffix}").open("xb") as target:
            shutil.copyfileobj(content, target)
        self.jobs.submit(upload)
        return upload

    def upload(self, id: str) -> Upload:
        """Raises Refused."""
        found = self.store.upload(id)
        if found is None:
            raise Refused(404, "not_found", "没有这份报告，或已按期删除")
        return found

    def reviewed(self, id: str) -> list[Filed]:
        """The reports of an upload with its decisions. Raises Refused when they are not there (yet)."""
        upload = self.upload(id)
        if upload.state == "failed":
            raise Refused(409, upload.error_code or "internal", upload.error_message or "")
        if upload.state != "done":
            raise Refused(409, "unfinished", "还没有审完")
        if upload.members is not None:
            raise Refused(409, "archive", "这是压缩包；其中的文件各有编号")
        return self.store.reviewed(id)

    def bring(self, report_id: str) -> tuple[Upload, int]:
        """A report of the dataset: the upload that is its file, made where the desk has none, and its place in it,
        from 0. Raises Refused when the file is not what the dataset has read, Full."""
        if self.dataset is None:
            raise Refused(404, "not_found", "没有数据集；启动时用 --dataset 指定")
        kept = self.dataset.kept(report_id)
        if kept is None:
            raise Refused(404, "not_found", "数据集里没有这份报告")
        upload = self.store.latest_of(kept.sha256)
        if upload is None:
            with TemporaryDirectory(prefix="gouji-") as folder:
                try:
                    file = self.dataset.file(kept, Path(folder), self.settings.max_bytes)
                except SourceError as error:
                    raise Refused(409, error.code, f"打不开原文件：{error.message}（{kept.source}）") from error
                upload = self._taken(file, kept)
        return upload, kept.ordinal

    def _taken(self, file: Path, kept: Kept) -> Upload:
        self.jobs.check()
        suffix = file.suffix.lower()
        upload = self.store.add(kept.name, suffix, file.stat().st_size, self.settings.profile, kept.member)
        shutil.copyfile(file, self.store.folder(upload.id) / f"source{suffix}")
        self.jobs.submit(upload)
        return upload

    def decide(self, id: str, key: tuple[int | None, str, str], choice: str, reason: str) -> None:
        """A person's decision on a finding (part, code, fingerprint); choice ``open`` takes an earlier one back. Raises
        Refused."""
        filed = self.reviewed(id)
        whole: Key = (filed[0].report.source.sha256 if filed else "", *key)
        found = finding_of(filed, whole)
        if found is None:
            raise Refused(404, "not_found", "这份报告里没有这个问题")
        reason = " ".join(reason.split())
        if choice == "open":
            self.store.undecide(whole)
        elif choice == "dismissed" and not reason:
            raise Refused(422, "reason", "排除一个问题须写明理由")
        else:
            name = found[0].source.name
            self.store.decide(Decision(*whole, "dismissed" if choice == "dismissed" else "accepted", reason, name))

    def formats(self) -> dict[str, str]:
        """Outputs by name, with the words for them."""
        return {name: words for name, (words, _) in FORMATS.items() if name in writers.names()}


def taken() -> list[str]:
    """Suffixes of files that the desk takes in."""
    return sorted({*readers.suffixes(), ".zip"})


def file_name(told: str) -> str:
    r"""What a file is called, whatever path or control characters its sender put into the name.

    >>> file_name("../../etc/报告.pdf"), file_name("C:\\档案\\报告.pdf"), file_name("a\x1bb\n.txt"), file_name("")
    ('报告.pdf', '报告.pdf', 'ab.txt', '未命名')
    """
    last = PurePosixPath(PureWindowsPath(told).as_posix()).name
    name = "".join(char for char in last if char.isprintable()).strip()
    if len(name) > NAME:
        suffix = PurePosixPath(name).suffix[:16]
        name = name[: NAME - len(suffix)] + suffix
    return name or "未命名"
