"""Takes the README's picture of the review desk: ``python docs/make_desk_picture.py``.

A desk is served on a port of its own, a sample is dropped, two findings are judged and a third is at hand; a real
Chromium (playwright; Chinese type must be installed) takes the picture.
"""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from make_screenshots import COLOURS, ROOT
from PIL import Image
from playwright.sync_api import Page, sync_playwright

PICTURE = ROOT / "docs" / "desk.png"
SAMPLE = ROOT / "samples" / "parks-fault.pdf"
SCREEN = {"width": 1280, "height": 860}
REASON = "62个是年初数，开放数含新建的3个，已核对台账"


def main() -> None:
    gouji = Path(sys.executable).with_name("gouji")
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [gouji, "serve", "--port", "0", "--data", folder], stderr=subprocess.PIPE, encoding="utf-8"
        ) as desk,
    ):
        assert desk.stderr is not None
        (base,) = re.findall(r"http://\S+:\d+", desk.stderr.readline())
        try:
            shot = _shot(base)
        finally:
            desk.send_signal(signal.SIGINT)
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    picture = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    picture.save(PICTURE, optimize=True)


def _shot(base: str) -> bytes:
    with sync_playwright() as driver:
        chromium = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None
        page = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page(viewport=SCREEN)
        page.goto(base)
        page.set_input_files("#file", SAMPLE)
        page.locator(".upload.done .go").click()
        page.wait_for_load_state()
        _judge(page)
        return page.screenshot()


def _judge(page: Page) -> None:
    for key in "ja":
        page.keyboard.press(key)
    page.locator("#judged:text-is('1')").wait_for()
    page.keyboard.press("d")
    page.keyboard.type(REASON)
    page.keyboard.press("Enter")
    page.locator("#judged:text-is('2')").wait_for()
    page.locator(".decision.dismissed").evaluate("one => window.scrollTo(0, one.offsetTop - 330)")


if __name__ == "__main__":
    main()
