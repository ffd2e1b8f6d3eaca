from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
import psycopg
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType, timezone
from phonenumbers.timezone import UNKNOWN_TIMEZONE
from phonenumbers.tzdata import TIMEZONE_DATA

from scripts.generate_numbers import NATIONWIDE, RENAMED
from tests.numbers.oracle import examples

DAYS = [datetime(2027, 1, 1, 12, tzinfo=UTC) + timedelta(days=5 * day) for day in range(73)]
NATIONWIDE_NUMBERS = tuple(f"+{p}" for prefixes in NATIONWIDE.values() for p in prefixes)
ZONES = """
SELECT number_time_zone(number)
FROM unnest(%s::text[]) WITH ORDINALITY AS given (number, place) ORDER BY place
"""


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+420724123456", "Europe/Prague"),
        ("+421905123456", "Europe/Bratislava"),
        ("+4930901820", "Europe/Berlin"),
        ("+442079460018", "Europe/London"),
        ("+447400123456", "Europe/London"),
        ("+34922123456", "Atlantic/Canary"),
        ("+34911234567", "Europe/Madrid"),
        ("+12125550123", "America/New_York"),
        ("+19075550123", None),
        ("+18005550123", None),
        ("+79161234567", None),
        ("+74951234567", "Europe/Moscow"),
        ("+913312345678", "Asia/Kolkata"),
        ("+61412345678", None),
        ("+80012345678", None),
        ("420724123456", None),
        ("101", None),
        ("", None),
        (None, None),
    ],
)
def test_zone_of_a_number(db: psycopg.Connection, number: str | None, zone: str | None) -> None:
    """TIME-1: a number implies a zone where its digits tell; elsewhere the list's counts."""
    assert db.execute("SELECT number_time_zone(%s)", (number,)).fetchone() == (zone,)


def same_clocks(zones: Iterable[str]) -> bool:
    """Whether zones show the same time on the days of a year."""
    return len({
        tuple(day.astimezone(ZoneInfo(RENAMED.get(zone, zone))).utcoffset() for day in DAYS)
        for zone in zones
    }) == 1  # fmt: skip


def test_agrees_with_libphonenumber(db: psycopg.Connection) -> None:
    """TIME-1: the zone keeps the same time as all those that libphonenumber has for the prefix."""
    numbers = [number for _, number in examples()]
    numbers += [phonenumbers.parse(f"+{prefix:0<12}") for prefix in TIMEZONE_DATA]
    given = [phonenumbers.format_number(number, PhoneNumberFormat.E164) for number in numbers]
    answers = [zone for (zone,) in db.execute(ZONES, (given,))]
    wrong = []
    for number, e164, zone in zip(numbers, given, answers, strict=True):
        known = set(timezone.time_zones_for_geographical_number(number)) - {UNKNOWN_TIMEZONE}
        told = known and same_clocks(known) and not e164.startswith(NATIONWIDE_NUMBERS)
        if not same_clocks({zone} | known) if told and zone else bool(told) != bool(zone):
            wrong.append((e164, zone, known))
    assert len(set(answers)) > 200
    assert wrong == []


@pytest.mark.parametrize("country", ["AU", "EC", "ES", "GL", "MN", "NZ", "PF", "PT", "RU"])
def test_mobiles_do_not_tell_where_they_are(db: psycopg.Connection, country: str) -> None:
    """TIME-1: a mobile of a country with several zones implies none, so that the list's counts."""
    mobile = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    assert mobile
    assert not same_clocks(timezone.time_zones_for_number(mobile))
    given = phonenumbers.format_number(mobile, PhoneNumberFormat.E164)
    assert db.execute("SELECT number_time_zone(%s)", (given,)).fetchone() == (None,)


def test_longest_prefix_counts(db: psycopg.Connection) -> None:
    """TIME-1: a row for more digits beats one for fewer, also one that says nothing."""
    db.execute(
        "INSERT INTO NumberZone VALUES ('4207', 'Asia/Tokyo'), ('42077', NULL),"
        " ('420777123', 'Asia/Seoul')"
    )
    given = ["+420606123456", "+420724123456", "+420777000000", "+420777123456"]
    answers = [zone for (zone,) in db.execute(ZONES, (given,))]
    assert answers == ["Europe/Prague", "Asia/Tokyo", None, "Asia/Seoul"]


def test_postgresql_knows_every_zone(db: psycopg.Connection) -> None:
    """TIME-1: zones by name, and by names that every server has."""
    query = "SELECT TimeZone FROM NumberZone EXCEPT SELECT name FROM pg_timezone_names"
    assert [zone for (zone,) in db.execute(query) if zone] == []
