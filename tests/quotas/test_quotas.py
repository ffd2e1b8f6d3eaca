"""Quotas: what counts, what is called off, and what happens when something changes afterwards (LIST-4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor, new_id
from tests.scenarios.forms import survey

DONE = "de7a0000-0000-4000-8000-000000000001"
BUSY = "de7a0000-0000-4000-8000-000000000007"


def quota(floor: Floor, target: int, conditions: str | None = None, **columns: Any) -> UUID:
    """Make a quota of the floor's list."""
    key = new_id()
    floor.add(
        "Quota", QuotaId=key, Target=target,
        **{"OutboundListId": floor.list_id, "DisplayName": f"Quota {key.int % 1000}", "Conditions": conditions} | columns,
    )  # fmt: skip
    floor.cycle()
    return key


def complete(floor: Floor, call: int, detail: str = DONE) -> None:
    """End a waiting call with a result, as plain SQL does."""
    floor.conn.execute(
        "UPDATE OutboundCall SET CallPhase = 'AgentPreCall', AgentId = %s WHERE OutboundCallId = %s",
        [floor.agent(status="Pause"), call],
    )
    floor.conn.execute(
        "UPDATE OutboundCall SET CallPhase = 'HangupAgent', CallResult = d.CallResult,"
        " CallResultDetailId = d.CallResultDetailId FROM CallResultDetail AS d"
        " WHERE OutboundCallId = %s AND d.CallResultDetailId = %s",
        [call, detail],
    )


def filled(floor: Floor, key: UUID) -> tuple[int, bool]:
    """Run the cycle; return how many calls count, and whether the quota is reached."""
    floor.cycle()
    counted, reached = floor.look("Quota", key, "Filled", "ReachedTime")
    held = floor.value("SELECT count(*) FROM QuotaCall WHERE QuotaId = %s", key)
    assert counted == held
    return counted, reached is not None


def test_what_remains_is_called_off(db: psycopg.Connection) -> None:
    """LIST-4: its waiting calls become Obsolete, whatever they wait for; others go on; the event is written once."""
    floor = Floor(db)
    key = quota(floor, 1, "field.Region = Prague")
    quota(floor, 100)
    first, second, third = (floor.call(ExtendedFields='{"Region": "Prague"}') for _ in range(3))
    other = floor.call(ExtendedFields='{"Region": "Brno"}')
    floor.set("OutboundCall", third, CallPhase="Manual")
    assert filled(floor, key) == (0, False)
    complete(floor, first)
    assert filled(floor, key) == (1, True)
    assert floor.see(second, "CallPhase", "CallResult", "Cause") == (
        "Obsolete", "Cancelled", "quota reached",
    )  # fmt: skip
    assert floor.see(third) == ("Obsolete", "Cancelled")
    assert floor.see(other) == ("Enqueue", "Scheduled")
    assert floor.see(first) == ("HangupAgent", "Completed")
    for _ in range(3):
        floor.pass_time(90)
        floor.cycle()
    events = floor.rows("SELECT EventType, Target, Filled FROM QuotaEvent")
    assert events == [("QuotaReached", 1, 1)]
    said = floor.rows(
        "SELECT EventType, Data ->> 'cause' FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step DESC LIMIT 1",
        second,
    )
    assert said == [("cancelled", "quota reached")]
    assert floor.broken() == []


def test_calls_in_progress_go_on(db: psycopg.Connection) -> None:
    """LIST-4: what is offered or talked in is not ended, and counts when it is completed."""
    floor = Floor(db)
    key = quota(floor, 1)
    talking = floor.talking()
    complete(floor, floor.call())
    assert filled(floor, key) == (1, True)
    assert floor.see(talking) == ("AgentTalk", "Active")
    floor.do("set_call_result", talking, floor.see(talking, "AgentId"), DONE)
    floor.do("hang_up", talking, floor.see(talking, "AgentId"))
    assert filled(floor, key) == (2, True)


def test_what_arrives_later_or_comes_again(db: psycopg.Connection) -> None:
    """LIST-4: new calls of the kind, those that change into it and those that are repeated are called off, too, and none is offered before."""
    floor = Floor(db)
    key = quota(floor, 1, "field.Region = Prague")
    quota(floor, 100)
    floor.agent()
    changed = floor.call(ExtendedFields='{"Region": "Brno"}', ScheduleTime="2026-11-25 10:00+01")
    repeated = floor.talking(ExtendedFields='{"Region": "Prague"}')
    complete(
        floor, floor.call(ExtendedFields='{"Region": "Prague"}', ScheduleTime="2026-11-25 10:00+01")
    )
    assert filled(floor, key) == (1, True)
    new = floor.call(ExtendedFields='{"Region": "Prague"}')
    assert floor.value("SELECT count(*) FROM DistributableCall WHERE OutboundCallId = %s", new) == 0
    floor.set("OutboundCall", changed, ExtendedFields='{"Region": "Prague"}')
    agent = floor.see(repeated, "AgentId")
    floor.do("hang_up", repeated, agent)
    floor.do("reschedule_call", repeated, agent, "2026-11-24 12:00+01", False)
    assert floor.cycle().offered == 0
    for call in (new, changed, repeated):
        assert floor.see(call, "CallPhase", "CallResult", "Cause") == (
            "Obsolete", "Cancelled", "quota reached",
        )  # fmt: skip
    other = floor.call(ExtendedFields='{"Region": "Brno"}')
    assert floor.cycle().offered == 1
    assert floor.see(other, "CallResult") == "Active"


