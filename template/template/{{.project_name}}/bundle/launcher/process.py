"""A process of its own group whose output is read line by line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress

from .events import Events

#: Becomes the program in its arguments, and on Linux dies with this process even when that is killed outright: a stage
#: that outlived its task would work beside the task's repair.
BECOME = """
import os, signal, sys
try:
    import ctypes
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
except (ImportError, OSError, AttributeError):
    pass
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""


def start_process(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Starts a command in a process group of its own, with both of its outputs in one."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", BECOME, str(os.getpid()), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(environment),
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


def read_lines(child: subprocess.Popen[str], events: Events) -> threading.Thread:
    """Puts the child's lines into `events`, and None at their end, from a thread that is started here."""

    def read() -> None:
        assert child.stdout is not None
        with child.stdout as lines:
            for line in lines:
                events.put(line.rstrip("\r\n"))
        events.put(None)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    return reader


def signal_group(child: subprocess.Popen[str], number: signal.Signals) -> None:
    """Sends a signal to the child and what it started, if any of it is still there."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)
