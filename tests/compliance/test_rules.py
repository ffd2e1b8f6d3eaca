"""COMP-1, COMP-2: what a rule forbids is not offered, is set aside once, and comes back when the rule lets it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor, new_id, new_number

HOUR = 3600
TUESDAY = "2026-11-24 10:00+01"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db, at=TUESDAY)


def pack(floor: Floor, *rules: dict[str, Any], **columns: Any) -> UUID:
    """Make a pack of these rules and have the floor's list keep it."""
    key = new_id()
    floor.add(
        "RulePack", RulePackId=key, DisplayName="Ours", Source="agreement", SourceDate="2026-01-01",
        **columns,
    )  # fmt: skip
    for rule in rules:
        floor.add(
            "RulePackRule", RulePackId=key, **{"Source": "§ 1", "SourceDate": "2026-01-01"} | rule
        )
    floor.set("OutboundList", floor.list_id, RulePackId=key)
    return key


def attempted(floor: Floor, number: str, ago: float, **columns: Any) -> None:
    """Have the number dialled, so many hours ago."""
    floor.conn.execute(
        "INSERT INTO NumberAttempt (OutboundCallId, DialTime, Number, OutboundListId, ContactId, TalkTime,"
        " RefusedTime, AbandonedTime) SELECT -1 - (SELECT count(*) FROM NumberAttempt), t.Dialled, %s, %s, %s,"
        " CASE WHEN %s THEN t.Dialled END, CASE WHEN %s THEN t.Dialled END, CASE WHEN %s THEN t.Dialled END"
        " FROM (SELECT clock() - %s * interval '1 hour' AS Dialled) AS t",
        (
            number, floor.list_id, columns.get("contact"), columns.get("talked", False),
            columns.get("refused", False), columns.get("abandoned", False), ago,
        ),
    )  # fmt: skip


def broken(floor: Floor, call: int) -> dict[str, str]:
    """Return the conditions of a call that do not hold, agents apart, and what limits them."""
    return {
        condition: limit
        for condition, holds, limit in floor.rows(
            "SELECT Condition, Holds, LimitValue FROM why_not(%s)", call
        )
        if not holds and not condition.startswith("agent ")
    }


def dial(floor: Floor, call: int, agent: UUID) -> None:
    """Dial as a DBA would."""
    floor.conn.execute(
        "UPDATE OutboundCall SET CallPhase = 'AgentDialing', AgentId = %s WHERE OutboundCallId = %s",
        (agent, call),
    )


def refused(floor: Floor, call: int, agent: UUID) -> str:
    """Return what is said when the call is dialled, which changes nothing."""
    before = floor.see(call)
    with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
        dial(floor, call, agent)
    assert error.value.sqlstate == "PD073"
    assert floor.see(call) == before
    return str(error.value.diag.message_primary)


def test_a_listed_number_is_not_offered(floor: Floor) -> None:
    """COMP-1: a number on a do-not-call list is passed over, set aside once, and named."""
    listed, free = floor.call(), floor.call()
    agent = floor.agent()
    never = floor.add("DoNotCallList", DisplayName="Register")
    floor.add("DoNotCallNumber", DoNotCallListId=never, Number=floor.see(listed, "Number"))
    floor.cycle()
    assert floor.see(free, "CallPhase") == "AgentOfferFirst"
    assert floor.see(listed, "CallResult", "HeldBy", "DueTime") == ("Scheduled", "DoNotCall", None)
    assert list(broken(floor, listed)) == ["its number is not on a do-not-call list"]
    assert "Register" in refused(floor, listed, agent)
    step = floor.see(listed, "ChangedTime", "Step")
    floor.cycle()
    assert floor.see(listed, "ChangedTime", "Step") == step


def test_it_comes_back_when_the_number_leaves_the_list(floor: Floor) -> None:
    """COMP-1: and is offered."""
    call = floor.call()
    never = floor.add("DoNotCallList", DisplayName="Ours")
    floor.add("DoNotCallNumber", DoNotCallListId=never, Number=floor.see(call, "Number"))
    floor.agent()
    floor.cycle()
    floor.conn.execute("DELETE FROM DoNotCallNumber")
    floor.cycle()
    assert floor.see(call, "CallPhase", "HeldBy") == ("AgentOfferFirst", None)


