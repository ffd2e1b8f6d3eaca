"""Figures of reports equal a plain count, in any zone, and are for whoever may see them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from tests.floor import Floor
from tests.rights.people import BRINGINGS, new_login, only_allow, outcome, session_of

PRAGUE, KATHMANDU = "Europe/Prague", "Asia/Kathmandu"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def attempt(floor: Floor, dialled: datetime | str, **columns: Any) -> None:
    """Lay down an attempt; talk and wrap_up are seconds."""
    moment = datetime.fromisoformat(dialled) if isinstance(dialled, str) else dialled
    talk, wrap_up = columns.pop("talk", None), columns.pop("wrap_up", 0)
    answer = moment + timedelta(seconds=10) if talk is not None else None
    end = (answer or moment) + timedelta(seconds=talk or 10)
    known = end + timedelta(seconds=wrap_up)
    floor.add(
        "CallAttempt", OutboundCallId=floor.value("SELECT coalesce(max(OutboundCallId), 0) + 1 FROM CallAttempt"),
        DialTime=moment, AnswerTime=answer, EndTime=end, ResultTime=known, LastResultTime=known,
        **{"CallResult": "NoAnswer" if answer is None else "Completed", **columns},
    )  # fmt: skip


def calls(
    floor: Floor, since: str, until: str, dimension: str, zone: str | None = PRAGUE, **more: Any
) -> list[Any]:
    given = {"since": since, "until": until, "dimension": dimension, "time_zone": zone, **more}
    arguments = ", ".join(f"{name} => %s" for name in given)
    return floor.rows(f"SELECT * FROM report_calls({arguments})", *given.values())


def counted(found: list[Any]) -> dict[str | None, int]:
    return {row[0]: row[2] for row in found if row[2]}


def test_the_figures_are_a_plain_count(floor: Floor) -> None:
    pick = random.Random(6)  # noqa: S311
    agents = [floor.agent(TeamName=team, DisplayName=team + str(n)) for n, team in enumerate("aab")]
    lists = [floor.outbound_list(DisplayName=name) for name in ("North", "South")]
    made = []
    for _ in range(300):
        moment = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=pick.randrange(3 * 86400))
        talk = pick.choice([None, 30, 90])
        columns = {
            "AgentId": pick.choice(agents), "OutboundListId": pick.choice(lists), "ProjectId": floor.project_id,
            "CallResult": "NoAnswer" if talk is None else pick.choice(["Completed", "ToContinue"]),
        }  # fmt: skip
        wrap_up = pick.randrange(60)
        attempt(floor, moment, talk=talk, wrap_up=wrap_up, **columns)
        made.append((moment, talk, wrap_up, columns))
    since, until = "2026-11-24 00:00+01", "2026-11-26 00:00+01"
    first, end = map(datetime.fromisoformat, (since, until))
    inside = [one for one in made if first <= one[0] < end]
    assert 0 < len(inside) < len(made)

    def figures(ones: list[Any]) -> tuple[Any, ...]:
        talked = [one for one in ones if one[1] is not None]
        return (
            len(ones), len(talked), sum(one[3]["CallResult"] == "Completed" for one in ones),
            sum(one[1] for one in talked), sum(one[2] for one in talked),
        )  # fmt: skip

    keys = {
        "agent": lambda one: str(one[3]["AgentId"]),
        "list": lambda one: str(one[3]["OutboundListId"]),
        "project": lambda _one: str(floor.project_id),
        "team": lambda one: "ab"[agents.index(one[3]["AgentId"]) // 2],
        "result": lambda one: one[3]["CallResult"],
        "hour": lambda one: str(one[0].astimezone(ZoneInfo(PRAGUE)).hour),
        "day": lambda one: str(one[0].astimezone(ZoneInfo(PRAGUE)).date()),
        "weekday": lambda one: str(one[0].astimezone(ZoneInfo(PRAGUE)).isoweekday()),
        "detail": lambda _one: "",
    }
    for dimension, key in keys.items():
        found = {row[0]: row[2:] for row in calls(floor, since, until, dimension) if row[2]}
        expected = {
            k: figures([one for one in inside if key(one) == k])
            for k in {key(one) for one in inside}
        }
        assert found == {None: figures(inside), **expected}, dimension
    only = calls(
        floor, since, until, "day", outbound_list_id=lists[0], agent_id=agents[1], team_name="a"
    )
    mine = [
        one
        for one in inside
        if one[3]["OutboundListId"] == lists[0] and one[3]["AgentId"] == agents[1]
    ]
    assert only[0][2:] == figures(mine)


def test_names(floor: Floor) -> None:
    north = floor.outbound_list(DisplayName="North", Deleted=1)
    attempt(floor, "2026-11-24 10:00+01", OutboundListId=north)
    attempt(floor, "2026-11-24 10:00+01")
    found = calls(floor, "2026-11-24 00:00+01", "2026-11-25 00:00+01", "list")
    assert [row[:3] for row in found] == [(None, None, 2), ("", "", 1), (str(north), "North", 1)]


def test_the_day_has_25_hours(floor: Floor) -> None:
    """On 25 October 2026 Prague's clocks go from 3:00 back to 2:00: both hours are that day's, and hour 2's."""
    for hour in range(25):
        attempt(floor, datetime(2026, 10, 24, 22, tzinfo=UTC) + timedelta(hours=hour))
    day = ("2026-10-25 00:00+02", "2026-10-26 00:00+01")
    assert counted(calls(floor, *day, "day")) == {None: 25, "2026-10-25": 25}
    hours = counted(calls(floor, *day, "hour"))
    assert hours == {None: 25, **{str(hour): 2 if hour == 2 else 1 for hour in range(24)}}
    assert list(hours)[1:] == [str(hour) for hour in range(24)]


