"""How a notebook ends when its stage has."""

from __future__ import annotations


from fake_notebook import FakeDbutils
from launcher_case import LauncherCase


class Results(LauncherCase):
    def test_task_values_are_set_and_the_notebook_exits_with_a_summary(self) -> None:
        self.stage(
            "leave(loop=2, task_values={'approved': True, 'dropped': False, 'score': 0.5, 'run_status': 'RUNNING'})"
        )
        dbutils = FakeDbutils()
        ended = self.run_stage(dbutils)
        self.assertEqual(
            dbutils.values, {"approved": "true", "dropped": "false", "score": 0.5, "run_status": "RUNNING"}
        )
        self.assertEqual(
            (ended["run_id"], ended["loop"], ended["stage"], ended["status"]), ("r", 2, "score", "COMPLETED")
        )
        self.assertNothingLeft()

    def test_the_report_is_shown_unless_it_is_too_large_or_not_there(self) -> None:
        report = self.folder / "report.html"
        report.write_text("<h1>보고서</h1>")
        for path, limit, shown in (
            (report, 100, ["<h1>보고서</h1>"]),
            (report, 5, []),
            (self.folder / "none", 100, []),
        ):
            with self.subTest(path=path, limit=limit):
                self.stage(f"leave(report_html={str(path)!r})")
                self.module("report").LARGEST_REPORT = limit
                dbutils = FakeDbutils()
                self.assertNotIn("report_html", self.run_stage(dbutils))
                self.assertEqual(dbutils.shown, shown)

    def test_a_failure_raises_with_message_remedy_and_last_lines(self) -> None:
        self.stage("""
for n in range(50): print("line", n)
leave(status="FAILED", task_values={"run_status": "FAILED"},
      error={"code": "TIMEOUT", "message": "Question q7 got no answer.", "remedy": "Resume the run."})
sys.exit(1)
""")
        dbutils = FakeDbutils()
        lines = self.fail_stage(dbutils).splitlines()
        self.assertEqual(
            lines[:4], ["score failed: Question q7 got no answer.", "Resume the run.", "", "Its last lines:"]
        )
        self.assertEqual(lines[4:], [f"  line {n}" for n in range(10, 50)])
        self.assertEqual(dbutils.values, {"run_status": "FAILED"})
        self.assertNothingLeft()

    def test_a_failure_before_the_run_is_known_is_told_by_its_log(self) -> None:
        self.stage("""
print(json.dumps({"time": "2026-01-05T12:03:01.250Z", "event": "failed", "message": "Not given: host", "remedy": "Give it."}))
sys.exit(1)
""")
        self.assertEqual(self.fail_stage().splitlines()[:2], ["score failed: Not given: host", "Give it."])

    def test_a_process_that_left_no_result_fails_by_how_it_ended(self) -> None:
        cases = {
            "sys.exit(3)": "exit code 3",
            "os.kill(os.getpid(), signal.SIGKILL)": "SIGKILL",
            "pass": "no result",
        }
        for code, said in cases.items():
            with self.subTest(code):
                self.stage(code)
                self.assertIn(said, self.fail_stage())
