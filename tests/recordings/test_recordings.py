"""REC-1: which calls are recorded, and what becomes of the files."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.concurrency.sessions import beside, meanwhile, settle, shared_floor
from tests.conftest import Database
from tests.floor import Floor, new_number

DAY = 24 * 3600
NAMED = "SELECT command::text, recording FROM take_pbx_commands('r1')"
ROW = "SELECT OutboundCallId, FileName, Seconds, Bytes, CallDeleted FROM Recording"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def dialling(floor: Floor, **columns: Any) -> int:
    call = floor.offered(**columns)
    floor.do("dial_call", call, floor.see(call, "AgentId"))
    return call


def recorded(floor: Floor, call: int | None = None, **columns: Any) -> int:
    """Make a recording of a call that is over, of which the PBX is told at once."""
    if call is None:
        call = floor.talking(**columns)
        floor.pbx(call, "hangup_called")
    made: int = floor.value(
        "SELECT report_recording(%s, %s, 60)", floor.see(call, "PbxCallId"), f"{call}-1.wav"
    )
    return made


def due(floor: Floor, limit: int = 100) -> list[str]:
    return sorted(
        name for (name,) in floor.rows("SELECT file_name FROM recordings_to_delete(%s)", limit)
    )


def keep(floor: Floor, days: str | None) -> None:
    floor.set("Configuration", "RecordingRetention", ConfigurationValue=days)


def refused(floor: Floor, query: str, *values: Any) -> psycopg.Error:
    with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
        floor.rows(query, *values)
    assert error.value.diag.message_hint
    return error.value


# Which calls


def test_a_list_is_recorded_when_it_is_switched_on(floor: Floor) -> None:
    """REC-1: per list, off by default; the name is the call's id and the attempt."""
    dialling(floor)
    assert floor.row(NAMED) == ("originate", None)
    there = floor.outbound_list(Recording=1)
    call = dialling(floor, OutboundListId=there)
    assert floor.row(NAMED) == ("originate", f"{call}-1")
    floor.set("OutboundList", there, Recording=0)
    dialling(floor, OutboundListId=there)
    assert floor.row(NAMED) == ("originate", None)


def test_each_attempt_has_a_name_of_its_own(floor: Floor) -> None:
    """REC-1, RES-5: a repeated call does not write over what was recorded before."""
    floor.set("OutboundList", floor.list_id, Recording=1)
    floor.add("RetryRule", CallResult="NoAnswer", Delay=60)
    call = dialling(floor)
    first = floor.row(NAMED)[1]
    floor.pbx(call, "no_answer")
    floor.pass_time(60)
    floor.cycle()
    floor.cycle()
    floor.do("dial_call", call, floor.see(call, "AgentId"))
    assert (first, floor.row(NAMED)[1]) == (f"{call}-1", f"{call}-2")


def test_a_hang_up_says_nothing_of_recording(floor: Floor) -> None:
    """REC-1: only what is dialled is recorded."""
    floor.set("OutboundList", floor.list_id, Recording=1)
    call = dialling(floor)
    floor.do("beat", "r1")
    floor.rows(NAMED)
    floor.pbx(call, "answered")
    floor.do("hang_up", call, floor.see(call, "AgentId"))
    assert floor.rows(NAMED) == [("hangup", None)]


def test_a_script_s_call_is_recorded_too(floor: Floor) -> None:
    """REC-1, CB-3: a call that is dialled with no agent belongs to its list like any other."""
    there = floor.outbound_list(DialingMode="Ivr", IvrScript="survey", Recording=1)
    call = floor.call(OutboundListId=there)
    floor.cycle()
    assert floor.row(NAMED) == ("originate", f"{call}-1")


def test_private_calls_are_not(floor: Floor) -> None:
    """REC-1, CALL-2: a private call has no list that could say so."""
    floor.set("OutboundList", floor.list_id, Recording=1)
    floor.do("private_call", new_number(), floor.agent())
    assert floor.row(NAMED) == ("originate", None)


