"""What becomes of a stage whose notebook is ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from fake_notebook import FakeDbutils
from launcher_case import LauncherCase, Listener


class Cancelling(LauncherCase):
    def cancel_when_ready(self, number: int) -> float:
        """Runs the stage, sends this process a signal when it has said "ready", and gives the seconds it took."""
        self.output = Listener("ready", lambda: os.kill(os.getpid(), number))
        before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
        started = time.monotonic()
        with contextlib.redirect_stdout(self.output), self.assertRaises(KeyboardInterrupt):
            self.launcher.run("score", FakeDbutils(), None)
        self.assertEqual(before, {each: signal.getsignal(each) for each in before})
        self.assertNothingLeft()
        return time.monotonic() - started

    def test_the_stage_is_told_to_stop_and_its_last_lines_are_printed(self) -> None:
        self.stage("""
def stop(*_):
    print("stored with", len(token()["access_token"]))
    sys.exit(130)
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
time.sleep(60)
""")
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                self.cancel_when_ready(number)
                self.assertTrue(self.output.getvalue().endswith("stored with 21\n"), self.output.getvalue())

    def test_a_stage_that_does_not_stop_is_killed_with_all_it_started(self) -> None:
        self.module("child").STOP_SECONDS = 0.3
        self.stage("""
import subprocess
child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"])
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(os.getpid(), child.pid, "ready", flush=True)
time.sleep(60)
""")
        self.assertLess(self.cancel_when_ready(signal.SIGINT), 10)
        for pid in self.output.getvalue().split()[:2]:
            self.assertGone(pid)

    @unittest.skipUnless(sys.platform == "linux", "only Linux ends a process with its parent")
    def test_a_stage_does_not_outlive_a_notebook_that_was_killed(self) -> None:
        self.stage('print(os.getpid(), "ready", flush=True)\ntime.sleep(60)')
        code = (
            f"import sys; sys.path[:0] = [{str(self.folder)!r}, {str(Path(__file__).parent)!r}]\n"
            "import launcher, fake_notebook\nlauncher.run('score', fake_notebook.FakeDbutils())"
        )
        with subprocess.Popen([sys.executable, "-B", "-c", code], stdout=subprocess.PIPE, text=True) as notebook:
            assert notebook.stdout is not None
            pid = notebook.stdout.readline().split()[0]
            notebook.kill()
        self.assertGone(pid)

    def assertGone(self, pid: str) -> None:
        """Ended; who started it may not yet have taken note of that."""
        for _ in range(500):
            state = subprocess.run(
                ["/bin/ps", "-o", "stat=", "-p", pid], capture_output=True, text=True, check=False
            ).stdout
            if not state.strip() or state.startswith("Z"):
                return
            time.sleep(0.01)
        self.fail(f"process {pid} is still there: {state}")
