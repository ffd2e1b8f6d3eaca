"""COMP-4: a trunk that fails rests, and the next by rank is used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor
from tests.trunks.lines import dialling, end, take, trunk, waits


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def outcomes(floor: Floor, line: UUID) -> list[int]:
    found: list[int] = floor.look("Trunk", line, "Outcomes")
    return found


def rests(floor: Floor, line: UUID) -> float | None:
    """For how many seconds a trunk still rests."""
    until = floor.look("Trunk", line, "RestsUntil")
    return None if until is None else (until - floor.value("SELECT clock()")).total_seconds()


def fail(floor: Floor, calls: list[int], cause: str = "congestion (34/503)") -> None:
    for call in calls:
        end(floor, call, "failed", cause)


def test_it_rests_and_the_next_is_used(floor: Floor) -> None:
    """COMP-4: at n failures of the last m; after its rest it is the first again, and begins anew."""
    north = trunk(floor, "north", MaxCalls=3, RestFailures=3, RestAttempts=4, RestTime=60)
    trunk(floor, "south", Rank=1, MaxCalls=3)
    calls = dialling(floor, 8)
    assert [by for _, by in take(floor)] == ["north"] * 3 + ["south"] * 3
    fail(floor, calls[:2])
    assert outcomes(floor, north) == [1, 1]
    assert rests(floor, north) is None
    fail(floor, calls[2:3])
    assert rests(floor, north) == 60
    assert outcomes(floor, north) == []
    assert take(floor) == [], "the other one is full"
    assert waits(floor) == 60
    end(floor, calls[3])
    assert take(floor) == [(calls[6], "south")]
    floor.pass_time(59.99)
    assert take(floor) == []
    floor.pass_time(0.01)
    assert waits(floor) == 0
    assert take(floor) == [(calls[7], "north")]
    fail(floor, calls[7:])
    assert outcomes(floor, north) == [1]
    assert floor.broken() == []


def test_when_all_rest_none_is_used(floor: Floor) -> None:
    """COMP-4: calls wait, and end as not sent if the rest is long: then the list's rules repeat them."""
    floor.add("RetryRule", CallResult="Failed", Delay=60)
    for place, name in enumerate(("north", "south")):
        trunk(
            floor, name, Rank=place, MaxCalls=1, RestFailures=1, RestAttempts=1,
            RestTime=200 + 100 * place,
        )  # fmt: skip
    calls = dialling(floor, 3)
    assert len(take(floor)) == 2
    fail(floor, calls[:2])
    assert take(floor) == []
    assert waits(floor) == 200, "the first that wakes"
    floor.pass_time(160)
    floor.cycle()
    assert floor.see(calls[2], "CallPhase", "CallResult", "Cause") == (
        "Enqueue", "Scheduled", "not sent",
    )  # fmt: skip
    assert floor.see(calls[2], "ScheduleTime") == floor.value("SELECT clock() + interval '60 s'")
    floor.pass_time(40)
    assert take(floor) == [], "that one is over"
    assert floor.broken() == []


CAUSES = [
    ("failed", "refused (21/403)", 1),
    ("failed", "congestion (34/503)", 1),
    ("failed", "congestion", 1),
    ("failed", "Congestion", 1),
    ("failed", "dead end (3/404)", 1),
    ("failed", "not sent: no line free", 1),
    ("failed", "failed (41/500)", 1),
    ("failed", None, 1),
    ("failed", "bad number (1/484)", 0),
    ("failed", "unreachable (20/480)", 0),
    ("failed", "agent unreachable (20)", 0),
    ("failed", "unknown", 0),
    ("failed", "congestions of another kind", 0),
    ("failed", "34 congestion", 0),
    ("failed", "", 0),
    ("busy", None, 0),
    ("busy", "busy (17/486)", 0),
    ("no_answer", None, 0),
    ("hangup_agent", None, 0),
    ("hangup_called", "declined (21/603)", 0),
]


