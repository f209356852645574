"""A notebook's globals as the launcher sees them, and a Node that runs Python: enough to test without either."""

from __future__ import annotations

import stat
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HOST = "https://workspace.example.com"

#: Answers to --version as Node does, and runs its first argument as Python.
NODE = f"""#!{sys.executable}
import runpy, sys
if sys.argv[1] == "--version":
    print("VERSION")
else:
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
"""


def write_node(path: Path, version: str = "v24.19.0", executable: bool = True) -> Path:
    """Puts a fake Node somewhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(NODE.replace("VERSION", version))
    path.chmod(0o755 if executable else 0o644)
    return path


def mode_of(path: str) -> int:
    """A file's permission bits."""
    return stat.S_IMODE(Path(path).stat().st_mode)


class Exit(Exception):
    """How the fake notebook ends."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


class FakeDbutils:
    """Records what the launcher does with a notebook."""

    def __init__(self, parameters: dict[str, str] | None = None, secrets: dict[str, str] | None = None) -> None:
        self.values: dict[str, Any] = {}
        self.tokens = ["token-of-the-notebook"]
        self.token_threads: list[threading.Thread] = []
        self.secrets = SimpleNamespace(get=lambda scope, key: (secrets or {})[f"{scope}/{key}"])
        self.jobs = SimpleNamespace(taskValues=SimpleNamespace(set=self._set_value))
        self.widgets = SimpleNamespace(getAll=lambda: dict(parameters or {}))
        self.notebook = SimpleNamespace(exit=self._exit, entry_point=self)
        self.shown: list[str] = []

    def getDbutils(self) -> Any:
        return SimpleNamespace(notebook=lambda: SimpleNamespace(getContext=lambda: self))

    def apiUrl(self) -> Any:
        return SimpleNamespace(get=lambda: f"{HOST}/")

    def apiToken(self) -> Any:
        """The last token again and again, those before it once each."""
        self.token_threads.append(threading.current_thread())
        token = self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]
        return SimpleNamespace(get=lambda: token)

    def notebookPath(self) -> Any:
        return SimpleNamespace(get=lambda: "/Users/ada@example.com/bundle/score")

    def _set_value(self, key: str, value: object) -> None:
        self.values[key] = value

    def _exit(self, value: str) -> None:
        raise Exit(value)
