"""What the desk remembers, in SQLite: uploads and their reports, and the decisions of people on findings.

A decision names the document by its SHA-256, the part, the check and the fingerprint, as a suppression does; so it
holds for the same file however often it comes, and outlives the report.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.desk.records import Decision, Filed, Hit, Standing, Upload
from extractor.report import FindingEntry, Report
from extractor.suppressions import Entry, Key, Suppressions, key_of

LISTED = 200
"""uploads in a list; older ones are found by searching"""
AROUND = 40
"""characters shown on both sides of what was searched for"""


class Store:
    """Everything is written at once; each call has a connection of its own, so any thread may call."""

    def __init__(self, data: Path) -> None:
        self.data = data
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        (data / "files").mkdir(exist_ok=True, mode=0o700)
        with self._open() as base:
            base.executescript("PRAGMA journal_mode = WAL;\n" + (files(__package__) / "schema.sql").read_text("utf-8"))
            has = {row["name"] for row in base.execute("PRAGMA table_info(uploads)")}
            for column in ("member TEXT", "archive TEXT", "members INTEGER"):  # a desk of an earlier version
                if column.partition(" ")[0] not in has:
                    base.execute(f"ALTER TABLE uploads ADD COLUMN {column}")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        base = sqlite3.connect(self.data / "desk.sqlite", timeout=30)
        base.row_factory = sqlite3.Row
        base.execute("PRAGMA foreign_keys = ON")
        try:
            with base:
                yield base
        finally:
            base.close()

    # ---------------------------------------------------------------- uploads

    def folder(self, id: str) -> Path:
        """Where the file of an upload and all that is made of it lie; ``id`` is one of ours."""
        return self.data / "files" / id

    def add(
        self, name: str, suffix: str, size: int, profile: str, member: str | None = None, archive: str | None = None
    ) -> Upload:
        """A new upload, queued, with an empty folder."""
        id, now = secrets.token_hex(16), _now()
        upload = Upload(id, name, suffix, size, profile, "queued", "", None, None, now, None, member, archive)
        self.folder(upload.id).mkdir(mode=0o700)
        with self._open() as base:
            base.execute(
                "INSERT INTO uploads (id, name, suffix, size, profile, state, created, member, archive)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (id, name, suffix, size, profile, upload.state, now, member, archive),
            )
        return upload

    def upload(self, id: str) -> Upload | None:
        return next(iter(self._uploads("WHERE id = ?", id)), None)

    def uploads(self, limit: int = LISTED) -> list[Upload]:
        """The latest ones first."""
        return self._uploads("ORDER BY created DESC, rowid DESC LIMIT ?", limit)

    def members(self, id: str) -> list[Upload]:
        """The files of an archive, in its order."""
        return self._uploads("WHERE archive = ? ORDER BY rowid", id)

    def latest_of(self, document: str) -> Upload | None:
        """The latest upload that is the file of that SHA-256 and was audited."""
        where = "WHERE id IN (SELECT upload FROM reports WHERE document = ?) ORDER BY created DESC LIMIT 1"
        return next(iter(self._uploads(where, document)), None)

    def unfinished(self) -> list[Upload]:
        """What an earlier run of the desk has left in its queue."""
        return self._uploads("WHERE state IN ('queued', 'running') ORDER BY created, rowid")

    def _uploads(self, clause: str, *values: object) -> list[Upload]:
        with self._open() as base:
            return [Upload(**row) for row in base.execute(f"SELECT * FROM uploads {clause}", values)]

    def begin(self, id: str) -> None:
        self._update(id, state="running", stage="", error_code=None, error_message=None)

    def tell(self, id: str, stage: str) -> None:
        """How far the work has come."""
        self._update(id, stage=stage)

    def fail(self, id: str, code: str, message: str) -> None:
        self._update(id, state="failed", error_code=code, error_message=message, finished=_now())

    def finish(self, id: str, reports: Sequence[tuple[Report, str]]) -> None:
        """The reports of an upload, each with its own words (for searching)."""
        with self._open() as base:
            base.execute("DELETE FROM reports WHERE upload = ?", (id,))
            base.executemany(
                "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [(id, ordinal, *_columns(report, text)) for ordinal, (report, text) in enumerate(reports)],
            )
        self._update(id, state="done", stage="", finished=_now())

    def unpacked(self, id: str, members: int) -> None:
        """An archive whose members are uploads now."""
        self._update(id, state="done", stage="", members=members, finished=_now())

    def _update(self, id: str, **values: object) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        with self._open() as base:
            base.execute(f"UPDATE uploads SET {names} WHERE id = ?", (*values.values(), id))

    def remove(self, id: str) -> None:
        """An upload with its file, its members and all that was made of it; decisions stay."""
        for member in self.members(id):
            self.remove(member.id)
        with self._open() as base:
            base.execute("DELETE FROM uploads WHERE id = ?", (id,))
        shutil.rmtree(self.folder(id), ignore_errors=True)

    def expire(self, days: int) -> int:
        """Removes what is older; how many there were. 0 days: nothing."""
        if days <= 0:
            return 0
        limit = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
        old = [one for one in self._uploads("WHERE created < ?", limit) if one.ended]
        for upload in old:
            self.remove(upload.id)
        return len(old)

    # ---------------------------------------------------------------- reports

    def reports(self, id: str) -> list[Filed]:
        """As audited, in order."""
        with self._open() as base:
            rows = base.execute("SELECT ordinal, json FROM reports WHERE upload = ? ORDER BY ordinal", (id,))
            return [Filed(id, row["ordinal"], Report.model_validate_json(row["json"])) for row in rows]

    def reviewed(self, id: str) -> list[Filed]:
        """The same, what was dismissed marked as suppressed."""
        filed = self.reports(id)
        known = Suppressions((entry, "suppress") for entry in self.entries({one.report.source.sha256 for one in filed}))
        return [replace(one, report=known.mark(one.report)) for one in filed]

    def standings(self, ids: Sequence[str]) -> dict[str, list[Standing]]:
        """How far the review of some uploads has come, by report."""
        with self._open() as base:
            rows = base.execute(
                "SELECT upload, ordinal, title, document, part, findings FROM reports"
                f" WHERE upload IN ({', '.join('?' * len(ids))}) ORDER BY upload, ordinal",
                list(ids),
            ).fetchall()
        decided = self.decisions({row["document"] for row in rows})
        found: dict[str, list[Standing]] = {}
        for row in rows:
            found.setdefault(row["upload"], []).append(_standing(row, decided))
        return found

    def search(self, words: str, limit: int = 50) -> list[Hit]:
        """Reports in whose title, text or file name the words stand as they are, the latest first."""
        pattern = f"%{words.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        with self._open() as base:
            rows = base.execute(
                "SELECT u.*, r.ordinal, r.title, r.text FROM reports r JOIN uploads u ON u.id = r.upload"
                " WHERE r.title LIKE ?1 ESCAPE '!' OR r.text LIKE ?1 ESCAPE '!' OR u.name LIKE ?1 ESCAPE '!'"
                " ORDER BY u.created DESC, r.ordinal LIMIT ?2",
                (pattern, limit),
            ).fetchall()
        return [_hit(dict(row), words) for row in rows]

    # ---------------------------------------------------------------- decisions

    def decide(self, decision: Decision) -> None:
        """Takes the place of an earlier decision on the same finding."""
        with self._open() as base:
            base.execute(
                "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    decision.document, decision.part or 0, decision.code, decision.fingerprint, decision.choice,
                    decision.reason, decision.name, _now(),
                ),
            )  # fmt: skip

    def undecide(self, key: Key) -> None:
        document, part, code, fingerprint = key
        with self._open() as base:
            base.execute(
                "DELETE FROM decisions WHERE document = ? AND part = ? AND code = ? AND fingerprint = ?",
                (document, part or 0, code, fingerprint),
            )

    def decisions(self, documents: Iterable[str] | None = None) -> dict[Key, Decision]:
        """Decisions on the findings of some documents, or all."""
        wanted = None if documents is None else list(documents)
        where = "" if wanted is None else f"WHERE document IN ({', '.join('?' * len(wanted))})"
        with self._open() as base:
            rows = base.execute(f"SELECT * FROM decisions {where} ORDER BY decided", wanted or ()).fetchall()
        told = (Decision(**{**row, "part": row["part"] or None}) for row in map(dict, rows))
        return {one.key: one for one in told}

    def entries(self, documents: Iterable[str] | None = None) -> list[Entry]:
        """What was dismissed, as suppressions."""
        return [
            Entry(
                document=one.document,
                part=one.part,
                code=one.code,
                fingerprint=one.fingerprint,
                reason=one.reason,
                name=one.name,
            )
            for one in self.decisions(documents).values()
            if one.choice == "dismissed"
        ]


def _columns(report: Report, text: str) -> tuple[object, ...]:
    source = report.source
    findings = [[one.code, one.fingerprint, one.severity] for one in report.findings]
    part = source.part.index if source.part else 0
    title = report.report.title or source.name
    return title, source.sha256, part, json.dumps(findings), text, report.model_dump_json()


def _standing(row: sqlite3.Row, decided: dict[Key, Decision]) -> Standing:
    counts: Counter[str] = Counter()
    judged = 0
    findings = json.loads(row["findings"])
    for code, fingerprint, severity in findings:
        decision = decided.get((row["document"], row["part"] or None, code, fingerprint))
        judged += decision is not None
        counts[severity] += decision is None or decision.choice == "accepted"
    return Standing(row["ordinal"], row["title"], row["document"], +counts, judged, len(findings))


def finding_of(filed: Iterable[Filed], key: Key) -> tuple[Report, FindingEntry] | None:
    """The finding of that key, and the report that has it."""
    for one in filed:
        for finding in one.report.findings:
            if key_of(one.report, finding) == key:
                return one.report, finding
    return None


def _hit(row: dict[str, Any], words: str) -> Hit:
    ordinal, title, text = row.pop("ordinal"), row.pop("title"), row.pop("text")
    at = text.lower().find(words.lower())
    if at < 0:
        return Hit(Upload(**row), ordinal, title, "", "", "")
    end = at + len(words)
    before, after = text[max(0, at - AROUND) : at], text[end : end + AROUND]
    return Hit(Upload(**row), ordinal, title, "".join(before.split()), text[at:end], "".join(after.split()))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
