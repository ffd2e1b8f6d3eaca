"""Both bridges do what every bridge must (runner/bridges/conformance.py)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.asterisk.private import PrivatePbx, prepare
from pgdialer.runner.bridges import Bridge, find_bridge
from pgdialer.runner.bridges.conformance import CHECKS, Numbers
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.simulation.customers import Attempt, Customers

FATES = {
    "12": Attempt(0.01, "answered", answer_after=0.01, talk=60),
    "05": Attempt(0.01, "answered", answer_after=0.1, talk=0.5),
    "01": Attempt(0.01, "busy"),
    "02": Attempt(0.01, "answered", answer_after=60, talk=1),
    "03": Attempt(0.01, "failed", cause="bad number"),
    "21": Attempt(0.01, "answered", answer_after=0.01, talk=60),
}


class Told(Customers):
    """Customers who do what the last two digits of their numbers say, as the far ends do."""

    def attempt(self, number: str, occasion: object) -> Attempt:  # noqa: ARG002
        return FATES[number[-2:]]


def numbers(extension: str) -> Numbers:
    return Numbers(
        stays="+420700000012", leaves="+420700000005", busy="+420700000001", silent="+420700000002",
        unknown="+420700000003", presses="+420700000021", extension=extension,
    )  # fmt: skip


@pytest.fixture(scope="module")
def pbx() -> Iterator[PrivatePbx]:
    """An Asterisk with somebody at every end."""
    with TemporaryDirectory(prefix="pbx-") as folder:
        made = prepare(Path(folder), agents=2)
        try:
            made.start()
            with FarEnds(made):
                yield made
        finally:
            made.close()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_simulated_pbx(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """DIAL-2, DIAL-3: the simulated bridge."""
    monkeypatch.setattr("pgdialer.runner.bridges.simulated.ASKING", 0.2)
    bridge: Bridge = Simulated(Told(1))
    asyncio.run(check(bridge, numbers("101")))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_asterisk(check: Any, pbx: PrivatePbx) -> None:
    """DIAL-2, DIAL-3: the bridge to Asterisk."""
    bridge = find_bridge("asterisk").configured(
        {"url": pbx.url, "user": pbx.user, "password": pbx.password}
    )
    asyncio.run(check(bridge, numbers("agent001")))
