"""The outbox: each command once, to one runner, and none for a call that is over (DIAL-2, DIAL-4, DIAL-5)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor

TAKE = "SELECT Command::text, outbound_call_id FROM take_pbx_commands(%s)"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def dialling(floor: Floor, **columns: Any) -> int:
    call = floor.offered(**columns)
    floor.do("dial_call", call, floor.see(call, "AgentId"))
    return call


def test_a_command_is_handed_out_once(floor: Floor) -> None:
    """DIAL-2: a command is sent at most once, whoever asks."""
    call = dialling(floor)
    assert floor.rows(TAKE, "r1") == [("originate", call)]
    assert floor.rows(TAKE, "r1") == floor.rows(TAKE, "r2") == []


def test_an_originate_carries_what_the_pbx_needs(floor: Floor) -> None:
    """DIAL-2: the id is made before dialling, and is the call's."""
    floor.set("OutboundList", floor.list_id, RingTime=17)
    call = dialling(floor)
    taken = floor.row(
        "SELECT pbx_call_id, number, extension, ring_time FROM take_pbx_commands('r1', 5)"
    )
    desk = floor.look("Workplace", floor.see(call, "WorkplaceId"), "Number")
    assert taken == (*floor.see(call, "PbxCallId", "Number"), desk, 17)


@pytest.mark.parametrize("given", ["call", "list", "project", "nobody"])
def test_caller_identification(floor: Floor, given: str) -> None:
    """DIAL-4: the call's, else the list's, else the project's, else the PBX's."""
    ids = {"project": "+420100000003", "list": "+420100000002", "call": "+420100000001"}
    order = ["nobody", "project", "list", "call"]
    columns: dict[str, Any] = {}
    for level in order[1 : order.index(given) + 1]:
        if level == "project":
            floor.set("Project", floor.project_id, CallerId=ids[level])
        elif level == "list":
            floor.set("OutboundList", floor.list_id, CallerId=ids[level])
        else:
            columns["CallerId"] = ids[level]
    dialling(floor, **columns)
    assert floor.row("SELECT caller_id FROM take_pbx_commands('r1')") == (ids.get(given),)


def test_a_call_that_ended_before_it_was_sent_is_not_dialled(floor: Floor) -> None:
    """DIAL-2: expiry is looked at again when the command is handed out."""
    call = dialling(floor)
    floor.do("hang_up", call, floor.see(call, "AgentId"))
    assert ("originate", call) not in floor.rows(TAKE, "r1")
    assert floor.row("SELECT VoidTime IS NOT NULL FROM PbxCommand WHERE Command = 'originate'") == (
        True,
    )


def test_a_plain_update_dials_and_hangs_up_too(floor: Floor) -> None:
    """DIAL-2: any UPDATE is a valid way in: a DBA's phase change commands the PBX like a procedure's."""
    agent = floor.agent()
    call = floor.offered(agent)
    floor.do("beat", "r1")
    floor.set("OutboundCall", call, CallPhase="AgentDialing")
    assert floor.rows(TAKE, "r1") == [("originate", call)]
    floor.pbx(call, "answered")
    floor.set("OutboundCall", call, CallPhase="HangupAgent")
    assert floor.rows(TAKE, "r2") == [], "a hang-up is for the runner that dialled"
    assert floor.rows(TAKE, "r1") == [("hangup", call)]


def test_what_the_pbx_ended_is_not_hung_up_again(floor: Floor) -> None:
    """DIAL-2: no command for a channel that is gone."""
    call = dialling(floor)
    floor.rows(TAKE, "r1")
    floor.pbx(call, "answered")
    floor.pbx(call, "hangup_called")
    assert floor.rows(TAKE, "r1") == []


def test_a_hang_up_goes_to_another_runner_when_the_first_is_dead(floor: Floor) -> None:
    """DIAL-5: after RunnerSilence another runner takes over."""
    call = dialling(floor)
    floor.do("beat", "r1")
    floor.rows(TAKE, "r1")
    floor.do("hang_up", call, floor.see(call, "AgentId"))
    assert floor.rows(TAKE, "r2") == []
    floor.pass_time(16)
    assert floor.rows(TAKE, "r2") == [("hangup", call)]


