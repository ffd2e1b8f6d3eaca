"""REC-1: the runner tells the PBX what to record, carries what it has recorded, and has files deleted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

from pgdialer.runner.bridges import Command, Disconnected, Event, NotSent, Recorded
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.session import Session
from pgdialer.runner.simulation.customers import Customers
from pgdialer.runner.simulation.shift import play
from pgdialer.runner.simulation.virtual import now

from tests.conftest import Database
from tests.floor import Floor
from tests.runner.centre import START, all_over, centre


class Recorder(Simulated):
    """A PBX that records what it is told to, and says so twice, after the call."""

    def __init__(self) -> None:
        super().__init__(Customers(1))
        self.names: dict[str, str] = {}  # by channel
        self.files: set[str] = set()
        self.deleted: list[str] = []

    async def send(self, command: Command) -> None:
        if command.recording:
            self.names[command.pbx_call_id] = f"{command.recording}.wav"
        await super().send(command)

    async def events(self) -> AsyncIterator[Event | Recorded]:  # type: ignore[override]
        answered: dict[str, Event] = {}
        async for event in super().events():
            yield event
            if event.event == "answered":
                answered[event.pbx_call_id] = event
            name = self.names.get(event.pbx_call_id)
            if name and event.ends and event.pbx_call_id in answered:
                self.files.add(name)
                length = event.happened_at - answered[event.pbx_call_id].happened_at
                done = Recorded(
                    event.pbx_call_id, name, length.total_seconds(), event.happened_at, 4096
                )
                yield done
                yield done

    async def delete_recording(self, name: str) -> None:
        self.deleted.append(name)
        self.files.discard(name)


def test_calls_are_recorded(database: Database) -> None:
    """REC-1, DIAL-2: each answered call of the list has its recording, once, and no other call has one."""
    floor, seats = centre(database, 4, 20)
    floor.set("OutboundList", floor.list_id, Recording=1)
    plain = floor.outbound_list()
    floor.calls(10, OutboundListId=plain)
    pbx = Recorder()
    play(database.dsn, seats, START, all_over, bridges=[pbx])
    rows = floor.rows("SELECT FileName FROM Recording")
    assert len(rows) > 5
    assert {name for (name,) in rows} == pbx.files
    lists = floor.rows(
        "SELECT DISTINCT OutboundListId FROM Recording JOIN OutboundCall USING (OutboundCallId)"
    )
    assert lists == [(floor.list_id,)]
    assert floor.value(
        "SELECT count(*) FROM OutboundCall WHERE OutboundListId = %s AND AnswerTime IS NOT NULL",
        plain,
    )
    # Each lasts from the answer until the PBX has hung up, which may be after the agent has.
    assert (
        floor.rows("""
        SELECT r.FileName FROM Recording AS r JOIN OutboundCall AS c USING (PbxCallId)
        WHERE r.Bytes <> 4096 OR abs(extract(epoch FROM r.StartTime - c.AnswerTime)) > 0.001
            OR r.Seconds < extract(epoch FROM c.EndTime - c.AnswerTime) - 0.001
    """)
        == []
    )
    assert pbx.deleted == [], "without a retention all are kept"


def old_recordings(floor: Floor, many: int) -> set[str]:
    """Recordings whose time was over long ago."""
    floor.set("Configuration", "RecordingRetention", ConfigurationValue="30")
    names = {f"{each}-1.wav" for each in range(many)}
    for name in names:
        floor.add(
            "Recording", OutboundCallId=1, PbxCallId=name, FileName=name,
            StartTime=START - timedelta(days=40),
        )  # fmt: skip
    return names


def deleted(floor: Floor) -> set[str]:
    rows = floor.rows("SELECT FileName FROM Recording WHERE DeletedTime IS NOT NULL")
    return {name for (name,) in rows}


def shift(database: Database, pbx: Simulated, seconds: float) -> None:
    """Let a runner work so long, with nobody on the floor."""
    end = START + timedelta(seconds=seconds)

    async def over(_session: Session) -> bool:
        return now() >= end

    play(database.dsn, [], START, over, bridges=[pbx], ask_every=5.0)


def test_files_are_deleted_and_marked(database: Database) -> None:
    """REC-1: asked for, deleted, marked, each once; a hundred a minute."""
    floor = Floor(database.connect(), at=START)
    names = old_recordings(floor, 150)
    pbx = Recorder()
    shift(database, pbx, 55)
    assert len(deleted(floor)) == 100
    pbx = Recorder()
    shift(database, pbx, 20)
    assert deleted(floor) == names
    assert len(pbx.deleted) == 50


class Stubborn(Recorder):
    """A PBX that cannot delete one of its files, and breaks off at another one."""

    async def delete_recording(self, name: str) -> None:
        if name == "1-1.wav":
            raise NotSent("it is locked")
        if name == "7-1.wav" and name not in self.deleted:
            self.deleted.append(name)
            raise Disconnected("gone")
        await super().delete_recording(name)


def test_what_is_not_deleted_is_not_marked(database: Database) -> None:
    """REC-1: the proof is of files that are gone; what failed comes again an hour later, what did not, does not."""
    floor = Floor(database.connect(), at=START)
    names = old_recordings(floor, 10)
    pbx = Stubborn()
    shift(database, pbx, 600)
    assert deleted(floor) == set(pbx.deleted) - {"7-1.wav"}
    shift_again = Stubborn()
    shift_again.deleted = ["7-1.wav"]
    floor.conn.execute("UPDATE Recording SET DeleteTried = DeleteTried - interval '2 hours'")
    shift(database, shift_again, 600)
    assert deleted(floor) == names - {"1-1.wav"}


class Broken(Recorder):
    """A PBX whose bridge has a mistake."""

    async def delete_recording(self, name: str) -> None:
        raise ZeroDivisionError(name)


def test_a_mistake_of_a_bridge_ends_no_calls(database: Database) -> None:
    """REC-1: nothing is marked, and the shift goes on to its end."""
    floor, seats = centre(database, 4, 10)
    old_recordings(floor, 3)
    play(database.dsn, seats, START, all_over, bridges=[Broken()])
    assert deleted(floor) == set()


def test_a_bridge_that_keeps_no_files_is_not_asked(database: Database) -> None:
    """REC-1: a file that nobody deletes is not marked as deleted."""
    floor = Floor(database.connect(), at=START)
    old_recordings(floor, 3)
    shift(database, Simulated(Customers()), 120)
    assert floor.rows("SELECT 1 FROM Recording WHERE DeleteTried IS NOT NULL") == []


class Slow(Recorder):
    """A PBX that takes its time to delete."""

    async def delete_recording(self, name: str) -> None:
        await asyncio.sleep(3600)
        await super().delete_recording(name)


def test_no_call_waits_for_a_deletion(database: Database) -> None:
    """REC-1: files are deleted beside the calls: while the first one takes an hour, calls are made."""
    floor, seats = centre(database, 4, 10)
    old_recordings(floor, 1)
    pbx = Slow()

    async def die(at_work: Sequence[asyncio.Task[None]]) -> None:
        await asyncio.sleep(1800)
        assert pbx.deleted == []
        assert floor.value("SELECT count(*) FROM OutboundCall WHERE CallResult = 'Completed'")

    play(database.dsn, seats, START, all_over, bridges=[pbx], incident=die)


class Hoarder(Recorder):
    """A PBX with files of which it has said nothing: of calls, and of others."""

    def __init__(self, files: list[str], live: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        super().__init__()
        self.stored, self.others, self.asked = files, live, 0

    async def recordings(self) -> list[str]:
        self.asked += 1
        return self.stored

    async def live(self) -> set[str]:  # type: ignore[override]
        return {*await super().live(), *self.others}


def over(floor: Floor, many: int) -> list[tuple[int, str]]:
    """Calls that are over, and their channels."""
    calls = [floor.talking() for _ in range(many)]
    for call in calls:
        floor.pbx(call, "hangup_called")
    return [(call, floor.see(call, "PbxCallId")) for call in calls]


def test_what_nobody_was_told_of_is_found(database: Database) -> None:
    """REC-1: once after connecting, in one go; what still goes on, after a transfer, is left for its end."""
    floor = Floor(database.connect(), at=START)
    (one, _), (two, channel) = over(floor, 2)
    pbx = Hoarder([f"{one}-1.wav", f"{two}-1.wav", "voicemail.wav"], {channel})
    shift(database, pbx, 300)
    assert floor.rows("SELECT OutboundCallId, FileName, Seconds FROM Recording") == [
        (one, f"{one}-1.wav", None)
    ]
    assert pbx.asked == 1


def test_a_recording_of_another_runners_call(database: Database) -> None:
    """REC-1, DIAL-5: asked for again when a call is found lost: when this one connected, the other was not yet dead."""
    floor = Floor(database.connect(), at=START)
    call = floor.talking()
    floor.conn.execute("UPDATE PbxCommand SET TakenBy = 'gone', TakenTime = CreatedTime")
    floor.add("Runner", RunnerName="gone", HeartbeatTime=START, StartedTime=START)
    pbx = Hoarder([f"{call}-1.wav"])
    shift(database, pbx, 60)
    assert floor.see(call, "Cause") == "unknown"
    assert floor.rows("SELECT FileName FROM Recording") == [(f"{call}-1.wav",)]
    assert pbx.asked == 2


class Unwilling(Hoarder):
    """One that cannot list its files the first time, or at all."""

    def __init__(self, files: list[str], error: Exception, times: int) -> None:
        super().__init__(files)
        self.error, self.times = error, times

    async def recordings(self) -> list[str]:
        names = await super().recordings()
        if self.asked <= self.times:
            raise self.error
        return names


def test_files_that_cannot_be_listed(database: Database) -> None:
    """REC-1: asked for again a minute later; a mistake of the bridge ends no calls."""
    floor = Floor(database.connect(), at=START)
    ((call, _),) = over(floor, 1)
    for error, times in ((ZeroDivisionError("no"), 99), (NotSent("no"), 1)):
        pbx = Unwilling([f"{call}-1.wav"], error, times)
        shift(database, pbx, 100)
        assert pbx.asked == 2
    assert floor.rows("SELECT OutboundCallId FROM Recording") == [(call,)]
