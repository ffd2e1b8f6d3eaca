"""Real calls dialled ahead of agents: who joins, who does not, and what a customer hears (PRED-3)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.asterisk.private import PrivatePbx
from pgdialer.runner.bridges import NotSent
from pgdialer.runner.bridges.conformance import connected

from tests.bridges.driving import LEAVES, MACHINE, PERSON, STAYS, TALKS, Driver, bridge_to, run

LINE, PHONE, ODD = "agent003", "agent004", "agent005"


@pytest.fixture
def odd(far_ends: FarEnds) -> Iterator[FarEnds]:
    """Far ends whose fifth telephone the test may spoil."""
    yield far_ends
    far_ends.register(ODD)


def test_an_open_line_joins_in(odd: FarEnds) -> None:
    """PRED-3: silence until then; then each hears the other, and the line waits again afterwards."""
    odd.register(ODD, "speaks")

    async def play() -> None:
        async with Driver.of(odd.pbx) as one:
            line = await one.open_line(ODD)
            customer = await one.waiting()
            before = one.packets(customer, "txcount")
            heard = one.packets(line, "rxcount")
            await one.until(lambda: one.packets(line, "rxcount") > heard + 25)
            assert one.packets(customer, "txcount") == before
            await one.connect(customer, ODD, line=line)
            await one.talking(customer, line)
            await one.until(lambda: one.packets(customer, "txcount") > before + 25)
            await one.send("hangup", customer)
            assert await one.ear.ended(customer) == "hangup_agent"
            await one.until(lambda: line in one.channels() and one.inside(customer) == [])
            await one.send("close_line", line)
            await one.ear.ended(line)
            assert one.ear.agents(customer) == [ODD]

    run(play())


@pytest.mark.parametrize(
    ("ending", "ended", "lost"),
    [
        (STAYS, "hangup_agent", {"ChannelDestroyed", "StasisEnd"}),
        (LEAVES, "hangup_called", {"ChannelDestroyed"}),
    ],
)
def test_an_end_that_is_not_told(
    asterisk: PrivatePbx, ending: str, ended: str, lost: set[str]
) -> None:
    """DIAL-3: after a gap Asterisk at times says nothing of it, or but that the channel has left."""

    async def play() -> None:
        bridge: Any = bridge_to(asterisk)
        hear = bridge._calls.understand

        def hear_no_end(event: dict[str, Any]) -> None:
            if event["type"] not in lost:
                hear(event)

        bridge._calls.understand = hear_no_end
        async with connected(bridge) as ear:
            one = Driver(asterisk, ear)
            customer = await one.waiting(ending)
            if ended == "hangup_agent":
                await one.send("hangup", customer)
            assert await ear.ended(customer) == ended
            assert ear.of(customer).count(ended) == 1

    run(play())


def test_either_side_hangs_up(asterisk: PrivatePbx) -> None:
    """DIAL-3: the customer, or the agent whose telephone was rung, or whose line it is."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            for by_line in (False, True):
                for who in ("hangup_called", "hangup_agent"):
                    line = await one.open_line(LINE) if by_line else None
                    customer = await one.waiting()
                    await one.connect(customer, LINE, line=line)
                    await one.until(lambda c=customer: len(one.inside(c)) == 2)
                    agent = line or one.leg(customer)
                    leaves = customer if who == "hangup_called" else agent
                    asterisk.ask("DELETE", f"/channels/{leaves}")
                    assert await one.ear.ended(customer) == who
                    await one.gone(customer)
                    if line:
                        await one.send("close_line", line)
                        await one.gone(line)

    run(play())


@pytest.mark.parametrize("manner", ["busy", "silent", "unregistered"])
def test_an_agent_who_cannot_be_reached(odd: FarEnds, manner: str) -> None:
    """PRED-3: it is said of that connect alone; the customer waits on, and the next agent gets in."""
    if manner == "unregistered":
        odd.unregister(ODD)
    else:
        odd.register(ODD, manner)  # type: ignore[arg-type]

    async def play() -> None:
        async with Driver.of(odd.pbx) as one:
            line = await one.open_line(LINE)
            customer = await one.waiting()
            if manner == "unregistered":
                with pytest.raises(NotSent):
                    await one.connect(customer, ODD, ring_time=1)
            else:
                command = await one.connect(customer, ODD, ring_time=1)
                assert (await one.not_done(command)).startswith("agent unreachable")
            assert one.inside(customer) == [customer]
            await one.connect(customer, LINE, line=line)
            await one.talking(customer, line)
            assert one.ear.agents(customer) == [LINE]
            for name in (customer, line):
                await one.send("hangup" if name == customer else "close_line", name)
                await one.ear.ended(name)

    run(play())


