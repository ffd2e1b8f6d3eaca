"""Hold, consult, take back and transfer: what becomes of the call, its history and the outbox (DIAL-2, PHASE-5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor
from tests.talking.talks import OUTSIDE, TAKE, outbox, refusal, steps, talk

TALK = ("TalkState", "ConsultNumber", "TransferredTo")


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def extension(floor: Floor, agent: UUID) -> str:
    number: str = floor.look("Workplace", floor.desk(agent), "Number")
    return number


def test_hold_and_resume_any_number_of_times(floor: Floor) -> None:
    """DIAL-2, PHASE-5: each is told once in its turn, and is in the history; a repetition does nothing."""
    call, agent = talk(floor)
    assert floor.see(call, *TALK) == ("Talking", None, None)
    for _ in range(2):
        for _ in range(2):
            assert floor.do("hold_call", call, agent) == "OnHold"
        assert floor.see(call, "CallPhase", *TALK) == ("AgentTalk", "OnHold", None, None)
        floor.pass_time(5)
        for _ in range(2):
            assert floor.do("resume_call", call, agent) == "Talking"
    assert outbox(floor, call) == [
        ("hold", 0, None), ("resume", 0, None), ("hold", 1, None), ("resume", 1, None),
    ]  # fmt: skip
    assert steps(floor, call) == [
        ("put on hold", "AgentTalk", "agent"), ("taken off hold", "AgentTalk", "agent"),
    ] * 2  # fmt: skip
    assert floor.broken() == []


def test_hold_is_no_new_call_for_the_agent(floor: Floor) -> None:
    """DIST-5: LastCallUtc is when a call rang, was answered or ended, not when it was held."""
    call, agent = talk(floor)
    before = floor.look("Agent", agent, "LastCallUtc", "MissedCalls")
    answered = floor.see(call, "AnswerTime")
    floor.pass_time(30)
    floor.do("hold_call", call, agent)
    assert floor.look("Agent", agent, "LastCallUtc", "MissedCalls") == before
    assert floor.see(call, "AnswerTime", "Deadline") == (answered, None)


@pytest.mark.parametrize("held_before", [False, True])
def test_consult_and_take_back(floor: Floor, held_before: bool) -> None:
    """DIAL-2: the customer waits while another agent is called; the history says who."""
    call, agent = talk(floor)
    other = floor.agent(Login="petr")
    if held_before:
        floor.do("hold_call", call, agent)
    told = len(outbox(floor, call))
    for target in ("petr", extension(floor, other), " petr "):
        assert floor.do("consult", call, agent, target) == "Consulting"
    assert floor.see(call, *TALK) == ("Consulting", extension(floor, other), None)
    for _ in range(2):
        assert floor.do("take_back", call, agent) == "Talking"
    assert floor.see(call, "CallPhase", *TALK) == ("AgentTalk", "Talking", None, None)
    assert outbox(floor, call)[told:] == [
        ("consult", 0, extension(floor, other)), ("take_back", 0, None),
    ]  # fmt: skip
    assert [what for what, *_ in steps(floor, call)][-2:] == ["consultation", "consultation over"]
    assert floor.value(
        "SELECT Data ->> 'consulted' FROM CallEvent WHERE EventType = 'consultation'"
    ) == extension(floor, other)
    assert floor.broken() == []


@pytest.mark.parametrize("target", [None, "724 555 555", OUTSIDE])
def test_transfer_after_a_consultation(floor: Floor, target: str | None) -> None:
    """DIAL-2: the customer is handed over to whom the agent consults; the call is over, its channel is not hung up."""
    floor.set("Project", floor.project_id, ResultWait=None)
    call, agent = talk(floor)
    floor.do("consult", call, agent, "724 555 555")
    for again in (target, None, "+420 724 555 555"):
        assert floor.do("transfer_call", call, agent, again) == "WaitForResult"
    assert floor.see(call, "CallResult", *TALK) == ("Active", None, None, OUTSIDE)
    assert outbox(floor, call) == [("consult", 0, OUTSIDE), ("transfer", 0, OUTSIDE)]
    assert steps(floor, call)[-1] == ("transferred", "WaitForResult", "agent")
    floor.set("OutboundCall", call, CallResult="Completed")
    assert floor.see(call) == ("HangupAgent", "Completed")
    assert len(outbox(floor, call)) == 2
    assert floor.broken() == []


def test_a_blind_transfer(floor: Floor) -> None:
    """DIAL-2: to another agent by the login; what people read is the login, what the PBX dials the extension."""
    floor.set("Project", floor.project_id, ShowResultBar=0, PostCallPause=60)
    call, agent = talk(floor)
    other = floor.agent(Login="petr")
    floor.pass_time(40)
    assert floor.do("transfer_call", call, agent, "petr") == "HangupAgent"
    assert floor.see(call, "CallResult", "TransferredTo") == ("NoResult", "petr")
    assert floor.see(call, "EndTime") == floor.value("SELECT clock()")
    assert outbox(floor, call) == [("transfer", 0, extension(floor, other))]
    assert (
        floor.value(
            "SELECT Data ->> 'transferred_to' FROM CallEvent WHERE EventType = 'transferred'"
        )
        == "petr"
    )
    # It is over for the agent as any other call is.
    assert floor.look("Agent", agent, "StatusUntil") is not None
    # Repeated, though the colleague has left meanwhile.
    desk = extension(floor, other)
    floor.do("log_off", other)
    for again in ("petr", desk, None):
        assert floor.do("transfer_call", call, agent, again) == "HangupAgent"
    code, said = refusal(floor, lambda: floor.do("transfer_call", call, agent, "724 555 555"))
    assert (code, "petr" in said) == ("PD069", True)
    assert len(outbox(floor, call)) == 1
    assert floor.broken() == []


def test_an_extension_is_named_by_who_sits_there(floor: Floor) -> None:
    """What people read of a transfer to an extension: who sat there, else the extension."""
    other = floor.agent(Login="petr")
    reception = floor.workplace(Number="9100")
    assert reception
    for target, shown in ((extension(floor, other), "petr"), ("9100", "9100")):
        call, agent = talk(floor)
        floor.do("transfer_call", call, agent, target)
        assert floor.see(call, "TransferredTo") == shown
        assert outbox(floor, call) == [("transfer", 0, target)]


def test_whom_is_consulted_may_be_gone_when_the_customer_is_handed_over(floor: Floor) -> None:
    """The line is up: that the colleague has logged off meanwhile is no reason to refuse."""
    call, agent = talk(floor)
    other = floor.agent(Login="petr")
    desk = extension(floor, other)
    floor.do("consult", call, agent, "petr")
    floor.do("log_off", other)
    floor.do("transfer_call", call, agent)
    assert floor.see(call, "TransferredTo") == desk
    assert outbox(floor, call)[-1] == ("transfer", 0, desk)


def test_numbers_are_read_by_the_list_s_country(floor: Floor) -> None:
    """CALL-4: as those of calls are."""
    slovak = floor.outbound_list(Country="SK")
    call, agent = talk(floor, OutboundListId=slovak)
    floor.do("consult", call, agent, "0905 123 456")
    assert floor.see(call, "ConsultNumber") == "+421905123456"


BAD_TARGETS = {
    "nobody": (None, "nobody is named"),
    "blanks": ("  ", "nobody is named"),
    "unknown": ("jitka", "no agent has this login"),
    "too short": ("12345", "too few digits"),
    "not logged in": ("away", "not logged in"),
    "oneself": ("me", "telephone of the agent"),
    "the own telephone": ("8123", "telephone of the agent"),
    "the customer": ("{customer}", "the customer"),
}


@pytest.mark.parametrize("case", BAD_TARGETS)
@pytest.mark.parametrize("function", ["consult", "transfer_call"])
def test_who_cannot_be_called(floor: Floor, function: str, case: str) -> None:
    """Bad input: one clear sentence with the value and the remedy; nothing changes."""
    floor.agent(Login="away", status=None)
    call, agent = talk(floor, floor.agent(Login="me", workplace=floor.workplace(Number="8123")))
    target, reason = BAD_TARGETS[case]
    if target == "{customer}":
        target = floor.see(call, "Number")
    before = floor.row("SELECT to_jsonb(c) FROM OutboundCall AS c WHERE OutboundCallId = %s", call)
    code, said = refusal(floor, lambda: floor.do(function, call, agent, target))
    assert code == "PD068"
    assert reason in said
    assert (target or "").strip() in said
    after = floor.row("SELECT to_jsonb(c) FROM OutboundCall AS c WHERE OutboundCallId = %s", call)
    assert (after, outbox(floor, call)) == (before, [])


WRONG: dict[str, tuple[str | None, str, tuple[str, ...]]] = {
    # the state before, what is tried
    "hold while consulting": ("Consulting", "hold_call", ()),
    "resume while consulting": ("Consulting", "resume_call", ()),
    "consult somebody else": ("Consulting", "consult", ("724 111 222",)),
    "transfer to somebody else": ("Consulting", "transfer_call", ("724 111 222",)),
    "take back from hold": ("OnHold", "take_back", ()),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_the_state_does_not_allow(floor: Floor, case: str) -> None:
    """A conversation has one state at a time; the hint says the way."""
    state, function, more = WRONG[case]
    call, agent = talk(floor)
    if state == "Consulting":
        floor.do("consult", call, agent, "724 555 555")
    else:
        floor.do("hold_call", call, agent)
    before = floor.see(call, "Step", *TALK)
    code, said = refusal(floor, lambda: floor.do(function, call, agent, *more))
    assert code == "PD069"
    assert str(call) in said
    assert floor.see(call, "Step", *TALK) == before


ACTS: dict[str, tuple[str, ...]] = {
    "hold_call": (), "resume_call": (), "mute_call": (), "unmute_call": (), "send_keys": ("1",), "consult": (OUTSIDE,), "take_back": (), "transfer_call": (OUTSIDE,),
}  # fmt: skip


@pytest.mark.parametrize("function", ACTS)
def test_only_in_the_agents_own_conversation(floor: Floor, function: str) -> None:
    """AGENT: not while it rings, not when it is over, not another's, not a visitor's, not a call that is not there."""
    call = floor.offered()
    agent = floor.see(call, "AgentId")
    floor.do("dial_call", call, agent)

    def attempt(call: int, agent: UUID) -> str | None:
        return refusal(floor, lambda: floor.do(function, call, agent, *ACTS[function]))[0]

    assert attempt(call, agent) == "PD020"
    floor.pbx(call, "answered")
    assert attempt(call, floor.agent()) == "PD020"
    floor.pbx(call, "hangup_called")
    assert attempt(call, agent) == "PD020"
    visited = floor.agent()
    assert attempt(floor.do("create_visitor", visited), visited) == "PD069"
    assert attempt(0, agent) == "PD012"


def test_a_plain_update_does_it_too(floor: Floor) -> None:
    """DIAL-2: any UPDATE is a valid way in, and one column is enough."""
    call, _ = talk(floor)
    floor.set("OutboundCall", call, TalkState="OnHold")
    floor.set("OutboundCall", call, TalkState="Talking")
    floor.set("OutboundCall", call, ConsultNumber="724 555 555")
    assert floor.see(call, *TALK) == ("Consulting", OUTSIDE, None)
    floor.set("OutboundCall", call, ConsultNumber=None)
    assert floor.see(call, *TALK) == ("Talking", None, None)
    floor.set("OutboundCall", call, TalkState="Consulting", ConsultNumber="724 555 555", Priority=3)
    floor.set("OutboundCall", call, TransferredTo=OUTSIDE)
    assert floor.see(call, "TransferredTo", "TalkState") == (OUTSIDE, None)
    assert floor.see(call, "CallPhase") in ("WaitForResult", "HangupAgent")
    assert [(what, number) for what, _, number in outbox(floor, call)] == [
        ("hold", None), ("resume", None), ("consult", OUTSIDE), ("take_back", None),
        ("consult", OUTSIDE), ("transfer", OUTSIDE),
    ]  # fmt: skip
    role = floor.value("SELECT session_user")
    assert {who for *_, who in steps(floor, call)} == {f"sql:{role}"}
    assert floor.broken() == []


@pytest.mark.parametrize(
    "columns",
    [
        {"TalkState": "OnHold"},
        {"ConsultNumber": OUTSIDE},
        {"TransferredTo": OUTSIDE},
        {"TransferredTo": ""},
    ],
    ids=str,
)
def test_a_plain_update_outside_a_conversation_is_refused(
    floor: Floor, columns: dict[str, str]
) -> None:
    """PHASE-2: whoever makes it."""
    for call in (floor.call(), floor.offered(), floor.do("create_visitor", floor.agent())):
        assert (
            refusal(floor, lambda: floor.set("OutboundCall", call, **columns))[0] == "PD069"  # noqa: B023
        )


def test_a_transfer_cannot_go_elsewhere(floor: Floor) -> None:
    """PHASE-2: the phase that goes with a transfer is HangupAgent."""
    call, _ = talk(floor)
    code, _ = refusal(
        floor,
        lambda: floor.set("OutboundCall", call, TransferredTo=OUTSIDE, CallPhase="HangupCalled"),
    )
    assert code == "PD069"
    assert floor.see(call, "CallPhase") == "AgentTalk"


@pytest.mark.parametrize("end", ["hang_up", "hangup_called"])
@pytest.mark.parametrize("state", ["OnHold", "Consulting"])
def test_the_end_of_the_call_ends_it(floor: Floor, state: str, end: str) -> None:
    """DIAL-3: whatever the state, either side may hang up; nothing of it is left."""
    call, agent = talk(floor)
    if state == "OnHold":
        floor.do("hold_call", call, agent)
    else:
        floor.do("consult", call, agent, OUTSIDE)
    if end == "hang_up":
        floor.do("hang_up", call, agent)
        assert outbox(floor, call)[-1][0] == "hangup"
    else:
        assert floor.pbx(call, end) == "applied"
        assert outbox(floor, call)[-1][0] in ("hold", "consult")
    assert floor.see(call, *TALK) == (None, None, None)
    assert floor.broken() == []


def test_the_next_attempt_was_not_transferred(floor: Floor) -> None:
    """What is said of the last attempt is taken off when the next begins."""
    call, agent = talk(floor)
    floor.do("transfer_call", call, agent, OUTSIDE)
    floor.do("schedule_call", call)
    assert floor.see(call, "TransferredTo") == OUTSIDE
    floor.set("OutboundCall", call, Predistributed=1, AgentId=agent)
    floor.do("set_agent_status", agent, "Ready")
    floor.cycle()
    floor.do("dial_call", call, agent)
    floor.pbx(call, "answered")
    assert floor.see(call, *TALK) == ("Talking", None, None)
    floor.do("hold_call", call, agent)
    floor.do("hang_up", call, agent)
    told = [(what, turn) for what, turn, _ in outbox(floor, call)]
    assert told == [("transfer", 0), ("hold", 0), ("hangup", 0)]


def test_a_private_call_that_is_not_kept(floor: Floor) -> None:
    """CALL-2: it can be held and transferred as others; the row goes, the channel goes on."""
    agent = floor.agent()
    call = floor.do("private_call", "724 123 456", agent)
    floor.do("beat", "r1")
    floor.rows(TAKE, "r1")
    floor.pbx(call, "answered")
    channel = floor.see(call, "PbxCallId")
    floor.do("hold_call", call, agent)
    floor.do("resume_call", call, agent)
    assert floor.do("transfer_call", call, agent, OUTSIDE) == "HangupAgent"
    assert floor.rows("SELECT 1 FROM OutboundCall") == []
    assert floor.rows(TAKE, "r1") == [("transfer", OUTSIDE)]
    assert floor.rows("SELECT * FROM reconcile_pbx('r1', %s)", [channel]) == []


def test_the_call_bar_shows_it(floor: Floor) -> None:
    """What agent_state says of a conversation."""
    query = "SELECT TalkState, ConsultNumber, TransferredTo FROM agent_state(%s)"
    floor.set("Project", floor.project_id, ResultWait=None)
    call, agent = talk(floor)
    assert floor.row(query, agent) == ("Talking", None, None)
    floor.do("consult", call, agent, OUTSIDE)
    assert floor.row(query, agent) == ("Consulting", OUTSIDE, None)
    floor.do("transfer_call", call, agent)
    assert floor.row(query, agent) == (None, None, OUTSIDE)
