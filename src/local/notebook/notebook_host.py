"""Runs one notebook as a cluster would, for the local workspace.

The task comes, and what the notebook does goes, as JSON lines over file descriptor 3, so that standard output is the
notebook's own. The globals below behave as Databricks' own do; what they do not have, a notebook here cannot use.
"""

from __future__ import annotations

import ast
import base64
import json
import linecache
import os
import signal
import socket
import sys
import threading
import traceback
import types
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

HEADER = "# Databricks notebook source"
SEPARATOR = "# COMMAND ----------"
LARGEST_TASK_VALUE = 48 * 1024


class Channel:
    """The line to the workspace: one JSON document a line, both ways."""

    def __init__(self, descriptor: int) -> None:
        os.set_inheritable(descriptor, False)
        self._socket = socket.socket(fileno=descriptor)
        self._lines = self._socket.makefile("rb")
        self._lock = threading.Lock()

    def read(self) -> dict[str, Any]:
        line = self._lines.readline()
        if not line:
            raise ConnectionError("The local workspace is gone.")
        message: dict[str, Any] = json.loads(line)
        return message

    def tell(self, **message: object) -> None:
        with self._lock:
            self._send(message)

    def ask(self, **message: object) -> dict[str, Any]:
        with self._lock:
            self._send(message)
            return self.read()

    def _send(self, message: dict[str, object]) -> None:
        self._socket.sendall(f"{json.dumps(message)}\n".encode())


class NotebookExit(BaseException):
    """Ends a notebook with a value. No `except Exception` of a notebook stops it."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


class InputWidgetNotDefined(Exception):
    """A widget was read that is neither defined nor a parameter."""


class Option:
    """A value that may be missing, as the notebook context gives them."""

    def __init__(self, value: object) -> None:
        self._value = value

    def isDefined(self) -> bool:
        return self._value is not None

    def isEmpty(self) -> bool:
        return self._value is None

    def get(self) -> Any:
        if self._value is None:
            raise LookupError("None.get")
        return self._value

    def getOrElse(self, other: Any) -> Any:
        return other if self._value is None else self._value

    def toString(self) -> str:
        return "None" if self._value is None else f"Some({self._value})"


class Tags:
    """The tags of a run, read as a Scala map is."""

    def __init__(self, tags: dict[str, str]) -> None:
        self._tags = tags

    def get(self, name: str) -> Option:
        return Option(self._tags.get(name))

    def apply(self, name: str) -> str:
        return self._tags[name]

    def contains(self, name: str) -> bool:
        return name in self._tags

    def toString(self) -> str:
        return f"Map({', '.join(f'{name} -> {value}' for name, value in self._tags.items())})"


class Context:
    """What a notebook can learn of itself and of whom it runs as."""

    def __init__(self, channel: Channel, task: dict[str, Any]) -> None:
        self._channel = channel
        run = task["context"]
        self._task = task
        self._tags = {
            "jobId": run["jobId"],
            "jobRunId": run["jobRunId"],
            "multitaskParentRunId": run["jobRunId"],
            "runId": run["taskRunId"],
            "taskKey": run["taskKey"],
            "user": run["user"],
            "browserHostName": urllib.parse.urlsplit(task["host"]).netloc,
        }

    def apiToken(self) -> Option:
        """A token of now: the platform renews it under a notebook that works for long."""
        return Option(self._channel.ask(kind="token")["token"])

    def apiUrl(self) -> Option:
        return Option(self._task["host"])

    def browserHostName(self) -> Option:
        return Option(self._tags["browserHostName"])

    def notebookPath(self) -> Option:
        return Option(self._task["workspacePath"])

    def userName(self) -> Option:
        return Option(self._tags["user"])

    def jobId(self) -> Option:
        return Option(self._tags["jobId"])

    def currentRunId(self) -> Option:
        return Option(self._tags["runId"])

    def tags(self) -> Tags:
        return Tags(self._tags)

    def toJson(self) -> str:
        extra = {"api_url": self._task["host"], "notebook_path": self._task["workspacePath"]}
        run = {"id": self._tags["runId"]}
        return json.dumps({"currentRunId": run, "tags": self._tags, "extraContext": extra})

    safeToJson = toJson


class EntryPoint:
    """The way real code reaches the context: `getDbutils().notebook().getContext()`."""

    def __init__(self, context: Context, bindings: dict[str, str]) -> None:
        self._context = context
        self._bindings = bindings

    def getDbutils(self) -> EntryPoint:
        return self

    def notebook(self) -> EntryPoint:
        return self

    def getContext(self) -> Context:
        return self._context

    def getCurrentBindings(self) -> dict[str, str]:
        return dict(self._bindings)


class Widgets:
    """Parameters of the task, and widgets the notebook defines beside them; a parameter is stronger than a default."""

    def __init__(self, parameters: dict[str, str]) -> None:
        self._values = dict(parameters)

    def get(self, name: str) -> str:
        if name not in self._values:
            raise InputWidgetNotDefined(f"No input widget named {name} is defined")
        return self._values[name]

    def getAll(self) -> dict[str, str]:
        return dict(self._values)

    def text(self, name: str, defaultValue: str, label: str | None = None) -> None:
        self._values.setdefault(name, str(defaultValue))

    def dropdown(self, name: str, defaultValue: str, choices: list[str], label: str | None = None) -> None:
        self.text(name, defaultValue, label)

    combobox = multiselect = dropdown

    def remove(self, name: str) -> None:
        self._values.pop(name, None)

    def removeAll(self) -> None:
        self._values.clear()


class TaskValues:
    """Small JSON values that the tasks of a job run leave to each other."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def set(self, key: str, value: object) -> None:
        size = len(json.dumps(value, allow_nan=False).encode())
        if size > LARGEST_TASK_VALUE:
            raise ValueError(f"The task value {key} has {size} bytes as JSON; the limit is 48 KiB.")
        self._channel.tell(kind="task_value", key=str(key), value=value)

    def get(self, taskKey: str, key: str, default: object = None, debugValue: object = None) -> Any:
        answer = self._channel.ask(kind="get_task_value", taskKey=taskKey, key=key)
        if answer["found"]:
            return answer["value"]
        if default is None:
            raise ValueError(f"There is no task value {key} of the task {taskKey}, and no default was given.")
        return default


