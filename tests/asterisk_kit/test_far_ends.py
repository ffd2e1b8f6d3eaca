"""Calls through a real Asterisk: customers, keys, telephones, calls that come in."""

from __future__ import annotations

import array
import wave
from pathlib import Path

import pytest
from pgdialer.runner.asterisk.far_ends import INBOUND_NUMBER, FarEnds
from pgdialer.runner.asterisk.private import INBOUND_APP, PrivatePbx
from pgdialer.runner.errors import UserError

from tests.asterisk_kit.ari import Ari, Event, run
from tests.asterisk_kit.version import is_old

# What the number's last two digits lead to: the SIP status of the end, and Q.850's cause.
REFUSALS = {
    "01": (486, 17), "03": (404, 1), "04": (503, 34), "07": (603, 21), "08": (480, 19),
    "09": (410, 22), "10": (484, 28), "14": (403, 21), "15": (404, 1),
}  # fmt: skip


def heard(end: Event) -> tuple[int | None, int]:
    """The SIP status and the cause that a channel ended with."""
    return end.get("tech_cause"), end["cause"]


def loudness(file: Path) -> float:
    """The mean deflection of a recording's samples, of 32768."""
    with wave.open(str(file)) as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))
    return sum(map(abs, samples)) / max(1, len(samples))


@pytest.mark.parametrize("trunk", ["carrier", "carrier2"])
def test_a_customer_answers(asterisk: PrivatePbx, trunk: str) -> None:
    """DIAL-1: a number that ends in 12 answers, on either trunk."""

    async def call() -> None:
        async with Ari(asterisk) as ari:
            channel = await ari.dial(f"+44207946012@{trunk}")
            await ari.event("StasisStart", channel)
            await ari.ask("DELETE", f"/channels/{channel}")
            await ari.event("ChannelDestroyed", channel)

    run(call())


def test_every_refusal(asterisk: PrivatePbx) -> None:
    """DIAL-3: each way of not being reached has its cause, and its SIP status where Asterisk tells it."""

    async def call() -> None:
        async with Ari(asterisk) as ari:
            channels = {code: await ari.dial(f"+4420794600{code}@carrier") for code in REFUSALS}
            ends = {
                code: await ari.event("ChannelDestroyed", channel)
                for code, channel in channels.items()
            }
            old = is_old(asterisk)
            assert {code: heard(end) for code, end in ends.items()} == {
                code: (None if old else sip, cause) for code, (sip, cause) in REFUSALS.items()
            }

    run(call())


def test_no_answer_and_a_customer_who_hangs_up(asterisk: PrivatePbx) -> None:
    """DIAL-3: 02 rings until we give up; 05 answers and hangs up by itself."""

    async def call() -> None:
        async with Ari(asterisk) as ari:
            silent = await ari.dial("+442079460002@carrier", timeout=1)
            brief = await ari.dial("+442079460005@carrier")
            await ari.event("ChannelDestroyed", silent)
            await ari.event("StasisStart", brief)
            await ari.event("ChannelDestroyed", brief)
            started = [e["channel"]["id"] for e in ari.seen if e["type"] == "StasisStart"]
            assert started == [brief]

    run(call())


def test_a_customer_presses_a_key(asterisk: PrivatePbx) -> None:
    """CB-3: a number that ends in 21 presses 1, in 27 presses 7."""

    async def call() -> None:
        async with Ari(asterisk) as ari:
            channels = {key: await ari.dial(f"+44207946002{key}@carrier") for key in "17"}
            for key, channel in channels.items():
                heard = await ari.event("ChannelDtmfReceived", channel)
                assert heard["digit"] == key
                await ari.ask("DELETE", f"/channels/{channel}")

    run(call())


