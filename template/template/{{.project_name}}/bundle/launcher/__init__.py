"""Runs a stage of the job from a notebook: Node does the work, the notebook lends it parameters and identity.

Needs nothing but the standard library; where the Databricks SDK is installed, it is asked for host and token. All
modules are loaded here at once, so that a session that outlives a deployment holds those of one deployment alone.
"""

from .notebook import run

__all__ = ["run"]
