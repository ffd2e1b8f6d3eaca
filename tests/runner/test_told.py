"""Customers of the simulated PBX who do what their numbers say."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from pgdialer.runner import asterisk
from pgdialer.runner.bridges import Command
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.errors import UserError
from pgdialer.runner.simulation.told import WAYS
from pgdialer.runner.simulation.virtual import VirtualLoop

from tests.runner.centre import START

ANSWERED = ["ringing", "answered"]


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ("00", [*ANSWERED, "hangup_agent"]),
        ("99", [*ANSWERED, "hangup_agent"]),
        ("01", ["busy"]),
        ("02", ["ringing", "no_answer"]),
        ("03", ["failed"]),
        ("05", [*ANSWERED, "hangup_called"]),
    ],
)
def test_the_last_two_digits_say_it(ending: str, told: list[str]) -> None:
    """DIAL-3: the same each time; who stays is there until our side hangs up."""

    async def play() -> list[str]:
        pbx, seen = Simulated.configured({"customers": "digits"}), []

        async def let_go(name: str) -> None:
            await asyncio.sleep(600)
            await pbx.send(Command("hangup", name))

        for name in ("one", "two"):
            await pbx.send(Command("originate", name, number=f"+4207240000{ending}"))
            waiting = asyncio.create_task(let_go(name))
            async for event in pbx.events():
                seen.append(event.event)
                if event.ends:
                    break
            waiting.cancel()
        return [str(event) for event in seen]

    with asyncio.Runner(loop_factory=lambda: VirtualLoop(START)) as loop:
        assert loop.run(play()) == 2 * told


def test_they_are_those_of_the_real_far_ends() -> None:
    """Whatever is told of here is told there of the same ending."""
    page = (Path(asterisk.__file__).parent / "sipp" / "customers.xml").read_text("iso-8859-1")
    there = dict(re.findall(r"^ {4}(\d\d) (.+)$", page.partition("-->")[0], re.M))
    for ending, way in WAYS.items():
        answers = re.search(r"\banswer\b(?!\))", there[ending])
        assert bool(answers) == (way.outcome == "answered"), ending


def test_other_customers_there_are_not() -> None:
    with pytest.raises(UserError, match='are dice or digits, not "cards"'):
        Simulated.configured({"customers": "cards"})
