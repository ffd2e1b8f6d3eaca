"""One thing at a time: levels, waiting, refresh, history, dry run."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor, new_id

EVENTS = """
    SELECT Step, EventType, FromPhase, ToPhase, FromResult, ToResult, Actor, Data
    FROM CallEvent WHERE OutboundCallId = %s AND Step > 1 ORDER BY Step
"""


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def rule(floor: Floor, **columns: Any) -> Any:
    columns = {"DisplayName": "Late"} | columns
    return floor.add("SchedulePostCondition", SchedulePostConditionId=new_id(), **columns)


def tried(floor: Floor, key: Any, *more: Any) -> list[tuple[Any, ...]]:
    places = ", ".join(["%s"] * (1 + len(more)))
    return floor.rows(f"SELECT * FROM try_post_condition({places})", key, *more)


def test_it_is_executed_the_moment_it_holds(floor: Floor) -> None:
    """COND-1, COND-2: after so many seconds, not one earlier; the cycle says when."""
    call = floor.call()
    rule(floor, WaitingLonger=600, AddPriority=3)
    floor.cycle()
    floor.pass_time(61)
    floor.cycle()
    assert floor.waiting() == floor.value("SELECT clock() + interval '539 seconds'")
    floor.pass_time(538)
    assert floor.cycle().rules_applied == 0
    floor.pass_time(1)
    assert floor.cycle().rules_applied == 1
    assert floor.see(call, "Priority", "ConditionLevel") == (3, 1)


def test_once_per_call(floor: Floor) -> None:
    """COND-1: a rule that goes on holding is not executed again; with the level set to 0 by hand it is."""
    call = floor.call()
    rule(floor, AddPriority=3)
    assert [floor.cycle().rules_applied for _ in range(3)] == [1, 0, 0]
    floor.pass_time(3600)
    assert floor.cycle().rules_applied == 0
    floor.set("OutboundCall", call, ConditionLevel=0)
    assert floor.cycle().rules_applied == 1
    assert floor.see(call, "Priority") == 6


def test_levels(floor: Floor) -> None:
    """COND-1: one rule per level, the first in rank; levels without rules are passed over, nothing past the last."""
    call = floor.call()
    rule(floor, Rank=2, Marker="second")
    rule(floor, Rank=1, Marker="first")
    rule(floor, ConditionLevel=3, Marker="third")
    rule(floor, ConditionLevel=9, Marker="last")
    seen = []
    for _ in range(4):
        floor.cycle()
        seen.append((floor.see(call, "ConditionLevel"), floor.see(call, "ExtendedFields")["marker"]))
    assert seen == [(1, "first"), (4, "third"), (10, "last"), (10, "last")]


def test_no_matching_rule(floor: Floor) -> None:
    """COND-1: then nothing happens: the call stays at its level, the rules of higher ones are not tried."""
    call = floor.call()
    rule(floor, PriorityFrom=5, Marker="high")
    rule(floor, ConditionLevel=1, Marker="any")
    assert floor.cycle().rules_applied == 0
    assert floor.see(call, "ConditionLevel", "ExtendedFields", "ConditionTime") == (0, None, None)
    floor.set("OutboundCall", call, Priority=5)
    assert [floor.cycle().rules_applied for _ in range(3)] == [1, 1, 0]


@pytest.mark.parametrize("state", ["Paused", "Manual", "offered", "over"])
def test_only_waiting_calls(floor: Floor, state: str) -> None:
    """COND-1: what is held back, in progress or over is left alone, and tried when it waits again."""
    if state == "Manual":
        call = floor.call(OutboundListId=floor.outbound_list(ManualDistribution=1))
    elif state == "Paused":
        call = floor.call(CallResult="Paused")
    else:
        call = floor.offered()
        if state == "over":
            floor.do("cancel_call", call)
    rule(floor, AddPriority=3)
    assert floor.cycle().rules_applied == 0
    floor.do("schedule_call", call)
    floor.conn.execute("UPDATE Agent SET AgentStatusId = default_status('Pause')")
    assert floor.cycle().rules_applied == 1
    assert floor.see(call, "Priority") == 3


def test_attempts_count(floor: Floor) -> None:
    """COND-2, RES-5: when an attempt has failed and the call waits again, it has one trial more."""
    floor.add("RetryRule", OutboundListId=floor.list_id, CallResult="Busy", Delay=60)
    rule(floor, TrialFrom=1, Pause=1, Marker="tried")
    agent = floor.agent()
    call = floor.offered(agent)
    floor.do("dial_call", call, agent)
    floor.pbx(call, "busy")
    floor.do("set_agent_status", agent, "Pause")
    floor.cycle()
    floor.cycle()
    assert floor.see(call) == ("Enqueue", "Paused")
    assert floor.broken() == []


def test_its_own_window(floor: Floor) -> None:
    """COND-2: the rule's window, in its zone, whatever that of the call; at 10:00 in Prague it is 9:00 in London."""
    call, other = floor.calls(2)
    floor.set("OutboundCall", other, TimeMode="Daily", TimeFrom="15:00", TimeTo="16:00")
    rule(floor, TimeMode="Daily", TimeFrom="09:30", TimeTo="12:00", TimeZone="Europe/London", AddPriority=1)
    floor.cycle()
    floor.pass_time(61)
    floor.cycle()
    assert floor.see(call, "Priority") == 0
    assert floor.see(call, "ConditionTime") == floor.value("SELECT timestamptz '2026-11-24 09:30+00'")
    floor.at("2026-11-24 09:30+00")
    assert floor.cycle().rules_applied == 2
    assert floor.see(other, "CallPhase") == "EnqueueNoTime"


