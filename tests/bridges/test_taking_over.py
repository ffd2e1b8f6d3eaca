"""Calls dialled ahead of agents that another runner goes on with, or the same after a gap (DIAL-5, PRED-3).

Calls are adopted before lines, as reconcile_pbx hands them out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.asterisk.private import PrivatePbx
from pgdialer.runner.bridges import Bridge, Disconnected
from pgdialer.runner.bridges.conformance import Ear

from tests.bridges.driving import MACHINE, PATIENCE, PERSON, RINGS, Driver, bridge_to, run
from tests.pbx.cable import Cable

LINE, PHONE, ODD = "agent006", "agent007", "agent008"
HEIRS = pytest.mark.parametrize("heir", ["one", "other"])


@pytest.fixture
def odd(far_ends: FarEnds) -> Iterator[FarEnds]:
    """Far ends one of whose telephones the test may spoil."""
    yield far_ends
    far_ends.register(ODD)


async def hang_up(runner: Driver, customer: str, line: str | None = None) -> None:
    """End a call, and see that nothing of it is left."""
    await runner.send("hangup", customer)
    assert await runner.ear.ended(customer) == "hangup_agent"
    if line:
        assert line in runner.channels()
        await runner.send("close_line", line)
        await runner.ear.ended(line)
    await runner.gone(customer)


@HEIRS
def test_one_that_rings(asterisk: PrivatePbx, heir: str) -> None:
    """DIAL-5: it goes on ringing, is answered, and gets its agent from the next runner."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            customer = await one.dial(RINGS)
            await one.ear.until(lambda: "ringing" in one.ear.of(customer))
        async with Driver.of(asterisk, heir) as two:
            await two.bridge.adopt(customer)
            await two.ear.answered(customer)
            await two.until(lambda: two.inside(customer) == [customer])
            await two.connect(customer, PHONE)
            await two.until(lambda: len(two.inside(customer)) == 2)
            await hang_up(two, customer)
            assert two.ear.agents(customer) == [PHONE]

    run(play())


@HEIRS
def test_one_that_waits(asterisk: PrivatePbx, heir: str) -> None:
    """DIAL-5: the answer is told again, and the line that waits too joins at once."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            line = await one.open_line(LINE)
            customer = await one.waiting()
        async with Driver.of(asterisk, heir) as two:
            for name in (customer, line):
                await two.bridge.adopt(name)
            await two.ear.answered(customer)
            await two.connect(customer, LINE, line=line)
            await two.talking(customer, line)
            await hang_up(two, customer, line)

    run(play())


@pytest.mark.parametrize(("ending", "what"), [(PERSON, "answered"), (MACHINE, "machine")])
@HEIRS
def test_one_that_is_listened_to(asterisk: PrivatePbx, heir: str, ending: str, what: str) -> None:
    """DIAL-5: what Asterisk finds out is told by whoever is there then; and again by who comes later."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            customer = await one.dial(ending, detect=True)
            await one.until(
                lambda: (
                    asterisk.ask("GET", f"/channels/{customer}")["dialplan"]["app_name"] == "AMD"
                )
            )
        for runner in (heir, "third"):
            async with Driver.of(asterisk, runner) as next_one:
                await next_one.bridge.adopt(customer)
                await next_one.ear.until(lambda r=next_one: what in r.ear.of(customer))
                assert next_one.ear.of(customer) == [what]
                await next_one.until(lambda r=next_one: r.inside(customer) == [customer])
        async with Driver.of(asterisk, "last") as last:
            await last.bridge.adopt(customer)
            await hang_up(last, customer)

    run(play())


@pytest.mark.parametrize("manner", ["given up", "replaced"])
@HEIRS
def test_one_whose_agent_is_rung(odd: FarEnds, heir: str, manner: str) -> None:
    """DIAL-5: that the agent picks up, or does not, is told by the next runner; nobody is rung twice."""
    odd.register(ODD, "silent")

    async def play() -> None:
        async with Driver.of(odd.pbx) as one:
            customer = await one.waiting()
            command = await one.connect(customer, ODD, ring_time=3)
            await one.until(lambda: one.leg(customer) is not None)
        async with Driver.of(odd.pbx, heir) as two:
            await two.bridge.adopt(customer)
            assert two.ear.of(customer) == ["answered"]
            if manner == "given up":
                assert (await two.not_done(command)).startswith("agent unreachable")
            assert two.inside(customer) == [customer]
            await two.connect(customer, PHONE)
            await two.until(lambda: len(two.inside(customer)) == 2)
            await two.until(lambda: sum(customer in c for c in two.channels()) == 2)
            await hang_up(two, customer)
            assert two.ear.agents(customer) == [PHONE]

    run(play())


