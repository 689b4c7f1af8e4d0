"""What the desk's pages say for what its parts are called."""

from __future__ import annotations

from extractor.writers.words import LEVELS

__all__ = ["CHOICES", "LEVELS", "STATES", "WHATS"]

STATES = {"queued": "排队", "running": "正在审核", "done": "已审", "failed": "没有审成"}
CHOICES = {"accepted": "采纳", "dismissed": "排除"}
WHATS = {"added": "新增", "removed": "删去", "changed": "改动"}
