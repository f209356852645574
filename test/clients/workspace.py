"""The local workspace as the tests reach it: an ordinary SDK client, and the port that makes things happen to it."""

import json
import os
import urllib.request

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.sql import StatementState

with open(os.environ["GENIE_ENHANCER_READY"], encoding="utf-8") as file:
    ready = json.load(file)

SALES = "samples.bakehouse.sales_transactions"
FRANCHISES = "samples.bakehouse.sales_franchises"


def client() -> WorkspaceClient:
    """A client that signs in with the administrator's token."""
    return WorkspaceClient(host=ready["host"], token=ready["token"], auth_type="pat")


def principal() -> WorkspaceClient:
    """A client that signs in as the service principal, with its client credentials."""
    return WorkspaceClient(
        host=ready["host"],
        client_id=ready["client_id"],
        client_secret=ready["client_secret"],
        auth_type="oauth-m2m",
    )


def control(path: str, body: dict | None = None, method: str = "POST") -> dict:
    """One call of the control port."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(ready["control"] + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)


def rows(w: WorkspaceClient, sql: str) -> list[list[str]]:
    """The rows of a statement that must succeed and fit into one chunk."""
    done = w.statement_execution.execute_statement(sql, ready["warehouse_id"])
    assert done.status.state == StatementState.SUCCEEDED, done.status.error
    return done.result.data_array or []


def document(*benchmarks: dict, examples: list[dict] | None = None) -> dict:
    """A space's content over two tables of the bakery, with these benchmark questions and example queries."""
    return {
        "version": 2,
        "data_sources": {
            "tables": [
                {"identifier": FRANCHISES},
                {"identifier": SALES, "description": ["One row per transaction."]},
            ]
        },
        **({"instructions": {"example_question_sqls": examples}} if examples else {}),
        "benchmarks": {"questions": list(benchmarks)},
    }


def create_space(w: WorkspaceClient, title: str, content: dict | None = None) -> str:
    """Makes a space and gives its id."""
    return w.genie.create_space(ready["warehouse_id"], json.dumps(content or document()), title=title).space_id