@pytest.mark.parametrize(
    ("columns", "named", "kept"),
    [
        ({}, False, True),
        ({"OnlyNamed": 1}, False, False),
        ({"OnlyNamed": 1}, True, True),
        ({"ProjectId": "own"}, False, True),
        ({"ProjectId": "other"}, False, False),
        ({"ProjectId": "other"}, True, True),
    ],
)
def test_who_keeps_to_a_list(
    floor: Floor, columns: dict[str, Any], named: bool, kept: bool
) -> None:
    """COMP-1: several lists; all outbound lists keep to one, those of its project, or those that name it."""
    projects = {"own": floor.project_id, "other": floor.project()}
    if "ProjectId" in columns:
        columns = columns | {"ProjectId": projects[columns["ProjectId"]]}
    floor.add("DoNotCallList", DisplayName="Empty")
    never = floor.add("DoNotCallList", DisplayName="Ours", **columns)
    if named:
        floor.add("OutboundListDoNotCall", OutboundListId=floor.list_id, DoNotCallListId=never)
    call = floor.call()
    floor.add("DoNotCallNumber", DoNotCallListId=never, Number=floor.see(call, "Number"))
    floor.agent()
    floor.cycle()
    assert (floor.see(call, "CallPhase") == "Enqueue") == kept
    row = "SELECT %s = ANY (DoNotCallLists) FROM OutboundList WHERE OutboundListId = %s"
    assert floor.value(row, never, floor.list_id) == kept
    view = "SELECT count(*) FROM ListDoNotCall WHERE DoNotCallListId = %s AND OutboundListId = %s"
    assert floor.value(view, never, floor.list_id) == kept


def test_a_list_that_is_too_old_closes(floor: Floor) -> None:
    """COMP-1: a register older than its limit closes dialling, a minute before it does not, an import opens it."""
    call, agent = floor.call(), floor.agent(status="Pause")
    never = floor.add("DoNotCallList", DisplayName="Register", MaxAgeDays=28, RefreshedTime=TUESDAY)
    floor.pass_time(28 * 24 * HOUR - 60)
    assert broken(floor, call) == {}
    floor.pass_time(60)
    floor.do("set_agent_status", agent, "Ready")
    assert floor.cycle().offered == 0
    assert list(broken(floor, call)) == ["its do-not-call lists are up to date"]
    assert "Register" in refused(floor, call, agent)
    floor.do("finish_do_not_call", never)
    assert floor.cycle().offered == 1


def test_a_pack_limits_the_age_of_its_countrys_register(floor: Floor) -> None:
    """COMP-1, COMP-3: and of no other's; one that was never read in is too old."""
    call = floor.call()
    floor.add("DoNotCallList", DisplayName="TPS", Country="GB", RefreshedTime=TUESDAY)
    floor.add("DoNotCallList", DisplayName="Ours", Country="CZ")
    pack(floor, {"Kind": "DoNotCallAge", "WindowHours": 24}, Country="GB")
    floor.pass_time(24 * HOUR - 60)
    assert broken(floor, call) == {}
    floor.pass_time(60)
    (limit,) = broken(floor, call).values()
    assert "TPS" in limit
    assert "§ 1" in limit


RESTS = [
    ({"Kind": "Cap", "MaxCount": 3, "WindowHours": 24}, (20, 10, 1), {}, "Cap", 4),
    ({"Kind": "Cap", "MaxCount": 7, "WindowHours": 168}, (160, 9, 8, 7, 6, 5, 4), {}, "Cap", 8),
    ({"Kind": "Cap", "MaxCount": 4, "WindowHours": 720}, (700, 4, 3, 2), {}, "Cap", 20),
    ({"Kind": "Gap", "WindowHours": 1}, (0.5,), {}, "Gap", 0.5),
    ({"Kind": "RestAfterTalk", "WindowHours": 168}, (100,), {"talked": True}, "RestAfterTalk", 68),
    ({"Kind": "RefusalHold", "WindowHours": 1440}, (40,), {"refused": True}, "RefusalHold", 1400),
]


@pytest.mark.parametrize("per", ["Number", "Contact"])
@pytest.mark.parametrize(("rule", "ago", "what", "kind", "opens"), RESTS)
def test_caps_and_rests(
    floor: Floor, per: str, rule: dict[str, Any], ago: tuple[float, ...], what: Any, kind: str, opens: float
) -> None:  # fmt: skip
    """COMP-2: a minute before the window lets it the call waits, then it is offered; by number or by contact."""
    contact = floor.add("Contact", DisplayName="Jan")
    call = floor.call(ContactId=contact)
    for hours in ago:
        number = floor.see(call, "Number") if per == "Number" else new_number()
        attempted(floor, number, hours, contact=contact if per == "Contact" else None, **what)
    pack(floor, rule | {"Per": per})
    agent = floor.agent(status="Pause")
    assert floor.see(call, "HeldBy") == kind
    assert len(broken(floor, call)) == 1
    assert "§ 1" in refused(floor, call, agent)
    floor.pass_time(opens * HOUR - 60)
    floor.do("set_agent_status", agent, "Ready")
    assert floor.cycle().offered == 0
    floor.pass_time(60)
    floor.cycle()
    assert floor.see(call, "CallPhase", "HeldBy") == ("AgentOfferFirst", None)


