"""COMP-2, COMP-3: the hours and holidays of each shipped pack, at every edge that its own rows have."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from tests.floor import Floor

MINUTE = timedelta(minutes=1)
PLACES = {
    "US-FL": ("+13055551234", "America/New_York"), "US-AL": ("+12055551234", "America/Chicago"),
    "US-CT": ("+12035551234", "America/New_York"), "US-KY": ("+15025551234", "America/New_York"),
    "US-LA": ("+15045551234", "America/Chicago"), "US-MS": ("+16015551234", "America/Chicago"),
    "US-PA": ("+12155551234", "America/New_York"), "US-RI": ("+14015551234", "America/New_York"),
    "US-UT": ("+18015551234", "America/Denver"), "US-HI": ("+18085551234", "Pacific/Honolulu"),
    "US-ME": ("+12075551234", "America/New_York"), "US-OK": ("+14055551234", "America/Chicago"),
    "US-MD": ("+14105551234", "America/New_York"), "US-MA": ("+16175551234", "America/New_York"),
    "US-MI": ("+13135551234", "America/Detroit"), "US-MN": ("+16125551234", "America/Chicago"),
    "US-NM": ("+15055551234", "America/Denver"), "US-NV": ("+17025551234", "America/Los_Angeles"),
    "US-SD": ("+16055551234", "America/Chicago"), "US-TX": ("+12145551234", "America/Chicago"),
    "US-WA": ("+12065551234", "America/Los_Angeles"), "FR": ("+33123456789", "Europe/Paris"),
}  # fmt: skip
# 2026: two Mondays with nothing special, and those in which clocks are put forward and back in the United States.
WEEKS = (date(2026, 2, 2), date(2026, 9, 21), date(2026, 3, 2), date(2026, 10, 26))
# Written down by hand, not worked out.
FEDERAL_2026 = """
    2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-07-04 2026-09-07
    2026-10-12 2026-11-11 2026-11-26 2026-12-25"""
HOLIDAYS_2026 = {
    "FR": """2026-01-01 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-08-15 2026-11-01
        2026-11-11 2026-12-25""",
    "US-AL": FEDERAL_2026 + " 2026-04-27 2026-06-01",
    "US-LA": FEDERAL_2026 + " 2026-02-17 2026-04-03",
    "US-MS": FEDERAL_2026 + " 2026-04-27",
    "US-PA": FEDERAL_2026 + " 2026-04-03",
    "US-RI": FEDERAL_2026 + " 2026-08-10",
    "US-UT": FEDERAL_2026 + " 2026-07-24",
}


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def hours(floor: Floor, pack: str, region: str | None) -> list[tuple[str, time, time]]:
    """Return the rows of a pack's hours for one region, or for the whole country."""
    return floor.rows(
        "SELECT r.Weekdays, r.TimeFrom, least(r.TimeTo, '23:59:59') FROM RulePackRule AS r"
        " INNER JOIN RulePack AS k USING (RulePackId)"
        " WHERE k.DisplayName = %s AND r.Kind = 'Hours' AND r.Region IS NOT DISTINCT FROM %s"
        " ORDER BY r.TimeFrom",
        pack, region,
    )  # fmt: skip


def allowed(floor: Floor, pack: str, number: str, zone: str, moment: datetime) -> bool:
    """Return what the database says."""
    said: bool = floor.value(
        "SELECT window_open('None', NULL, NULL, %s, NULL, %s,"
        " (SELECT k.RulePackId FROM RulePack AS k WHERE k.DisplayName = %s), number_region(%s))",
        zone, moment, pack, number,
    )  # fmt: skip
    return said


def holidays(region: str) -> set[date]:
    return {date.fromisoformat(day) for day in HOLIDAYS_2026.get(region, "").split()}


def expected(floor: Floor, pack: str, region: str, wall: datetime) -> bool:
    """Say by a plain loop over the rows what holds at a wall clock."""
    for part in (None, region if "-" in region else None):
        rows = hours(floor, pack, part)
        fits = [r for r in rows if str(wall.isoweekday()) in r[0] and r[1] <= wall.time() < r[2]]
        if rows and not fits:
            return False
    return wall.date() not in holidays(region)