def test_the_day_has_23_hours(floor: Floor) -> None:
    for hour in range(23):
        attempt(floor, datetime(2026, 3, 28, 23, tzinfo=UTC) + timedelta(hours=hour))
    day = ("2026-03-29 00:00+01", "2026-03-30 00:00+02")
    assert counted(calls(floor, *day, "day")) == {None: 23, "2026-03-29": 23}
    assert "2" not in counted(calls(floor, *day, "hour"))


def test_zones(floor: Floor) -> None:
    """Of a zone a quarter of an hour beside the others; the site's where none is named."""
    attempt(floor, "2026-11-24 18:14:59Z")
    attempt(floor, "2026-11-24 18:15Z")
    period = ("2026-11-24 00:00Z", "2026-11-26 00:00Z")
    assert counted(calls(floor, *period, "day", KATHMANDU)) == {
        None: 2,
        "2026-11-24": 1,
        "2026-11-25": 1,
    }
    assert counted(calls(floor, *period, "hour", KATHMANDU)) == {None: 2, "0": 1, "23": 1}
    floor.set("Configuration", "DefaultTimeZone", ConfigurationValue=KATHMANDU)
    assert counted(calls(floor, *period, "day", None)) == {
        None: 2,
        "2026-11-24": 1,
        "2026-11-25": 1,
    }


def test_days_without_calls_are_there(floor: Floor) -> None:
    found = calls(floor, "2026-11-24 00:00+01", "2026-11-27 00:00+01", "day")
    assert [(row[0], row[2]) for row in found] == [
        (None, 0),
        ("2026-11-24", 0),
        ("2026-11-25", 0),
        ("2026-11-26", 0),
    ]
    assert len(calls(floor, "2026-11-24 00:00+01", "2026-11-27 00:00+01", "weekday")) == 8
    assert len(calls(floor, "2026-11-24 00:00+01", "2026-11-27 00:00+01", "agent")) == 1