@pytest.mark.parametrize(("rule", "ago", "what", "kind", "opens"), RESTS)
def test_other_numbers_do_not_count(
    floor: Floor, rule: dict[str, Any], ago: tuple[float, ...], what: Any, kind: str, opens: float
) -> None:
    """COMP-2: per number, attempts to the contact's other numbers do not count; one fewer than the cap is none."""
    contact = floor.add("Contact", DisplayName="Jan")
    call = floor.call(ContactId=contact)
    for hours in ago:
        attempted(floor, new_number(), hours, contact=contact, **what)
    for hours in ago[1:]:
        attempted(floor, floor.see(call, "Number"), hours, **what)
    pack(floor, rule)
    assert (floor.see(call, "HeldBy"), broken(floor, call)) == (None, {})


def test_another_calls_attempt_holds_the_waiting_one(floor: Floor) -> None:
    """COMP-2: two calls to one number share its cap; the second is set aside by the cycle, which then writes nothing."""
    pack(floor, {"Kind": "Cap", "MaxCount": 1, "WindowHours": 24})
    agent = floor.agent()
    number = new_number()
    first, second = floor.call(number), floor.call(number)
    floor.cycle()
    floor.do("accept_offer", first, agent)
    floor.do("dial_call", first, agent)
    floor.pbx(first, "busy")
    floor.do("set_agent_status", agent, "Ready")
    cycle = floor.cycle()
    assert cycle.offered == 0
    assert floor.see(second, "HeldBy", "CallResult") == ("Cap", "Scheduled")
    (row,) = floor.rows("SELECT Number, OutboundCallId FROM NumberAttempt")
    assert row == (number, first)
    assert floor.cycle().closed == 0
    assert floor.see(second, "DueTime") == floor.value(
        "SELECT DialTime + interval '24 hours' FROM NumberAttempt"
    )


@pytest.mark.parametrize("hold", [72, 100])
def test_an_abandoned_number_rests(floor: Floor, hold: int) -> None:
    """COMP-2: it rests for AbandonHold of the list or the pack, the longer; not where an agent is reserved."""
    call = floor.call()
    attempted(floor, floor.see(call, "Number"), 1, abandoned=True)
    floor.set("OutboundList", floor.list_id, DialingMode="Power", AbandonHold=72)
    if hold > 72:
        pack(floor, {"Kind": "AbandonHold", "WindowHours": hold})
    assert list(broken(floor, call)) == [
        "it is not reserved for the predictive dialler", "the rest after an abandoned call is over"
    ]  # fmt: skip
    allowed = "SELECT IsAllowed FROM CallCondition WHERE OutboundCallId = %s"
    floor.pass_time((hold - 1) * HOUR - 60)
    assert not floor.value(allowed, call)
    floor.pass_time(60)
    assert floor.value(allowed, call)
    floor.pass_time(-60)
    floor.set("OutboundList", floor.list_id, DialingMode="Preview")
    assert broken(floor, call) == {}


def test_consent(floor: Floor) -> None:
    """COMP-3: without consent of the call, the contact or the list nothing is dialled, from the day of the rule on."""
    contact = floor.add("Contact", DisplayName="Jan")
    calls = [floor.call(), floor.call(ContactId=contact)]
    agent = floor.agent(status="Pause")
    rules = pack(floor, {"Kind": "Consent"})
    for call in calls:
        assert list(broken(floor, call)) == ["who is called has consented"]
        assert floor.see(call, "HeldBy") == "Consent"
        refused(floor, call, agent)
    floor.set("OutboundCall", calls[0], ConsentTime=TUESDAY)
    floor.set("Contact", contact, ConsentTime=TUESDAY)
    assert [broken(floor, call) for call in calls] == [{}, {}]
    assert [floor.see(call, "Due") for call in calls] == [1, 1]
    other = floor.call()
    floor.set("OutboundList", floor.list_id, HasConsent=1)
    assert floor.see(other, "Due") == 1
    floor.set("OutboundList", floor.list_id, HasConsent=0)
    floor.conn.execute(
        "UPDATE RulePackRule SET StartsOn = '2026-11-25' WHERE RulePackId = %s", (rules,)
    )
    assert broken(floor, other) == {}
    floor.at("2026-11-25 00:00Z")
    assert list(broken(floor, other)) == ["who is called has consented"]


