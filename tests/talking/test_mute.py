"""Mute: what becomes of the call, its history and the outbox (DIAL-2, PHASE-5)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.talking.talks import OUTSIDE, outbox, refusal, steps, talk


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def told(floor: Floor, call: int) -> list[str]:
    """What the PBX is told of a call besides dialling it, in order."""
    return [what for what, *_ in outbox(floor, call)]


def events(floor: Floor, call: int) -> list[str]:
    """The history since the answer."""
    return [what for what, *_ in steps(floor, call)]


def test_any_number_of_times(floor: Floor) -> None:
    """Each is told once in its turn, and is in the history; a repetition does nothing."""
    call, agent = talk(floor)
    assert floor.see(call, "Muted") == 0
    for _ in range(2):
        for _ in range(2):
            assert floor.do("mute_call", call, agent) is True
        assert floor.see(call, "CallPhase", "TalkState", "Muted") == ("AgentTalk", "Talking", 1)
        for _ in range(2):
            assert floor.do("unmute_call", call, agent) is False
        assert floor.see(call, "Muted") == 0
    assert outbox(floor, call) == [
        ("mute", 0, None), ("unmute", 0, None), ("mute", 1, None), ("unmute", 1, None),
    ]  # fmt: skip
    assert (
        steps(floor, call)
        == [("muted", "AgentTalk", "agent"), ("unmuted", "AgentTalk", "agent")] * 2
    )
    assert floor.broken() == []


def test_a_hold_does_not_end_it(floor: Floor) -> None:
    """Who is muted is so still when the customer is back, and may begin and end it meanwhile."""
    call, agent = talk(floor)
    floor.do("mute_call", call, agent)
    floor.do("hold_call", call, agent)
    assert floor.see(call, "TalkState", "Muted") == ("OnHold", 1)
    floor.do("unmute_call", call, agent)
    floor.do("mute_call", call, agent)
    floor.do("resume_call", call, agent)
    assert floor.see(call, "TalkState", "Muted") == ("Talking", 1)
    assert told(floor, call) == ["mute", "hold", "unmute", "mute", "resume"]
    assert events(floor, call) == ["muted", "put on hold", "unmuted", "muted", "taken off hold"]
    assert floor.broken() == []


def test_who_consults_is_heard(floor: Floor) -> None:
    """A consultation begins with the agent heard, who may be muted in it, and stays so afterwards."""
    call, agent = talk(floor)
    floor.do("mute_call", call, agent)
    floor.do("consult", call, agent, OUTSIDE)
    assert floor.see(call, "TalkState", "Muted") == ("Consulting", 0)
    floor.do("mute_call", call, agent)
    floor.do("consult", call, agent, OUTSIDE)
    floor.do("take_back", call, agent)
    assert floor.see(call, "TalkState", "Muted") == ("Talking", 1)
    assert told(floor, call) == ["mute", "unmute", "consult", "mute", "take_back"]
    assert events(floor, call) == ["muted", "consultation", "muted", "consultation over"]
    assert floor.rows("SELECT Data FROM CallEvent WHERE EventType = 'consultation'") == [
        ({"muted": 0, "consulted": OUTSIDE},)
    ]
    assert floor.broken() == []


@pytest.mark.parametrize("end", ["hang_up", "hangup_called", "transfer_call"])
def test_the_end_of_the_conversation_ends_it(floor: Floor, end: str) -> None:
    """Nothing of it is left, and the next conversation begins with the agent heard."""
    call, agent = talk(floor)
    floor.do("mute_call", call, agent)
    if end == "hangup_called":
        floor.pbx(call, end)
    else:
        floor.do(end, call, agent, *([OUTSIDE] if end == "transfer_call" else []))
    assert floor.see(call, "Muted", "KeysSent") == (None, None)
    assert "unmute" not in told(floor, call)
    assert floor.broken() == []
    floor.do("set_agent_status", agent, "Ready")
    again, _ = talk(floor, agent)
    assert floor.see(again, "Muted", "KeysSent") == (0, 0)


def test_a_plain_update_does_it_too(floor: Floor) -> None:
    """DIAL-2: any UPDATE is a valid way in, also together with another."""
    call, _ = talk(floor)
    floor.set("OutboundCall", call, Muted=1)
    floor.set("OutboundCall", call, Muted=None)
    assert floor.see(call, "Muted") == 1
    floor.set("OutboundCall", call, Muted=0, TalkState="OnHold")
    assert told(floor, call) == ["mute", "unmute", "hold"]
    assert events(floor, call) == ["muted", "put on hold"]
    assert floor.rows("SELECT Data FROM CallEvent WHERE EventType = 'put on hold'") == [
        ({"muted": 0},)
    ]
    assert floor.broken() == []


@pytest.mark.parametrize("column", ["Muted", "KeysSent"])
def test_outside_a_conversation_it_is_refused(floor: Floor, column: str) -> None:
    """PHASE-2: whoever makes the UPDATE."""
    for call in (floor.call(), floor.offered(), floor.do("create_visitor", floor.agent())):
        code, said = refusal(floor, lambda: floor.set("OutboundCall", call, **{column: 1}))  # noqa: B023
        assert (code, str(call) in said) == ("PD069", True)


def test_what_the_pbx_did_not_do(floor: Floor) -> None:
    """The agent is not muted then, and knows it; so does the history, and the PBX is told the same."""
    call, agent = talk(floor)
    floor.do("mute_call", call, agent)
    ((command,),) = floor.rows("SELECT pbx_command_id FROM take_pbx_commands('r1')")
    assert floor.do("report_not_done", command, "Allocation failed") == "applied"
    assert floor.see(call, "Muted", "TalkProblem") == (0, "Not muted: Allocation failed")
    assert floor.do("report_not_done", command, "Allocation failed") == "repeated"
    assert told(floor, call) == ["mute", "unmute"]
    assert events(floor, call) == ["muted", "unmuted"]
    floor.do("mute_call", call, agent)
    assert floor.see(call, "Muted", "TalkProblem") == (1, None)
    assert floor.broken() == []
