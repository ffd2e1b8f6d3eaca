"""A consultation or transfer that the PBX could not carry out: the call goes on, and all know why (DIAL-1, PHASE-5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor
from tests.talking.talks import OUTSIDE, TAKE, steps, talk

WHY = "Allocation failed (HTTP 500)"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def not_done(floor: Floor, command: str, why: str | None = WHY) -> str:
    """Have the runner take all there is, and say that the last of this kind came to nothing."""
    floor.do("beat", "r1")
    floor.rows(TAKE, "r1")
    last: str = floor.value(
        "SELECT report_not_done(max(PbxCommandId), %s) FROM PbxCommand WHERE Command::text = %s",
        why, command,
    )  # fmt: skip
    return last


def transfer(floor: Floor, **columns: Any) -> tuple[int, UUID]:
    call, agent = talk(floor, **columns)
    floor.do("transfer_call", call, agent, OUTSIDE)
    return call, agent


def problems(floor: Floor, call: int) -> list[tuple[str, str]]:
    return floor.rows(
        "SELECT EventType, Data ->> 'problem' FROM CallEvent"
        " WHERE OutboundCallId = %s AND Data ? 'problem' ORDER BY Step",
        call,
    )


@pytest.mark.parametrize("waits", [True, False])
@pytest.mark.parametrize("detail", [True, False])
def test_the_call_goes_on_with_its_agent(floor: Floor, waits: bool, detail: bool) -> None:
    """PHASE-5: whether it waited for its result or was over; the customer is brought back; nothing is repeated."""
    floor.set("Project", floor.project_id, ShowResultBar=int(waits))
    floor.add("RetryRule", CallResult="NoResult", Delay=0)
    call, agent = talk(floor)
    if detail:
        done = floor.value("SELECT CallResultDetailId FROM CallResultDetail LIMIT 1")
        floor.do("set_call_result", call, agent, done)
    floor.do("transfer_call", call, agent, OUTSIDE)
    over = floor.see(call)
    assert not_done(floor, "transfer") == "applied"
    assert floor.see(call) == ("AgentTalk", "Active")
    assert floor.see(call, "TalkState", "TransferredTo", "EndTime", "EndPhase", "RetryTime") == (
        "Talking", None, None, None, None,
    )  # fmt: skip
    problem = f"Not transferred to {OUTSIDE}: {WHY}"
    assert floor.see(call, "TalkProblem") == problem
    assert floor.row("SELECT CallPhase::text, TalkProblem FROM agent_state(%s)", agent) == (
        "AgentTalk", problem,
    )  # fmt: skip
    assert problems(floor, call) == [("transfer failed", problem)]
    assert [what for what, *_ in steps(floor, call)][-2:] == ["transferred", "transfer failed"]
    assert floor.value(
        "SELECT FromPhase::text || FromResult FROM CallEvent WHERE EventType = 'transfer failed'"
    ) == "".join(over)
    assert [what for what, _ in floor.rows(TAKE, "r1")] == ["take_back"]
    assert floor.broken() == []


def test_it_may_be_tried_again(floor: Floor) -> None:
    """DIAL-1: hold, another transfer, the end: all as if nothing had been; what did not work is forgotten then."""
    call, agent = transfer(floor)
    not_done(floor, "transfer")
    floor.do("hold_call", call, agent)
    assert floor.see(call, "TalkProblem") is None
    assert [what for what, _ in floor.rows(TAKE, "r1")] == ["take_back", "hold"]
    floor.do("transfer_call", call, agent, "+420724666666")
    assert [what for what, _ in floor.rows(TAKE, "r1")] == ["transfer"]
    assert floor.see(call, "TransferredTo") == "+420724666666"
    live = "SELECT action FROM reconcile_pbx('r1', ARRAY[%s])"
    assert floor.rows(live, floor.see(call, "PbxCallId")) == [], "it was handed over"
    assert floor.broken() == []


def test_and_be_ended(floor: Floor) -> None:
    """DIAL-2: a hang-up reaches the PBX, and the channel is nobody's any more."""
    call, agent = transfer(floor)
    not_done(floor, "transfer")
    floor.do("hang_up", call, agent)
    assert floor.see(call, "CallPhase", "TalkProblem") == ("HangupAgent", None)
    assert [what for what, _ in floor.rows(TAKE, "r1")] == ["hangup"]
    live = "SELECT action FROM reconcile_pbx('r1', ARRAY[%s])"
    assert floor.rows(live, floor.see(call, "PbxCallId")) == [("hang up",)]


