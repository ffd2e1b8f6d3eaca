"""COMP-4: calls per second and at once, on each trunk, whoever takes them."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import psycopg
import pytest

from tests.concurrency.sessions import beside, meanwhile, settle, shared_floor
from tests.conftest import Database
from tests.floor import Floor
from tests.trunks.lines import dialling, end, starts, take, trunk, waits


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def most_in_a_second(moments: list[datetime]) -> int:
    """The most starts in any second, wherever it begins: one that begins with a start is as bad as any."""
    second = timedelta(seconds=1)
    return max(sum(first <= one < first + second for one in moments) for first in moments)


def test_with_no_trunk_the_pbx_chooses(floor: Floor) -> None:
    """COMP-4: where there are no trunks nothing is limited, and nothing is kept."""
    calls = dialling(floor, 3)
    assert take(floor) == [(call, None) for call in calls]
    assert waits(floor) is None
    for call in calls:
        end(floor, call)
    assert floor.rows("SELECT DISTINCT TrunkId, EndedTime FROM PbxCommand") == [(None, None)]


def test_what_gets_no_place_waits_its_turn(floor: Floor) -> None:
    """COMP-4: the oldest first; the others stay as they were, and the runner is told when to come again."""
    trunk(floor, "north", CallsPerSecond=2)
    first, second, third = dialling(floor, 3)
    assert take(floor) == [(first, "north"), (second, "north")]
    assert take(floor, "r2") == []
    assert floor.row(
        "SELECT TakenTime, TakenBy, VoidTime, TrunkId FROM PbxCommand WHERE OutboundCallId = %s",
        third,
    ) == (None, None, None, None)
    assert waits(floor) == 1.05
    floor.pass_time(1.049)
    assert take(floor) == []
    assert waits(floor) == pytest.approx(0.001)
    floor.pass_time(0.001)
    assert waits(floor) == 0
    assert take(floor, "r2") == [(third, "north")]
    assert waits(floor) is None


@pytest.mark.parametrize("margin", [0, 50, 400])
@pytest.mark.parametrize("limit", [1, 3, 7, 20])
def test_every_second_there_is(floor: Floor, limit: int, margin: int) -> None:
    """COMP-4: two runners look every 10 ms, and no second has more starts, wherever it begins."""
    floor.set("Configuration", "TrunkMargin", ConfigurationValue=str(margin))
    trunk(floor, "north", CallsPerSecond=limit)
    waiting = dialling(floor, 5 * limit)
    for step in range(700):
        take(floor, f"r{step % 2}")
        # What is over makes no room in the second.
        if step % 7 == 0 and (live := floor.rows("SELECT PbxCallId FROM PbxCommand WHERE TakenTime IS NOT NULL AND EndedTime IS NULL LIMIT 1")):  # fmt: skip
            floor.do("report_pbx_event", *live[0], "no_answer")
        if len(starts(floor)) == len(waiting):
            break
        floor.pass_time(0.01)
    moments = starts(floor)
    assert len(moments) == len(waiting), "all of them are dialled"
    bursts = -(-limit // 5)
    most = most_in_a_second(moments)
    assert most == limit if bursts == 1 else most <= limit
    assert max(Counter(moments).values()) == -(-limit // bursts), "in bursts of five at most"
    length = timedelta(milliseconds=1000 + margin)
    late = moments[-1] - moments[0] - (4 + (bursts - 1) / bursts) * length
    assert timedelta() <= late <= timedelta(milliseconds=10 * 5 * bursts), "as soon as may be"


def test_starts_spread_over_a_second(floor: Floor) -> None:
    """COMP-4: a place opens a second after the start that took it, not all of them at once."""
    trunk(floor, "north", CallsPerSecond=3)
    one, two, three, four, five = dialling(floor, 5)
    for call in (three, four, five):
        floor.conn.execute(
            "UPDATE PbxCommand SET TakenTime = 'infinity' WHERE OutboundCallId = %s", [call]
        )
    for call in (three, four, five):
        assert take(floor) == ([(one, "north"), (two, "north")] if call == three else [])
        floor.pass_time(0.4)
        floor.conn.execute(
            "UPDATE PbxCommand SET TakenTime = NULL WHERE OutboundCallId = %s", [call]
        )
        if call == three:
            assert take(floor) == [(three, "north")]
    # Two began at 0, one at 0.4; it is 1.2 now.
    assert waits(floor) == 0
    assert take(floor) == [(four, "north"), (five, "north")]
    (sixth,) = dialling(floor, 1)
    assert take(floor) == []
    assert waits(floor) == pytest.approx(0.25)
    floor.pass_time(0.25)
    assert take(floor) == [(sixth, "north")]


def test_so_many_at_once_and_no_more(floor: Floor) -> None:
    """COMP-4: what the PBX has not ended counts, also when the call is over here and the hang-up waits."""
    trunk(floor, "north", MaxCalls=2)
    first, second, third, fourth = dialling(floor, 4)
    assert [call for call, _ in take(floor)] == [first, second]
    assert waits(floor) is None, "nobody can say when a call ends"
    floor.do("beat", "r1")
    floor.do("hang_up", first, floor.see(first, "AgentId"))
    assert take(floor, "r2") == []
    assert floor.rows("SELECT Command::text, pbx_call_id FROM take_pbx_commands('r1')") == [
        ("hangup", floor.see(first, "PbxCallId"))
    ]
    assert take(floor) == []
    end(floor, first, "hangup_agent")
    assert waits(floor) == 0
    assert take(floor) == [(third, "north")]
    end(floor, first, "hangup_agent")
    assert take(floor) == [], "an end that is told twice makes room once"
    floor.pbx(second, "answered")
    assert take(floor) == []
    end(floor, second, "hangup_called")
    assert take(floor) == [(fourth, "north")]


@pytest.mark.parametrize("over_here", [False, True])
def test_a_channel_that_vanished_takes_no_place(floor: Floor, over_here: bool) -> None:
    """COMP-4, DIAL-5: its end was never told; comparison finds it, whether the call is over here or not."""
    trunk(floor, "north", MaxCalls=2)
    first, second, third, fourth = dialling(floor, 4)
    take(floor)
    floor.do("beat", "r1")
    if over_here:
        floor.do("hang_up", first, floor.see(first, "AgentId"))
    live = [floor.see(second, "PbxCallId")]
    assert [one for one in floor.rows("SELECT * FROM reconcile_pbx('r2', %s)", live) if one[1] == "lost"] == []  # fmt: skip
    assert take(floor, "r2") == [], "another runner's channels are not its concern"
    floor.rows("SELECT * FROM reconcile_pbx('r1', %s)", live)
    assert take(floor) == [(third, "north")]
    floor.pass_time(16)
    floor.rows("SELECT * FROM reconcile_pbx('r2', %s)", live)
    assert take(floor, "r2") == [(fourth, "north")], "but a dead one's are"


def test_hang_ups_are_never_held_up(floor: Floor) -> None:
    """COMP-4: behind more calls than a runner takes at a time."""
    trunk(floor, "north", MaxCalls=1)
    first, *others = dialling(floor, 4)
    floor.do("beat", "r1")
    take(floor)
    floor.do("hang_up", first, floor.see(first, "AgentId"))
    taken = floor.rows("SELECT Command::text, outbound_call_id FROM take_pbx_commands('r1', 2)")
    assert taken == [("hangup", first)]
    assert len(others) == 3
    assert floor.value("SELECT count(*) FROM PbxCommand WHERE TakenTime IS NULL") == 3


def test_calls_that_are_over_take_no_place(floor: Floor) -> None:
    """COMP-4, DIAL-2: those before it that ended while they waited are dropped, all at once."""
    trunk(floor, "north", CallsPerSecond=1)
    *ended, last = dialling(floor, 4)
    for call in ended:
        floor.do("hang_up", call, floor.see(call, "AgentId"))
    assert take(floor) == [(last, "north")]
    assert floor.value("SELECT count(*) FROM PbxCommand WHERE VoidTime IS NOT NULL") == 3
    assert starts(floor) == floor.value("SELECT Starts FROM Trunk")


def test_no_more_than_were_asked_for(floor: Floor) -> None:
    """COMP-4: places that a runner does not take stay free."""
    trunk(floor, "north", CallsPerSecond=5)
    calls = dialling(floor, 6)
    got = []
    for _ in range(4):
        got += [one for (one,) in floor.rows("SELECT outbound_call_id FROM take_pbx_commands('r', 2)")]  # fmt: skip
    assert got == calls[:5]


def test_the_lowest_rank_is_filled_first(floor: Floor) -> None:
    """COMP-4: then the next; one that is deleted is not used."""
    south = trunk(floor, "south", Rank=2, CallsPerSecond=1)
    trunk(floor, "north", Rank=1, CallsPerSecond=2)
    trunk(floor, "old", Rank=0, Deleted=1)
    calls = dialling(floor, 5)
    assert take(floor) == [(calls[0], "north"), (calls[1], "north"), (calls[2], "south")]
    floor.set("Trunk", south, CallsPerSecond=None)
    assert take(floor) == [(calls[3], "south"), (calls[4], "south")]


def test_with_all_deleted_none_is_used(floor: Floor) -> None:
    """COMP-4: a site that has trunks does not dial without one."""
    trunk(floor, "north", Deleted=1)
    dialling(floor, 1)
    assert take(floor) == []
    assert waits(floor) is None
    floor.conn.execute("DELETE FROM Trunk")
    assert [by for _, by in take(floor)] == [None]


def test_a_call_is_given_to_a_trunk_of_its_pbx(floor: Floor) -> None:
    """COMP-4: where there are several; what waits for one of them holds up no other."""
    brno, prague = (floor.add("Pbx", DisplayName=name) for name in ("Brno", "Prague"))
    trunk(floor, "brno", PbxId=brno, CallsPerSecond=1)
    trunk(floor, "prague", PbxId=prague, Rank=1)
    for name in ("Brno", "Prague"):
        floor.do("register_runner", name, name)
    calls = dialling(floor, 4, (brno, brno, prague, None))
    assert take(floor, "Brno") == [(calls[0], "brno")]
    assert take(floor, "Prague") == [(calls[2], "prague"), (calls[3], "prague")]
    assert waits(floor) == waits(floor, "Brno") == 1.05
    assert waits(floor, "Prague") is None, "what waits for the other one is nothing to it"
    floor.conn.execute("UPDATE Trunk SET MaxCalls = 1 WHERE Endpoint = 'brno'")
    assert waits(floor) is None, "the other one's room is nothing to it"


def test_a_call_of_no_pbx_waits_for_a_trunk_of_the_runner(floor: Floor) -> None:
    """COMP-4, CB-3: with an agent or without, the trunk's PBX is that of the runner that dials by it."""
    brno, prague = (floor.add("Pbx", DisplayName=name) for name in ("Brno", "Prague"))
    trunk(floor, "brno", PbxId=brno)
    north = trunk(floor, "north", PbxId=prague, Rank=1, MaxCalls=1)
    for name in ("Brno", "Prague"):
        floor.do("register_runner", name, name)
    survey = floor.outbound_list(DialingMode="Ivr", IvrScript="survey", MaxChannels=9)
    calls = [floor.call(OutboundListId=survey) for _ in range(2)]
    floor.cycle()
    assert take(floor, "Prague") == [(calls[0], "north")]
    assert waits(floor, "Prague") is None
    assert take(floor, "unnamed") == []
    assert take(floor, "Brno") == [(calls[1], "brno")]
    assert (
        floor.value("SELECT TrunkId FROM PbxCommand WHERE OutboundCallId = %s", calls[0]) == north
    )