def test_a_line_that_was_hung_up(asterisk: PrivatePbx) -> None:
    """PRED-3: it is not there any more, and the customer stays."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            line = await one.open_line(LINE)
            customer = await one.waiting()
            asterisk.ask("DELETE", f"/channels/{line}")
            assert await one.ear.ended(line) == "hangup_called"
            with pytest.raises(NotSent):
                await one.connect(customer, LINE, line=line)
            assert one.inside(customer) == [customer]
            await one.connect(customer, PHONE)
            await one.until(lambda: len(one.inside(customer)) == 2)
            await one.send("hangup", customer)
            await one.gone(customer)
            assert one.ear.agents(customer) == [PHONE]

    run(play())


def test_a_customer_who_does_not_wait(odd: FarEnds) -> None:
    """PRED-3: the end of the customer's call ends the ringing at the agent's telephone."""
    odd.register(ODD, "silent")

    async def play() -> None:
        async with Driver.of(odd.pbx) as one:
            customer = await one.waiting(TALKS)
            await one.connect(customer, ODD)
            await one.until(lambda: one.leg(customer) is not None)
            assert await one.ear.ended(customer) == "hangup_called"
            await one.gone(customer)
            assert one.ear.agents(customer) == []

    run(play())


def test_the_last_of_many(odd: FarEnds) -> None:
    """PRED-3: of several connects the last one counts, by whatever way, and nobody else is there."""
    odd.register(ODD, "silent")

    async def play() -> None:
        async with Driver.of(odd.pbx) as one:
            line = await one.open_line(LINE)
            customer = await one.waiting()
            await one.connect(customer, ODD)
            await one.connect(customer, PHONE)
            await one.until(lambda: len(one.inside(customer)) == 2)
            # The database had given up waiting for that one when it picked up.
            await one.connect(customer, LINE, line=line)
            await one.talking(customer, line)
            await one.until(lambda: one.leg(customer) is None)
            assert one.ear.agents(customer) == [PHONE, LINE]
            await one.send("hangup", customer)
            assert await one.ear.ended(customer) == "hangup_agent"
            await one.send("close_line", line)
            await one.gone(customer, line)

    run(play())


def test_a_conversation_like_any_other(asterisk: PrivatePbx) -> None:
    """DIAL-1: consultation, handing over, the line free again; recorded from the connect on (REC-1)."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            line = await one.open_line(LINE)
            customer = await one.waiting(recording="ahead-1")
            assert not (asterisk.recordings / "ahead-1.wav").exists()
            await one.connect(customer, LINE, line=line)
            await one.talking(customer, line)
            await one.until((asterisk.recordings / "ahead-1.wav").exists)
            await one.send("consult", customer, number=PHONE)
            await one.until(lambda: {*one.inside(customer)} == {line, f"consult-{customer}"})
            await one.send("transfer", customer)
            await one.until(lambda: {*one.inside(customer)} == {customer, f"consult-{customer}"})
            asterisk.ask("DELETE", f"/channels/consult-{customer}")
            assert await one.ear.ended(customer) == "hangup_called"
            assert line in one.channels()
            await one.send("close_line", line)
            await one.gone(customer, line)

    run(play())


@pytest.mark.parametrize("message", ["hello-world", "no-such-sound"])
def test_a_message(asterisk: PrivatePbx, message: str) -> None:
    """PRED-3: it is heard by the customer alone, who is hung up after it, also where there is no such file."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            customer = await one.waiting()
            sent = [one.packets(customer, "txcount")]
            await one.send("message", customer, message=message)
            if message == "hello-world":
                await one.until(lambda: one.packets(customer, "txcount") > sent[0] + 10)
            assert await one.ear.ended(customer) == "hangup_agent"
            assert (one.cause(customer, "hangup_agent") or "").startswith("hung up here")
            await one.gone(customer)
            await one.until(lambda: one.inside(customer) == [])

    run(play())


def test_a_message_while_somebody_talks(asterisk: PrivatePbx) -> None:
    """PRED-3: the agent's line is free at once; a customer who hangs up meanwhile has done so."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            line = await one.open_line(LINE)
            customer = await one.waiting(TALKS)
            await one.connect(customer, LINE, line=line)
            await one.talking(customer, line)
            await one.send("message", customer, message="demo-congrats")
            await one.until(lambda: line not in one.inside(customer))
            assert await one.ear.ended(customer) == "hangup_called"
            assert (one.cause(customer, "hangup_called") or "").startswith("hung up there")
            assert line in one.channels()
            await one.send("close_line", line)
            await one.gone(customer, line)

    run(play())


