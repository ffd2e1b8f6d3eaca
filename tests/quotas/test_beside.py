"""Quotas beside other sessions: nothing is counted twice or forgotten, and nobody waits (LIST-4)."""

from __future__ import annotations

import random

import psycopg
import pytest

from tests.concurrency.sessions import beside, meanwhile, settle, shared_floor
from tests.conftest import Database
from tests.floor import MORNING, Floor
from tests.quotas.test_quotas import BUSY, DONE, complete, quota

RECOUNT = """
    SELECT count(*) FROM OutboundCall AS c
    WHERE c.CallResult = 'Completed' AND (c.ExtendedFields ->> 'Side' = %s OR %s::text IS NULL)
"""


def test_who_ends_a_call_waits_for_nobody(database: Database) -> None:
    """LIST-4: while the cycle counts, results are set; what is not committed yet is counted afterwards."""
    floor = shared_floor(database, at=MORNING)
    key = quota(floor, 9)
    one, two = floor.call(), floor.call()
    open_one = floor.via(settle(database.connect(autocommit=False)))
    open_one.at(MORNING)
    complete(open_one, one)
    counting = floor.via(settle(database.connect(autocommit=False)))
    counting.at(MORNING)
    complete(floor, two)
    counting.cycle()
    assert counting.look("Quota", key, "Filled") == 1
    late = beside(database, floor)
    late.at(MORNING)
    third = floor.call()
    with meanwhile(late, lambda other: complete(other, third)) as ending:
        assert not ending.is_blocked(floor.conn)
    ending.result()
    counting.conn.commit()
    open_one.conn.commit()
    floor.cycle()
    assert floor.look("Quota", key, "Filled") == 3
    assert floor.broken() == []


def test_a_call_in_hand_is_called_off_later(database: Database) -> None:
    """LIST-4: the cycle waits for nobody, and what was held is held back until it is looked at."""
    floor = shared_floor(database, at=MORNING)
    floor.agent()
    quota(floor, 1)
    quota(floor, 9, "field.Side = nowhere")
    held = floor.call(ScheduleTime="2026-11-24 10:00:30+01")
    complete(floor, floor.call(ScheduleTime="2026-11-24 10:00:30+01"))
    holder = settle(database.connect(autocommit=False))
    holder.execute(
        "SELECT 1 FROM OutboundCall WHERE OutboundCallId = %s FOR NO KEY UPDATE", (held,)
    )
    floor.cycle()
    assert floor.see(held, "CallResult") == "Scheduled"
    holder.rollback()
    floor.pass_time(30)
    assert floor.cycle().offered == 0
    assert floor.see(held, "CallResult", "Cause") == ("Cancelled", "quota reached")


def test_a_call_that_came_while_a_quota_was_reached(database: Database) -> None:
    """LIST-4: written before and committed after, it is called off in the second pass."""
    floor = shared_floor(database, at=MORNING)
    quota(floor, 1)
    quota(floor, 9, "field.Side = nowhere")
    first = floor.call()
    coming = floor.via(settle(database.connect(autocommit=False)))
    coming.at(MORNING)
    late = coming.call()
    complete(floor, first)
    floor.cycle()
    coming.conn.commit()
    floor.cycle()
    assert floor.see(late, "CallResult") == "Scheduled"
    floor.pass_time(61)
    floor.cycle()
    assert floor.see(late, "CallResult") == "Cancelled"


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_changes_comes_to_what_a_recount_says(
    db: psycopg.Connection, seed: int
) -> None:
    """LIST-4: results set, changed and taken back, calls moved and deleted, targets changed: counts are those of a recount."""
    floor = Floor(db)
    chance = random.Random(seed)
    quotas = {
        side: quota(floor, 3, f"field.Side = {side}" if side else None)
        for side in ("north", "south", None)
    }
    calls = [
        floor.call(ExtendedFields=f'{{"Side": "{chance.choice(["north", "south"])}"}}')
        for _ in range(14)
    ]
    for _ in range(60):
        call = chance.choice(calls)
        found = floor.rows(
            "SELECT CallPhase, CallResult FROM OutboundCall WHERE OutboundCallId = %s", call
        )
        deed = chance.randrange(6)
        if not found:
            continue
        if deed == 0:
            floor.set(
                "OutboundCall",
                call,
                ExtendedFields=f'{{"Side": "{chance.choice(["north", "south"])}"}}',
            )
        elif deed == 1 and found[0][0] == "HangupAgent":
            floor.set("OutboundCall", call, CallResultDetailId=chance.choice([DONE, BUSY]))
        elif deed == 2 and found[0][1] in ("Completed", "Cancelled", "TalkError"):
            floor.do("schedule_call", call)
        elif deed == 3:
            floor.set("Quota", chance.choice(list(quotas.values())), Target=chance.randint(1, 6))
        elif deed == 4 and chance.random() < 0.2:
            db.execute("DELETE FROM OutboundCall WHERE OutboundCallId = %s", [call])
        elif found[0][1] == "Scheduled":
            complete(floor, call, chance.choice([DONE, DONE, BUSY]))
        if chance.random() < 0.5:
            floor.cycle()
    for _ in range(3):
        floor.cycle()
    for side, key in quotas.items():
        counted, target, reached = floor.look("Quota", key, "Filled", "Target", "ReachedTime")
        assert counted == floor.value(RECOUNT, side, side)
        assert (reached is not None) == (counted >= target)
        waits = floor.value(
            "SELECT count(*) FROM OutboundCall WHERE CallResult = 'Scheduled'"
            " AND (ExtendedFields ->> 'Side' = %s OR %s::text IS NULL)",
            side, side,
        )  # fmt: skip
        assert not (reached and waits)
    off = floor.rows(
        "SELECT OutboundCallId FROM OutboundCall WHERE Cause = 'quota reached' AND CallPhase = 'Obsolete'"
    )
    assert all(floor.do("reached_quota", call) for (call,) in off)
    assert floor.broken() == []
