"""Who has answered, a person or a machine: Asterisk's AMD() listens, in the dialplan.

ARI cannot run it. So a customer who has answered goes to the dialplan, to the context that the
global variable PGDIALER_DETECT names, and comes back into our application with what was found.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..base import Disconnected, NotSent
from .ari import Ari, Refused
from .attempt import CONFLICT, GONE

GLOBAL, MODULE, EXTENSION = "PGDIALER_DETECT", "app_amd.so", "detect"
LONGEST = 10  # seconds that it may take
FOUND = ("AMDSTATUS", "AMDCAUSE")  # on the customer's channel afterwards
PERSON, UNKNOWN = "person", "unknown"


async def where(ari: Ari) -> str:
    """Return the context in which AMD() is; nothing where it is not set up."""
    try:
        context = str((await ari.get("/asterisk/variable", variable=GLOBAL))["value"])
        module = await ari.get(f"/asterisk/modules/{MODULE}") if context else {}
    except Refused:
        return ""
    return context if module.get("status") == "Running" else ""


async def begin(ari: Ari, channel: str, context: str) -> None:
    """Have Asterisk listen; one that is listened to already is left alone."""
    try:
        await ari.post(
            f"/channels/{channel}/continue", context=context, extension=EXTENSION, priority=1
        )
    except Refused as error:
        if error.status not in (GONE, CONFLICT):
            raise


def verdict(found: Sequence[str]) -> tuple[bool, str]:
    """Return whether it is a machine, and the cause to tell with the answer."""
    status, cause = (*found, "", "")[:2]
    if status == "MACHINE":
        return True, cause or UNKNOWN
    return False, PERSON if status == "HUMAN" else UNKNOWN


class Detection:
    """Whether this Asterisk can do it: asked once for a connection."""

    def __init__(self, ari: Ari) -> None:
        self._ari = ari
        self._context: str | None = None

    def forget(self) -> None:
        """Ask anew: it may be another Asterisk, or set up otherwise."""
        self._context = None

    async def context(self) -> str:
        """Return where customers are sent; nothing where it is not known who answers."""
        if self._context is None:
            try:
                self._context = await where(self._ari)
            except Disconnected as error:  # nothing was dialled yet
                raise NotSent(str(error)) from error
        return self._context
