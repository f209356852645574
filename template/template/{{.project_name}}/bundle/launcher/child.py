"""The stage's process while it runs: its lines are shown, its questions for tokens answered."""

from __future__ import annotations

import queue
import signal
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, NamedTuple

from .events import Events
from .output_lines import OutputLines
from .process import read_lines, signal_group, start_process

#: How long a cancelled stage may take to store what it has.
STOP_SECONDS = 20.0


class Ended(NamedTuple):
    """How a stage's process ended: its exit code, its last lines, and the failure it logged, if any."""

    code: int
    tail: list[str]
    error: dict[str, Any]


def run_child(
    command: list[str],
    environment: Mapping[str, str],
    events: Events,
    ask_token: Callable[[], str],
    output: OutputLines,
) -> Ended:
    """Runs a command to its end, printing its lines as they come.

    An interrupt is passed on to the command's process group, which gets a while to end by itself.
    """
    child = start_process(command, environment)
    reader = read_lines(child, events)
    try:
        attend(events, reader, ask_token, output)
        code = child.wait()
    except BaseException:
        print("Stopping: the stage stores what it has.", flush=True)
        signal_group(child, signal.SIGTERM)
        attend(events, reader, ask_token, output, until=time.monotonic() + STOP_SECONDS)
        raise
    finally:
        signal_group(child, signal.SIGKILL)
        child.wait()
        reader.join(timeout=5)
    return Ended(code, list(output.tail), output.error)


def attend(
    events: Events,
    reader: threading.Thread,
    ask_token: Callable[[], str],
    output: OutputLines,
    until: float | None = None,
) -> None:
    """Shows lines and answers for tokens, until the output ends or the time is up."""
    while until is None or time.monotonic() < until:
        try:
            event = events.get(timeout=0.5 if until is None else max(0.0, min(0.5, until - time.monotonic())))
        except queue.Empty:
            # An interrupt may have swallowed the last event.
            if not reader.is_alive():
                return
            continue
        if event is None:
            return
        if isinstance(event, str):
            output.show(event)
        else:
            answer(event, ask_token, output)


def answer(question: Future[str], ask_token: Callable[[], str], output: OutputLines) -> None:
    """Gives the token that was asked for; when there is none, both the one who asked and the notebook are told."""
    try:
        question.set_result(ask_token())
    except Exception as error:  # A refusal has many types, the JVM's among them.
        output.show(f"The notebook has no token for the stage: {error}")
        question.set_exception(error)
