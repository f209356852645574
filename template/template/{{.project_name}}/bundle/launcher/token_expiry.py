"""How long the stage may keep a token."""

import base64
import json

#: A token is asked for again at least this often, as nothing tells how long the runtime's own lives.
TOKEN_SECONDS = 300


def token_expiry(token: str, now: float) -> int:
    """When to ask again, in seconds since 1970: soon, or sooner when the token itself says so."""
    latest = int(now) + TOKEN_SECONDS
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return min(latest, int(claims["exp"]))
    except (IndexError, KeyError, TypeError, ValueError):
        return latest