def test_the_default_zone_may_change(floor: Floor) -> None:
    """COND-2: a window without a zone is in DefaultTimeZone, also when that is changed."""
    floor.call()
    rule(floor, TimeMode="Daily", TimeFrom="09:30", TimeTo="09:59", AddPriority=1)
    assert floor.cycle().rules_applied == 0
    floor.set("Configuration", "DefaultTimeZone", ConfigurationValue="Europe/London")
    floor.at("2026-11-24 09:30+00")
    assert floor.cycle().rules_applied == 1


def test_history(floor: Floor) -> None:
    """COND-4: the rule's id and the values before and after, in one numbered step, with what else it brought."""
    agent = floor.agent(status=None)
    call = floor.call(ExtendedFields='{"debt": 5}', LanguageId=None)
    first = rule(floor, SetPriority=7, SetPreferredAgentId=agent, Marker="late", DisplayName="First")
    second = rule(floor, ConditionLevel=1, EndAs="Neglected", DisplayName="Second")
    for _ in range(2):
        floor.cycle()
    role = "rule"
    assert floor.rows(EVENTS, call) == [
        (2, "rule", "Enqueue", "Enqueue", "Scheduled", "Scheduled", role, {
            "rule": str(first), "name": "First",
            "before": {"Priority": 0, "ConditionLevel": 0},
            "after": {"Priority": 7, "PreferredAgentId": str(agent), "Marker": "late", "ConditionLevel": 1}}),
        (3, "rule", "Enqueue", "Obsolete", "Scheduled", "Neglected", role, {
            "rule": str(second), "name": "Second",
            "before": {"CallResult": "Scheduled", "ConditionLevel": 1},
            "after": {"CallResult": "Neglected", "ConditionLevel": 2}}),
    ]  # fmt: skip
    assert floor.see(call, "Step", "ExtendedFields") == (3, {"debt": 5, "marker": "late"})
    assert floor.broken() == []


def test_a_level_set_by_hand_is_in_the_history(floor: Floor) -> None:
    """PHASE-5: who set it, as a step of its own."""
    call = floor.call()
    floor.set("OutboundCall", call, ConditionLevel=2)
    ((step, kind, *_, data),) = floor.rows(EVENTS, call)
    assert (step, kind, data) == (2, "level", {"level": 2})
    assert floor.see(call, "Step") == 2
    assert floor.broken() == []


def test_a_list_with_closed_hours(floor: Floor) -> None:
    """COND-3, COND-4: a call moved to a list that is closed waits for it, in the same step, in the list's project."""
    calendar = floor.add("Calendar", DisplayName="Afternoons")
    floor.add("CalendarHours", CalendarId=calendar, Weekday=2, TimeFrom="14:00", TimeTo="16:00")
    project = floor.project()
    there = floor.outbound_list(CalendarId=calendar, ProjectId=project)
    call = floor.call()
    rule(floor, SetOutboundListId=there)
    floor.cycle()
    assert floor.see(call, "OutboundListId", "ProjectId", "CallPhase", "Step") == (there, project, "EnqueueNoTime", 2)
    group = floor.see(call, "CallGroupId")
    assert floor.look("CallGroup", group, "OutboundListId", "ProjectId") == (there, project)
    assert floor.broken() == []


@pytest.mark.parametrize(
    ("was", "postponed", "to"),
    [
        (None, 3600, "2026-11-24 11:00+01"),
        ("2026-11-24 10:30+01", 3600, "2026-11-24 11:00+01"),
        ("2026-11-26 10:00+01", 3600, "2026-11-26 10:00+01"),
    ],
)
def test_postpone(floor: Floor, was: str | None, postponed: int, to: str) -> None:
    """COND-3: not before so many seconds from now, never earlier than it was; the waiting goes on."""
    call = floor.call(ScheduleTime=was)
    since = floor.see(call, "EnqueueingTime")
    rule(floor, Postpone=postponed)
    floor.cycle()
    assert floor.see(call, "ScheduleTime", "Due") == (floor.value("SELECT %s::timestamptz", to), 0)
    assert floor.see(call, "EnqueueingTime") == since