class Jobs:
    """`dbutils.jobs`"""

    def __init__(self, channel: Channel) -> None:
        self.taskValues = TaskValues(channel)


class Secrets:
    """Secrets, read from the workspace with the rights of whom the run acts as, and hidden in what the notebook prints."""

    def __init__(self, channel: Channel, context: Context) -> None:
        self._channel = channel
        self._context = context

    def get(self, scope: str, key: str) -> str:
        return self.getBytes(scope, key).decode()

    def getBytes(self, scope: str, key: str) -> bytes:
        query = urllib.parse.urlencode({"scope": scope, "key": key})
        request = urllib.request.Request(f"{self._context.apiUrl().get()}/api/2.0/secrets/get?{query}")
        request.add_header("Authorization", f"Bearer {self._context.apiToken().get()}")
        try:
            # Straight to the workspace: a proxy has no business with a secret.
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as reply:
                value = base64.b64decode(json.load(reply)["value"])
        except urllib.error.HTTPError as error:
            with error:
                said = error.read().decode(errors="replace")
            raise PermissionError(f"The secret {key} of the scope {scope} was refused: {said}") from None
        # Waits for the word that it is known, so that no print can be faster.
        self._channel.ask(kind="secret", value=value.decode(errors="replace"))
        return value


class Notebook:
    """`dbutils.notebook`"""

    def __init__(self, entry_point: EntryPoint) -> None:
        self.entry_point = entry_point

    def exit(self, value: object) -> None:
        raise NotebookExit(str(value))