def test_when_all_are_reached_the_list_is_completed(db: psycopg.Connection) -> None:
    """LIST-4: not before the last one."""
    floor = Floor(db)
    north = quota(floor, 1, "field.Side = north")
    south = quota(floor, 1, "field.Side = south")
    north_call, south_call = (
        floor.call(ExtendedFields=f'{{"Side": "{side}"}}') for side in ("north", "south")
    )
    rest = floor.call()
    complete(floor, north_call)
    assert filled(floor, north) == (1, True)
    assert floor.look("OutboundList", floor.list_id, "Activity") == "Running"
    complete(floor, south_call)
    assert filled(floor, south) == (1, True)
    assert floor.look("OutboundList", floor.list_id, "Activity") == "Completed"
    assert floor.see(rest, "CallResult") == "Scheduled"


def test_a_result_changed_afterwards(db: psycopg.Connection) -> None:
    """LIST-4: counts rightly, and so does one that is set by a plain UPDATE; the quota opens again."""
    floor = Floor(db)
    key = quota(floor, 2, "call.Number starts with +420")
    one, two, rest = floor.call(), floor.call(), floor.call()
    complete(floor, one)
    complete(floor, two, BUSY)
    assert filled(floor, key) == (1, False)
    floor.set("OutboundCall", two, CallResultDetailId=DONE)
    assert filled(floor, key) == (2, True)
    assert floor.see(rest, "CallResult") == "Cancelled"
    db.execute("UPDATE OutboundCall SET CallResult = 'NoAnswer' WHERE OutboundCallId = %s", [one])
    assert filled(floor, key) == (1, False)
    floor.cycle()
    assert floor.see(rest) == ("Enqueue", "Scheduled")
    events = floor.rows("SELECT EventType FROM QuotaEvent ORDER BY QuotaEventId")
    assert events == [("QuotaReached",), ("QuotaReopened",)]


def test_a_target_that_is_raised_opens_it_again(db: psycopg.Connection) -> None:
    """LIST-4: calls go back to the queue, or to Manual where a person releases them; those of another quota stay off."""
    floor = Floor(db)
    key = quota(floor, 1)
    quota(floor, 9, "field.Nobody = 1")
    complete(floor, floor.call())
    waiting = floor.call()
    cancelled = floor.call()
    floor.do("cancel_call", cancelled)
    assert filled(floor, key) == (1, True)
    assert floor.see(waiting, "CallResult") == "Cancelled"
    floor.set("Quota", key, Target=2)
    assert filled(floor, key) == (1, False)
    floor.cycle()
    assert floor.see(waiting, "CallPhase", "CallResult", "Cause") == ("Enqueue", "Scheduled", None)
    assert floor.see(cancelled, "CallResult") == "Cancelled"
    floor.set("Quota", key, Target=1)
    assert filled(floor, key) == (1, True)
    floor.cycle()
    floor.set("OutboundList", floor.list_id, ManualDistribution=1)
    floor.set("Quota", key, Target=3)
    floor.cycle()
    floor.cycle()
    assert floor.see(waiting) == ("Manual", "Prepared")


def test_a_quota_made_later_counts_what_is_there(db: psycopg.Connection) -> None:
    """LIST-4: and one that is changed counts anew; nothing is judged before all calls were looked at."""
    floor = Floor(db)
    db.execute(
        "UPDATE Configuration SET ConfigurationValue = '2' WHERE ConfigurationName = 'CycleBatch'"
    )
    calls = [floor.call(ExtendedFields=f'{{"N": "{n}"}}') for n in range(7)]
    for call in calls[:5]:
        complete(floor, call)
    key = quota(floor, 4, "field.N < 4")
    assert floor.look("Quota", key, "Counted") == 0
    for _ in range(9):
        floor.cycle()
    assert filled(floor, key) == (4, True)
    floor.set("Quota", key, Conditions="field.N >= 4")
    for _ in range(20):
        floor.cycle()
    assert filled(floor, key) == (1, False)
    assert floor.see(calls[6], "CallResult") == "Scheduled"


def test_answers_count(db: psycopg.Connection) -> None:
    """LIST-4, LIST-6: what depends on answers that are not there yet is not called off; what is known by the import is."""
    floor = Floor(db)
    survey(floor)
    key = quota(floor, 1, "interested = yes\nage >= 18")
    quota(floor, 9, "age < 18")
    call, unknown = floor.call(), floor.call()
    known = floor.call(ExtendedFields='{"interested": "yes", "age": "40"}')
    floor.do("save_answers", call, None, '{"interested": "yes", "age": 20}')
    complete(floor, call)
    assert filled(floor, key) == (1, True)
    floor.cycle()
    assert floor.see(unknown, "CallResult") == "Scheduled"
    assert floor.see(known, "CallResult") == "Cancelled"
    floor.do("save_answers", call, None, '{"interested": "no"}')
    assert filled(floor, key) == (0, False)
    db.execute('UPDATE ScenarioResult SET Answers = Answers || \'{"interested": "yes"}\'')
    assert filled(floor, key) == (1, True)


