"""The notebook's parameters, and the document of them that the stage reads."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

#: Parameters that are for this package; all others are the stage's.
OWN_PARAMETERS = ("node_path", "auth", "secret_scope")


def read_parameters(dbutils: Any) -> dict[str, str]:
    """All parameters of the notebook as text; none when a person runs it without widgets."""
    found: dict[str, str] = {}
    sources: tuple[Callable[[], Any], ...] = (
        lambda: dbutils.widgets.getAll(),
        # Older runtimes know only this one, and some clusters do not allow it.
        lambda: dbutils.notebook.entry_point.getCurrentBindings(),
    )
    for source in sources:
        try:
            bindings = source()
            for name in bindings:
                found.setdefault(str(name), str(bindings[name]))
        except Exception:  # A refusal has many types, the JVM's among them.
            continue
    return found


def write_parameters(path: Path, parameters: Mapping[str, str]) -> None:
    """Writes those of the stage as a JSON document that only its owner may read."""
    document = {name: text for name, text in parameters.items() if name not in OWN_PARAMETERS}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)
