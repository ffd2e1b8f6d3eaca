"""How a delivery is signed, and how a receiver checks it."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "X-Pgdialer-Signature"


def signature(secret: str, body: bytes, moment: int) -> str:
    """Return the header's value: the time in seconds since 1970, and the HMAC-SHA256 of both."""
    said = f"{moment}.".encode() + body
    return f"t={moment},v1={hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()}"


def is_signed(secret: str, body: bytes, given: str, now: int, tolerance: int = 300) -> bool:
    """Whether a delivery comes from who knows the secret, and not long ago."""
    try:
        moment = int(dict(part.split("=", 1) for part in given.split(","))["t"])
    except (KeyError, ValueError):
        return False
    return abs(now - moment) <= tolerance and hmac.compare_digest(
        signature(secret, body, moment), given
    )