def test_a_call_that_is_deleted_counts_no_more(db: psycopg.Connection) -> None:
    """LIST-4: and the calls of a quota that is deleted are wanted again."""
    floor = Floor(db)
    key = quota(floor, 1)
    call = floor.call()
    complete(floor, call)
    rest = floor.call()
    assert filled(floor, key) == (1, True)
    floor.cycle()
    assert floor.see(rest, "CallResult") == "Cancelled"
    db.execute("DELETE FROM OutboundCall WHERE OutboundCallId = %s", [call])
    floor.call()
    assert filled(floor, key) == (0, False)
    floor.cycle()
    assert floor.see(rest, "CallResult") == "Scheduled"
    complete(floor, rest)
    assert filled(floor, key) == (1, True)
    last = floor.call()
    floor.cycle()
    assert floor.see(last, "CallResult") == "Cancelled"
    db.execute("DELETE FROM Quota")
    for _ in range(3):
        floor.cycle()
    assert floor.see(last, "CallResult") == "Scheduled"


REFUSED = [
    ({"Conditions": "interested = yes"}, "there is no question interested"),
    ({"Conditions": "nonsense"}, "is no condition"),
    ({"DisplayName": " "}, "it has no name"),
    ({"CountedResults": ["Active"]}, "calls do not end as"),
    ({"CountedResults": []}, "calls do not end as"),
]


@pytest.mark.parametrize(("columns", "said"), REFUSED)
def test_a_mistake_is_refused(db: psycopg.Connection, columns: dict[str, Any], said: str) -> None:
    """LIST-4: when it is written, with what to do."""
    floor = Floor(db)
    with pytest.raises(psycopg.Error) as refused:
        quota(floor, 1, **columns)
    assert refused.value.sqlstate == "PD084"
    assert said in (refused.value.diag.message_primary or "")
    assert refused.value.diag.message_hint


def test_what_a_quota_counts_by_is_not_taken_away(db: psycopg.Connection) -> None:
    """LIST-4: neither the question nor the scenario."""
    floor = Floor(db)
    survey(floor)
    quota(floor, 1, "colour = red")
    for statement, code in [
        ("DELETE FROM ScenarioQuestion WHERE QuestionKey = 'colour'", "PD080"),
        ("UPDATE ScenarioQuestion SET Options = 'green' WHERE QuestionKey = 'colour'", "PD080"),
        ("UPDATE OutboundList SET ScenarioId = NULL", "PD084"),
    ]:
        with pytest.raises(psycopg.Error) as refused, db.transaction():
            db.execute(statement.encode())
        assert refused.value.sqlstate == code


def test_why_not_names_the_quota(db: psycopg.Connection) -> None:
    """LIST-4, DIST-12: of a call that was called off, and of one that is about to be."""
    floor = Floor(db)
    quota(floor, 1, DisplayName="Prague")
    quota(floor, 9, "field.Nobody = 1")
    complete(floor, floor.call())
    floor.cycle()
    gone = floor.call()
    query = (
        "SELECT Holds, Value FROM why_not(%s) WHERE Condition = 'no quota that it is of is reached'"
    )
    assert floor.row(query, gone) == (False, 'quota "Prague" is reached')
    floor.cycle()
    assert floor.see(gone, "CallResult") == "Cancelled"
    assert floor.row(query, gone) == (False, 'quota "Prague" is reached')


def test_a_web_hook_is_told_once(db: psycopg.Connection) -> None:
    """LIST-4: the event QuotaReached, once for each filling."""
    floor = Floor(db)
    floor.add(
        "WebHook", DisplayName="CRM", Url="https://crm.example/hook", Secret="s" * 20,
        Events=["quota_reached"],
    )  # fmt: skip
    key = quota(floor, 1, DisplayName="Prague")
    complete(floor, floor.call())
    for _ in range(3):
        floor.pass_time(90)
        floor.cycle()
    told = floor.rows(
        "SELECT Event, Body ->> 'display_name', Body ->> 'quota_id' FROM WebHookDelivery"
    )
    assert told == [("quota_reached", "Prague", str(key))]


def test_nothing_to_do_writes_nothing(db: psycopg.Connection) -> None:
    """LIST-4: a list with quotas in which nothing happens costs a cycle nothing."""
    floor = Floor(db)
    quota(floor, 5)
    floor.call(ScheduleTime="2026-12-24 10:00+01")
    floor.pass_time(90)
    floor.cycle()
    assert floor.value("SELECT count(*) FROM QuotaCheck") == 0
    assert floor.waiting() > floor.value("SELECT clock()")
