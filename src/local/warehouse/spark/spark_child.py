"""Runs statements on Spark SQL and Delta tables for the local warehouse.

One JSON document a line, both ways. In: `{id, sql, parameters, session}`, or `{cancel: id}`. Out: `{ready: true}` once, then in
the order in which statements end `{id, schema, rows}` or `{id, failure}`. It ends when its input does.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

# The JVM inherits descriptor 1 and talks: from here on that is standard error, and the protocol keeps a copy of its own.
replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

from spark_failure import CANCELLED, failure_of  # noqa: E402
from spark_sessions import Sessions  # noqa: E402
from spark_settings import prepare_environment  # noqa: E402

#: Statements that run beside each other.
LANES = 4


class Child:
    """The statements under way, and where their answers go."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._cancelled: set[int] = set()
        self._lock = threading.Lock()

    def reply(self, document: dict[str, Any]) -> None:
        with self._lock:
            print(json.dumps(document, ensure_ascii=False), file=replies, flush=True)

    def run(self, request: dict[str, Any]) -> None:
        number = request["id"]
        try:
            if number in self._cancelled:
                raise InterruptedError
            answer = self._sessions.run(number, request["sql"], request["parameters"], request["session"])
        except BaseException as error:  # Whatever it is, the one who asked has to hear of it.
            answer = {"failure": CANCELLED if number in self._cancelled else failure_of(error)}
        self._cancelled.discard(number)
        self.reply({"id": number, **answer})

    def cancel(self, number: int) -> None:
        self._cancelled.add(number)
        self._sessions.cancel(number)


def main() -> None:
    options = json.loads(sys.argv[1])
    prepare_environment(options)
    sessions = Sessions(options)
    child = Child(sessions)
    # Without its JVM nothing can be answered any more.
    threading.Thread(target=lambda: (sessions.jvm.wait(), os._exit(3)), daemon=True).start()
    lanes = ThreadPoolExecutor(LANES)
    child.reply({"ready": True})
    for line in sys.stdin.buffer:
        message = json.loads(line)
        if "cancel" in message:
            child.cancel(message["cancel"])
        else:
            lanes.submit(child.run, message)
    # The JVM ends with its own input, which closes with this process.
    os._exit(0)


main()
