"""CB-3: a list that dials by itself, against the simulated PBX, with no agent on the floor."""

from __future__ import annotations

from pgdialer.runner.simulation.shift import play

from tests.conftest import Database
from tests.floor import Floor
from tests.runner.centre import START, Booked, all_over, outcome


def test_a_survey_from_end_to_end(database: Database) -> None:
    """CB-3, DIAL-2: the script is handed out, its channels are never exceeded, keys are kept, every call is final."""
    floor = Floor(database.connect(), at=START)
    survey = floor.outbound_list(DialingMode="Ivr", IvrScript="survey", MaxChannels=4, MaxTrials=2)
    floor.add("RetryRule", CallResult="NoAnswer", Delay=600)
    floor.calls(60, OutboundListId=survey)
    pbx = Booked()
    play(database.dsn, [], START, all_over, bridges=[pbx])
    pbx.book.judge(floor)
    done = outcome(floor)
    assert sum(done.values()) == 60
    assert done["Completed"] > 10
    answers = floor.rows("SELECT DISTINCT OutboundCallId FROM IvrAnswer WHERE Answer ~ '^[1-5]$'")
    assert len(answers) == done["Completed"]
    assert floor.value("SELECT max(Trial) FROM OutboundCall") == 2
    # A channel is held from dialling to the end.
    at_once = floor.value("""
        SELECT max(s.Held) FROM (
            SELECT sum(CASE e.ToPhase WHEN 'AutoDial' THEN CASE e.ToResult WHEN 'Active' THEN 1 ELSE -1 END ELSE -1 END)
                OVER (ORDER BY e.CallEventId) AS Held
            FROM CallEvent AS e
            WHERE e.ToPhase IN ('AutoDial', 'IvrEnded', 'HangupCalled')) AS s
    """)
    assert at_once == 4
    assert floor.broken() == []
