"""A stage from the notebook's side: parameters in, task values, report and summary out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .interrupts import signals_as_interrupts
from .parameters import read_parameters
from .report import show_report
from .result import summary, task_value
from .stage import run_stage


def run(stage: str, dbutils: Any, show_html: Callable[[str], None] | None = None) -> None:
    """Runs a stage to its end, sets its task values, and ends the notebook with a JSON summary.

    Raises RuntimeError when the stage failed, with its message, its remedy and its last lines, and KeyboardInterrupt
    when the notebook was cancelled.
    """
    parameters = read_parameters(dbutils)
    with (
        signals_as_interrupts(),
        tempfile.TemporaryDirectory(prefix="genie-enhancer-", ignore_cleanup_errors=True) as scratch,
    ):
        result, failure = run_stage(stage, dbutils, parameters, Path(scratch))
    for key, value in (result.get("task_values") or {}).items():
        dbutils.jobs.taskValues.set(key=key, value=task_value(value))
    show_report(result.get("report_html"), show_html)
    if failure is not None:
        raise RuntimeError(failure)
    # Ends the notebook by an exception of its own, so nothing may stand around it that would catch that.
    dbutils.notebook.exit(json.dumps(summary(result)))
