"""Whether a file is a Node that this program can use."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

OLDEST_NODE = (22, 15)


class NoNode(Exception):
    """Why a place does not give a Node that can be used."""


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
