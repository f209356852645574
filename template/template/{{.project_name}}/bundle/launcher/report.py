"""The stage's report in the notebook."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

#: A notebook refuses to keep much larger output.
LARGEST_REPORT = 5 * 1024 * 1024


def show_report(path: object, show_html: Callable[[str], None] | None) -> None:
    """Shows the report the stage wrote in the notebook, or says where it is."""
    if show_html is None or not isinstance(path, str) or not path:
        return
    try:
        if os.path.getsize(path) > LARGEST_REPORT:
            print(f"The report is too large to show here: {path}", flush=True)
            return
        html = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        print(f"The report cannot be shown ({error}): {path}", flush=True)
        return
    show_html(html)