@pytest.mark.parametrize(("was", "add", "to"), [(2**31 - 3, 5, 2**31 - 1), (3 - 2**31, -5, -(2**31))])
def test_a_priority_stays_in_its_range(floor: Floor, was: int, add: int, to: int) -> None:
    """COND-3: no sum stops the cycle."""
    call = floor.call(Priority=was)
    rule(floor, AddPriority=add)
    floor.cycle()
    assert floor.see(call, "Priority") == to


def test_a_rule_takes_effect_before_the_same_cycle_distributes(floor: Floor) -> None:
    """COND-3: two calls, one agent: the one that the rule raises is offered."""
    first, second = floor.calls(2)
    floor.set("OutboundCall", second, CallKey="raised", Skill=10)
    rule(floor, SkillFrom=10, SetPriority=5)
    floor.agent()
    assert floor.cycle().offered == 1
    assert floor.see(second, "CallPhase") == "AgentOfferFirst"
    assert floor.see(first, "CallPhase") == "Enqueue"


def test_changed_rules_reach_waiting_calls_a_bounded_number_at_a_time(floor: Floor) -> None:
    """COND-1: not in the statement of who changes them; CycleBatch in each cycle, which is wanted at once."""
    floor.set("Configuration", "CycleBatch", ConfigurationValue="3")
    calls = floor.calls(7)
    rule(floor, AddPriority=1)
    assert [floor.see(call, "ConditionLevel") for call in calls] == [0] * 7
    done = []
    for _ in range(4):
        cycle = floor.cycle()
        done.append(cycle.rules_applied)
        if sum(done) < 7:
            assert cycle.next_run == floor.value("SELECT clock()")
    assert done == [3, 3, 1, 0]
    # Once more after a minute, and then no more.
    assert floor.waiting() == floor.value("SELECT clock() + interval '1 minute'")
    floor.pass_time(60)
    for _ in range(3):
        floor.cycle()
    assert floor.waiting() is None


def test_without_rules_nothing_is_kept(floor: Floor) -> None:
    """COND-1: the last rule gone, calls have nothing to be looked at for."""
    call = floor.call()
    key = rule(floor, WaitingLonger=600, AddPriority=1)
    floor.cycle()
    assert floor.see(call, "ConditionTime") is not None
    floor.conn.execute("DELETE FROM SchedulePostCondition WHERE SchedulePostConditionId = %s", (key,))
    floor.pass_time(600)
    assert floor.cycle().rules_applied == 0
    assert floor.see(call, "ConditionTime") is None
    assert floor.see(floor.call(), "ConditionTime") is None
    assert floor.value("SELECT count(*) FROM RuleLevel") == 0


DRY: dict[str, dict[str, Any]] = {
    "project": {"SetProjectId": "{project}"},
    "language": {"SetLanguageId": "{language}"},
    "list": {"SetOutboundListId": "{list}"},
    "priority": {"SetPriority": 5},
    "added priority": {"AddPriority": -2},
    "skill": {"SetSkill": 30},
    "proficiency": {"SetProficiency": 40},
    "no pre-distribution": {"CancelPredistribution": 1},
    "pre-distribution": {"SetAgentId": "{agent}"},
    "preference": {"SetPreferredAgentId": "{agent}"},
    "postponed": {"Postpone": 900},
    "paused": {"Pause": 1},
    "neglected": {"EndAs": "Neglected"},
    "cancelled": {"EndAs": "Cancelled"},
    "marked": {"Marker": "late"},
    "several": {"AddPriority": 2, "SetSkill": 20, "Marker": "late", "Pause": 1},
    "nothing new": {"SetPriority": 0},
}
ROW = "SELECT to_jsonb(c) || jsonb_build_object('marker', c.ExtendedFields -> 'marker') FROM OutboundCall AS c WHERE OutboundCallId = %s"  # fmt: skip