@pytest.mark.parametrize(
    ("sound", "spy"),
    # Asterisk does not listen to a channel while it plays a tone there.
    [("music", "in"), ("tone:ring;tonezone=us", "out"), ("sound:hello-world", "in")],
)
def test_who_waits_hears_something(asterisk: PrivatePbx, sound: str, spy: str) -> None:
    """CB-3: music, tones and prompts sound; the far end sends back what it hears."""

    async def call() -> None:
        async with Ari(asterisk) as ari:
            channel = await ari.dial("+442079460012@carrier")
            await ari.event("StasisStart", channel)
            if sound == "music":
                await ari.ask("POST", f"/channels/{channel}/moh")
            else:
                await ari.ask("POST", f"/channels/{channel}/play", media=sound)
            snoop = await ari.ask("POST", f"/channels/{channel}/snoop", spy=spy, app=ari.app)
            await ari.event("StasisStart", snoop["id"])
            name = f"heard-{channel}"
            path = f"/channels/{snoop['id']}/record"
            await ari.ask("POST", path, name=name, format="wav", maxDurationSeconds=1)
            await ari.event("RecordingFinished")
            await ari.ask("DELETE", f"/channels/{channel}")
            assert loudness(asterisk.recordings / f"{name}.wav") > 100

    run(call())


def test_calls_come_in(far_ends: FarEnds) -> None:
    """CB-1: one who waits, presses 1 and hangs up; the application is told number and key."""

    async def call() -> None:
        async with Ari(far_ends.pbx, INBOUND_APP) as ari:
            caller = far_ends.call_in("447700900123", digits="1", seconds=1)
            came = await ari.event("StasisStart")
            assert came["args"] == ["inbound", INBOUND_NUMBER]
            assert came["channel"]["caller"]["number"] == "447700900123"
            channel = came["channel"]["id"]
            await ari.ask("POST", f"/channels/{channel}/answer")
            assert (await ari.event("ChannelDtmfReceived", channel))["digit"] == "1"
            await ari.event("StasisEnd", channel)
            assert caller.wait()

    run(call())


def test_a_caller_gives_up(far_ends: FarEnds) -> None:
    """CB-1: whom nobody answers, hangs up."""

    async def call() -> None:
        async with Ari(far_ends.pbx, INBOUND_APP) as ari:
            caller = far_ends.call_in("447700900124", seconds=1)
            channel = (await ari.event("StasisStart"))["channel"]["id"]
            await ari.event("StasisEnd", channel)
            assert caller.wait()

    run(call())


def test_an_agent_dials_by_the_keypad(far_ends: FarEnds) -> None:
    """CALL-1: out through the trunk, with the agent's password."""
    calls = [far_ends.dial_from("agent002", "+442079460012", seconds=1)]
    calls.append(far_ends.dial_from("agent003", "echo", seconds=1))
    busy = far_ends.dial_from("agent004", "442079460001", seconds=1)
    assert [call.wait() for call in calls] == [True, True]
    assert busy.wait() is False


def test_telephones_behave_as_told(far_ends: FarEnds) -> None:
    """DIAL-3: picks up, is busy, does not pick up, hangs up, is not there."""

    async def call() -> None:
        async with Ari(far_ends.pbx) as ari:
            picks_up = await ari.dial("agent011")
            await ari.event("StasisStart", picks_up)
            await ari.ask("DELETE", f"/channels/{picks_up}")
            busy = await ari.dial("agent012")
            sip = None if is_old(far_ends.pbx) else 486
            assert heard(await ari.event("ChannelDestroyed", busy)) == (sip, 17)
            silent = await ari.dial("agent013", timeout=1)
            await ari.event("ChannelDestroyed", silent)
            leaves = await ari.dial("agent014")
            await ari.event("StasisStart", leaves)
            await ari.event("ChannelDestroyed", leaves)
            started = {e["channel"]["id"] for e in ari.seen if e["type"] == "StasisStart"}
            assert started == {picks_up, leaves}
            with pytest.raises(AssertionError, match="500"):
                await ari.dial("agent015")

    far_ends.register("agent012", "busy")
    far_ends.register("agent013", "silent")
    far_ends.register("agent014", "leaves")
    far_ends.unregister("agent015")
    try:
        run(call())
    finally:
        for agent in ("agent012", "agent013", "agent014", "agent015"):
            far_ends.register(agent)


def test_a_stranger_is_not_let_in(far_ends: FarEnds) -> None:
    """Bad input: an agent there is not, and a key there is not, are named."""
    with pytest.raises(UserError, match="registration of agent999"):
        far_ends.register("agent999")
    with pytest.raises(UserError, match='"x" is no key'):
        far_ends.call_in("447700900125", digits="1x")