def test_no_part_of_a_country_is_left_out(floor: Floor) -> None:
    """COMP-3: each for which there are rules is tried."""
    found = floor.rows("SELECT DISTINCT Region FROM RulePackRule WHERE Region IS NOT NULL")
    assert {region for (region,) in found} <= set(PLACES)


@pytest.mark.parametrize("region", sorted(PLACES))
def test_every_edge_of_hours(floor: Floor, region: str) -> None:
    """COMP-2: a minute before and after each edge of each row, on every weekday, by the clock of who is called."""
    number, zone = PLACES[region]
    packs = ["France"] if region == "FR" else ["United States", "United States: debt collection"]
    for pack in packs:
        rows = hours(floor, pack, None) + (hours(floor, pack, region) if "-" in region else [])
        assert rows
        edges = {edge for _, opens, closes in rows for edge in (opens, closes)}
        seen = set()
        for monday in WEEKS:
            for day in (monday + timedelta(days=n) for n in range(7)):
                for edge in edges:
                    for wall in (datetime.combine(day, edge) + n * MINUTE for n in (-1, 0)):
                        moment = wall.replace(tzinfo=ZoneInfo(zone))
                        answer = allowed(floor, pack, number, zone, moment)
                        assert answer == expected(floor, pack, region, wall), (pack, wall)
                        seen.add(answer)
        assert seen == {True, False}


@pytest.mark.parametrize("region", sorted(HOLIDAYS_2026))
def test_every_holiday(floor: Floor, region: str) -> None:
    """COMP-2: closed on each holiday of 2026 and on no other day that has hours, at noon where who is called lives."""
    number, zone = PLACES[region]
    pack = "France" if region == "FR" else "United States"
    day = date(2026, 1, 1)
    while day.year == 2026:
        wall = datetime.combine(day, time(12))
        moment = wall.replace(tzinfo=ZoneInfo(zone))
        assert allowed(floor, pack, number, zone, moment) == expected(floor, pack, region, wall), (
            day
        )
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("easter", 2024, "2024-03-31"), ("easter", 2025, "2025-04-20"), ("easter", 2038, "2038-04-25"),
        ("easter", 2285, "2285-03-22"), ("easter+39", 2026, "2026-05-14"), ("easter-47", 2025, "2025-03-04"),
        ("4 Thu 11", 2029, "2029-11-22"), ("1 Mon 09", 2025, "2025-09-01"), ("last Mon 05", 2027, "2027-05-31"),
        ("last Sun 02", 2032, "2032-02-29"), ("12-25", 2026, "2026-12-25"), ("02-29", 2028, "2028-02-29"),
        ("02-29", 2026, None), ("02-29", 2100, None), ("2026-07-03", 2026, "2026-07-03"), ("2026-07-03", 2027, None),
        ("07-04 observed", 2026, "2026-07-03"), ("07-04 observed", 2027, "2027-07-05"), ("07-04 observed", 2028, None),
        ("01-01 observed", 2027, "2027-12-31"), ("01-01 observed", 2028, None), ("01-01 observed", 2023, "2023-01-02"),
        ("12-31 observed", 2024, "2024-01-01"), ("02-29 observed", 2032, "2032-03-01"),
    ],
)  # fmt: skip
def test_movable_holidays(floor: Floor, rule: str, year: int, day: str | None) -> None:
    """COMP-2: Easter and what goes with it, weekdays of a month, leap days; known dates."""
    assert floor.value("SELECT holiday_date(%s, %s)::text", rule, year) == day


