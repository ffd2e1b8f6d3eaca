"""REC-1: which of the files on a PBX nobody was told of."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.recordings.test_recordings import recorded

ASK = "SELECT * FROM unknown_recordings(%s::text[]) ORDER BY file_name"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def ended(floor: Floor, call: int | None = None) -> int:
    call = call or floor.talking()
    floor.pbx(call, "hangup_called")
    return call


def test_a_file_of_an_attempt_that_is_over(floor: Floor) -> None:
    """REC-1: with the attempt's id and its end; reported, it is known."""
    call = ended(floor)
    moment = floor.value("SELECT clock()")
    floor.pass_time(3600)
    channel = floor.see(call, "PbxCallId")
    name = f"{call}-1.wav"
    assert floor.rows(ASK, [name]) == [(channel, name, moment)]
    floor.rows("SELECT report_recording(%s, %s, NULL, %s)", channel, name, moment)
    assert floor.rows(ASK, [name]) == []
    assert floor.row("SELECT StartTime, Seconds FROM Recording") == (moment, None)


def test_files_that_are_known_or_none_of_ours(floor: Floor) -> None:
    """REC-1: reported, deleted for good, still being written, of other systems, of calls that are not there."""
    recorded(floor)
    known = floor.value("SELECT FileName FROM Recording")
    recorded(floor)
    floor.do("recording_deleted", floor.value("SELECT max(FileName) FROM Recording"))
    files = [name for (name,) in floor.rows("SELECT FileName FROM Recording")]
    assert known in files
    files.append(f"{floor.talking()}-1.wav")
    call = ended(floor)
    files += [
        f"{call}-2.wav",
        f"{call}-0.wav",
        f"{call}.wav",
        f"x{call}-1.wav",
        f"{call}-1",
        f"0{call}-1.wav",
    ]
    files += [
        "voicemail.wav",
        "999999999999999999999-1.wav",
        "888888-1.wav",
        "1-99999999999.wav",
        "",
    ]
    assert floor.rows(ASK, files) == floor.rows(ASK, []) == []


def test_an_earlier_attempt(floor: Floor) -> None:
    """REC-1, RES-5: by its number, whatever the later ones came to; the last is still in progress."""
    floor.add("RetryRule", CallResult="NoAnswer", Delay=60)
    call = floor.offered()
    channels, ends = [], []
    for _ in range(3):
        floor.do("dial_call", call, floor.see(call, "AgentId"))
        channels.append(floor.see(call, "PbxCallId"))
        if len(channels) < 3:
            floor.pass_time(5)
            floor.pbx(call, "no_answer")
            ends.append(floor.value("SELECT clock()"))
            floor.pass_time(60)
            floor.cycle()
            floor.cycle()
    names = [f"{call}-{trial}.wav" for trial in (1, 2, 3)]
    assert floor.rows(ASK, names) == list(zip(channels[:2], names[:2], ends, strict=True))
    # When the log of the PBX is gone, by the history alone.
    floor.rows("DELETE FROM PbxEvent RETURNING 1")
    assert [row[:2] for row in floor.rows(ASK, names)] == list(
        zip(channels[:2], names[:2], strict=True)
    )


def test_of_many_files(floor: Floor) -> None:
    """REC-1: one question for all that are there."""
    call = ended(floor)
    files = [f"{call + each}-1.wav" for each in range(20_000)]
    assert [name for _, name, _ in floor.rows(ASK, files)] == [f"{call}-1.wav"]
