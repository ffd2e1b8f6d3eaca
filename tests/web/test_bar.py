"""The other commands of the call bar: an agent's day, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.web.conftest import BAR, Person


def test_a_call_from_offer_to_result(jana: Person) -> None:
    """One command for each agent function: accept, dial, talk, hang up, result."""
    floor = jana.floor
    floor.set("Project", floor.project_id, PostCallPause=60)
    call = floor.offered(jana.agent)
    detail = floor.value(
        "SELECT CallResultDetailId FROM offered_details(%s) WHERE CallResult = 'Completed' LIMIT 1",
        call,
    )
    state = jana.cmd("GetState").json
    assert (state["OutboundCallId"], state["CallPhase"]) == (call, "AgentOfferFirst")
    assert (state["AgentStatus"], state["Login"]) == ("Ready", "jana")
    seen = [jana.cmd("AcceptOffer", OutboundCallId=call).json["CallPhase"]]
    seen.append(jana.cmd("DialCall", callid=call).json["CallPhase"])
    floor.pbx(call, "answered")
    seen.append(jana.cmd("HangUp", OutboundCallId=call).json["CallPhase"])
    answer = jana.cmd("SetCallResult", OutboundCallId=call, CallResultDetailId=detail, Seq=9)
    assert seen[1:] == ["AgentDialing", "WaitForResult"]
    assert answer.json["OutboundCallId"] == call
    assert (answer.json["CallResult"], answer.json["Seq"]) == ("Completed", "9")


def test_in_the_middle_of_a_conversation(jana: Person) -> None:
    """Hold, Resume, Consult, TakeBack, Transfer; GetState shows where the conversation is."""
    floor = jana.floor
    call = floor.talking(jana.agent)
    floor.agent(Login="petr")
    seen = []
    for cmd, more in (
        ("Hold", {}), ("Resume", {}), ("Consult", {"Target": "petr"}), ("TakeBack", {}),
        ("Consult", {"Par": "724 555 555"}),
    ):  # fmt: skip
        assert jana.cmd(cmd, OutboundCallId=call, **more).json["CallPhase"] == "AgentTalk"
        seen.append(jana.cmd("GetState").json["TalkState"])
    assert seen == ["OnHold", "Talking", "Consulting", "Talking", "Consulting"]
    assert jana.cmd("GetState").json["ConsultNumber"] == "+420724555555"
    done = jana.cmd("Transfer", OutboundCallId=call).json
    assert done["CallPhase"] in ("WaitForResult", "HangupAgent")
    assert floor.see(call, "TransferredTo") == "+420724555555"


def test_mute_and_keys(jana: Person) -> None:
    """Mute, Unmute, SendKeys; GetState shows them; keys are sent once for each key of the request."""
    call = jana.floor.talking(jana.agent)
    seen = []
    for cmd in ("Mute", "Unmute", "Mute"):
        assert jana.cmd(cmd, OutboundCallId=call).json["CallPhase"] == "AgentTalk"
        seen.append(jana.cmd("GetState").json["Muted"])
    assert seen == [1, 0, 1]
    for _ in range(2):
        answer = jana.cmd("SendKeys", OutboundCallId=call, Keys="*12#", RequestKey="one")
        assert answer.json["OutboundCallId"] == call
    assert jana.cmd("GetState").json["KeysSent"] == 4
    assert jana.floor.rows("SELECT Keys FROM PbxKeys") == [("*12#",)]


def test_log_in_status_log_off(jana: Person) -> None:
    """LogIn, SetAgentStatus and LogOff answer the status's name."""
    assert jana.cmd("LogOff").json["AgentStatus"] == "Logged off"
    desk = jana.floor.workplace()
    assert jana.cmd("LogIn", WorkplaceId=desk).json["AgentStatus"] == "Pause"
    assert jana.cmd("SetAgentStatus", Status="Ready").json["AgentStatus"] == "Ready"
    assert jana.floor.look("Agent", jana.agent, "WorkplaceId") == desk


