"""Agents' telephones: open lines, and the state that the PBX says they are in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor

TAKE = "SELECT command::text, pbx_call_id, extension, line FROM take_pbx_commands(%s)"
LINE = "SELECT LineId, LineTime IS NOT NULL FROM Workplace WHERE WorkplaceId = %s"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


@pytest.fixture
def desk(floor: Floor) -> UUID:
    return floor.workplace(Number="101", LineMode="OpenLine")


def take(floor: Floor, runner: str = "r1") -> list[tuple[Any, ...]]:
    floor.do("beat", runner)
    return floor.rows(TAKE, runner)


def pick_up(floor: Floor, desk: UUID) -> str:
    """Have the line of a desk rung and picked up; return its id."""
    ((command, line, extension, _),) = take(floor)
    assert (command, extension) == ("open_line", "101")
    assert floor.do("report_line", line, "answered") == "applied"
    assert floor.row(LINE, desk) == (line, True)
    return str(line)


def test_a_line_for_the_shift(floor: Floor, desk: UUID) -> None:
    """DIAL-1: rung at the log-in, once; up until the log-off; calls are told it."""
    agent = floor.agent(workplace=desk)
    line = pick_up(floor, desk)
    floor.do("log_in", agent, desk)
    floor.do("set_agent_status", agent, "Pause")
    floor.do("set_agent_status", agent, "Ready")
    assert take(floor) == []
    call = floor.offered(agent)
    floor.do("dial_call", call, agent)
    assert take(floor) == [("originate", floor.see(call, "PbxCallId"), "101", line)]
    floor.pbx(call, "busy")
    floor.do("log_off", agent)
    assert floor.row(LINE, desk) == (None, False)
    assert take(floor) == [("close_line", line, "101", None)]
    assert floor.do("report_line", line, "hangup_agent") == "repeated"


def test_an_agent_who_is_inserted_at_a_desk(floor: Floor, desk: UUID) -> None:
    """DIAL-1: a row that says that somebody sits there has the telephone rung as a log-in does."""
    floor.conn.execute(
        "INSERT INTO Agent (Login, DisplayName, WorkplaceId, AgentStatusId)"
        " VALUES ('new', 'New', %s, default_status('Ready'))",
        (desk,),
    )
    pick_up(floor, desk)


def test_no_call_before_it_is_picked_up(floor: Floor, desk: UUID) -> None:
    """DIST-12: why_not says whether it rings, was hung up, or is not registered, and what to do."""
    agent = floor.agent(workplace=desk)
    call = floor.call()
    ask = "SELECT Value, Remedy FROM why_not(%s) WHERE NOT Holds AND Condition LIKE 'agent%%'"
    assert floor.cycle().offered == 0
    assert floor.row(ask, call) == ("line not picked up yet", "Pick up the telephone, which rings.")
    line = pick_up(floor, desk)
    assert floor.do("report_line", line, "hangup_called") == "applied"
    value, remedy = floor.row(ask, call)
    assert value == "line closed"
    assert "choose a status" in remedy
    floor.rows("SELECT report_line_states('{101}', '{OutOfOrder}')")
    value, remedy = floor.row(ask, call)
    assert value == "line OutOfOrder"
    assert "not registered" in remedy
    floor.rows("SELECT report_line_states('{101}', '{Free}')")
    assert take(floor) == []  # nobody is rung again by himself
    floor.do("set_agent_status", agent, "Pause")
    floor.do("set_agent_status", agent, "Ready")
    assert pick_up(floor, desk) != line
    assert floor.cycle().offered == 1


def test_the_mode_changes_under_an_agent(floor: Floor) -> None:
    """A DBA's UPDATE opens a line and closes it again; a line that was not taken yet is never rung."""
    desk = floor.workplace(Number="101")
    floor.agent(workplace=desk)
    assert take(floor) == []
    floor.set("Workplace", desk, LineMode="OpenLine")
    pick_up(floor, desk)
    floor.set("Workplace", desk, LineMode="OnDemand")
    assert [command for command, *_ in take(floor)] == ["close_line"]
    floor.set("Workplace", desk, LineMode="OpenLine")
    floor.set("Workplace", desk, LineMode="OnDemand")
    assert "open_line" not in [command for command, *_ in take(floor)]


