"""What the notebook fails with when its stage did."""

from __future__ import annotations

import signal

from .child import Ended


def failure_text(stage: str, ended: Ended, left: object) -> str:
    """The message and remedy that the stage left or logged, then its last lines."""
    error = left if isinstance(left, dict) else ended.error
    message, remedy = error.get("message"), error.get("remedy")
    if not message and ended.code == 0:
        message = "it ended well and left no result"
    elif not message and ended.code < 0:
        message = f"its process was ended by {signal.Signals(-ended.code).name}"
        if ended.code == -signal.SIGKILL:
            remedy = "If nobody killed it, it ran out of memory: give the task more."
    lines = [
        f"{stage} failed: {message or f'it ended with exit code {ended.code}'}",
        *([str(remedy)] if remedy else []),
    ]
    if ended.tail:
        lines += ["", "Its last lines:", *(f"  {line}" for line in ended.tail)]
    return "\n".join(lines)