def reconcile(floor: Floor, runner: str, *live: int) -> list[tuple[Any, ...]]:
    ids = [floor.see(call, "PbxCallId") for call in live]
    return floor.rows("SELECT action, pbx_call_id FROM reconcile_pbx(%s, %s::text[])", runner, ids)


def test_what_is_not_on_the_pbx_has_failed_and_is_not_repeated(floor: Floor) -> None:
    """DIAL-5: what cannot be matched becomes Failed with cause unknown and is never redialled by itself."""
    floor.add("RetryRule", CallResult="Failed", Delay=0)
    lost, kept, talking = dialling(floor), dialling(floor), dialling(floor)
    floor.rows(TAKE, "r1")
    floor.pbx(talking, "answered")
    done = reconcile(floor, "r1", kept)
    assert sorted(done) == sorted(
        [("lost", floor.see(lost, "PbxCallId")), ("lost", floor.see(talking, "PbxCallId"))]
    )
    assert floor.see(lost, "CallPhase", "CallResult", "Cause", "RetryTime") == (
        "AgentDialing", "Failed", "unknown", None,
    )  # fmt: skip
    assert floor.see(talking, "CallPhase", "CallResult", "Cause") == (
        "HangupCalled", "Failed", "unknown",
    )  # fmt: skip
    assert floor.see(kept) == ("AgentDialing", "Active")
    floor.pass_time(3600)
    floor.cycle()
    assert floor.see(lost, "CallResult") == "Failed"
    assert floor.broken() == []


def test_a_command_that_was_never_taken_is_not_lost(floor: Floor) -> None:
    """DIAL-5: what no runner has taken yet is dialled later, not failed."""
    call = dialling(floor)
    assert reconcile(floor, "r1") == []
    assert floor.rows(TAKE, "r1") == [("originate", call)]


def test_another_runner_adopts_or_settles_the_calls_of_a_dead_one(floor: Floor) -> None:
    """DIAL-5: while the first lives its calls are its own; when it is silent they are matched by the second."""
    there, gone = dialling(floor), dialling(floor)
    floor.do("beat", "r1")
    floor.rows(TAKE, "r1")
    assert reconcile(floor, "r2", there) == []
    floor.pass_time(16)
    assert sorted(reconcile(floor, "r2", there)) == sorted(
        [("adopted", floor.see(there, "PbxCallId")), ("lost", floor.see(gone, "PbxCallId"))]
    )
    floor.do("hang_up", there, floor.see(there, "AgentId"))
    # The lost one is hung up too: should it ring all the same, nobody here waits for it.
    assert floor.rows(TAKE, "r2") == [("hangup", gone), ("hangup", there)]


def test_a_channel_whose_call_is_over_is_to_be_hung_up(floor: Floor) -> None:
    """DIAL-5: live there, over here."""
    call = dialling(floor)
    floor.rows(TAKE, "r1")
    floor.do("hang_up", call, floor.see(call, "AgentId"))
    assert reconcile(floor, "r1", call) == [("hang up", floor.see(call, "PbxCallId"))]


def test_an_attempt_of_which_nothing_is_heard_ends(floor: Floor) -> None:
    """DIAL-5: after the ring time and DialGuard: unknown if it was sent, not sent if no runner took it."""
    sent, unsent = dialling(floor), None
    floor.rows(TAKE, "r1")
    unsent = dialling(floor)
    floor.pass_time(149)
    floor.cycle()
    assert floor.see(sent, "CallResult") == "Active"
    floor.pass_time(2)
    floor.cycle()
    assert floor.see(sent, "CallResult", "Cause") == ("Failed", "unknown")
    assert floor.see(unsent, "CallResult", "Cause") == ("Failed", "not sent")


def test_a_window_that_closed_during_the_preview_is_respected(floor: Floor) -> None:
    """DIAL-1, TIME-1: the window is looked at again when the call is dialled; the cycle takes it back."""
    floor.set("OutboundList", floor.list_id, PreviewTime=60)
    call = floor.offered(TimeMode="Daily", TimeFrom="09:00", TimeTo="10:01")
    agent = floor.see(call, "AgentId")
    floor.do("accept_offer", call, agent)
    floor.pass_time(61)
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.do("dial_call", call, agent)
    assert refused.value.sqlstate == "PD021"
    floor.cycle()
    assert floor.see(call, "CallPhase", "Trial") == ("EnqueueNoTime", 0)
