"""On whose behalf a request comes: a token in its header, or the session in its cookie."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import request

from .problems import Problem

COOKIE = "pgdialer"
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Caller:
    """What act_as takes."""

    kind: str
    credential: str


def hashed(secret: str) -> str:
    """Return the hash by which the database knows a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def caller() -> Caller:
    """Return who asks; refuse a request that says nothing of it."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return Caller("token", hashed(token.strip()))
    session = request.cookies.get(COOKIE)
    if not session:
        raise Problem(401, detail="Nobody is logged in.", hint="Send Authorization: Bearer TOKEN.")
    # A cookie is sent by any page; only ours may change something with it.
    site = request.headers.get("Sec-Fetch-Site", "none")
    if request.method not in _SAFE and site not in ("same-origin", "none"):
        raise Problem(403, detail="A page of another site may change nothing here.")
    return Caller("session", hashed(session))
