"""The notebooks of the bundle, each of which starts the launcher."""

from __future__ import annotations

import sys
import unittest
from types import SimpleNamespace
from unittest import mock

from fake_notebook import FakeDbutils
from launcher_case import BUNDLE, LauncherCase


class Shims(unittest.TestCase):
    STAGES = ("orchestrator", "score", "plan", "apply", "validate", "loop", "watch", "decide", "doctor")

    def test_each_is_a_notebook_that_says_what_it_does_and_starts_its_own_stage(self) -> None:
        for stage in self.STAGES:
            with self.subTest(stage):
                source = (BUNDLE / f"{stage}.py").read_text()
                self.assertTrue(source.startswith("# Databricks notebook source\n# MAGIC %md\n# MAGIC # "))
                started = mock.Mock()
                scope = {"dbutils": object(), "displayHTML": print}
                with mock.patch.dict(sys.modules, {"launcher": started}):
                    exec(compile(source, stage, "exec"), scope)
                started.run.assert_called_once_with(stage, scope["dbutils"], print)

    def test_there_is_no_other_notebook_and_no_module_of_the_launcher_is_one(self) -> None:
        header = "# Databricks notebook source"
        notebooks = [path for path in BUNDLE.rglob("*.py") if path.read_text().startswith(header)]
        self.assertEqual(
            sorted(str(path.relative_to(BUNDLE)) for path in notebooks), sorted(f"{stage}.py" for stage in self.STAGES)
        )

    def test_the_folder_is_found_by_the_context_when_it_is_not_on_the_path(self) -> None:
        for given in ("/Users/ada@example.com/bundle/score", "/Workspace/Users/ada@example.com/bundle/score"):
            dbutils = FakeDbutils()
            dbutils.notebookPath = lambda given=given: SimpleNamespace(get=lambda: given)  # type: ignore[method-assign]
            before = [path for path in sys.path if path != str(BUNDLE)]
            with mock.patch.object(sys, "path", before), mock.patch.dict(sys.modules):
                sys.modules.pop("launcher", None)
                with self.assertRaises(ModuleNotFoundError):
                    exec((BUNDLE / "score.py").read_text(), {"dbutils": dbutils, "displayHTML": print})
                self.assertEqual(sys.path[-1], "/Workspace/Users/ada@example.com/bundle")


class Package(LauncherCase):
    def test_all_its_modules_are_loaded_at_once_so_that_a_session_holds_those_of_one_deployment(self) -> None:
        there = {path.stem for path in (self.folder / "launcher").glob("*.py")} - {"__init__"}
        loaded = {name.partition(".")[2] for name in sys.modules if name.startswith("launcher.")}
        self.assertEqual(loaded, there)
