"""The stage's output as the notebook shows it."""

from __future__ import annotations

from collections import deque
from typing import Any

from .log_line import log_entry, readable

TAIL_LINES = 40


class OutputLines:
    """Prints a stage's lines without what is hidden, and keeps the last of them and the failure that they tell of.

    `hidden` is looked at for each line, as tokens join it while the stage runs.
    """

    def __init__(self, stage: str, hidden: set[str]) -> None:
        self._stage = stage
        self._hidden = hidden
        self.tail: deque[str] = deque(maxlen=TAIL_LINES)
        self.error: dict[str, Any] = {}

    def show(self, line: str) -> None:
        """Prints a line: an entry of the stage's log in words, others as they are."""
        for secret in sorted(self._hidden, key=len, reverse=True):
            line = line.replace(secret, "[hidden]")
        entry = log_entry(line)
        if entry is not None and entry["event"] == "failed":
            self.error.update(entry)
        text = line if entry is None else readable(entry, self._stage)
        self.tail.append(text)
        print(text, flush=True)
