"""A stage from the process's side: its program, its files, and the environment it signs in with."""

from __future__ import annotations

import os
import queue
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .child import Ended, run_child
from .events import Events
from .failure import failure_text
from .find_node import find_node
from .identity import NotebookIdentity
from .output_lines import OutputLines
from .parameters import write_parameters
from .result import read_result
from .sign_in import client_credentials, without_sign_in
from .token_service import token_service

#: The notebooks' folder, which holds this package and, in `dist`, the built stages.
BUNDLE = Path(__file__).resolve().parent.parent


def run_stage(
    stage: str, dbutils: Any, parameters: Mapping[str, str], scratch: Path
) -> tuple[dict[str, Any], str | None]:
    """Runs the stage's process and gives its result document and, when it failed, what to tell about it."""
    program = BUNDLE / "dist" / f"{stage}.mjs"
    if not program.is_file():
        raise RuntimeError(f"{program} is missing. Run `npm run build` and deploy the bundle again.")
    node = find_node(parameters.get("node_path", ""), scratch)
    document, result_file = scratch / "parameters.json", scratch / "result.json"
    write_parameters(document, parameters)
    command = [node, str(program), "--parameters", str(document), "--result", str(result_file)]
    ended = run_signed_in(stage, command, dbutils, parameters)
    result = read_result(result_file)
    if ended.code == 0 and result:
        return result, None
    return result, failure_text(stage, ended, result.get("error"))


def run_signed_in(stage: str, command: list[str], dbutils: Any, parameters: Mapping[str, str]) -> Ended:
    """Runs a command as the notebook's own identity or, with auth = m2m, as a service principal."""
    events: Events = queue.SimpleQueue()
    hidden: set[str] = set()
    output = OutputLines(stage, hidden)
    identity = NotebookIdentity(dbutils, hidden)
    host = identity.host()
    environment = {**without_sign_in(os.environ), "DATABRICKS_HOST": host}
    auth = parameters.get("auth", "").strip() or "ambient"
    if auth == "m2m":
        environment |= client_credentials(dbutils, parameters.get("secret_scope", "").strip(), hidden)
        return run_child(command, environment, events, identity.token, output)
    if auth == "ambient":
        with token_service(host, events) as address:
            hidden.add(address)
            environment |= {"DATABRICKS_METADATA_SERVICE_URL": address, "DATABRICKS_AUTH_TYPE": "metadata-service"}
            return run_child(command, environment, events, identity.token, output)
    raise RuntimeError(f"The parameter auth is {auth!r}. Give ambient or m2m.")
