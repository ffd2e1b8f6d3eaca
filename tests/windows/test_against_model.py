from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import psycopg

from tests.windows.asking import Calendar, Exceptional, Window
from tests.windows.model import QUARTER, WEEKDAYS, Model

# By a whole hour at 02:00, by one at midnight, by half an hour, never; offsets of half hours, of a day.
ZONES = (
    "Europe/Prague", "America/New_York", "America/Havana", "Australia/Lord_Howe",
    "Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati", "UTC",
)  # fmt: skip
LOOK_AHEAD = timedelta(days=10)
CASES = 1000
FOREVER = datetime.max.replace(tzinfo=UTC)


@cache
def clock_changes(zone: str) -> list[datetime]:
    """The changes of a zone's clocks in the years that the cases lie in, to the quarter."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    hours = [start + timedelta(hours=hour) for hour in range(3 * 366 * 24)]
    quarters = [
        before + each * QUARTER
        for before, after in pairwise(hours)
        if before.astimezone(ZoneInfo(zone)).utcoffset()
        != after.astimezone(ZoneInfo(zone)).utcoffset()
        for each in range(1, 5)
    ]
    return [
        each
        for each in quarters
        if each.astimezone(ZoneInfo(zone)).utcoffset()
        != (each - QUARTER).astimezone(ZoneInfo(zone)).utcoffset()
    ]


def some_time(rng: random.Random) -> str:
    """A time of day, often one in the small hours in which clocks are changed."""
    quarter = rng.randrange(17) if rng.random() < 0.6 else rng.randrange(96)
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


def some_hours(rng: random.Random) -> tuple[str, str]:
    begins, ends = sorted({some_time(rng), some_time(rng), "24:00"})[:2]
    return begins, ends


def some_moment(rng: random.Random, zone: str) -> datetime:
    """An instant, often near a change of the clocks; not always on a full quarter."""
    changes = clock_changes(zone)
    if changes and rng.random() < 0.7:
        moment = rng.choice(changes) + rng.randrange(-150, 40) * QUARTER
    else:
        moment = datetime(2026, 1, 1, tzinfo=UTC) + rng.randrange(3 * 365 * 96) * QUARTER
    return moment + rng.choice((timedelta(0), timedelta(0), timedelta(minutes=7, microseconds=1)))


def some_window(rng: random.Random, zone: str, moment: datetime) -> Window:
    """A window of any mode, near the moment if it can be."""
    mode = rng.choice(("None", "Range", "Daily", "Daily", "Weekly", "Weekly", "Yearly"))
    if mode == "None":
        return Window(mode, zone=zone)
    low, high = some_time(rng), rng.choice((some_time(rng), "24:00"))
    today = moment.astimezone(ZoneInfo(zone)).date()
    if mode == "Daily":
        return Window(mode, low, high, zone)
    if mode == "Weekly":
        first, last = (rng.choice(WEEKDAYS) for _ in range(2))
        low = rng.choice((f" {low}", ""))
        return Window(mode, f"{first}{low}", f"{last} {high}", zone)
    if mode == "Yearly":
        first, last = (
            rng.choice((f"{today + timedelta(days=rng.randrange(-3, 5)):%m-%d}", "02-29", "12-30"))
            for _ in range(2)
        )
        return Window(mode, f"{first} {low}", f"{last} {high}", zone)
    first_day = today + timedelta(days=rng.randrange(-2, 3))
    last_day = first_day + timedelta(days=rng.choice((0, 1, 2, 400)))
    borders = sorted((f"{first_day} {low}", f"{last_day} {some_time(rng)}"))
    if borders[0] == borders[1] or rng.random() < 0.2:
        borders[1] = f"{last_day + timedelta(days=1)}"
    return Window(mode, rng.choice((borders[0], borders[0], None)), borders[1], zone)


def some_calendar(rng: random.Random, moment: datetime) -> Calendar | None:
    """No calendar, or one whose days differ, with exceptions near the moment."""
    if rng.random() < 0.4:
        return None
    hours = {
        (weekday, *some_hours(rng))
        for weekday in range(1, 8)
        for _ in range(rng.choice((0, 1, 1, 2)))
    }
    days = {
        Exceptional(
            moment.date() + timedelta(days=rng.randrange(-1, 4)), begins, ends, rng.randrange(2)
        )
        for begins, ends in rng.choices(((None, None), some_hours(rng)), k=rng.randrange(4))
    }
    if rng.random() < 0.2:
        days.add(Exceptional(date(2024, 2, 29), yearly=1))
    return Calendar(tuple(sorted(hours)), tuple(days))


def quarters(start: datetime, stop: datetime) -> list[datetime]:
    """The full quarters after start and before stop."""
    first = start - (start - datetime(2026, 1, 1, tzinfo=UTC)) % QUARTER + QUARTER
    return [first + each * QUARTER for each in range(-((first - stop) // QUARTER))]


def objection(
    model: Model, moment: datetime, opens: datetime | None, closes: datetime | None
) -> str | None:
    """Say what the model objects to in an answer of next_window."""
    limit = moment + LOOK_AHEAD
    if opens is None or closes is None:
        found = any(map(model.open_at, [moment, *quarters(moment, limit)]))
        return "open, not never" if found else None
    start = max(opens, moment)
    if opens > moment:
        before = [moment, *quarters(moment, min(opens, limit)), max(moment, opens - QUARTER)]
        if any(map(model.open_at, before)):
            return "open before it opens"
    if closes <= start:
        return "closed when it opens"
    if not all(map(model.open_at, [start, *quarters(start, min(closes, start + LOOK_AHEAD))])):
        return "closed while it is open"
    if closes != FOREVER and model.open_at(closes) and not model.may_touch(closes):
        return "open when it closes"
    return None


def read(moment: str | None) -> datetime | None:
    """Read a timestamptz, which in PostgreSQL may be infinite."""
    if moment is None:
        return None
    infinite = {"infinity": FOREVER, "-infinity": datetime.min.replace(tzinfo=UTC)}
    return infinite.get(moment) or datetime.fromisoformat(moment)


ASK = """
    SELECT opens::text, closes::text, window_open(%(mode)s, %(time_from)s, %(time_to)s, %(zone)s, %(key)s, %(at)s)
    FROM next_window(%(mode)s, %(time_from)s, %(time_to)s, %(zone)s, %(key)s, %(at)s)
