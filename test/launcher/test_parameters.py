"""What reaches a stage of the notebook's parameters."""

from __future__ import annotations

from types import SimpleNamespace

from fake_notebook import FakeDbutils
from launcher_case import REPORT_ALL, LauncherCase


class Parameters(LauncherCase):
    def test_all_widgets_reach_the_stage_in_one_private_document_but_the_launchers_own(self) -> None:
        self.stage(REPORT_ALL)
        given = {
            "space_id": "s",
            "run_id": "",
            "loop": "2",
            "locale": "한국어",
            "auth": "ambient",
            "node_path": "",
            "secret_scope": "",
        }
        seen = self.run_stage(FakeDbutils(given))["seen"]
        self.assertEqual(seen["parameters"], {"space_id": "s", "run_id": "", "loop": "2", "locale": "한국어"})
        self.assertEqual(seen["mode"], 0o600)
        self.assertEqual(seen["argv"][1::2], ["--parameters", "--result"])

    def test_a_person_runs_it_without_widgets(self) -> None:
        self.stage(REPORT_ALL)
        dbutils = FakeDbutils()
        dbutils.widgets = SimpleNamespace()
        self.assertEqual(self.run_stage(dbutils)["seen"]["parameters"], {})

    def test_an_older_runtime_gives_them_as_bindings(self) -> None:
        self.stage(REPORT_ALL)
        dbutils = FakeDbutils()
        dbutils.widgets = SimpleNamespace()
        dbutils.getCurrentBindings = lambda: {"loop": "3"}  # type: ignore[attr-defined]
        self.assertEqual(self.run_stage(dbutils)["seen"]["parameters"], {"loop": "3"})

    def test_a_stage_that_was_not_built_is_named(self) -> None:
        self.assertIn("npm run build", self.fail_stage())
