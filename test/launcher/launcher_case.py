"""What tests of the launcher begin with: a bundle of the test's own, whose stages are Python."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from fake_notebook import Exit, FakeDbutils, write_node

BUNDLE = Path(__file__).resolve().parents[2] / "bundle"

#: What most stage programs here begin with.
STAGE = """
import json, os, signal, stat, sys, time, urllib.request
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
parameters = json.load(open(given["--parameters"]))
def leave(**result):
    json.dump({"run_id": "r", "loop": 1, "stage": "score", "status": "COMPLETED", "task_values": {}, **result},
              open(given["--result"], "w"))
def token():
    request = urllib.request.Request(os.environ["DATABRICKS_METADATA_SERVICE_URL"])
    request.add_header("X-Databricks-Metadata-Version", "1")
    request.add_header("X-Databricks-Host", os.environ["DATABRICKS_HOST"])
    return json.load(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request))
"""

REPORT_ALL = """
leave(seen={"argv": sys.argv, "environment": dict(os.environ), "parameters": parameters,
            "mode": stat.S_IMODE(os.stat(given["--parameters"]).st_mode)})
"""


class Listener(io.StringIO):
    """Captures what is printed, and does something when a word is seen."""

    def __init__(self, word: str = "", act: Any = None) -> None:
        super().__init__()
        self._word, self._act = word, act

    def write(self, text: str) -> int:
        written = super().write(text)
        if self._act is not None and self._word in self.getvalue():
            act, self._act = self._act, None
            act()
        return written


def forget_launcher() -> None:
    """Makes the next import of the package load it again."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "launcher"]:
        del sys.modules[name]


class LauncherCase(unittest.TestCase):
    """A copy of the launcher in a folder of its own, with a `dist` and a temp folder that are the test's."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContextOf(tempfile.TemporaryDirectory())).resolve()
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        (self.folder / "dist").mkdir()
        without_bytecode = shutil.ignore_patterns("__pycache__")
        shutil.copytree(BUNDLE / "launcher", self.folder / "launcher", ignore=without_bytecode)
        self.launcher: Any = self.import_launcher()
        self.node = write_node(self.folder / "path" / "node")
        environment = {"PATH": str(self.node.parent), "TMPDIR": str(self.temporary), "HOME": str(self.folder)}
        self.enterContextOf(mock.patch.dict(os.environ, environment, clear=True))
        self.enterContextOf(mock.patch.object(tempfile, "tempdir", None))
        # Neither is there unless a test puts it there.
        self.enterContextOf(mock.patch.dict(sys.modules, {"databricks.sdk": None}))
        self.enterContextOf(mock.patch.object(sys, "path", [p for p in sys.path if "site-packages" not in p]))
        self.output = Listener()

    def import_launcher(self) -> Any:
        """The copied package, imported from its folder on the path as a notebook does, until the test ends."""
        with mock.patch.object(sys, "path", [str(self.folder), *sys.path]):
            importlib.invalidate_caches()
            self.addCleanup(forget_launcher)
            return importlib.import_module("launcher")

    def module(self, name: str) -> Any:
        """One of the package's modules."""
        return sys.modules[f"launcher.{name}"]

    def enterContextOf(self, context: Any) -> Any:
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def stage(self, code: str) -> None:
        (self.folder / "dist" / "score.mjs").write_text(STAGE + code)

    def run_stage(self, dbutils: FakeDbutils | None = None) -> dict[str, Any]:
        """Runs the stage to its end and gives what the notebook exits with."""
        dbutils = dbutils or FakeDbutils()
        with contextlib.redirect_stdout(self.output), self.assertRaises(Exit) as caught:
            self.launcher.run("score", dbutils, dbutils.shown.append)
        return json.loads(caught.exception.value)

    def fail_stage(self, dbutils: FakeDbutils | None = None) -> str:
        """Runs the stage, which fails, and gives the error's text."""
        dbutils = dbutils or FakeDbutils()
        with contextlib.redirect_stdout(self.output), self.assertRaises(RuntimeError) as caught:
            self.launcher.run("score", dbutils, dbutils.shown.append)
        return str(caught.exception)

    def assertNothingLeft(self) -> None:
        self.assertEqual(list(self.temporary.iterdir()), [])