@pytest.mark.parametrize("active", [0, 1])
@pytest.mark.parametrize("actions", DRY.values(), ids=DRY)
def test_a_dry_run_shows_what_then_happens(floor: Floor, actions: dict[str, Any], active: int) -> None:
    """COND-4: each column that changes with its values, of the calls that fit now and no others; nothing is changed."""
    made = {
        "{project}": floor.project, "{language}": lambda: floor.language("en"),
        "{list}": lambda: floor.outbound_list(ProjectId=floor.project()), "{agent}": lambda: floor.agent(status=None),
    }  # fmt: skip
    actions = {name: made[value]() if value in made else value for name, value in actions.items()}
    own = floor.agent(status=None)
    fits = [floor.call(Skill=10), floor.call(Skill=10, Predistributed=1, AgentId=own)]
    floor.call()
    floor.call(Skill=10, CallResult="Paused")
    floor.call(Skill=10, ConditionLevel=1)
    key = rule(floor, SkillFrom=10, Active=active, **actions)
    before = {call: floor.value(ROW, call) for call in fits}
    shown = tried(floor, key)
    assert {call: floor.value(ROW, call) for call in fits} == before
    assert sorted({row[0] for row in shown}) == fits
    assert tried(floor, key, 1) == [row for row in shown if row[0] == fits[0]]
    floor.set("SchedulePostCondition", key, Active=1)
    assert floor.cycle().rules_applied == 2
    for call in fits:
        now = floor.value(ROW, call)
        kept = ("step", "changedtime", "conditiontime", "callgroupid", "duetime", "due", "callphase", "extendedfields",
                "endtime", "postcallendtime", "deadline")  # fmt: skip
        changed = {
            name: (before[call][name], now[name]) for name in now if now[name] != before[call][name] and name not in kept
        }  # fmt: skip
        text = {name: tuple(None if v is None else str(v) for v in pair) for name, pair in changed.items()}
        assert {row[1].lower(): (row[2], row[3]) for row in shown if row[0] == call} == text
        assert all(row[4] is None for row in shown)
        data = floor.rows(EVENTS, call)[-1][-1]
        assert {name: (data["before"].get(name), data["after"].get(name)) for name in {**data["before"], **data["after"]}} == {
            row[1]: tuple(v if v is None or not isinstance(data["after"].get(row[1], data["before"].get(row[1])), int) else int(v)
                          for v in row[2:4]) for row in shown if row[0] == call
        }  # fmt: skip


def test_a_dry_run_names_the_rule_that_comes_first(floor: Floor) -> None:
    """COND-4: for a call that an earlier rule takes; and rules of other levels see only calls that come to them."""
    call = floor.call()
    first = rule(floor, Rank=1, SetPriority=1, DisplayName="First")
    second = rule(floor, Rank=2, SetPriority=2, Active=0, DisplayName="Second")
    above = rule(floor, ConditionLevel=1, SetPriority=3, DisplayName="Above")
    assert tried(floor, second) == [(call, None, None, None, first)]
    assert tried(floor, above) == []
    floor.set("SchedulePostCondition", first, Active=0)
    assert [row[4] for row in tried(floor, second)] == [None, None]
    assert [row[1:4] for row in tried(floor, above)] == [("ConditionLevel", "0", "2"), ("Priority", "0", "3")]


def test_an_unknown_rule(floor: Floor) -> None:
    """COND-4: is said to be unknown."""
    for statement in ("SELECT * FROM try_post_condition(%s)", "SELECT * FROM why_rule(%s, 1)"):
        with pytest.raises(psycopg.Error, match="There is no schedule post condition") as refused, floor.conn.transaction():
            floor.rows(statement, new_id())
        assert refused.value.sqlstate == "PD039"


def test_why_a_rule_does_not_hold(floor: Floor) -> None:
    """COND-2: a row for each of its limits, with the value and the limit."""
    project = floor.project(ProjectGroupName="Sales")
    call = floor.call(Priority=3, ConditionLevel=1)
    key = rule(
        floor, WaitingLonger=60, PriorityFrom=5, SkillFrom=0, SkillTo=50, TrialTo=2, ProjectId=project, CallType="DialOut",
        ProjectGroupMask="Sales%", TeamMask="Red", TimeMode="Daily", TimeFrom="15:00", TimeTo="16:00", Pause=1,
    )  # fmt: skip
    rows = {row[0]: row[1:] for row in floor.rows("SELECT * FROM why_rule(%s, %s)", key, call)}
    assert {name: holds for name, (holds, _, _) in rows.items()} == {
        "the rule is active": True, "the call waits": True, "the call is at its level": False, "WaitingLonger": False,
        "Priority": False, "ProjectId": False, "ProjectGroupMask": False, "Skill": True, "Trial": True, "CallType": True,
        "TeamMask": False, "TimeMode": False, "no earlier rule fits": True,
    }  # fmt: skip
    assert rows["Priority"][1:] == ("3", "5 or more")
    assert rows["Skill"][1:] == ("0", "0 to 50")
    assert rows["Trial"][1:] == ("0", "2 or less")
    assert rows["WaitingLonger"][1:] == ("0", "60")
    assert "15:00" in rows["TimeMode"][2]