class DbUtils:
    """The `dbutils` of a notebook in a job."""

    def __init__(self, channel: Channel, context: Context, parameters: dict[str, str]) -> None:
        self.widgets = Widgets(parameters)
        self.jobs = Jobs(channel)
        self.secrets = Secrets(channel, context)
        self.notebook = Notebook(EntryPoint(context, parameters))


def cells(source: str) -> Iterator[tuple[int, str]]:
    """The Python cells of a notebook with the number of lines before each. Raises SyntaxError on a magic not known here."""
    before = 0
    for cell in source.split(f"{SEPARATOR}\n"):
        lines = cell.splitlines()
        magic = next((line for line in lines if line.startswith("# MAGIC")), None)
        if magic is None:
            yield before, cell
        elif not magic.removeprefix("# MAGIC").strip().startswith("%md"):
            raise SyntaxError(f"This cell cannot run here: {magic.removeprefix('# MAGIC').strip()}")
        before += len(lines) + 1


def run_cell(code: str, before: int, name: str, scope: dict[str, Any]) -> None:
    """Runs a cell; the value of an expression at its end is printed."""
    tree = ast.parse(code, name)
    ast.increment_lineno(tree, before)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec", dont_inherit=True), scope)
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), name, "eval", dont_inherit=True), scope)
        if value is not None:
            print(repr(value))


def offer_sdk_identity(context: Context) -> None:
    """Defines the module of the runtime in which the Databricks SDK looks for the notebook's identity."""

    def get_context() -> types.SimpleNamespace:
        return types.SimpleNamespace(workspaceUrl=context.browserHostName().get(), apiToken=context.apiToken().get())

    package, module = types.ModuleType("dbruntime"), types.ModuleType("dbruntime.databricks_repl_context")
    package.__path__ = []
    module.get_context = get_context  # type: ignore[attr-defined]
    sys.modules |= {package.__name__: package, module.__name__: module}


def run_notebook(channel: Channel, task: dict[str, Any]) -> None:
    """Runs all cells in one scope, with the notebook's folder first on the module path."""
    with open(task["path"], encoding="utf-8") as file:
        source = file.read()
    if source.splitlines()[:1] != [HEADER]:
        raise SyntaxError(f"{task['workspacePath']} is not a notebook: its first line is not {HEADER!r}")
    name = task["workspacePath"]
    # Errors then show the line that failed.
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    sys.path[0] = os.path.dirname(task["path"])
    context = Context(channel, task)
    offer_sdk_identity(context)
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    main.__dict__.update(
        dbutils=DbUtils(channel, context, task["parameters"]),
        displayHTML=lambda html: channel.tell(kind="html", html=str(html)),
        display=lambda value, *_, **__: print(value),
    )
    for before, cell in cells(source):
        run_cell(cell, before, name, main.__dict__)


def frames_of_notebook(error: BaseException) -> traceback.TracebackException:
    """The traceback without this program's own frames at its start."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return traceback.TracebackException(type(error), error, trace)


def main() -> None:
    """Runs the task that comes over the channel, tells how it ended, and leaves."""
    channel = Channel(3)
    task = channel.read()
    # One pipe for both, so that lines keep their order.
    os.dup2(1, 2)
    try:
        run_notebook(channel, task)
        end: dict[str, object] = {"end": "succeeded", "exitValue": None}
    except NotebookExit as exit_:
        end = {"end": "succeeded", "exitValue": exit_.value}
    except BaseException as error:  # Whatever ends a notebook is told.
        # The rest takes no time, and a second interrupt would lose it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        trace = "".join(frames_of_notebook(error).format())
        end = {"end": "failed", "error": f"{type(error).__name__}: {error}", "trace": trace}
    sys.stdout.flush()
    sys.stderr.flush()
    channel.tell(kind="end", **end)
    # Threads that a notebook leaves behind do not keep a cluster's task running either.
    os._exit(0)


if __name__ == "__main__":
    main()
