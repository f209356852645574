"""Host and token of whom the notebook runs as."""

from __future__ import annotations

from typing import Any

from .origin import origin_of


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