def test_moving_to_another_desk(floor: Floor, desk: UUID) -> None:
    """The old line is taken down, the new one rung."""
    agent = floor.agent(workplace=desk)
    old = pick_up(floor, desk)
    other = floor.workplace(Number="102", LineMode="OpenLine")
    floor.do("log_in", agent, other)
    commands = {(command, extension) for command, _, extension, _ in take(floor)}
    assert commands == {("close_line", "101"), ("open_line", "102")}
    assert floor.row(LINE, desk) == (None, False)
    assert old not in {
        line for (line,) in floor.rows("SELECT LineId FROM Workplace WHERE LineId IS NOT NULL")
    }


def test_a_line_that_is_lost_is_rung_again(floor: Floor, desk: UUID) -> None:
    """DIAL-5: the PBX was away: rung anew by itself; a line that nobody wants is hung up."""
    floor.agent(workplace=desk)
    line = pick_up(floor, desk)
    assert floor.rows("SELECT * FROM reconcile_pbx('r1', ARRAY[%s])", line) == []
    assert floor.rows("SELECT * FROM reconcile_pbx('r1', '{}')") == [(line, "line lost")]
    again = pick_up(floor, desk)
    assert again != line
    found = floor.rows("SELECT * FROM reconcile_pbx('r1', ARRAY[%s, %s])", again, line)
    assert found == [(line, "hang up")]


def test_another_runner_takes_lines_over(floor: Floor, desk: UUID) -> None:
    """DIAL-5: lines of a silent runner are adopted; those of a live one are left alone."""
    floor.agent(workplace=desk)
    line = pick_up(floor, desk)
    assert floor.rows("SELECT * FROM reconcile_pbx('r2', '{}')") == []
    floor.pass_time(60)
    assert floor.rows("SELECT * FROM reconcile_pbx('r2', ARRAY[%s])", line) == [(line, "adopted")]
    assert floor.rows("SELECT * FROM reconcile_pbx('r2', '{}')") == [(line, "line lost")]


def test_what_is_said_late_or_twice(floor: Floor, desk: UUID) -> None:
    """DIAL-2: once is enough; what is picked up when nobody wants it any more is taken down; nonsense is refused."""
    agent = floor.agent(workplace=desk)
    ((_, line, *_),) = take(floor)
    assert floor.do("report_line", line, "ringing") == "applied"
    floor.do("log_off", agent)
    assert take(floor) == [("close_line", line, "101", None)]
    floor.rows("DELETE FROM PbxCommand WHERE Command = 'close_line' RETURNING 1")
    assert floor.do("report_line", line, "answered") == "late"
    assert take(floor) == [("close_line", line, "101", None)]
    with pytest.raises(psycopg.Error) as refused:
        floor.do("report_line", line, "sang")
    assert refused.value.sqlstate == "PD009"


def test_events_of_lines_come_with_those_of_calls(floor: Floor, desk: UUID) -> None:
    """Each to its own: places are those in which they were given."""
    agent = floor.agent(workplace=desk)
    line = pick_up(floor, desk)
    call = floor.offered(agent)
    floor.do("dial_call", call, agent)
    channel = floor.see(call, "PbxCallId")
    rows = floor.rows(
        "SELECT place, outbound_call_id, answer FROM report_pbx_events(%s, %s, %s, %s) ORDER BY place",
        [channel, line, channel], ["answered", "hangup_called", "hangup_agent"],
        [None, "16", None], [None, None, None],
    )  # fmt: skip
    assert rows == [(1, call, "applied"), (2, None, "applied"), (3, call, "applied")]
    assert floor.row(LINE, desk) == (None, False)


def test_the_state_of_telephones(floor: Floor) -> None:
    """CALL-1: a call on the keypad makes the agent busy, and nothing else is known of it."""
    desk = floor.workplace(Number="101")
    floor.agent(workplace=desk)
    floor.call()
    states = "SELECT report_line_states('{101,999}', ARRAY[%s, 'Busy'])"
    assert floor.value(states, "Busy") == 1
    assert floor.value(states, "Busy") == 0
    assert floor.cycle().offered == 0
    assert floor.value("SELECT count(*) FROM PbxEvent") == 0
    assert floor.value(states, "Free") == 1
    assert floor.cycle().offered == 1