"""


def changed(zone: str, opens: datetime | None, closes: datetime | None) -> bool:
    """Return whether the clocks are changed in a stretch."""
    if opens is None or closes is None:
        return False
    return any(opens < each <= closes for each in clock_changes(zone))


def test_agrees_with_the_model(db: psycopg.Connection) -> None:
    """TIME-1, TIME-2: from any moment on, in any zone, the first stretch is the one a model finds."""
    rng = random.Random(11)  # noqa: S311
    db.execute("SET LOCAL TimeZone = 'UTC'")
    seen: Counter[str] = Counter()
    for number in range(CASES):
        zone = rng.choice(ZONES)
        moment = some_moment(rng, zone)
        model = Model(some_window(rng, zone, moment), some_calendar(rng, moment))
        key = model.calendar.insert(db) if model.calendar else None
        row = db.execute(ASK, {**model.window._asdict(), "key": key, "at": moment}).fetchone()
        assert row is not None
        opens, closes = read(row[0]), read(row[1])
        case = (number, moment.isoformat(), model, row)
        assert objection(model, moment, opens, closes) is None, case
        assert row[2] is model.open_at(moment), case
        seen["never" if opens is None else "open" if row[2] else "later"] += 1
        seen[str(model.window.mode)] += 1
        seen["clocks changed"] += changed(zone, opens, closes)
    assert min(seen[kind] for kind in ("never", "open", "later", "None", "Range", "Yearly")) > 50
    assert seen["clocks changed"] > 25


def test_the_model_objects() -> None:
    """TIME-1: the comparison finds each kind of wrong answer."""
    model = Model(Window("Daily", "08:00", "20:00"), None)
    night, eight, noon, twenty, late = (
        datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (3, 7, 11, 19, 20)
    )
    assert objection(model, night, eight, twenty) is None
    assert objection(model, noon, eight, twenty) is None
    assert objection(model, night, None, None) == "open, not never"
    assert objection(model, night, noon, twenty) == "open before it opens"
    assert objection(model, night, eight, late) == "closed while it is open"
    assert objection(model, night, night, twenty) == "closed while it is open"
    assert objection(model, night, eight, eight) == "closed when it opens"
    assert objection(model, night, eight, noon) == "open when it closes"