# The row


def test_a_finished_recording_is_linked(floor: Floor) -> None:
    """REC-1: the call shows the file, when it began, its length and where it is played."""
    call = dialling(floor)
    floor.pbx(call, "answered")
    began = floor.value("SELECT clock()")
    floor.pass_time(90)
    made = floor.value(
        "SELECT report_recording(%s, %s, 90, clock(), 1440044)",
        floor.see(call, "PbxCallId"),
        f"{call}-1.wav",
    )
    assert floor.rows("SELECT * FROM CallRecording") == [
        (call, made, f"{call}-1.wav", f"/api/v1/recordings/{made}/file", 90, began, None)
    ]
    assert floor.look("Recording", made, "Bytes") == 1440044


def test_said_twice_it_is_one(floor: Floor) -> None:
    """DIAL-2: the second time changes nothing, also when the attempt has been purged since."""
    made = recorded(floor)
    (row,) = floor.rows(ROW)
    call = row[0]
    floor.rows("DELETE FROM PbxEvent RETURNING 1")
    floor.rows("DELETE FROM PbxCommand RETURNING 1")
    again = floor.value("SELECT report_recording(%s, 'other.wav', 7)", floor.see(call, "PbxCallId"))
    assert again == made
    assert floor.rows(ROW) == [row]


def test_an_earlier_attempt(floor: Floor) -> None:
    """DIAL-2: what comes after the call was dialled again is the earlier attempt's."""
    floor.add("RetryRule", CallResult="NoAnswer", Delay=60)
    call = dialling(floor)
    earlier = floor.see(call, "PbxCallId")
    floor.pbx(call, "no_answer")
    floor.pass_time(60)
    floor.cycle()
    floor.cycle()
    floor.do("dial_call", call, floor.see(call, "AgentId"))
    assert floor.see(call, "PbxCallId") != earlier
    floor.value("SELECT report_recording(%s, 'early.wav')", earlier)
    recorded(floor, call)
    assert floor.rows(f"{ROW} ORDER BY RecordingId") == [
        (call, "early.wav", None, None, 0),
        (call, f"{call}-1.wav", 60, None, 0),
    ]


def test_a_moment_in_the_future_is_now(floor: Floor) -> None:
    """DIAL-2: the clock of a PBX may be ahead."""
    call = floor.talking()
    floor.value(
        "SELECT report_recording(%s, 'a.wav', 60, clock() + interval '1 day')",
        floor.see(call, "PbxCallId"),
    )
    assert floor.value("SELECT clock() - StartTime = interval '60 s' FROM Recording")


@pytest.mark.parametrize(
    "name",
    [
        "../secret.wav", "a/b.wav", "/etc/passwd", "..", ".hidden", "a\\b.wav", "", None,
        "a b.wav", "a\n.wav", "a.wav\n", "x" * 201,
    ],
)  # fmt: skip
def test_no_plain_name_is_refused(floor: Floor, name: str | None) -> None:
    """REC-1, URL-3: a name that leads elsewhere is neither reported nor written by hand."""
    call = floor.talking()
    error = refused(floor, "SELECT report_recording(%s, %s)", floor.see(call, "PbxCallId"), name)
    assert (error.sqlstate, error.diag.column_name) == ("PD064", "FileName")
    with pytest.raises(psycopg.errors.IntegrityError), floor.conn.transaction():
        floor.add("Recording", OutboundCallId=call, PbxCallId="x", FileName=name, StartTime="now")
    assert floor.rows(ROW) == []


@pytest.mark.parametrize(
    ("seconds", "size"), [("-1", None), ("NaN", None), ("Infinity", None), ("1", -1)]
)
def test_no_length_is_refused(floor: Floor, seconds: str, size: int | None) -> None:
    """URL-3: with the value."""
    call = floor.talking()
    error = refused(
        floor,
        "SELECT report_recording(%s, 'a.wav', %s::float8, NULL, %s)",
        floor.see(call, "PbxCallId"),
        seconds,
        size,
    )
    assert error.sqlstate == "PD064"
    assert seconds in str(error)