@pytest.mark.parametrize(("event", "cause", "fault"), CAUSES)
def test_whose_fault_it_is(floor: Floor, event: str, cause: str | None, fault: int) -> None:
    """COMP-4: the words with which causes begin say it; a word of another language says nothing."""
    north = trunk(floor, "north", RestFailures=2, RestAttempts=2)
    (call,) = dialling(floor, 1)
    take(floor)
    end(floor, call, event, cause)
    assert outcomes(floor, north) == [fault]


def test_what_was_answered_is_good(floor: Floor) -> None:
    """COMP-4: whatever becomes of the conversation."""
    north = trunk(floor, "north", RestFailures=1, RestAttempts=1)
    (call,) = dialling(floor, 1)
    take(floor)
    floor.pbx(call, "answered")
    end(floor, call, "hangup_called", "failed (41)")
    assert outcomes(floor, north) == [0]


def test_a_site_says_whose_fault_a_cause_is(floor: Floor) -> None:
    """COMP-4: the words are rows, to be changed and added."""
    north = trunk(floor, "north", RestFailures=3, RestAttempts=3)
    floor.conn.execute("UPDATE PbxCause SET TrunkFault = 0 WHERE Cause = 'congestion'")
    floor.conn.execute("INSERT INTO PbxCause VALUES ('stolen cable', 1, 'It happens.')")
    calls = dialling(floor, 2)
    take(floor)
    fail(floor, calls[:1])
    fail(floor, calls[1:], "stolen cable")
    assert outcomes(floor, north) == [0, 1]


def test_only_the_last_attempts_count(floor: Floor) -> None:
    """COMP-4: two failures with two good ones between them are not two of the last three."""
    north = trunk(floor, "north", RestFailures=2, RestAttempts=3)
    calls = dialling(floor, 5)
    take(floor)
    fail(floor, calls[:1])
    end(floor, calls[1])
    end(floor, calls[2])
    assert outcomes(floor, north) == [1, 0, 0]
    fail(floor, calls[3:4])
    assert outcomes(floor, north) == [0, 0, 1]
    fail(floor, calls[4:])
    assert rests(floor, north) == 300


def test_events_told_together_count_in_their_order(floor: Floor) -> None:
    """COMP-4: many at once are as good as one by one, each attempt once."""
    north = trunk(floor, "north", RestFailures=2, RestAttempts=2)
    calls = dialling(floor, 5)
    take(floor)

    def told(*said: tuple[int, str, str | None]) -> None:
        floor.rows(
            "SELECT * FROM report_pbx_events(%s, %s, %s, array_fill(NULL::timestamptz, ARRAY[%s]))",
            [floor.see(calls[place], "PbxCallId") for place, _, _ in said],
            [event for _, event, _ in said], [cause for _, _, cause in said], len(said),
        )  # fmt: skip

    told((0, "ringing", None), (1, "failed", "congestion"), (0, "answered", None), (0, "hangup_called", "failed"))  # fmt: skip
    assert outcomes(floor, north) == [1, 0], "in the order of their ends"
    told((1, "failed", "congestion"))
    assert outcomes(floor, north) == [1, 0], "it is told again"
    told((2, "failed", "congestion"), (3, "failed", "congestion"), (4, "busy", None))
    assert rests(floor, north) == 300, "that the last of them was good does not heal it"
    assert outcomes(floor, north) == []


def test_what_ends_during_a_rest_was_begun_before(floor: Floor) -> None:
    """COMP-4: it neither prolongs the rest nor counts after it, and makes room all the same."""
    north = trunk(floor, "north", MaxCalls=3, RestFailures=1, RestAttempts=1, RestTime=60)
    calls = dialling(floor, 4)
    take(floor)
    fail(floor, calls[:1])
    floor.pass_time(30)
    fail(floor, calls[1:3])
    assert rests(floor, north) == 30
    assert outcomes(floor, north) == []
    floor.pass_time(30)
    assert take(floor) == [(calls[3], "north")]


