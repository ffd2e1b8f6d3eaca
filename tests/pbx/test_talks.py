"""What agents and customers do in real calls: telephones that are rung, hold, transfer, keys, recordings, the keypad."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from uuid import uuid4

import pytest
from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.asterisk.private import PrivatePbx
from pgdialer.runner.bridges import Command, find_bridge
from pgdialer.runner.bridges.asterisk.ari import Ari
from pgdialer.runner.bridges.asterisk.attempt import LINES
from pgdialer.runner.bridges.conformance import connected

from tests.asterisk_kit.version import is_old
from tests.pbx.centre import PATIENCE, Centre, number

PHONES = 2
CONDITION = "SELECT Value FROM why_not(%s) WHERE Condition LIKE 'agent%%'"


def test_a_telephone_that_is_rung_for_the_call(centre: Centre) -> None:
    """DIAL-1: on demand the agent's telephone is rung first; either side hangs up, and both are free."""
    centre.seat(1, "OnDemand")
    centre.run()
    call = centre.dial("12")
    centre.talking(call)
    channel = centre.floor.see(call, "PbxCallId")
    assert {channel, f"agent-{channel}"} <= {*centre.channels()}
    centre.floor.do("hang_up", call, centre.agents["agent001"])
    centre.until(lambda: centre.channels() == [])
    theirs = centre.dial("05")
    centre.over(theirs)
    assert centre.floor.see(theirs, "EndPhase") == "HangupCalled"
    centre.until(lambda: centre.channels() == [])