@pytest.mark.parametrize("by_line", [True, False], ids=["open line", "rung"])
@HEIRS
def test_one_that_talks(asterisk: PrivatePbx, heir: str, by_line: bool) -> None:
    """DIAL-5: that the agent is there is told again; hold and the end by the agent are as ever."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            line = await one.open_line(LINE) if by_line else None
            customer = await one.waiting()
            await one.connect(customer, LINE, line=line)
            await one.until(lambda: len(one.inside(customer)) == 2)
            agent = line or one.leg(customer)
            await one.talking(customer, str(agent))
        async with Driver.of(asterisk, heir) as two:
            for name in filter(None, (customer, line)):
                await two.bridge.adopt(name)
            await two.ear.until(lambda: two.ear.agents(customer) == [LINE])
            await two.send("hold", customer)
            await two.until(lambda: two.inside(customer) == [agent])
        async with Driver.of(asterisk, "third") as three:
            for name in filter(None, (customer, line)):
                await three.bridge.adopt(name)
            assert three.inside(customer) == [agent]
            await three.send("resume", customer)
            await three.until(lambda: {*three.inside(customer)} == {customer, agent})
            asterisk.ask("DELETE", f"/channels/{agent}")
            assert await three.ear.ended(customer) == "hangup_agent"
            await three.gone(customer)

    run(play())


@HEIRS
def test_one_that_was_joined_at_the_last_moment(asterisk: PrivatePbx, heir: str) -> None:
    """DIAL-5: the two are together, and nobody was told; they are not cut off when the guard's time is over."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            line = await one.open_line(LINE)
            customer = await one.waiting()
        asterisk.ask("POST", f"/bridges/talk-{customer}/addChannel?channel={line}")
        async with Driver.of(asterisk, heir) as two:
            for name in (customer, line):
                await two.bridge.adopt(name)
            await two.talking(customer, line)
            assert two.variable(customer, "TIMEOUT(absolute)") == "0"
            assert two.ear.agents(customer) == [LINE]
            await hang_up(two, customer, line)

    run(play())


@HEIRS
def test_an_agent_who_left_meanwhile(asterisk: PrivatePbx, heir: str) -> None:
    """DIAL-5: a customer is not left in silence by an agent who hung up while nobody was there."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            customer = await one.waiting()
            await one.connect(customer, PHONE)
            await one.until(lambda: len(one.inside(customer)) == 2)
            leg = one.leg(customer)
            await one.talking(customer, str(leg))
        asterisk.ask("DELETE", f"/channels/{leg}")
        async with Driver.of(asterisk, heir) as two:
            with suppress(Disconnected):
                await two.bridge.adopt(customer)
            assert await two.ear.ended(customer) == "hangup_agent"
            await two.gone(customer)

    run(play())


def test_nobody_comes(asterisk: PrivatePbx) -> None:
    """DIAL-5: whoever waits, or hears a message, when the last runner dies is let go by Asterisk itself."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            waits, hears = await one.waiting(ring_time=1), await one.waiting(ring_time=1)
            await one.send("message", hears, message="demo-congrats")
            assert 0 < float(one.variable(waits, "TIMEOUT(absolute)")) <= 11
            await one.until(lambda: 11 < float(one.variable(hears, "TIMEOUT(absolute)")) <= 60)
        await one.gone(waits)
        asterisk.ask("DELETE", f"/channels/{hears}")

    run(play())


def over(cable: Cable, pbx: PrivatePbx) -> Bridge:
    return bridge_to(pbx, url=f"http://127.0.0.1:{cable.port}/ari")


class Persistent(Ear):
    """An ear that connects again as a runner does, and counts how often it had to."""

    gaps = 0

    async def until_connected(self) -> None:
        """Wait until the PBX answers."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(Disconnected):
                    await self.bridge.live()
                    return
                await asyncio.sleep(0.05)

    async def listen(self) -> None:
        """Take down what is said until the bridge is closed."""
        while True:
            try:
                await super().listen()
            except Disconnected:
                self.gaps += 1
                await asyncio.sleep(0.05)
            else:
                return


def test_what_happened_in_a_gap(odd: FarEnds) -> None:
    """DIAL-5: the same runner, cut off: an agent's telephone was not picked up, a message ended, a customer left."""
    odd.register(ODD, "silent")

    async def play(cable: Cable) -> None:
        ear = Persistent(over(cable, odd.pbx))
        ear.bridge.join("gap")
        listening = asyncio.create_task(ear.listen())
        one = Driver(odd.pbx, ear)
        await ear.until_connected()
        customer, hears, leaves = [await one.waiting() for _ in range(3)]
        command = await one.connect(customer, ODD, ring_time=2)
        await one.until(lambda: one.leg(customer) is not None)
        await one.send("message", hears, message="beep")
        await asyncio.to_thread(cable.cut)
        await one.until(lambda: ear.gaps > 0)
        odd.pbx.ask("DELETE", f"/channels/{leaves}")
        await one.until(lambda: one.leg(customer) is None)
        await asyncio.to_thread(cable.mend)
        await ear.until_connected()
        live: Any = await ear.bridge.live()
        assert {customer, hears} <= {*live}
        await ear.bridge.adopt(customer)
        assert (await one.not_done(command)) != ""
        await one.gone(hears)
        await one.connect(customer, PHONE)
        await one.until(lambda: len(one.inside(customer)) == 2)
        await hang_up(one, customer)
        await ear.bridge.live()
        assert {leaves, hears}.isdisjoint(await ear.bridge.live())
        await ear.bridge.close()
        await listening

    with Cable(int(urlsplit(odd.pbx.url).port or 0)) as cable:
        run(play(cable))