def test_a_number_is_shown(floor: Floor) -> None:
    """COMP-3: a pack that wants a caller id keeps calls out that have none of their own, their list's or project's."""
    call, agent = floor.call(), floor.agent(status="Pause")
    pack(floor, {"Kind": "CallerId"})
    assert list(broken(floor, call)) == ["it shows a number"]
    refused(floor, call, agent)
    for table, key in (
        ("Project", floor.project_id), ("OutboundList", floor.list_id), ("OutboundCall", call)
    ):  # fmt: skip
        floor.set(table, key, CallerId="+420222000111")
        assert (broken(floor, call), floor.see(call, "Due")) == ({}, 1)
        floor.set(table, key, CallerId=None)
        assert list(broken(floor, call)) == ["it shows a number"]


def test_it_rings_as_long_as_the_law_says(floor: Floor) -> None:
    """COMP-2: a list's RingTime below the pack's least is raised when the call is handed to the PBX."""
    floor.set("OutboundList", floor.list_id, RingTime=10)
    call, agent = floor.call(), floor.agent()
    pack(floor, {"Kind": "MinRing", "Seconds": 15})
    floor.cycle()
    floor.do("accept_offer", call, agent)
    floor.do("dial_call", call, agent)
    assert floor.value("SELECT ring_time FROM take_pbx_commands('one')") == 15


def test_a_refusal_is_noted_and_taken_back(floor: Floor) -> None:
    """COMP-2: a result detail by which who was called refuses holds the number; another one chosen after it does not."""
    agent = floor.agent()
    call = floor.talking(agent)
    row = "SELECT TalkTime IS NOT NULL, RefusedTime IS NOT NULL FROM NumberAttempt"
    assert floor.row(row) == (True, False)
    refusal, other = floor.row(
        "SELECT (SELECT CallResultDetailId FROM CallResultDetail WHERE Refusal = 1),"
        " (SELECT CallResultDetailId FROM CallResultDetail WHERE DisplayName = 'Not interested')"
    )
    floor.do("set_call_result", call, agent, refusal)
    assert floor.row(row) == (True, True)
    floor.do("set_call_result", call, agent, other)
    assert floor.row(row) == (True, False)


def test_private_calls_are_exempt(floor: Floor) -> None:
    """COMP-1: private calls and visitors are nobody's campaign."""
    agent = floor.agent()
    number = new_number()
    never = floor.add("DoNotCallList", DisplayName="Ours")
    floor.add("DoNotCallNumber", DoNotCallListId=never, Number=number)
    private = floor.call(
        number, CallType="Private", CallPhase="AgentDialing", CallResult="Active", AgentId=agent
    )
    assert floor.see(private, "CallPhase") == "AgentDialing"
    assert floor.rows("SELECT FROM NumberAttempt") == []


def test_a_call_that_begins_dialling_is_asked_too(floor: Floor) -> None:
    """COMP-2: one that was never queued, as the editor and the call bar make them, is refused likewise."""
    agent = floor.agent()
    number = new_number()
    attempted(floor, number, 0.1)
    pack(floor, {"Kind": "Gap", "WindowHours": 1})
    with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
        floor.call(number, CallPhase="AgentDialing", CallResult="Active", AgentId=agent)
    assert error.value.sqlstate == "PD073"


def test_a_listed_head_does_not_hide_what_follows(floor: Floor) -> None:
    """COMP-1: however many are forbidden, cycles of a bounded size get past them, and then write nothing."""
    floor.set("Configuration", "CycleBatch", ConfigurationValue="20")
    calls = floor.calls(50)
    last = floor.call()
    never = floor.add("DoNotCallList", DisplayName="Register")
    floor.conn.execute(
        "INSERT INTO DoNotCallNumber (DoNotCallListId, Number)"
        " SELECT %s, Number FROM OutboundCall WHERE OutboundCallId = ANY (%s)",
        (never, calls),
    )
    cycles = [floor.cycle().closed for _ in range(5)]
    assert cycles == [20, 20, 10, 0, 0]
    assert floor.see(last, "Due") == 1


def test_old_attempts_are_purged(floor: Floor) -> None:
    """COMP-2: attempts are kept as long as a rule asks for them."""
    attempted(floor, new_number(), 24 * 40)
    attempted(floor, new_number(), 24 * 30)
    longest = floor.value("SELECT extract(epoch FROM attempts_needed()) / 3600")
    assert longest == floor.value("SELECT max(WindowHours) FROM RulePackRule")
    floor.conn.execute("DELETE FROM RulePackRule WHERE WindowHours > 100")
    assert floor.value("SELECT purge()") >= 1
    assert floor.value("SELECT count(*) FROM NumberAttempt") == 1
