"""What a notebook prints of its stage's output."""

from __future__ import annotations

import json

from launcher_case import LauncherCase, Listener


class Output(LauncherCase):
    def test_lines_of_both_outputs_are_printed_in_order_and_as_they_come(self) -> None:
        seen = self.folder / "seen"
        self.output = Listener("two", seen.touch)
        # Goes on only once its second line was printed.
        self.stage(f"""
print("one", flush=True)
print("two", file=sys.stderr, flush=True)
until = time.monotonic() + 20
while not os.path.exists({str(seen)!r}):
    if time.monotonic() > until: sys.exit(1)
    time.sleep(0.01)
print("three")
leave()
""")
        self.run_stage()
        self.assertEqual(self.output.getvalue(), "one\ntwo\nthree\n")

    def test_log_lines_are_printed_for_people_and_others_as_they_are(self) -> None:
        time_ = "2026-01-05T12:03:01.250Z"
        cases: dict[str, str] = {
            json.dumps(
                {
                    "time": time_,
                    "stage": "score",
                    "level": "info",
                    "event": "scored",
                    "loop": 1,
                    "correct": 9,
                    "n": 30,
                    "low": 0.16667,
                    "full": False,
                }
            ): "12:03:01 scored loop 1 9/30 low 0.1667 full false",
            json.dumps(
                {
                    "time": time_,
                    "stage": "score",
                    "level": "info",
                    "event": "asked",
                    "done": 3,
                    "total": 30,
                    "questionId": "q 7",
                    "verdict": "CORRECT",
                }
            ): "12:03:01 asked 3/30 questionId q 7 verdict CORRECT",
            json.dumps(
                {"time": time_, "stage": "plan", "level": "info", "event": "stage_finished", "loop": 2, "seconds": 1.5}
            ): "12:03:01 stage finished loop 2 stage plan seconds 1.5",
            json.dumps(
                {
                    "time": time_,
                    "stage": "score",
                    "level": "error",
                    "event": "failed",
                    "code": "TIMEOUT",
                    "message": "No answer.",
                    "remedy": "Resume.",
                    "context": {},
                }
            ): "12:03:01 ERROR failed code TIMEOUT No answer. Resume.",
            json.dumps(
                {
                    "time": time_,
                    "stage": "score",
                    "level": "info",
                    "event": "trial_decided",
                    "loop": 1,
                    "fixes": ["f1", "f2"],
                    "others": ["f3", "f4", "f5", "f6"],
                    "reason": {"kind": "x"},
                }
            ): '12:03:01 trial decided loop 1 fixes f1, f2 others f3, f4, and 2 more reason {"kind": "x"}',
            "plain words": "plain words",
            '{"event": 1}': '{"event": 1}',
            "[1]": "[1]",
            "": "",
        }
        self.stage(f"for line in {list(cases)!r}: print(line)\nleave()")
        self.run_stage()
        self.assertEqual(self.output.getvalue().splitlines(), list(cases.values()))

    def test_tokens_and_the_address_they_come_from_are_not_printed(self) -> None:
        self.stage("print('got', token()['access_token'], os.environ['DATABRICKS_METADATA_SERVICE_URL']); leave()")
        self.run_stage()
        self.assertEqual(self.output.getvalue(), "got [hidden] [hidden]\n")
