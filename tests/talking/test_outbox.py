"""What reaches the PBX of a conversation, and what a channel that was transferred may do (DIAL-2, DIAL-5)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.talking.talks import OUTSIDE, TAKE, talk


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def test_commands_go_to_the_runner_that_dialled_in_their_order(floor: Floor) -> None:
    """DIAL-2: as a hang-up does; to whom is the number."""
    call, agent = talk(floor)
    number = floor.see(call, "Number")
    floor.do("hold_call", call, agent)
    floor.do("consult", call, agent, OUTSIDE)
    floor.do("take_back", call, agent)
    assert floor.rows(TAKE, "r2") == []
    assert floor.rows(TAKE, "r1") == [("hold", number), ("consult", OUTSIDE), ("take_back", number)]
    assert floor.rows(TAKE, "r1") == []


def test_commands_go_to_another_runner_when_the_first_is_dead(floor: Floor) -> None:
    """DIAL-5: after RunnerSilence."""
    call, agent = talk(floor)
    floor.do("hold_call", call, agent)
    floor.pass_time(16)
    assert [what for what, _ in floor.rows(TAKE, "r2")] == ["hold"]


@pytest.mark.parametrize("end", ["hang_up", "hangup_called", "hangup_agent"])
def test_what_was_meant_for_a_conversation_is_dropped_with_it(floor: Floor, end: str) -> None:
    """DIAL-2: whether it still is in conversation is looked at again when the command is handed out."""
    call, agent = talk(floor)
    floor.do("hold_call", call, agent)
    floor.do("consult", call, agent, OUTSIDE)
    if end == "hang_up":
        floor.do("hang_up", call, agent)
        assert [what for what, _ in floor.rows(TAKE, "r1")] == ["hangup"]
    else:
        floor.pbx(call, end)
        assert floor.rows(TAKE, "r1") == []
    dropped = floor.rows(
        "SELECT Command::text FROM PbxCommand WHERE VoidTime IS NOT NULL ORDER BY PbxCommandId"
    )
    assert dropped == [("hold",), ("consult",)]


def test_a_transfer_goes_out_although_the_call_is_over(floor: Floor) -> None:
    """DIAL-2: and the consultation that nobody was told of is dropped."""
    call, agent = talk(floor)
    floor.do("consult", call, agent, OUTSIDE)
    floor.do("transfer_call", call, agent)
    assert floor.rows(TAKE, "r1") == [("transfer", OUTSIDE)]
    assert floor.rows(TAKE, "r1") == []


def test_a_transfer_of_a_customer_who_has_gone_is_dropped(floor: Floor) -> None:
    """DIAL-2: no command for a channel that is gone."""
    call, agent = talk(floor)
    floor.do("transfer_call", call, agent, OUTSIDE)
    assert floor.pbx(call, "hangup_called") == "late"
    assert floor.rows(TAKE, "r1") == []


def test_a_transferred_channel_lives_on(floor: Floor) -> None:
    """DIAL-5: neither lost nor to be hung up, before and after its result, and when the call is dialled again."""
    floor.set("Project", floor.project_id, ResultWait=None)
    call, agent = talk(floor)
    channel = floor.see(call, "PbxCallId")
    floor.do("transfer_call", call, agent, OUTSIDE)
    floor.rows(TAKE, "r1")

    def compared(*live: str) -> list[tuple[Any, ...]]:
        return floor.rows("SELECT action FROM reconcile_pbx('r1', %s::text[])", list(live))

    assert compared(channel) == compared() == []
    floor.set("OutboundCall", call, CallResult="ToContinue")
    assert compared(channel) == compared() == []
    floor.do("schedule_call", call)
    floor.set("OutboundCall", call, Predistributed=1, AgentId=agent)
    floor.do("set_agent_status", agent, "Ready")
    floor.cycle()
    floor.do("dial_call", call, agent)
    floor.rows(TAKE, "r1")
    assert compared(channel, floor.see(call, "PbxCallId")) == []
    # What was hung up and not transferred is to go.
    floor.do("hang_up", call, agent)
    assert compared(channel, floor.see(call, "PbxCallId")) == [("hang up",)]


@pytest.mark.parametrize(
    "event", ["ringing", "answered", "hangup_called", "hangup_agent", "failed"]
)
def test_late_events_of_a_transferred_channel_do_no_harm(floor: Floor, event: str) -> None:
    """DIAL-2: what the PBX says of it changes nothing, and hangs nothing up."""
    floor.set("Project", floor.project_id, ResultWait=None)
    call, agent = talk(floor)
    floor.do("transfer_call", call, agent, OUTSIDE)
    floor.rows(TAKE, "r1")
    before = floor.row("SELECT to_jsonb(c) FROM OutboundCall AS c WHERE OutboundCallId = %s", call)
    assert floor.pbx(call, event) == ("repeated" if event == "answered" else "late")
    after = floor.row("SELECT to_jsonb(c) FROM OutboundCall AS c WHERE OutboundCallId = %s", call)
    assert after == before
    assert floor.rows(TAKE, "r1") == []
    assert floor.broken() == []