def test_what_waited_rings_as_long_as_any_other(floor: Floor) -> None:
    """COMP-4, DIAL-5: the time after which nothing is heard of a call counts from its dialling."""
    north = trunk(floor, "north", MaxCalls=1)
    first, second = dialling(floor, 2)
    take(floor)
    before = floor.see(second, "Deadline")
    floor.pass_time(140)
    floor.set("Trunk", north, MaxCalls=None)
    assert take(floor) == [(second, "north")]
    assert floor.see(second, "Deadline") - before == timedelta(seconds=140)
    floor.pass_time(30)
    floor.cycle()
    assert floor.see(first, "CallResult") == "Failed"
    assert floor.see(second, "CallResult") == "Active"
    assert floor.broken() == []


def test_a_dba_changes_it(floor: Floor) -> None:
    """COMP-4: a plain UPDATE counts from the next look on."""
    floor.conn.execute(
        "INSERT INTO Trunk (DisplayName, Endpoint, CallsPerSecond) VALUES ('North', ' north ', 1)"
    )
    calls = dialling(floor, 8)
    assert take(floor) == [(calls[0], "north")]
    floor.conn.execute("UPDATE Trunk SET CallsPerSecond = 4")
    assert len(take(floor)) == 3
    floor.conn.execute("UPDATE Trunk SET CallsPerSecond = 2")
    floor.pass_time(1)
    assert take(floor) == []
    floor.pass_time(0.05)
    assert take(floor) == [(calls[4], "north"), (calls[5], "north")]
    floor.conn.execute("UPDATE Trunk SET Deleted = 1")
    floor.pass_time(2)
    assert take(floor) == []