def test_who_has_answered(asterisk: PrivatePbx) -> None:
    """PRED-3: a person, a machine, and a telephone that says nothing at all: each by its own name."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            person, machine, nobody = [
                await one.dial(ending, detect=True) for ending in (PERSON, MACHINE, STAYS)
            ]
            for name in (person, nobody):
                await one.ear.answered(name)
            await one.ear.until(lambda: "machine" in one.ear.of(machine))
            assert one.cause(person, "answered") == "person"
            assert one.cause(nobody, "answered") == "unknown"
            assert (one.cause(machine, "machine") or "").startswith("LONGGREETING")
            assert "answered" not in one.ear.of(machine)
            for name in (person, nobody, machine):
                await one.until(lambda name=name: one.inside(name) == [name])
                await one.send("hangup", name)
                assert await one.ear.ended(name) == "hangup_agent"

    run(play())


def test_the_end_of_one_who_is_listened_to(asterisk: PrivatePbx) -> None:
    """DIAL-3: it is told as any other end, whoever hangs up; that somebody had answered is not."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            leaves, rings = await one.dial(LEAVES, detect=True), await one.dial(STAYS, detect=True)
            await one.until(
                lambda: asterisk.ask("GET", f"/channels/{rings}")["dialplan"]["app_name"] == "AMD"
            )
            await one.send("hangup", rings)
            assert await one.ear.ended(rings) == "hangup_agent"
            assert await one.ear.ended(leaves) == "hangup_called"
            assert one.ear.of(leaves) == ["ringing", "hangup_called"]
            assert one.ear.of(rings) == ["hangup_agent"]
            await one.gone(leaves, rings)

    run(play())


@pytest.mark.parametrize(("ending", "what"), [(PERSON, "answered"), (MACHINE, "machine")])
def test_an_agent_who_waits_meanwhile(asterisk: PrivatePbx, ending: str, what: str) -> None:
    """PRED-3: with an agent on the line the two are joined when it is known, or a message is left."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            line = await one.open_line(LINE)
            customer = await one.dial(ending, ahead=False, detect=True, extension=LINE, line=line)
            await one.ear.until(lambda: what in one.ear.of(customer))
            await one.until(lambda: {*one.inside(customer)} == {customer, line})
            if what == "machine":
                await one.send("message", customer, message="hello-world")
                assert await one.ear.ended(customer) == "hangup_agent"
            else:
                await one.send("hangup", customer)
            await one.gone(customer)
            assert line in one.channels()
            await one.send("close_line", line)
            await one.gone(line)

    run(play())


def test_a_script_and_a_machine(asterisk: PrivatePbx) -> None:
    """CB-3, PRED-3: a script that began is off when a message is left; a key that nobody asked for is none."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            script = await one.dial(MACHINE, ahead=False, detect=True, script="tone:busy")
            await one.ear.until(lambda: "machine" in one.ear.of(script))
            await one.send("message", script, message="beep")
            assert await one.ear.ended(script) == "hangup_agent"
            asks = await one.dial("21", ahead=False, detect=True, script="tone:busy")
            await one.ear.answered(asks)
            await one.send("hangup", asks)
            assert await one.ear.ended(asks) == "hangup_agent"
            assert one.ear.of(asks) == ["ringing", "answered", "hangup_agent"]

    run(play())


def test_nobody_can_listen(asterisk: PrivatePbx) -> None:
    """PRED-3: where detection is not set up it cannot be known who it is, and nobody waits to hear that."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            machine = await one.waiting(MACHINE, detect=True)
            assert one.cause(machine, "answered") == "unknown"
            await one.send("hangup", machine)
            await one.ear.ended(machine)

    asterisk.cli('dialplan set global PGDIALER_DETECT ""')
    try:
        run(play())
    finally:
        asterisk.cli("dialplan set global PGDIALER_DETECT pgdialer-detect")


def test_many_at_once(asterisk: PrivatePbx) -> None:
    """PRED-3: twenty customers, and for each an agent of two lines in turn or a message; all end, no line is lost."""

    async def play() -> None:
        async with Driver.of(asterisk) as one:
            lines = [await one.open_line(extension) for extension in (LINE, PHONE)]
            served: list[str] = []

            async def serve(line: str, extension: str, times: int) -> None:
                for _ in range(times):
                    customer = await one.waiting()
                    await one.connect(customer, extension, line=line)
                    await one.until(lambda c=customer: len(one.inside(c)) == 2)
                    await one.send("hangup", customer)
                    assert await one.ear.ended(customer) == "hangup_agent"
                    served.append(customer)

            async def turn_away() -> None:
                customer = await one.waiting()
                await one.send("message", customer, message="beep")
                assert await one.ear.ended(customer) == "hangup_agent"
                served.append(customer)

            await asyncio.gather(
                serve(lines[0], LINE, 5), serve(lines[1], PHONE, 5),
                *(turn_away() for _ in range(10)),
            )  # fmt: skip
            for line in lines:
                await one.send("close_line", line)
                assert await one.ear.ended(line) == "hangup_agent"
            assert not {*served} & {*one.channels()}

    run(play())