@pytest.mark.parametrize(
    "rule", ["02-30", "2026-02-29", "06-31", "easter monday", "02-30 observed"]
)
def test_a_holiday_that_there_is_not(floor: Floor, rule: str) -> None:
    """COMP-3: is refused when it is written, in words."""
    with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
        floor.conn.execute("UPDATE RulePackRule SET Holiday = %s WHERE Holiday = '05-08'", (rule,))
    assert error.value.sqlstate == "PD074"


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("Hours", "TimeFrom = NULL"), ("Hours", "TimeTo = TimeFrom"), ("Hours", "Weekdays = '8'"),
        ("Hours", "Weekdays = ''"), ("Holiday", "Holiday = NULL"),
        ("Cap", "MaxCount = NULL"), ("Cap", "WindowHours = NULL"), ("MinRing", "Seconds = NULL"),
        ("AbandonLimit", "Percent = NULL"), ("Consent", "Kind = 'DoNotCall'"), ("Consent", "Source = ' '"),
        ("MinRing", "Region = 'US-FL'"),
    ],
)  # fmt: skip
def test_a_rule_that_says_nothing(floor: Floor, kind: str, change: str) -> None:
    """COMP-3: a rule that could not be read is refused by a constraint: it neither opens nor closes by mistake."""
    with pytest.raises(psycopg.errors.CheckViolation), floor.conn.transaction():
        floor.conn.execute(f"UPDATE RulePackRule SET {change} WHERE Kind = %s".encode(), (kind,))


def test_every_rule_names_its_source(floor: Floor) -> None:
    """COMP-3: packs for seven countries, each rule with its source and the day on which it was looked up."""
    countries = {country for (country,) in floor.rows("SELECT DISTINCT Country FROM RulePack")}
    assert countries == {"GB", "US", "DE", "FR", "CZ", "AT", "NL"}
    assert floor.rows("SELECT FROM RulePackRule WHERE length(Source) < 10") == []


FACTS = [
    ("United Kingdom", "MinRing AbandonLimit AbandonHold", (15, 3, 72)),
    ("United States", "MinRing AbandonLimit AbandonHold", (15, 3, None)),
    ("France", "NeedsCallerId HasHours Counts", (0, 1, [4])),
    ("Germany", "NeedsCallerId HasHours Counts", (1, 0, None)),
]


@pytest.mark.parametrize(("pack", "columns", "values"), FACTS)
def test_what_a_pack_amounts_to(
    floor: Floor, pack: str, columns: str, values: tuple[Any, ...]
) -> None:
    """COMP-3: what is kept on the pack is what its rules say, as shipped and after a change."""
    key = floor.value("SELECT RulePackId FROM RulePack WHERE DisplayName = %s", pack)
    assert floor.look("RulePack", key, *columns.split()) == values
    floor.set("RulePack", key, Source="again", MinRing=1, HasHours=1)
    assert floor.look("RulePack", key, *columns.split()) == values
    floor.conn.execute("DELETE FROM RulePackRule WHERE RulePackId = %s", (key,))
    assert floor.look("RulePack", key, "MinRing", "HasHours", "NeedsCallerId") == (None, 1, 0)


def law(floor: Floor, pack: str, **columns: Any) -> None:
    key = floor.value("SELECT RulePackId FROM RulePack WHERE DisplayName = %s", pack)
    floor.set("OutboundList", floor.list_id, RulePackId=key, CallerId="+12125551234", **columns)


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ("2026-03-07", "13:00Z", "01:00Z"), ("2026-03-08", "12:00Z", "00:00Z"),
        ("2026-10-31", "12:00Z", "00:00Z"), ("2026-11-01", "13:00Z", "01:00Z"),
    ],
)  # fmt: skip
def test_a_call_waits_for_legal_hours(floor: Floor, day: str, opens: str, closes: str) -> None:
    """COMP-2, TIME-3: by the contact's zone and not the site's, on both days on which clocks change (Florida, 8 to 20)."""
    law(floor, "United States")
    floor.at(f"{day} 06:00Z")
    call, agent = floor.call("+13055551234"), floor.agent(status="Pause")
    assert floor.see(call, "CallPhase") == "EnqueueNoTime"
    moment = datetime.fromisoformat(f"{day}T{opens}")
    ends = datetime.fromisoformat(f"{day}T{closes}")
    ends += timedelta(days=1)
    assert floor.see(call, "DueTime") == moment
    floor.at((moment - MINUTE).isoformat())
    with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
        floor.call("+13055554321", CallPhase="AgentDialing", CallResult="Active", AgentId=agent)
    assert error.value.sqlstate == "PD073"
    assert "501.616" in str(error.value)
    floor.at(moment.isoformat())
    floor.cycle()
    assert floor.see(call, "CallPhase", "DueUntil") == ("Enqueue", ends)
    floor.at(ends.isoformat())
    floor.cycle()
    assert floor.see(call, "CallPhase") == "EnqueueNoTime"