@pytest.mark.parametrize(
    ("since", "until", "dimension", "zone", "code"),
    [
        ("2026-11-24", "2026-11-25", "colour", PRAGUE, "PD033"),
        ("2026-11-24", "2026-11-24", "day", PRAGUE, "PD033"),
        ("2026-11-24", "2029-11-24", "day", PRAGUE, "PD033"),
        (None, "2029-11-24", "day", PRAGUE, "PD033"),
        ("2026-11-24", "2026-11-25", "day", "Mars/Base", "PD011"),
        ("2026-11-24", "2026-11-25", "day", "CEST", "PD011"),
    ],
)  # fmt: skip
def test_what_is_refused(
    floor: Floor, since: Any, until: Any, dimension: Any, zone: Any, code: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        calls(floor, since, until, dimension, zone)
    assert refused.value.sqlstate == code
    assert refused.value.diag.message_hint


def test_results(floor: Floor) -> None:
    agent = floor.agent()
    sold = floor.add("CallResultDetail", DisplayName="Sold", CallResult="Completed")
    for detail, result in (
        (sold, "Completed"),
        (sold, "Completed"),
        (None, "Completed"),
        (None, "Busy"),
    ):
        attempt(
            floor,
            "2026-11-24 10:00+01",
            AgentId=agent,
            CallResult=result,
            CallResultDetailId=detail,
        )
    found = floor.rows(
        "SELECT * FROM report_results('2026-11-24 00:00+01', '2026-11-25 00:00+01', 'agent')"
    )
    assert found == [
        (str(agent), "Completed", sold, "Sold", 2), (str(agent), "Busy", None, None, 1),
        (str(agent), "Completed", None, None, 1),
    ]  # fmt: skip


def test_inbound(floor: Floor) -> None:
    agent = floor.agent()
    target = floor.outbound_list(DisplayName="Callbacks")
    floor.add("QueueTransition", OutboundListId=target)
    came = {
        "ProjectId": floor.project_id,
        "StartTime": "2026-11-24 09:00+01",
        "QueueTime": "2026-11-24 09:00+01",
    }
    floor.add(
        "InboundCall",
        **came,
        AnswerTime="2026-11-24 09:00:20+01",
        AgentId=agent,
        Number="+420724000001",
    )
    for n in (2, 3, 4):
        floor.add(
            "InboundCall", **came, EndTime="2026-11-24 09:59:30+01", Number=f"+42072400000{n}"
        )
    waiting, made, missed = (
        key
        for (key,) in floor.rows(
            "SELECT OutboundCallId FROM InboundCall WHERE OutboundCallId IS NOT NULL ORDER BY 1"
        )
    )
    floor.set("OutboundCall", made, Trial=1)
    floor.do("neglect_call", missed)
    assert floor.see(waiting, "CallResult") == "Scheduled"
    total, project = floor.rows(
        "SELECT * FROM report_callers('2026-11-24 00:00+01', '2026-11-25 00:00+01', 'project')"
    )
    assert total == (None, None, 4, 1, 3, 0, 20.0, 1, 1, 1)
    assert project[0] == str(floor.project_id)
    assert project[2:] == total[2:]
    answered = floor.rows(
        "SELECT Key, Came FROM report_callers('2026-11-24', '2026-11-25', 'agent')"
    )
    assert answered == [(None, 4), ("", 3), (str(agent), 1)]
    with pytest.raises(psycopg.Error, match='cannot be by "list"'):
        floor.rows("SELECT * FROM report_callers('2026-11-24', '2026-11-25', 'list')")


def test_whose_figures(floor: Floor) -> None:
    """PERM-1: Report for everybody's, one's own without it; the same of the table itself."""
    jana, petr = floor.agent(), floor.agent()
    for agent, times in ((jana, 1), (petr, 2)):
        for _ in range(times):
            attempt(floor, "2026-11-24 10:00+01", AgentId=agent)
    query = "SELECT Attempts FROM report_calls('2026-11-24', '2026-11-25', 'project', NULL, NULL, NULL, %s) LIMIT 1"
    for bringing in BRINGINGS.values():
        only_allow(floor, jana, OutboundCall="AllowRead")
        with bringing(floor, jana):
            assert floor.value(query, jana) == 1
            assert floor.value("SELECT count(*) FROM CallAttempt") == 1
            assert outcome(floor, query, [petr]) == outcome(floor, query, [None]) == "PD042"
        only_allow(floor, jana, Report="AllowRead")
        with bringing(floor, jana):
            assert floor.value(query, None) == 3
            assert floor.value("SELECT count(*) FROM CallAttempt") == 3


def test_the_reporting_role(floor: Floor) -> None:
    attempt(floor, "2026-11-24 10:00+01")
    with session_of(floor, new_login(floor, "reporting")):
        assert counted(calls(floor, "2026-11-24", "2026-11-25", "day"))[None] == 1
        assert floor.value("SELECT count(*) FROM CallAttempt") == 1
