"""Lines of the stage's JSON log, and how people read them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def log_entry(line: str) -> dict[str, Any] | None:
    """A line of the stage's JSON log, or None when it is something else."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    is_entry = isinstance(entry, dict) and isinstance(entry.get("event"), str) and isinstance(entry.get("time"), str)
    return entry if is_entry else None


def readable(logged: Mapping[str, Any], stage: str) -> str:
    """A log entry in the words people read."""
    entry = dict(logged)
    words = [entry.pop("time")[11:19]]
    level = entry.pop("level", "info")
    if level in ("warn", "error"):
        words.append(level.upper())
    words.append(entry.pop("event").replace("_", " "))
    if entry.get("stage") == stage:
        del entry["stage"]
    if "loop" in entry:
        words.append(f"loop {entry.pop('loop')}")
    for part, whole in (("done", "total"), ("correct", "n")):
        if part in entry and whole in entry:
            words.append(f"{entry.pop(part)}/{entry.pop(whole)}")
    sentences = [str(entry.pop(name)) for name in ("message", "remedy") if entry.get(name)]
    words += [f"{name} {plain(value)}" for name, value in entry.items() if value not in (None, "", [], {})]
    return " ".join([*words, *sentences])


def plain(value: object) -> str:
    """A member of a log line in few characters."""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list) and all(isinstance(member, (str, int, float)) for member in value):
        rest = [f"and {len(value) - 2} more"] if len(value) > 3 else []
        return ", ".join([*(str(member) for member in (value[:2] if rest else value)), *rest])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
