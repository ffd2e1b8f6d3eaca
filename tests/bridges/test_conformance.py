"""Both bridges do what every bridge must (runner/bridges/conformance.py)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.bridges import Bridge
from pgdialer.runner.bridges.conformance import CHECKS, Numbers
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.simulation.customers import Attempt, Customers

from tests.bridges.driving import bridge_to

FATES = {
    "12": Attempt(0.01, "answered", answer_after=0.01, talk=60),
    "05": Attempt(0.01, "answered", answer_after=0.1, talk=0.5),
    "01": Attempt(0.01, "busy"),
    "02": Attempt(0.01, "answered", answer_after=60, talk=1),
    "03": Attempt(0.01, "failed", cause="bad number"),
    "21": Attempt(0.01, "answered", answer_after=0.01, talk=60),
    "30": Attempt(0.01, "answered", answer_after=0.01, talk=60),
    "31": Attempt(0.01, "answered", answer_after=0.01, talk=60, machine=True),
}


class Told(Customers):
    """Customers who do what the last two digits of their numbers say, as the far ends do."""

    def attempt(self, number: str, occasion: object) -> Attempt:  # noqa: ARG002
        return FATES[number[-2:]]


def numbers(extension: str, deaf: str) -> Numbers:
    return Numbers(
        stays="+420700000012", leaves="+420700000005", busy="+420700000001", silent="+420700000002",
        unknown="+420700000003", presses="+420700000021",
        person="+420700000030", machine="+420700000031", extension=extension, deaf=deaf,
        message="hello-world",
    )  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_simulated_pbx(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """DIAL-2, DIAL-3: the simulated bridge."""
    for name in ("ASKING", "MESSAGE", "PICK_UP"):
        monkeypatch.setattr(f"pgdialer.runner.bridges.simulated.{name}", 0.2)
    bridge: Bridge = Simulated(Told(1))
    asyncio.run(check(bridge, numbers("101", "102")))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_asterisk(check: Any, far_ends: FarEnds) -> None:
    """DIAL-2, DIAL-3: the bridge to Asterisk."""
    far_ends.register("agent002", "silent")
    try:
        asyncio.run(check(bridge_to(far_ends.pbx), numbers("agent001", "agent002")))
    finally:
        far_ends.register("agent002")
