"""Tokens for the stage, which asks for them as the SDKs ask a metadata service."""

from __future__ import annotations

import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .events import Events
from .origin import origin_of
from .token_expiry import token_expiry


@contextmanager
def token_service(host: str, events: Events) -> Iterator[str]:
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