def test_a_recording_of_nobody(floor: Floor) -> None:
    """URL-3: an id that the PBX was never given is an error of its own."""
    for nobody in ("nobody", None):
        assert refused(floor, "SELECT report_recording(%s, 'a.wav')", nobody).sqlstate == "PD012"


def test_two_say_it_at_once(database: Database) -> None:
    """DIAL-2: the second waits for the first and gets its answer."""
    floor = shared_floor(database)
    call = floor.talking()
    ask = "SELECT report_recording(%s, 'a.wav')"
    pbx_call = floor.see(call, "PbxCallId")
    first = floor.via(settle(database.connect(autocommit=False)))
    made = first.value(ask, pbx_call)
    with meanwhile(beside(database, floor), lambda other: other.value(ask, pbx_call)) as second:
        assert second.is_blocked(floor.conn)
        first.conn.commit()
    assert second.result() == made


# Hearing


def test_hearing_leaves_a_trace(floor: Floor) -> None:
    """REC-1: every time, with the moment and who it was."""
    made = recorded(floor)
    name = floor.look("Recording", made, "FileName")
    for _ in range(2):
        assert floor.do("hear_recording", made) == name
        floor.pass_time(5)
    assert floor.rows(
        "SELECT RecordingId, clock() - HeardTime, AgentId, Actor = 'sql:' || session_user"
        " FROM RecordingHeard ORDER BY RecordingHeardId"
    ) == [
        (made, floor.value("SELECT interval '10 s'"), None, True),
        (made, floor.value("SELECT interval '5 s'"), None, True),
    ]


@pytest.mark.parametrize("wrong", ["unknown", "nothing", "deleted", "of no call"])
def test_what_cannot_be_heard(floor: Floor, wrong: str) -> None:
    """URL-3: each is told apart by its words, and leaves no trace."""
    made: int | None = recorded(floor)
    call = floor.value("SELECT OutboundCallId FROM Recording")
    if wrong == "deleted":
        floor.do("recording_deleted", f"{call}-1.wav")
    elif wrong == "of no call":
        floor.rows("DELETE FROM OutboundCall RETURNING 1")
    asked = {"unknown": -1, "nothing": None}.get(wrong, made)
    error = refused(floor, "SELECT hear_recording(%s)", asked)
    assert error.sqlstate == "PD065"
    assert ("was deleted on 2026-11-24" in str(error)) == (wrong == "deleted")
    assert floor.rows("SELECT * FROM RecordingHeard") == []


# Retention


@pytest.mark.parametrize("days", [None, "", "0"])
def test_kept_for_ever(floor: Floor, days: str | None) -> None:
    """REC-1: by default, when empty, and at 0 no file is ever due."""
    recorded(floor)
    keep(floor, days)
    floor.pass_time(4000 * DAY)
    assert due(floor) == []


def test_due_after_so_many_days(floor: Floor) -> None:
    """REC-1: counted from the beginning of the recording; the row stays as proof when the file is gone."""
    keep(floor, "30")
    recorded(floor)
    floor.pass_time(DAY)
    younger = recorded(floor)
    (old, young) = (name for (name,) in floor.rows("SELECT FileName FROM Recording ORDER BY 1"))
    # It began a minute before it was reported.
    floor.pass_time(29 * DAY - 61)
    assert due(floor) == []
    floor.pass_time(2)
    assert due(floor) == [old]
    assert floor.do("recording_deleted", old) == 1
    assert floor.do("recording_deleted", old) == 0
    assert floor.rows(
        "SELECT FileName, Url, DeletedTime = clock() FROM CallRecording ORDER BY RecordingId"
    ) == [(old, None, True), (young, f"/api/v1/recordings/{younger}/file", None)]
    floor.pass_time(DAY)
    assert due(floor) == [young]