@pytest.mark.parametrize(
    ("failures", "attempts"), [(None, None), (0, 5), (None, 5), (0, 0)], ids=str
)
def test_it_never_rests_if_not_told_to(
    floor: Floor, failures: int | None, attempts: int | None
) -> None:
    """COMP-4: 0 or NULL."""
    north = trunk(floor, "north", RestFailures=failures, RestAttempts=attempts)
    calls = dialling(floor, 6)
    take(floor)
    fail(floor, calls)
    assert rests(floor, north) is None
    assert floor.value("SELECT count(*) FROM PbxCommand WHERE EndedTime IS NULL AND TrunkId IS NOT NULL") == 0  # fmt: skip


def test_lost_ones_are_not_its_fault(floor: Floor) -> None:
    """COMP-4, DIAL-5: nobody knows what became of them."""
    north = trunk(floor, "north", RestFailures=1, RestAttempts=2)
    dialling(floor, 2)
    take(floor)
    floor.rows("SELECT * FROM reconcile_pbx('r1', '{}')")
    assert outcomes(floor, north) == [0, 0]


def test_a_dba_ends_and_begins_a_rest(floor: Floor) -> None:
    """COMP-4: a plain UPDATE is a way in."""
    north = trunk(floor, "north", RestsUntil="2026-11-24 10:05+01")
    (call,) = dialling(floor, 1)
    assert take(floor) == []
    assert waits(floor) == 300
    floor.set("Trunk", north, RestsUntil=None)
    assert take(floor) == [(call, "north")]


@pytest.mark.parametrize(
    ("told", "failures", "attempts", "is_too_often"),
    [
        ([], 1, 1, False),
        ([0, 0], 1, 1, False),
        ([0, 1, 0], 1, 1, True),
        ([1, 0, 1], 2, 2, False),
        ([1, 0, 1], 2, 3, True),
        ([1, 1, 0, 0, 0, 0], 2, 3, True),
        ([1, 0, 0, 1, 0, 0, 1], 2, 3, False),
        ([1, 1], 3, 100, False),
        ([1, 1, 1], 3, 100, True),
    ],
)
def test_too_often(
    floor: Floor, told: list[int], failures: int, attempts: int, is_too_often: bool
) -> None:
    """COMP-4: n of any m in a row."""
    query = "SELECT fails_too_often(%s::smallint[], %s, %s)"
    assert floor.value(query, told, failures, attempts) is is_too_often


def test_the_state_of_trunks(floor: Floor) -> None:
    """COMP-4: what is up, what began, what rests, what failed."""
    trunk(floor, "north", RestFailures=3, RestAttempts=4)
    resting = trunk(floor, "south", Rank=1, RestsUntil="2026-11-24 11:00+01")
    trunk(floor, "old", Deleted=1)
    calls = dialling(floor, 4)
    take(floor)
    fail(floor, calls[:1])
    end(floor, calls[1])
    state = "SELECT Endpoint, LiveCalls, LastSecond, Attempts, FailureShare, RestsUntil IS NULL FROM TrunkState ORDER BY Rank"  # fmt: skip
    assert floor.rows(state) == [
        ("north", 2, 4, 2, 0.5, True), ("south", 0, 0, 0, None, False),
    ]  # fmt: skip
    floor.pass_time(1)
    assert floor.rows(state)[0][2] == 0
    floor.set("Trunk", resting, RestsUntil=floor.value("SELECT clock()") - timedelta(seconds=1))
    assert floor.rows(state)[1][5] is True
    assert floor.rows("SELECT Endpoint FROM trunk_states()") == [("north",), ("south",)]


def test_figures(floor: Floor) -> None:
    """COMP-4: for whoever watches it."""
    trunk(floor, "north")
    trunk(floor, "south", RestsUntil="2026-11-24 11:00+01")
    trunk(floor, "old", Deleted=1)
    dialling(floor, 2)
    take(floor)
    query = "SELECT Name, Labels ->> 'trunk', Value FROM metrics() WHERE Name LIKE 'trunk%' ORDER BY 1, 2"  # fmt: skip
    assert floor.rows(query) == [
        ("trunk_calls", "north", 2), ("trunk_calls", "south", 0),
        ("trunk_resting", "north", 0), ("trunk_resting", "south", 1),
    ]  # fmt: skip
