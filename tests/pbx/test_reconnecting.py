"""What a runner finds that connects to a PBX on which calls have gone on (DIAL-5)."""

from __future__ import annotations

import signal
from collections.abc import Callable
from subprocess import Popen
from urllib.parse import urlsplit

import pytest

from tests.pbx.cable import Cable
from tests.pbx.centre import Centre

PHONES = 2
LINE = "SELECT LineId FROM Workplace WHERE Number = %s"


class Talk:
    """A conversation of the first agent, whose line is open."""

    def __init__(self, centre: Centre, ending: str = "12") -> None:
        self.centre, self.floor = centre, centre.floor
        self.agent = centre.agents["agent001"]
        self.call = centre.dial(ending)
        centre.talking(self.call)
        self.channel = self.floor.see(self.call, "PbxCallId")
        self.line = self.floor.value(LINE, "agent001")

    def do(self, act: str, *values: object) -> None:
        self.floor.do(act, self.call, self.agent, *values)

    def joined(self) -> bool:
        return self.centre.together(self.line, self.channel)

    def held(self) -> bool:
        return self.centre.together(self.line) and self.channel in self.centre.channels()


def taken_over(centre: Centre, command: str, runner: str) -> None:
    """Wait until a runner has everything of this kind."""
    foreign = "SELECT FROM PbxCommand WHERE Command::text = %s AND TakenBy <> %s"
    centre.until(lambda: not centre.floor.rows(foreign, command, runner))


def another_call(centre: Centre) -> None:
    """The runner is at work again: the other agent telephones."""
    call = centre.dial("12", "agent002")
    centre.talking(call)
    centre.floor.do("hang_up", call, centre.agents["agent002"])
    centre.over(call)


def test_who_is_on_hold_stays_on_hold(centre: Centre) -> None:
    """DIAL-1: also for a runner whose connection was cut."""
    with Cable(int(urlsplit(centre.pbx.url).port or 0)) as cable:
        centre.seat(PHONES)
        centre.run(url=f"http://127.0.0.1:{cable.port}/ari")
        centre.lines_up()
        talk = Talk(centre)
        talk.do("hold_call")
        centre.until(talk.held)
        cable.cut()
        centre.until(lambda: centre.floor.rows("SELECT FROM Runner WHERE PbxReady = 0"))
        cable.mend()
        centre.ready()
        another_call(centre)
        assert talk.held()
        talk.do("resume_call")
        centre.until(talk.joined)


@pytest.mark.parametrize("heir", ["one", "other"])
def test_a_runner_that_was_killed(centre: Centre, heir: str) -> None:
    """DIAL-5: who is on hold stays so, and goes on talking when the agent wants, whatever the next one's name is."""
    centre.seat(PHONES)
    first: Popen[bytes] = centre.run("one")
    centre.lines_up()
    talk = Talk(centre)
    talk.do("hold_call")
    centre.until(talk.held)
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = centre.run(heir)
    taken_over(centre, "originate", heir)
    another_call(centre)
    assert talk.held()
    talk.do("resume_call")
    centre.until(talk.joined)
    # And so is a conversation that nobody had put on hold.
    second.send_signal(signal.SIGKILL)
    second.wait()
    centre.run(heir)
    another_call(centre)
    assert talk.joined()
    talk.do("hold_call")
    centre.until(talk.held)
    centre.pbx.ask("DELETE", f"/channels/{talk.channel}")
    centre.over(talk.call)
    assert centre.floor.see(talk.call, "CallPhase", "Cause") != ("HangupCalled", "unknown")