def test_two_sessions_at_once(database: Database) -> None:
    """COMP-4: they take together, again and again, and never more than there are places."""
    floor = shared_floor(database, at="2026-11-24 10:00+01")
    trunk(floor, "north", CallsPerSecond=3)
    trunk(floor, "south", Rank=1, MaxCalls=4)
    dialling(floor, 20)
    sessions = [beside(database, floor) for _ in range(4)]
    together = Barrier(len(sessions))

    def taken(number: int) -> int:
        mine = sessions[number]
        mine.at("2026-11-24 10:00+01")
        together.wait()
        return sum(len(take(mine, f"r{number}")) for _ in range(10))

    with ThreadPoolExecutor(len(sessions)) as pool:
        assert sum(pool.map(taken, range(len(sessions)))) == 7
    assert floor.rows(
        "SELECT Endpoint, LiveCalls, LastSecond FROM TrunkState ORDER BY Rank"
    ) == [("north", 3, 3), ("south", 4, 4)]  # fmt: skip


def test_the_last_place_goes_to_one(database: Database) -> None:
    """COMP-4: the second waits for the first one's commit, and sees what it took."""
    floor = shared_floor(database, at="2026-11-24 10:00+01")
    trunk(floor, "north", MaxCalls=1)
    dialling(floor, 2)
    one = floor.via(settle(database.connect(autocommit=False)))
    assert len(take(one)) == 1
    with meanwhile(beside(database, floor), lambda other: take(other, "r2")) as second:
        assert second.is_blocked(floor.conn)
        one.conn.commit()
    assert second.result() == []
    assert len(starts(floor)) == 1