def test_one_call_after_the_other_on_a_line(
    pbx: PrivatePbx, far_ends: FarEnds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DIAL-1: a line on its way back from one call is not taken out of the next, which has begun meanwhile."""
    post = Ari.post

    async def slow(ari: Ari, path: str, body: object = None, **values: object) -> Any:
        if path == f"/bridges/{LINES}/addChannel":
            await asyncio.sleep(0.05)
        return await post(ari, path, body, **values)

    monkeypatch.setattr(Ari, "post", slow)

    def together(line: str, name: str) -> bool:
        bridges = {one["id"]: {*one["channels"]} for one in pbx.ask("GET", "/bridges")}
        return bridges.get(f"talk-{name}") == {line, name}

    async def talk() -> list[bool]:
        bridge = find_bridge("asterisk").configured(
            {"url": pbx.url, "user": pbx.user, "password": pbx.password}
        )
        found = []
        async with connected(bridge) as ear:
            line = f"line-{uuid4()}"
            await bridge.send(Command("open_line", line, extension="agent001"))
            await ear.answered(line)
            before = ""
            for _ in range(5):
                name = str(uuid4())
                dial = Command(
                    "originate", name, number=number("12"), extension="agent001", line=line
                )
                if before:
                    await bridge.send(Command("hangup", before))
                    await ear.ended(before)
                await bridge.send(dial)
                await ear.answered(name)
                async with asyncio.timeout(PATIENCE):
                    while not await asyncio.to_thread(together, line, name):
                        await asyncio.sleep(0.02)
                await asyncio.sleep(0.1)
                found.append(await asyncio.to_thread(together, line, name))
                before = name
        return found

    assert asyncio.run(talk()) == [True] * 5


@pytest.mark.parametrize("manner", ["silent", "busy", "leaves"])
def test_an_agent_who_cannot_be_reached(centre: Centre, manner: str) -> None:
    """DIAL-3: nobody is dialled for an agent who does not pick up; who hangs up takes the customer along."""
    centre.far_ends.register("agent001", manner)  # type: ignore[arg-type]
    centre.seat(1, "OnDemand")
    centre.run(rings="2")
    call = centre.dial("12")
    centre.over(call)
    if manner == "leaves":
        assert centre.floor.see(call, "EndPhase") == "HangupAgent"
    else:
        assert centre.floor.see(call, "CallResult", "AnswerTime") == ("Failed", None)
        assert centre.floor.see(call, "Cause").startswith("agent unreachable")
    centre.until(lambda: centre.channels() == [])


def test_a_telephone_that_is_not_registered(centre: Centre) -> None:
    """CALL-1, DIST-12: it is OutOfOrder, its agent gets no call, and why_not says so; registered, all is well."""
    centre.far_ends.unregister("agent001")
    centre.seat(1, "OnDemand")
    centre.run()
    call = centre.floor.call(number("12"))
    centre.until(lambda: centre.floor.rows("SELECT FROM Workplace WHERE State = 'OutOfOrder'"))
    centre.until(lambda: "OutOfOrder" in centre.floor.value(CONDITION, call))
    assert centre.floor.see(call, "CallPhase") == "Enqueue"
    centre.far_ends.register("agent001")
    centre.until(lambda: centre.floor.see(call, "CallPhase") == "AgentOfferFirst")


def test_a_call_on_the_keypad(centre: Centre) -> None:
    """CALL-1: it makes the line busy and leaves no other trace; afterwards the agent is free."""
    centre.seat(1, "OnDemand")
    centre.run()
    states = "SELECT State::text FROM Workplace"
    caller = centre.far_ends.dial_from("agent001", "+420700000012", seconds=3)
    centre.until(lambda: centre.floor.value(states) == "Busy")
    call = centre.floor.call(number("12"))
    assert centre.floor.cycle().offered == 0
    assert caller.wait()
    centre.until(lambda: centre.floor.see(call, "CallPhase") == "AgentOfferFirst")
    assert centre.floor.value("SELECT count(*) FROM PbxEvent") == 0


def test_the_number_that_is_shown(centre: Centre) -> None:
    """DIAL-4: the called party is shown the list's number, without one the project's."""
    floor = centre.floor
    floor.set("Project", floor.project_id, CallerId="+420555666777")
    centre.seat(1)
    centre.run()
    centre.lines_up()
    centre.pbx.cli("module load res_pjsip_logger.so")
    centre.pbx.cli("pjsip set logger on")
    for of_list, shown in (("+420222333444", "+420222333444"), (None, "+420555666777")):
        floor.set("OutboundList", floor.list_id, CallerId=of_list)
        call = centre.dial("01")
        centre.over(call)
        sent = (centre.pbx.folder / "log" / "full").read_text()
        invite = re.search(
            rf"^INVITE sip:{re.escape(floor.see(call, 'Number'))}@[^<]*?^From:[^\n]*", sent, re.M
        )
        assert invite, sent
        assert f"<sip:{shown}@" in invite[0]


def test_hold_consult_and_transfer(centre: Centre) -> None:
    """DIAL-1: the customer waits with music, the agent consults another, hands over, and is free; they talk on."""
    centre.seat(2)
    centre.run()
    centre.lines_up()
    floor, agent = centre.floor, centre.agents["agent001"]
    call = centre.dial("12")
    centre.talking(call)
    channel = floor.see(call, "PbxCallId")
    line = floor.value("SELECT LineId FROM Workplace WHERE Number = 'agent001'")
    together = centre.together

    floor.do("hold_call", call, agent)
    centre.until(lambda: together(line))
    floor.do("resume_call", call, agent)
    centre.until(lambda: together(line, channel))
    floor.do("consult", call, agent, "+420700000012")
    centre.until(lambda: together(line, f"consult-{channel}"))
    floor.do("take_back", call, agent)
    centre.until(lambda: together(line, channel))
    centre.until(lambda: f"consult-{channel}" not in centre.channels())
    floor.do("consult", call, agent, "+420799999912")
    centre.until(lambda: together(line, f"consult-{channel}"))
    floor.do("transfer_call", call, agent)
    centre.until(lambda: together(channel, f"consult-{channel}"))
    centre.until(lambda: floor.see(call, "CallResult") != "Active")
    assert floor.see(call, "EndPhase", "TransferredTo") == ("HangupAgent", "+420799999912")
    again = centre.dial("12")
    centre.talking(again)
    assert channel in centre.channels()
    # Whom it was handed to hangs up, and the customer is not left alone.
    centre.pbx.ask("DELETE", f"/channels/consult-{channel}")
    centre.until(lambda: channel not in centre.channels())


def test_an_agent_who_is_muted(centre: Centre) -> None:
    """DIAL-1: the telephone speaks, and the customer is sent nothing; over a hold; not in the next call."""
    centre.far_ends.register("agent001", "speaks")
    centre.seat(1)
    centre.run()
    centre.lines_up()
    floor, agent = centre.floor, centre.agents["agent001"]
    line = floor.value("SELECT LineId FROM Workplace WHERE Number = 'agent001'")
    for _ in range(2):
        call = centre.dial("12")
        centre.talking(call)
        channel = floor.see(call, "PbxCallId")
        centre.until(lambda channel=channel: centre.is_heard(line, channel))
        floor.do("mute_call", call, agent)
        centre.until(lambda channel=channel: not centre.is_heard(line, channel))
        floor.do("hold_call", call, agent)
        centre.until(lambda: centre.together(line))
        floor.do("resume_call", call, agent)
        centre.until(lambda channel=channel: centre.together(line, channel))
        centre.until(lambda channel=channel: not centre.is_heard(line, channel))
        floor.do("unmute_call", call, agent)
        centre.until(lambda channel=channel: centre.is_heard(line, channel))
        floor.do("mute_call", call, agent)
        centre.until(lambda channel=channel: not centre.is_heard(line, channel))
        floor.do("hang_up", call, agent)
        centre.over(call)
    assert floor.broken() == []


@pytest.mark.parametrize("mode", ["OpenLine", "OnDemand"])
def test_keys_for_a_machine(centre: Centre, mode: str) -> None:
    """DIAL-1: keys arrive at the customer's telephone, each once, in their order; it sends back what it gets."""
    heard = centre.pbx.folder / "log" / "keys"
    centre.pbx.cli("logger add channel keys dtmf")
    centre.seat(1, mode)
    centre.run()
    centre.lines_up()
    floor, agent = centre.floor, centre.agents["agent001"]
    call = centre.dial("12")
    centre.talking(call)
    for keys in ("4111", "*0#", "ABCD"):
        floor.do("send_keys", call, agent, keys)

    def arrived() -> str:
        # As Asterisk has it in the end: while it is sending itself, it puts off what it receives.
        done = r"DTMF end (?:emulation of|passthrough) '(.)' (?:queued )?on PJSIP/carrier"
        return "".join(re.findall(done, heard.read_text()))

    centre.until(lambda: len(arrived()) >= len("4111*0#ABCD"))
    floor.do("hang_up", call, agent)
    centre.until(lambda: floor.see(call, "PbxCallId") not in centre.channels())
    assert arrived() == "4111*0#ABCD"
    assert floor.value("SELECT count(*) FROM PbxKeys") == 0
    assert floor.broken() == []


def test_a_blind_transfer(centre: Centre) -> None:
    """DIAL-1: without a consultation the other is dialled, and gets the customer on answering."""
    centre.seat(2)
    centre.run()
    centre.lines_up()
    floor, agent = centre.floor, centre.agents["agent001"]
    call = centre.dial("12")
    centre.talking(call)
    channel = floor.see(call, "PbxCallId")
    floor.do("transfer_call", call, agent, "+420700000200")
    centre.until(
        lambda: any(
            {channel, f"consult-{channel}"} == {*one["channels"]} for one in centre.bridges()
        )
    )
    assert floor.see(call, "TransferredTo") == "+420700000200"
    centre.pbx.ask("DELETE", f"/channels/{channel}")
    centre.until(lambda: all(one.startswith("line-") for one in centre.channels()))


def test_what_the_pbx_cannot_do(centre: Centre) -> None:
    """DIAL-1: a transfer or consultation that could not be sent: agent and customer are together again, and know why."""
    centre.seat(1)
    centre.floor.workplace(Number="nobody")  # a telephone that Asterisk has never heard of
    centre.run()
    centre.lines_up()
    floor, agent = centre.floor, centre.agents["agent001"]
    call = centre.dial("12")
    centre.talking(call)
    channel = floor.see(call, "PbxCallId")
    line = floor.value("SELECT LineId FROM Workplace WHERE Number = 'agent001'")
    for act, problem in (
        ("transfer_call", "Not transferred to"),
        ("consult", "Not connected with"),
    ):
        floor.do(act, call, agent, "nobody")
        centre.until(
            lambda problem=problem: (floor.see(call, "TalkProblem") or "").startswith(problem)
        )
        assert floor.see(call, "CallPhase", "TalkState") == ("AgentTalk", "Talking")
        taken = "SELECT FROM PbxCommand WHERE Command = 'take_back' AND TakenTime IS NULL"
        centre.until(lambda taken=taken: not floor.rows(taken))
        centre.until(lambda: centre.together(line, channel))
    # On hold already, somebody may be consulted who can be.
    floor.do("hold_call", call, agent)
    centre.until(lambda: centre.together(line))
    floor.do("consult", call, agent, "+420700000012")
    centre.until(lambda: centre.together(line, f"consult-{channel}"))
    floor.do("transfer_call", call, agent)
    centre.until(lambda: centre.together(channel, f"consult-{channel}"))
    history = floor.rows("SELECT EventType FROM CallEvent WHERE Data ? 'problem' ORDER BY Step")
    assert history == [("transfer failed",), ("consultation over",)]
    assert floor.broken() == []


def test_a_recording(centre: Centre) -> None:
    """REC-1: both legs, named by the call, linked in the row; deleted when the database says so."""
    centre.floor.set("OutboundList", centre.floor.list_id, Recording=1)
    centre.seat(1)
    centre.run()
    centre.lines_up()
    call = centre.dial("05")
    centre.over(call)
    link = "SELECT FileName, Seconds FROM CallRecording WHERE OutboundCallId = %s"
    centre.until(lambda: centre.floor.rows(link, call))
    name, seconds = centre.floor.row(link, call)
    assert name == f"{call}-1.wav"
    assert seconds >= 1
    assert (centre.pbx.recordings / name).stat().st_size > 10_000


def test_a_script_that_asks(centre: Centre) -> None:
    """CB-3: no agent; a prompt, one key, stored; who presses none has no result, who is busy is Busy."""
    floor = centre.floor
    survey = floor.outbound_list(
        DialingMode="Ivr", IvrScript="tone:congestion", MaxChannels=9, RingTime=6
    )
    calls = {
        ending: floor.call(number(ending), OutboundListId=survey)
        for ending in ("23", "27", "05", "01")
    }
    centre.run()
    for call in calls.values():
        centre.until(lambda call=call: floor.see(call, "CallResult") not in ("Active", "Scheduled"))
    assert floor.rows("SELECT OutboundCallId, Answer FROM IvrAnswer ORDER BY 1") == [
        (calls["23"], "3"), (calls["27"], "7"),
    ]  # fmt: skip
    results = {ending: floor.see(call, "CallResult") for ending, call in calls.items()}
    assert results == {"23": "Completed", "27": "Completed", "05": "NoResult", "01": "Busy"}
    centre.until(lambda: centre.channels() == [])


def test_callers_who_wait(centre: Centre) -> None:
    """CB-1, CB-2: who gives up is called back, who presses the key as well and is let go at once."""
    floor = centre.floor
    floor.set("Project", floor.project_id, InboundNumber="442079460900")
    floor.add("QueueTransition", OutboundListId=floor.list_id)
    floor.set("OutboundList", floor.list_id, Activity="Paused")
    centre.run(inbound="pgdialer-inbound")
    centre.far_ends.call_in("+420724111111", seconds=1)
    centre.far_ends.call_in("+420724222222", digits="1", seconds=20)
    inbound = (
        "SELECT Number, Outcome::text, EndTime IS NOT NULL, ProjectId FROM InboundCall ORDER BY 1"
    )
    project = floor.project_id
    wanted = [
        ("+420724111111", "Lost", True, project),
        ("+420724222222", "CallBack", True, project),
    ]
    centre.until(lambda: floor.rows(inbound) == wanted)
    assert floor.rows("SELECT Number FROM OutboundCall ORDER BY 1") == [
        ("+420724111111",),
        ("+420724222222",),
    ]
    centre.until(lambda: centre.channels() == [])


def test_a_trunk_that_fails_rests(centre: Centre) -> None:
    """COMP-4: after two failures of three the next trunk by rank carries the calls."""
    floor = centre.floor
    for rank, name in enumerate(("carrier", "carrier2")):
        floor.add(
            "Trunk",
            DisplayName=name,
            Endpoint=name,
            Rank=rank,
            RestFailures=2,
            RestAttempts=3,
            RestTime=600,
        )
    centre.seat(1)
    centre.run()
    centre.lines_up()
    # That a trunk refuses (14) is known only by SIP's status.
    endings = ["04", "04" if is_old(centre.pbx) else "14", "12"]
    for ending in endings:
        call = centre.dial(ending)
        if ending == "12":
            centre.talking(call)
        else:
            centre.over(call)
    trunks = floor.rows("""
        SELECT t.DisplayName, k.Number FROM (
            SELECT c.PbxCommandId, c.TrunkId, right(o.Number, 2) AS Number
            FROM PbxCommand AS c JOIN OutboundCall AS o USING (OutboundCallId) WHERE c.Command = 'originate'
        ) AS k JOIN Trunk AS t USING (TrunkId) ORDER BY k.PbxCommandId""")
    assert trunks == [*zip(["carrier", "carrier", "carrier2"], endings, strict=True)]
