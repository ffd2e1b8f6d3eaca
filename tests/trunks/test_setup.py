"""COMP-4: what of a trunk is refused, and what check_setup says of trunks."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.trunks.lines import dialling, take, trunk


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"DisplayName": " "}, "DisplayName", "no DisplayName"),
    "no endpoint": ({"Endpoint": ""}, "Endpoint", '"" is no name'),
    "an endpoint with a blank": ({"Endpoint": "the north"}, "Endpoint", '"the north" is no name'),
    "an endpoint that is too long": ({"Endpoint": "n" * 201}, "Endpoint", "is no name"),
    "an endpoint that there is": ({"Endpoint": "south"}, "Endpoint", 'endpoint of trunk "South"'),
    "none a second": ({"CallsPerSecond": 0}, "CallsPerSecond", '"North" cannot be 0'),
    "too many a second": ({"CallsPerSecond": 1001}, "CallsPerSecond", "cannot be 1001"),
    "none at once": ({"MaxCalls": 0}, "MaxCalls", "cannot be 0"),
    "fewer than none at once": ({"MaxCalls": -5}, "MaxCalls", "cannot be -5"),
    "too many attempts": ({"RestAttempts": 101}, "RestAttempts", "cannot be 101"),
    "failures of no attempts": ({"RestFailures": 1}, "RestFailures", "cannot be 1"),
    "more failures than attempts": (
        {"RestFailures": 6, "RestAttempts": 5}, "RestFailures", "cannot be 6",
    ),
    "no rest": ({"RestTime": 0}, "RestTime", "cannot be 0"),
    "a rest of two days": ({"RestTime": 172800}, "RestTime", "cannot be 172800"),
}  # fmt: skip


@pytest.mark.parametrize("way", ["INSERT", "UPDATE"])
@pytest.mark.parametrize("case", BAD)
def test_what_will_not_do(floor: Floor, case: str, way: str) -> None:
    """COMP-4: a sentence with the value, the column, and a remedy; nothing changes."""
    values, column, said = BAD[case]
    trunk(floor, "south")
    before = "SELECT * FROM Trunk ORDER BY Endpoint"
    north = None if way == "INSERT" else trunk(floor, "north")
    there = floor.rows(before)
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        if north is None:
            floor.add("Trunk", **{"DisplayName": "North", "Endpoint": "north"} | values)
        else:
            floor.set("Trunk", north, **values)
    assert refused.value.sqlstate == "PD060"
    assert refused.value.diag.column_name == column
    assert said in (refused.value.diag.message_primary or "")
    assert refused.value.diag.message_hint
    assert floor.rows(before) == there


def test_the_constraints_say_the_same(floor: Floor) -> None:
    """COMP-4: where no trigger runs, they hold."""
    floor.conn.execute("ALTER TABLE Trunk DISABLE TRIGGER trunk_1_guard")
    trunk(floor, "south")
    for values, _, _ in BAD.values():
        with pytest.raises(psycopg.errors.IntegrityError), floor.conn.transaction():
            floor.add("Trunk", **{"DisplayName": "North", "Endpoint": "north"} | values)


def test_a_deleted_one_gives_its_endpoint_away(floor: Floor) -> None:
    """COMP-4: and takes it back only if nobody else has it."""
    old = trunk(floor, "north", Deleted=1)
    trunk(floor, "north")
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.set("Trunk", old, Deleted=0)
    assert refused.value.sqlstate == "PD060"


def checked(floor: Floor) -> list[tuple[Any, ...]]:
    return floor.rows("SELECT Holds, Value, Remedy FROM check_setup() WHERE Requirement LIKE 'trunks%%'")  # fmt: skip


def test_a_trunk_that_takes_calls_is_not_mentioned(floor: Floor) -> None:
    """SETUP-1: none need be there; one that works is enough."""
    assert checked(floor) == []
    trunk(floor, "north", RestsUntil="2026-11-24 10:05+01")
    trunk(floor, "south")
    assert checked(floor) == []


def test_when_all_rest_it_is_said(floor: Floor) -> None:
    """SETUP-1: which until when, and the remedy ends it."""
    trunk(floor, "south", Rank=2, RestsUntil="2026-11-24 10:06+01")
    trunk(floor, "north", Rank=1, RestsUntil="2026-11-24 10:05+01")
    trunk(floor, "old", Deleted=1)
    floor.conn.execute("SET LOCAL TIME ZONE 'Europe/Prague'")
    ((holds, value, remedy),) = checked(floor)
    assert holds is False
    assert value == (
        "North rests until 2026-11-24 10:05:00+01, South rests until 2026-11-24 10:06:00+01"
    )
    (call,) = dialling(floor, 1)
    assert take(floor) == []
    floor.conn.execute(remedy.encode())
    assert checked(floor) == []
    assert take(floor) == [(call, "north")]


def test_when_none_is_left_it_is_said(floor: Floor) -> None:
    """SETUP-1: and the remedy takes back the first of them."""
    trunk(floor, "south", Rank=2, Deleted=1)
    north = trunk(floor, "north", Rank=1, Deleted=1)
    ((holds, value, remedy),) = checked(floor)
    assert (holds, value) == (False, "all are deleted")
    floor.conn.execute(remedy.encode())
    assert checked(floor) == []
    assert floor.look("Trunk", north, "Deleted") == 0


def drives(floor: Floor) -> bool:
    found: bool = floor.value("SELECT Holds FROM check_setup() WHERE Rank = 10")
    return found


def test_a_runner_is_not_blamed_for_a_trunk_that_is_full(floor: Floor) -> None:
    """SETUP-1: calls that wait for a trunk wait for no runner; with room they do."""
    north = trunk(floor, "north", MaxCalls=1)
    dialling(floor, 2)
    take(floor)
    floor.pass_time(60)
    floor.do("beat", "r1")
    assert drives(floor)
    floor.set("Trunk", north, MaxCalls=2)
    assert not drives(floor)
    take(floor)
    assert drives(floor)
