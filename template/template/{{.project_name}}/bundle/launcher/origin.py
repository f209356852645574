"""Workspace addresses in the one form in which they are compared."""

from urllib.parse import urlsplit


def origin_of(address: str) -> str:
    """`https://host` or `https://host:port` of an address that may lack the scheme."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    return f"{parts.scheme}://{parts.netloc}".lower()
