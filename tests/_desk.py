"""A desk that is really served, on a port of its own, for the tests that talk to it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from extractor.desk.app import create_app
from extractor.desk.desk import Desk
from extractor.desk.settings import Settings


@dataclass(frozen=True)
class Served:
    """``client`` calls as another system would: no cookies, no origin."""

    desk: Desk
    base: str
    client: httpx.Client

    def submit(self, file: Path, name: str | None = None) -> str:
        """The id of a file that was sent."""
        answer = self.client.post("/api/reports", files={"file": (name or file.name, file.read_bytes())})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def audited(self, file: Path, name: str | None = None) -> str:
        """The id of a file that was sent, and whose audit has ended."""
        id = self.submit(file, name)
        self.desk.jobs.drain()
        return id


@contextmanager
def served(settings: Settings, **headers: str) -> Iterator[Served]:
    """The desk, until the block ends."""
    app = create_app(settings)
    server = _Server(uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=5))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    assert server.ready.wait(30)
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        with httpx.Client(base_url=base, headers=headers, timeout=60) as client:
            yield Served(app.state.desk, base, client)
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()