def test_who_was_consulted_is_named(floor: Floor) -> None:
    """DIAL-1: by login; the PBX takes the customer back from there, too."""
    call, agent = talk(floor)
    other = floor.agent()
    login = floor.look("Agent", other, "Login")
    floor.do("consult", call, agent, login)
    floor.rows(TAKE, "r1")
    floor.do("transfer_call", call, agent)
    assert not_done(floor, "transfer", None) == "applied"
    assert floor.see(call, "TalkState", "ConsultNumber") == ("Talking", None)
    said = f"Not transferred to {login}: the PBX does not say why"
    assert floor.see(call, "TalkProblem") == said
    assert [what for what, _ in floor.rows(TAKE, "r1")] == ["take_back"]


def test_a_consultation_that_did_not_begin(floor: Floor) -> None:
    """DIAL-1: the agent is with the customer again, and knows why."""
    call, agent = talk(floor)
    floor.do("consult", call, agent, OUTSIDE)
    assert not_done(floor, "consult") == "applied"
    problem = f"Not connected with {OUTSIDE}: {WHY}"
    assert floor.see(call, "TalkState", "ConsultNumber", "TalkProblem") == (
        "Talking", None, problem,
    )  # fmt: skip
    assert problems(floor, call) == [("consultation over", problem)]
    assert [what for what, _ in floor.rows(TAKE, "r1")] == ["take_back"]
    assert not_done(floor, "consult") == "repeated"
    floor.do("consult", call, agent, OUTSIDE)
    assert floor.see(call, "TalkState", "TalkProblem") == ("Consulting", None)
    assert floor.broken() == []


def test_a_consultation_that_is_over_already(floor: Floor) -> None:
    """DIAL-2: what comes late changes nothing."""
    call, agent = talk(floor)
    floor.do("consult", call, agent, OUTSIDE)
    floor.rows(TAKE, "r1")
    floor.do("take_back", call, agent)
    before = floor.see(call, "Step", "TalkProblem")
    assert not_done(floor, "consult") == "late"
    assert floor.see(call, "Step", "TalkProblem") == before


@pytest.mark.parametrize("where", ["in another call", "gone", "elsewhere"])
def test_an_agent_who_is_not_there_any_more(floor: Floor, where: str) -> None:
    """DIAL-5: the customer is let go, and not left in silence; the call stays over."""
    call, agent = transfer(floor)
    floor.rows(TAKE, "r1")
    if where == "in another call":
        floor.do("set_agent_status", agent, "Ready")
        floor.offered(agent)
    else:
        floor.do("log_off", agent)
        if where == "elsewhere":
            floor.do("log_in", agent, floor.workplace())
    over = floor.see(call)
    assert not_done(floor, "transfer") == "late"
    assert floor.see(call) == over
    assert [what for what, _ in floor.rows(TAKE, "r1")] == ["hangup"]
    assert floor.broken() == []


def test_a_private_call_of_which_nothing_is_kept(floor: Floor) -> None:
    """CALL-2: it is gone with the transfer; its customer is let go."""
    agent = floor.agent()
    call = floor.do("private_call", "+420724000001", agent)
    floor.do("beat", "r1")
    floor.rows(TAKE, "r1")
    floor.pbx(call, "answered")
    floor.do("transfer_call", call, agent, OUTSIDE)
    assert floor.rows("SELECT FROM OutboundCall") == []
    assert not_done(floor, "transfer") == "late"
    assert [what for what, _ in floor.rows(TAKE, "r1")] == ["hangup"]


def test_a_customer_who_has_gone(floor: Floor) -> None:
    """DIAL-2: there is nobody to go on with, and nothing to hang up."""
    call, _ = transfer(floor)
    floor.rows(TAKE, "r1")
    floor.pbx(call, "hangup_called")
    over = floor.see(call)
    assert not_done(floor, "transfer") == "late"
    assert floor.see(call) == over
    assert floor.rows(TAKE, "r1") == []


@pytest.mark.parametrize("command", ["originate", "hold"])
def test_other_commands_end_with_their_call(floor: Floor, command: str) -> None:
    """DIAL-2: of them nothing is taken back."""
    call, agent = talk(floor)
    floor.do("hold_call", call, agent)
    assert not_done(floor, command) == "unknown"
    assert floor.see(call, "TalkState") == "OnHold"


def test_nobody_undoes_a_transfer_that_was_made(floor: Floor) -> None:
    """PHASE-2: a plain UPDATE is refused, as is going back to a conversation that ended otherwise."""
    call, agent = transfer(floor)
    back = "UPDATE OutboundCall SET CallPhase = 'AgentTalk', CallResult = 'Active', TransferredTo = NULL"
    for state in ("waiting", "taken"):
        with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
            floor.conn.execute(back.encode())
        assert error.value.sqlstate == "PD069", state
        floor.rows(TAKE, "r1")
    not_done(floor, "transfer")
    floor.do("hang_up", call, agent)
    with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
        floor.conn.execute(back.encode())
    assert error.value.sqlstate == "PD001"
