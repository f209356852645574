"""The variables by which the stage signs in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Everything the SDKs look at to sign in: of these the child gets only what this package sets.
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


def without_sign_in(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without anything to sign in with."""
    return {name: text for name, text in environment.items() if name not in SIGN_IN_VARIABLES}


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
