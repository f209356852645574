"""The result document that a stage leaves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read_result(path: Path) -> dict[str, Any]:
    """What the stage left, or nothing."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def task_value(value: object) -> object:
    """A task value as conditions compare it: booleans as the words true and false, numbers as they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, (int, float, str)) else json.dumps(value)


def summary(result: Mapping[str, Any]) -> dict[str, Any]:
    """What the notebook ends with, for whoever reads the run's output."""
    return {name: value for name, value in result.items() if name != "report_html"}