def test_an_unknown_zone_is_closed(floor: Floor) -> None:
    """COMP-2: where nobody knows what time it is there, nothing is dialled, until somebody says it."""
    law(floor, "United States")
    floor.at("2026-11-24 16:00Z")
    call = floor.call("+18005551234")
    assert floor.see(call, "HeldBy", "DueTime") == ("Hours", None)
    row = floor.rows(
        "SELECT LimitValue FROM why_not(%s) WHERE Condition = 'the law allows calls at this hour' AND NOT Holds",
        call,
    )
    assert "not known" in row[0][0]
    floor.set("OutboundList", floor.list_id, TimeZone="America/New_York")
    assert floor.see(call, "HeldBy", "Due") == (None, 1)


def test_an_unknown_state_has_the_strictest_hours(floor: Floor) -> None:
    """COMP-2: a number of which nobody knows the state may be called from 10 to 18 on weekdays."""
    zone = "America/New_York"
    for wall, open_ in (("10-05T09:59", False), ("10-05T10:00", True), ("10-05T17:59", True),
                        ("10-05T18:00", False), ("10-03T12:00", False), ("10-12T12:00", False)):  # fmt: skip
        moment = datetime.fromisoformat(f"2026-{wall}").replace(tzinfo=ZoneInfo(zone))
        assert allowed(floor, "United States", "+18005551234", zone, moment) == open_, wall


def test_a_pack_without_rules_is_closed(floor: Floor) -> None:
    """COMP-3: it fails closed, and opens when it has a rule; a change of a rule is in the waiting calls at once."""
    call = floor.call()
    key = floor.add("RulePack", DisplayName="Empty", Source="none", SourceDate="2026-01-01")
    floor.set("OutboundList", floor.list_id, RulePackId=key)
    assert floor.see(call, "Due", "DueTime") == (0, None)
    rule = floor.add(
        "RulePackRule", RulePackId=key, Kind="Hours", Weekdays="12", TimeFrom="09:00", TimeTo="11:00",
        Source="§ 1", SourceDate="2026-01-01",
    )  # fmt: skip
    assert floor.see(call, "Due") == 1
    floor.set("RulePackRule", rule, TimeFrom="10:30")
    assert floor.see(call, "Due", "CallPhase") == (0, "EnqueueNoTime")
    floor.conn.execute("DELETE FROM RulePackRule WHERE RulePackRuleId = %s", (rule,))
    assert floor.see(call, "DueTime") is None
    floor.set("OutboundList", floor.list_id, RulePackId=None)
    assert floor.see(call, "Due", "CallPhase") == (1, "Enqueue")


def test_own_window_calendar_and_law_together(floor: Floor) -> None:
    """COMP-2, TIME-3: what all three allow, the first stretch of it."""
    law(floor, "France", HasConsent=1)
    calendar = floor.add("Calendar", DisplayName="Site")
    floor.add("CalendarHours", CalendarId=calendar, Weekday=3, TimeFrom="09:00", TimeTo="14:30")
    floor.set("OutboundList", floor.list_id, CalendarId=calendar)
    call = floor.call("+33123456789", TimeMode="Daily", TimeFrom="12:45", TimeTo="18:00")
    assert floor.see(call, "DueTime").isoformat() == "2026-11-25T11:45:00+00:00"
    floor.at("2026-11-25 13:00+01")
    floor.cycle()
    assert floor.see(call, "DueTime").isoformat() == "2026-11-25T13:00:00+00:00"
