"""Customers who do what their numbers say: to see one way that a call can go, and for tests."""

from __future__ import annotations

from .customers import BROKEN, DEAD, Attempt, Customers

SETUP = 0.2  # seconds from dialling to the first ring
STAYS = 86400.0  # until somebody else hangs up

# By the last two digits, as far ends by SIP do (runner/asterisk/sipp/customers.xml).
WAYS = {
    "00": Attempt(SETUP, "answered", answer_after=1.0, talk=STAYS),
    "01": Attempt(SETUP, "busy"),
    "02": Attempt(SETUP, "no_answer"),
    "03": Attempt(SETUP, "failed", DEAD[0]),
    "04": Attempt(SETUP, "failed", BROKEN[3]),
    "05": Attempt(SETUP, "answered", answer_after=1.0, talk=2.0),
    "06": Attempt(SETUP, "answered", answer_after=4.0, talk=STAYS),
    "12": Attempt(SETUP, "answered", talk=STAYS),
    "13": Attempt(SETUP, "answered", answer_after=1.0, talk=8.0),
}


class Told(Customers):
    """Everybody does what the number says; whoever is asked by a script presses its last digit."""

    def key(self, number: str) -> str:
        """Return the last digit."""
        return number[-1:]

    def attempt(self, number: str, occasion: object) -> Attempt:  # noqa: ARG002
        """Return what the last two digits stand for, on every occasion; all others are as 00."""
        return WAYS.get(number[-2:], WAYS["00"])