def test_who_is_muted_stays_muted(centre: Centre) -> None:
    """DIAL-1, DIAL-5: also for the runner after one that was killed; and is heard when asked, and in the next call."""
    centre.far_ends.register("agent001", "speaks")
    centre.seat(PHONES)
    runner: Popen[bytes] = centre.run("one")
    centre.lines_up()
    talk = Talk(centre)
    for act, heard in (("mute_call", False), ("unmute_call", True), ("mute_call", False)):
        talk.do(act)
        centre.until(lambda heard=heard: centre.is_heard(talk.line, talk.channel) is heard)
    runner.send_signal(signal.SIGKILL)
    runner.wait()
    runner = centre.run("other")
    taken_over(centre, "originate", "other")
    another_call(centre)
    assert not centre.is_heard(talk.line, talk.channel)
    # It ends while nobody is there who could see to the line.
    runner.send_signal(signal.SIGKILL)
    runner.wait()
    centre.pbx.ask("DELETE", f"/channels/{talk.channel}")
    centre.until(lambda: talk.channel not in centre.channels())
    centre.run("other")
    centre.over(talk.call)
    again = Talk(centre)
    centre.until(lambda: centre.is_heard(again.line, again.channel))


@pytest.mark.parametrize("gone", ["before", "after"])
@pytest.mark.parametrize("heir", ["one", "other"])
def test_a_customer_who_was_handed_over(centre: Centre, heir: str, gone: str) -> None:
    """DIAL-1, DIAL-5: is not left alone when the other one hangs up, before or after the next runner has come."""
    centre.seat(PHONES)
    first: Popen[bytes] = centre.run("one")
    centre.lines_up()
    talk = Talk(centre)
    other = f"consult-{talk.channel}"
    talk.do("transfer_call", "+420700000012")
    centre.until(lambda: centre.together(talk.channel, other))
    centre.until(
        lambda: (
            centre.pbx.ask("GET", f"/channels/{talk.channel}/variable?variable=PGDIALER_TALK")[
                "value"
            ]
            == "transferred"
        )
    )

    def leave() -> None:
        centre.pbx.ask("DELETE", f"/channels/{other}")

    def come() -> None:
        centre.run(heir)
        taken_over(centre, "originate", heir)
        another_call(centre)

    first.send_signal(signal.SIGKILL)
    first.wait()
    steps: list[Callable[[], None]] = [leave, come] if gone == "before" else [come, leave]
    for step in steps:
        assert talk.channel in centre.channels()
        step()
    centre.until(lambda: talk.channel not in centre.channels())
    centre.until(lambda: centre.together(talk.line, centre.floor.value(LINE, "agent002")))


def test_a_transfer_that_rings_meanwhile(centre: Centre) -> None:
    """DIAL-1: the next runner waits for its end as the first would have: nobody picks up, and the customer is let go."""
    centre.seat(PHONES)
    first: Popen[bytes] = centre.run("one")
    centre.lines_up()
    talk = Talk(centre)
    other = f"consult-{talk.channel}"
    talk.do("transfer_call", "+420700000102")
    lines = [talk.line, centre.floor.value(LINE, "agent002")]
    centre.until(lambda: other in centre.channels() and centre.together(*lines))
    first.send_signal(signal.SIGKILL)
    first.wait()
    centre.run("one")
    assert {talk.channel, other} <= {*centre.channels()}
    centre.pbx.ask("DELETE", f"/channels/{other}")
    centre.until(lambda: talk.channel not in centre.channels())


def test_a_recording_that_nobody_heard_of(centre: Centre) -> None:
    """REC-1: finished while no runner was there, it has its row all the same; nothing is recorded any longer."""
    centre.floor.set("OutboundList", centre.floor.list_id, Recording=1)
    centre.seat(PHONES)
    first: Popen[bytes] = centre.run("one")
    centre.lines_up()
    talk = Talk(centre, "13")
    name = f"{talk.call}-1.wav"
    centre.until(lambda: (centre.pbx.recordings / name).exists())
    first.send_signal(signal.SIGKILL)
    first.wait()
    centre.until(lambda: talk.channel not in centre.channels())
    centre.run("two")
    link = "SELECT FileName FROM CallRecording WHERE OutboundCallId = %s"
    centre.until(lambda: centre.floor.rows(link, talk.call) == [(name,)])
    centre.until(lambda: all(not one["id"].startswith("talk-") for one in centre.bridges()))
    size = (centre.pbx.recordings / name).stat().st_size
    another_call(centre)
    assert (centre.pbx.recordings / name).stat().st_size == size > 10_000
