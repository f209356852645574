"""Whom a stage signs in as."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import sys
import threading
from types import ModuleType, SimpleNamespace
from unittest import mock

from fake_notebook import HOST, Exit, FakeDbutils
from launcher_case import REPORT_ALL, LauncherCase


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
        self.assertEqual({token: self.module("token_expiry").token_expiry(token, 1000.0) for token in cases}, cases)

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
