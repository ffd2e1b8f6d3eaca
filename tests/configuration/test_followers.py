"""CONF-1: what follows a parameter, and what a parameter follows."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor

PAUSE = "57a70000-0000-4000-8000-000000000002"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def test_a_renamed_status_keeps_its_part(floor: Floor) -> None:
    """DIST-10: the agent who misses too much goes to the status, whatever it is called now."""
    floor.set("AgentStatus", PAUSE, DisplayName="Pauza")
    assert floor.do("configuration", "MissedCallsStatus") == "Pauza"
    agent = floor.agent(MaxMissedCalls=1)
    call = floor.call()
    floor.cycle()
    floor.do("reject_offer", call, agent)
    assert str(floor.look("Agent", agent, "AgentStatusId")) == PAUSE


@pytest.mark.parametrize("named", ["Pause", PAUSE, PAUSE.upper()])
def test_a_status_that_a_parameter_names_cannot_go(floor: Floor, named: str) -> None:
    """DIST-10: or the next offer that is missed would stop the cycle."""
    floor.set("Configuration", "MissedCallsStatus", ConfigurationValue=named)
    for statement in ("UPDATE AgentStatus SET Deleted = 1", "DELETE FROM AgentStatus"):
        with (
            pytest.raises(psycopg.Error, match="MissedCallsStatus") as refused,
            floor.conn.transaction(),
        ):
            floor.conn.execute(f"{statement} WHERE AgentStatusId = '{PAUSE}'".encode())
        assert refused.value.sqlstate == "PD041"
    floor.set("Configuration", "MissedCallsStatus", ConfigurationValue="Completing info")
    floor.set("AgentStatus", PAUSE, Deleted=1)


def test_another_status_may_go(floor: Floor) -> None:
    """CONF-1: only what is named is held, and a deleted namesake is not."""
    floor.set("AgentStatus", floor.status("Lunch"), Deleted=1)
    floor.set("AgentStatus", floor.status("Pause", Deleted=1), DisplayName="Old pause")
    assert floor.do("configuration", "MissedCallsStatus") == "Pause"


FREE_NUMBER = "+1 800 555 0199"  # implies no zone


@pytest.mark.parametrize(
    ("number", "columns", "of_list", "moves"),
    [
        (FREE_NUMBER, {"TimeMode": "Daily", "TimeFrom": "09:30", "TimeTo": "10:30"}, {}, True),
        ("+420 724 123 456", {"TimeMode": "Daily", "TimeFrom": "09:30", "TimeTo": "10:30"}, {}, False),
        (FREE_NUMBER, {"TimeMode": "Daily", "TimeFrom": "09:30", "TimeTo": "10:30", "TimeZone": "Europe/Prague"}, {}, False),
        (FREE_NUMBER, {"TimeMode": "Daily", "TimeFrom": "09:30", "TimeTo": "10:30"}, {"TimeZone": "Europe/Prague"}, False),
        (FREE_NUMBER, {}, {}, False),
    ],
    ids=["default zone", "zone of the number", "zone of the call", "zone of the list", "any time"],
)  # fmt: skip
def test_the_default_zone_reaches_waiting_calls(
    floor: Floor, number: str, columns: dict[str, Any], of_list: dict[str, Any], moves: bool
) -> None:
    """TIME-3, TIME-1: windows are worked out again when it changes, of those calls for which it counts."""
    there = floor.outbound_list(**of_list)
    call = floor.call(number, OutboundListId=there, **columns)
    assert floor.see(call, "CallPhase") == "Enqueue"
    floor.set("Configuration", "DefaultTimeZone", ConfigurationValue="America/New_York")
    assert floor.see(call, "CallPhase") == ("EnqueueNoTime" if moves else "Enqueue")
    floor.set("Configuration", "DefaultTimeZone", ConfigurationValue=None)
    assert floor.see(call, "CallPhase") == "Enqueue"


def test_the_default_zone_reaches_calendars(floor: Floor) -> None:
    """TIME-2: hours are those of the called party, in the default zone where nothing says another."""
    calendar = floor.add("Calendar", DisplayName="Mornings")
    floor.add("CalendarHours", CalendarId=calendar, Weekday=2, TimeFrom="09:30", TimeTo="10:30")
    call = floor.call(FREE_NUMBER, OutboundListId=floor.outbound_list(CalendarId=calendar))
    assert floor.see(call, "CallPhase") == "Enqueue"
    floor.set("Configuration", "DefaultTimeZone", ConfigurationValue="America/New_York")
    assert floor.see(call, "CallPhase") == "EnqueueNoTime"
