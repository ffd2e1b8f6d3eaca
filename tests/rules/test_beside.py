"""Rules beside other sessions: nobody waits, nothing is done twice, nothing is forgotten."""

from __future__ import annotations

from typing import Any

from tests.concurrency.sessions import beside, meanwhile, settle, shared_floor
from tests.conftest import Database
from tests.floor import MORNING, Floor, new_id


def rule(floor: Floor, **columns: Any) -> Any:
    columns = {"DisplayName": "Late"} | columns
    return floor.add("SchedulePostCondition", SchedulePostConditionId=new_id(), **columns)


def test_a_call_in_hand_is_left_for_later(database: Database) -> None:
    """COND-1: the cycle waits for nobody; what was held when rules changed has its turn in the next pass."""
    floor = shared_floor(database, at=MORNING)
    calls = floor.calls(3)
    rule(floor, AddPriority=1)
    holder = settle(database.connect(autocommit=False))
    holder.execute("SELECT 1 FROM OutboundCall WHERE OutboundCallId = %s FOR NO KEY UPDATE", (calls[1],))
    other = beside(database, floor)
    other.at(MORNING)
    with meanwhile(other, lambda late: late.cycle()) as cycle:
        assert not cycle.is_blocked(floor.conn)
    assert cycle.result().rules_applied == 2
    holder.rollback()
    floor.pass_time(60)
    assert floor.cycle().rules_applied == 1
    assert [floor.see(call, "Priority") for call in calls] == [1, 1, 1]
    assert floor.broken() == []


def test_two_at_once_execute_a_rule_once(database: Database) -> None:
    """COND-1, COND-4: another session that applies the rules meanwhile finds them applied, or leaves them."""
    floor = shared_floor(database, at=MORNING)
    rule(floor, WaitingLonger=60, AddPriority=1)
    calls = floor.calls(5)
    floor.cycle()
    floor.pass_time(60)
    one = floor.via(settle(database.connect(autocommit=False)))
    one.at(floor.value("SELECT clock()"))
    assert one.do("apply_post_conditions") == 5
    other = beside(database, floor)
    other.at(floor.value("SELECT clock()"))
    with meanwhile(other, lambda late: late.do("apply_post_conditions")) as applying:
        assert not applying.is_blocked(floor.conn)
    assert applying.result() == 0
    one.conn.commit()
    assert floor.do("apply_post_conditions") == 0
    assert [floor.see(call, "Priority") for call in calls] == [1] * 5
    assert floor.broken() == []


def test_a_call_that_came_while_rules_were_made(database: Database) -> None:
    """COND-1: written under the old rules and committed after the new ones, it has its turn in the second pass."""
    floor = shared_floor(database, at=MORNING)
    floor.call()
    late = floor.via(settle(database.connect(autocommit=False)))
    late.at(MORNING)
    call = late.call()
    rule(floor, AddPriority=1)
    assert floor.cycle().rules_applied == 1
    late.conn.commit()
    assert floor.see(call, "ConditionTime") is None
    floor.pass_time(60)
    assert floor.cycle().rules_applied == 1
    assert floor.see(call, "Priority") == 1


def test_two_who_change_rules(database: Database) -> None:
    """COND-1: the second waits for the first, and what calls are told is of both."""
    floor = shared_floor(database, at=MORNING)
    one = floor.via(settle(database.connect(autocommit=False)))
    rule(one, WaitingLonger=600, AddPriority=1)
    with meanwhile(beside(database, floor), lambda other: rule(other, WaitingLonger=60, AddPriority=1)) as second:
        assert second.is_blocked(floor.conn)
        one.conn.commit()
    assert second.error() is None
    assert floor.rows("SELECT * FROM RuleLevel") == [(0, 0, 60)]