def test_dispatch(jana: Person) -> None:
    """EnqueueCall, PauseCall, ScheduleCall, CancelCall, RescheduleCall."""
    floor = jana.floor
    by_hand = floor.outbound_list(ManualDistribution=1)
    call = floor.call(OutboundListId=by_hand)
    answer = jana.cmd("EnqueueCall", OutboundCallId=call, AgentId=jana.agent).json
    assert (answer["CallPhase"], answer["CallResult"]) == ("Enqueue", "Scheduled")
    assert jana.cmd("PauseCall", OutboundCallId=call).json["CallResult"] == "Paused"
    at = "2035-11-24T10:00:00 01:00"  # the + of the zone unescaped
    assert (
        jana.cmd("ScheduleCall", OutboundCallId=call, ScheduleTime=at).json["CallResult"]
        == "Scheduled"
    )
    assert floor.see(call, "ScheduleTime") == datetime(2035, 11, 24, 9, tzinfo=UTC)
    assert jana.cmd("CancelCall", OutboundCallId=call).json["CallResult"] == "Cancelled"

    talked = floor.talking(jana.agent)
    jana.cmd("HangUp", OutboundCallId=talked)
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    answer = jana.cmd(
        "RescheduleCall", OutboundCallId=talked, ScheduleTime=later, Personal="yes"
    ).json
    assert answer["CallResult"] == "Scheduled"
    assert floor.see(talked, "Predistributed", "AgentId") == (1, jana.agent)


def test_reject(jana: Person) -> None:
    """RejectOffer gives the call back."""
    call = jana.floor.offered(jana.agent)
    assert jana.cmd("RejectOffer", OutboundCallId=call).json["CallPhase"] == "AgentOfferMissed"


def test_visitor(jana: Person) -> None:
    """CALL-5: CreateVisitor needs nothing but an agent; a repeated key makes no second one."""
    first = jana.cmd("CreateVisitor", RequestKey="tile").json
    again = jana.cmd("CreateVisitor", RequestKey="tile").json
    assert (first["CallPhase"], first["CallResult"]) == ("AgentTalk", "Prepared")
    assert again == first


BAD: dict[str, tuple[str, dict[str, Any], int, str | None]] = {
    "no call": ("AcceptOffer", {}, 422, "OutboundCallId"),
    "a call that is none": ("AcceptOffer", {"OutboundCallId": "x"}, 422, "OutboundCallId"),
    "a call with a sign": ("DialCall", {"OutboundCallId": "-1"}, 422, "OutboundCallId"),
    "an endless call": ("DialCall", {"OutboundCallId": "9" * 30}, 422, "OutboundCallId"),
    "two calls": ("HangUp", {"OutboundCallId": "1", "CallId": "2"}, 422, "OutboundCallId"),
    "an unknown call": ("PauseCall", {"OutboundCallId": "999999"}, 404, None),
    "an unknown agent": ("LogOff", {"AgentId": str(uuid4())}, 404, None),
    "no agent's id": ("LogOff", {"AgentId": "jana"}, 422, "AgentId"),
    "no workplace": ("LogIn", {}, 422, "WorkplaceId"),
    "an unknown workplace": ("LogIn", {"WorkplaceId": str(uuid4())}, 409, None),
    "an unknown status": ("SetAgentStatus", {"Status": "Asleep"}, 422, None),
    "no moment": ("ScheduleCall", {"OutboundCallId": "1", "ScheduleTime": "soon"}, 422, "ScheduleTime"),
    "a moment of nowhere": (
        "ScheduleCall", {"OutboundCallId": "1", "ScheduleTime": "2026-11-24T10:00"}, 422, "ScheduleTime",
    ),
    "neither yes nor no": (
        "RescheduleCall",
        {"OutboundCallId": "1", "ScheduleTime": "2035-01-01T10:00Z", "Personal": "maybe"}, 422, "Personal",
    ),
    "nobody to consult": ("Consult", {"OutboundCallId": "1"}, 422, "Target"),
    "no keys": ("SendKeys", {"OutboundCallId": "1"}, 422, "Keys"),
    "muted by nobody": ("Mute", {"OutboundCallId": "999999"}, 404, None),
    "held by nobody": ("Hold", {"OutboundCallId": "999999"}, 404, None),
    "a visitor's number": ("CreateVisitor", {"Number": "12"}, 422, None),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_refused(jana: Person, case: str) -> None:
    """URL-3: a clear error with the parameter's name."""
    cmd, values, status, parameter = BAD[case]
    answer = jana.cmd(cmd, **values)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json["detail"].endswith(".")
    assert parameter is None or answer.json["parameter"] == parameter


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"data": "Cmd=GetState", "content_type": "text/plain"}, 415),
        ({"data": "[1]", "content_type": "application/json"}, 422),
        ({"data": "{", "content_type": "application/json"}, 400),
        ({"json": {"Cmd": {"a": 1}}}, 422),
        ({"data": '{"Cmd": "\\ud800"}', "content_type": "application/json"}, 422),
        ({"data": "x" * 2_000_000, "content_type": "application/json"}, 413),
    ],
)
def test_bodies(jana: Person, body: dict[str, Any], status: int) -> None:
    """What is no form and no JSON object is refused, as JSON."""
    answer = jana.client.post(BAR, headers=jana.token, **body)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