def test_no_whole_number_of_days(floor: Floor) -> None:
    """CONF-1: refused when it is written."""
    for days in ("a week", "-1", "1.5"):
        with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
            keep(floor, days)
        assert error.value.sqlstate == "PD040"


def test_the_oldest_first_and_each_to_one_runner(floor: Floor) -> None:
    """REC-1: what could not be deleted comes again after an hour, and keeps no other waiting."""
    keep(floor, "1")
    for _ in range(3):
        recorded(floor)
        floor.pass_time(60)
    first, second, third = (
        name for (name,) in floor.rows("SELECT FileName FROM Recording ORDER BY StartTime")
    )
    floor.pass_time(2 * DAY)
    assert due(floor, 2) == sorted([first, second])
    assert due(floor, 2) == [third]
    assert due(floor, 2) == []
    floor.do("recording_deleted", second)
    floor.pass_time(3601)
    assert due(floor) == sorted([first, third])


def test_who_deletes_the_call_deletes_the_recording(floor: Floor) -> None:
    """REC-1: the file is due at once, whatever the retention; then row and traces go."""
    made, other = recorded(floor), recorded(floor)
    call = floor.look("Recording", made, "OutboundCallId")
    floor.do("hear_recording", made)
    floor.rows("DELETE FROM OutboundCall WHERE OutboundCallId = %s RETURNING 1", call)
    assert floor.look("Recording", made, "CallDeleted") == 1
    assert due(floor) == [f"{call}-1.wav"]
    assert floor.do("recording_deleted", f"{call}-1.wav") == 1
    assert floor.rows("SELECT RecordingId FROM Recording") == [(other,)]
    assert floor.rows("SELECT * FROM RecordingHeard") == []


def test_a_call_whose_file_is_gone_takes_the_row_along(floor: Floor) -> None:
    """REC-1: the proof lasts as long as the call."""
    recorded(floor)
    floor.do("recording_deleted", floor.value("SELECT FileName FROM Recording"))
    assert len(floor.rows(ROW)) == 1
    floor.rows("DELETE FROM OutboundCall RETURNING 1")
    assert floor.rows(ROW) == []


def test_a_recording_that_comes_after_its_call_was_deleted(floor: Floor) -> None:
    """REC-1: nobody can want it any more: the file is due at once."""
    call = floor.talking()
    pbx_call = floor.see(call, "PbxCallId")
    floor.pbx(call, "hangup_called")
    floor.rows("DELETE FROM OutboundCall RETURNING 1")
    floor.value("SELECT report_recording(%s, 'late.wav')", pbx_call)
    assert due(floor) == ["late.wav"]


def test_files_of_deleted_calls_go_before_old_ones(floor: Floor) -> None:
    """REC-1: an erasure that somebody asked for does not queue behind the rest."""
    keep(floor, "1")
    recorded(floor)
    made = recorded(floor)
    call = floor.look("Recording", made, "OutboundCallId")
    floor.pass_time(2 * DAY)
    floor.rows("DELETE FROM OutboundCall WHERE OutboundCallId = %s RETURNING 1", call)
    assert due(floor, 1) == [f"{call}-1.wav"]


def test_deleted_while_its_recording_is_reported(database: Database) -> None:
    """REC-1: either the deletion waits and takes it along, or the report finds the call gone: no file is forgotten."""
    floor = shared_floor(database)
    call = floor.talking()
    pbx_call = floor.see(call, "PbxCallId")
    floor.pbx(call, "hangup_called")
    first = floor.via(settle(database.connect(autocommit=False)))
    first.value("SELECT report_recording(%s, 'a.wav')", pbx_call)
    delete = "DELETE FROM OutboundCall WHERE OutboundCallId = %s RETURNING 1"
    with meanwhile(beside(database, floor), lambda other: other.rows(delete, call)) as second:
        assert second.is_blocked(floor.conn)
        first.conn.commit()
    assert second.result() == [(1,)]
    assert due(floor) == ["a.wav"]
