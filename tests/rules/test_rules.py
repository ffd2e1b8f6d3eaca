"""Schedule post conditions: limits, levels, actions, history, the dry try (COND-1 to COND-4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.conftest import Database
from tests.floor import Floor, new_id


class Rules(Floor):
    """A floor with rules."""

    def rule(self, **columns: Any) -> UUID:
        key = new_id()
        columns = {"DisplayName": f"Rule {key.int % 1000}"} | columns
        self.add("SchedulePostCondition", SchedulePostConditionId=key, **columns)
        return key

    def executed(self) -> int:
        done: int = self.cycle().rules_executed
        return done

    def tried(self, rule: UUID) -> list[tuple[Any, ...]]:
        return self.rows("SELECT * FROM try_post_condition(%s)", rule)


@pytest.fixture
def rules(db: psycopg.Connection[Any]) -> Rules:
    return Rules(db)


def test_waiting_longer(rules: Rules) -> None:
    """COND-1, COND-2: executed once, when the wait is long enough, and not a second before."""
    rules.rule(WaitingLonger=600, AddPriority=5)
    call = rules.call(Priority=1)
    assert rules.executed() == 0
    rules.pass_time(599)
    assert rules.executed() == 0
    rules.pass_time(1)
    assert rules.executed() == 1
    assert rules.see(call, "Priority", "ConditionLevel", "CallPhase") == (6, 1, "Enqueue")
    rules.pass_time(1000)
    assert rules.executed() == 0
    assert rules.see(call, "Priority") == 6
    assert rules.broken() == []


def limits(rules: Rules) -> dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Columns of the rule, of a call that it fits, of one that it does not."""
    other, german = rules.project(), rules.language("de")
    grouped = rules.project(ProjectGroupName="North sales")
    team = rules.agent(TeamName="Night shift", status=None)
    loner = rules.agent(status=None)
    other_list = rules.outbound_list(ProjectId=other)
    return {
        "priority from": ({"PriorityFrom": 5}, {"Priority": 5}, {"Priority": 4}),
        "priority to": ({"PriorityTo": 5}, {"Priority": 5}, {"Priority": 6}),
        "project": ({"ProjectId": other}, {"ProjectId": other}, {}),
        "language": ({"LanguageId": german}, {"LanguageId": german}, {}),
        "list": ({"OutboundListId": other_list}, {"OutboundListId": other_list}, {}),
        "skill from": ({"SkillFrom": 10}, {"Skill": 10}, {"Skill": 9}),
        "skill to": ({"SkillTo": 10}, {"Skill": 10}, {"Skill": 11}),
        "proficiency from": ({"ProficiencyFrom": 10}, {"Proficiency": 10}, {"Proficiency": 9}),
        "proficiency to": ({"ProficiencyTo": 10}, {"Proficiency": 10}, {"Proficiency": 11}),
        "trial from": ({"TrialFrom": 2}, {"Trial": 2}, {"Trial": 1}),
        "trial to": ({"TrialTo": 2}, {"Trial": 2}, {"Trial": 3}),
        "kind": ({"CallType": "DialOut"}, {}, {"CallPhase": "Manual"}),
        "pre-distributed": ({"Predistributed": 1}, {"Predistributed": 1, "AgentId": team}, {}),
        "not pre-distributed": ({"Predistributed": 0}, {}, {"Predistributed": 1, "AgentId": team}),
        "agent": ({"AgentId": team}, {"Predistributed": 1, "AgentId": team}, {"PreferredAgentId": loner}),
        "preferred agent": ({"AgentId": team}, {"PreferredAgentId": team}, {}),
        "project group": ({"ProjectGroupMask": "North%"}, {"ProjectId": grouped}, {}),
        "team": ({"TeamMask": "Night%"}, {"PreferredAgentId": team}, {"PreferredAgentId": loner}),
        "window": ({"TimeMode": "Daily", "TimeFrom": "10:00", "TimeTo": "10:30"}, {}, {"CallPhase": "Manual"}),
    }  # fmt: skip


LIMITS = [
    "priority from", "priority to", "project", "language", "list", "skill from", "skill to", "proficiency from",
    "proficiency to", "trial from", "trial to", "kind", "pre-distributed", "not pre-distributed", "agent",
    "preferred agent", "project group", "team", "window",
]  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("written", ["before the call", "after it"])
def test_limits(rules: Rules, limit: str, written: str) -> None:
    """COND-2: a filled-in limit lets some calls in and keeps others out; a rule also reaches calls that wait already."""
    columns, fits, fits_not = limits(rules)[limit]
    if written == "before the call":
        rules.rule(**columns, Marker="seen")
    inside, outside = rules.call(**fits), rules.call(**fits_not)
    if written == "after it":
        assert rules.executed() == 0
        rules.rule(**columns, Marker="seen")
    rules.executed()
    rules.executed()
    assert rules.see(inside, "ExtendedFields") == {"marker": "seen"}
    assert rules.see(outside, "ExtendedFields") is None
    # (Attempts that nobody dialled are written into the calls above.)
    assert [name for name, _, _ in rules.broken() if "attempts" not in name] == []


def test_all_limits_are_tested(rules: Rules) -> None:
    """COND-2: none of the table's limits is missing above."""
    assert sorted(limits(rules)) == sorted(LIMITS)
    named = {name for columns, _, _ in limits(rules).values() for name in columns}
    columns = rules.rows(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = 'schedulepostcondition'"
        " AND col_description('SchedulePostCondition'::regclass, ordinal_position) LIKE 'Limit:%%'"
    )
    missing = {name for (name,) in columns} - {name.lower() for name in named}
    assert missing == {"waitinglonger"}


def test_window_of_a_rule(rules: Rules) -> None:
    """COND-2: shut now, executed when it opens, on the centre's clock or one that is named."""
    rules.rule(TimeMode="Daily", TimeFrom="12:00", TimeTo="13:00", AddPriority=1)
    rules.rule(
        TimeMode="Daily",
        TimeFrom="12:00",
        TimeTo="13:00",
        TimeZone="Europe/London",
        ConditionLevel=1,
        AddPriority=10,
    )
    call = rules.call()
    assert rules.executed() == 0
    rules.at("2026-11-24 12:00+01")
    assert rules.executed() == 1
    assert rules.executed() == 0
    rules.at("2026-11-24 12:00+00")
    assert rules.executed() == 1
    assert rules.see(call, "Priority", "ConditionLevel") == (11, 2)


def test_levels_and_ranks(rules: Rules) -> None:
    """COND-1: the first by rank at each level, one level after the other; a level without rules is passed over."""
    rules.rule(ConditionLevel=0, Rank=2, Marker="late")
    rules.rule(ConditionLevel=0, Rank=1, AddPriority=1)
    rules.rule(ConditionLevel=0, Rank=0, AddPriority=100, Active=0)
    rules.rule(ConditionLevel=4, AddPriority=10, WaitingLonger=60)
    rules.rule(ConditionLevel=9, AddPriority=1000, WaitingLonger=60)
    call = rules.call()
    assert rules.executed() == 1
    assert rules.see(call, "Priority", "ConditionLevel", "ExtendedFields") == (1, 1, None)
    assert rules.executed() == 0
    rules.pass_time(60)
    assert [rules.executed() for _ in range(3)] == [1, 1, 0]
    assert rules.see(call, "Priority", "ConditionLevel", "RuleTime") == (1011, 10, None)


def test_a_change_has_it_tried_again(rules: Rules) -> None:
    """COND-1: whoever changes the call by a statement has the rules look again."""
    rules.rule(PriorityFrom=5, Marker="high")
    call = rules.call()
    assert rules.executed() == 0
    assert rules.see(call, "RuleTime") is None
    rules.set("OutboundCall", call, Priority=7)
    assert rules.executed() == 1


ACTIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "set priority": ({"SetPriority": 9}, {"Priority": 9}),
    "add priority": ({"AddPriority": -2}, {"Priority": -1}),
    "skill": ({"SetSkill": 70}, {"Skill": 70}),
    "proficiency": ({"SetProficiency": 30}, {"Proficiency": 30}),
    "cancel pre-distribution": (
        {"CancelPredistribution": 1},
        {"Predistributed": 0, "AgentId": None},
    ),
    "postpone": ({"Postpone": 600}, {"Due": 0, "CallPhase": "Enqueue"}),
    "pause": ({"Pause": 1}, {"CallResult": "Paused", "CallPhase": "Enqueue"}),
    "neglect": ({"EndAs": "Neglected"}, {"CallResult": "Neglected", "CallPhase": "Obsolete"}),
    "cancel": ({"EndAs": "Cancelled"}, {"CallResult": "Cancelled", "CallPhase": "Obsolete"}),
    "marker": ({"Marker": "vip"}, {"ExtendedFields": {"city": "Brno", "marker": "vip"}}),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_actions(rules: Rules, action: str) -> None:
    """COND-3, COND-4: done, told beforehand by the dry try, and in the history with the values before and after."""
    columns, becomes = ACTIONS[action]
    jana = rules.agent(status=None)
    rule = rules.rule(**columns, Active=0)
    call = rules.call(
        Priority=1, ExtendedFields='{"city": "Brno"}',
        **({"Predistributed": 1, "AgentId": jana} if action == "cancel pre-distribution" else {}),
    )  # fmt: skip
    dry = rules.tried(rule)
    assert {row[0] for row in dry} == {call}
    before = rules.see(call, "Step")
    assert rules.executed() == 0
    rules.set("SchedulePostCondition", rule, Active=1)
    assert rules.executed() == 1
    assert {name: rules.see(call, name) for name in becomes} == becomes
    told = {column: (old, new) for _, column, old, new, _ in dry}
    kind, actor, step, data = rules.row(
        "SELECT EventType, Actor, Step, Data FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step DESC LIMIT 1",
        call,
    )
    assert (kind, actor, step) == ("rule", "rule", before + 1)
    assert data["rule"] == str(rule)
    assert set(data["before"]) == set(data["after"]) == set(told)
    for name in told.keys() - {"ScheduleTime", "ExtendedFields"}:
        assert told[name] == tuple(
            None if data[when][name] is None else str(data[when][name])
            for when in ("before", "after")
        )
    assert rules.broken() == []


def test_actions_that_name_rows(rules: Rules) -> None:
    """COND-3: project, language, list, agent, preferred agent, several in one rule."""
    other, german = rules.project(), rules.language("de")
    outbound_list = rules.outbound_list(ProjectId=other)
    jana, petr = rules.agent(status=None), rules.agent(status=None)
    rules.rule(
        SetProjectId=other, SetLanguageId=german, SetOutboundListId=outbound_list, SetAgentId=jana,
        SetPreferredAgentId=petr, SetPriority=3, Marker="moved",
    )  # fmt: skip
    call = rules.call()
    assert rules.executed() == 1
    assert rules.see(
        call, "ProjectId", "LanguageId", "OutboundListId", "AgentId", "Predistributed", "PreferredAgentId", "Priority",
    ) == (other, german, outbound_list, jana, 1, petr, 3)  # fmt: skip
    group = rules.see(call, "CallGroupId")
    assert rules.look("CallGroup", group, "ProjectId", "LanguageId") == (other, german)
    assert rules.broken() == []


def test_the_dry_try_names_the_rule_that_is_first(rules: Rules) -> None:
    """COND-4: and gives nothing for calls of another level."""
    first, second = rules.rule(Rank=1, AddPriority=1), rules.rule(Rank=2, AddPriority=2)
    third = rules.rule(ConditionLevel=1, AddPriority=3)
    call = rules.call()
    assert rules.tried(first) == [
        (call, "Priority", "0", "1", None), (call, "ConditionLevel", "0", "1", None),
    ]  # fmt: skip
    assert rules.tried(second)[0] == (call, "Priority", "0", "2", first)
    assert rules.tried(third) == []
    rules.executed()
    assert rules.tried(first) == []
    assert rules.tried(third)[0] == (call, "Priority", "1", "4", None)
    with pytest.raises(psycopg.Error) as refused, rules.conn.transaction():
        rules.tried(UUID(int=1))
    assert refused.value.sqlstate == "PD039"


@pytest.mark.parametrize(
    ("columns", "column"),
    [
        ({}, "SetPriority"),
        ({"PriorityFrom": 2, "PriorityTo": 1, "AddPriority": 1}, "PriorityTo"),
        ({"SkillFrom": 2, "SkillTo": 1, "AddPriority": 1}, "SkillTo"),
        ({"ProficiencyFrom": 2, "ProficiencyTo": 1, "AddPriority": 1}, "ProficiencyTo"),
        ({"TrialFrom": 2, "TrialTo": 1, "AddPriority": 1}, "TrialTo"),
        ({"CallType": "Visitor", "AddPriority": 1}, "CallType"),
        ({"SetPriority": 1, "AddPriority": 1}, "SetPriority"),
        ({"Pause": 1, "EndAs": "Cancelled"}, "Pause"),
        ({"Pause": 1, "Postpone": 5}, "Postpone"),
        ({"Marker": ""}, "Marker"),
        ({"SetAgentId": "agent", "CancelPredistribution": 1}, "SetAgentId"),
        ({"SetOutboundListId": "gone"}, "SetOutboundListId"),
        ({"SetPreferredAgentId": "left"}, "SetAgentId"),
    ],
)
def test_mistakes_are_refused_when_written(
    rules: Rules, columns: dict[str, Any], column: str
) -> None:
    """COND-1: with the column and what to do."""
    names = {
        "agent": rules.agent(status=None),
        "left": rules.agent(status=None, Deleted=1),
        "gone": rules.outbound_list(Deleted=1),
    }
    columns = {name: names.get(value, value) for name, value in columns.items()}
    with pytest.raises(psycopg.Error) as refused, rules.conn.transaction():
        rules.rule(**columns)
    assert (refused.value.sqlstate, refused.value.diag.column_name) == ("PD038", column)
    assert refused.value.diag.message_hint


@pytest.mark.parametrize(
    "columns",
    [
        {"ConditionLevel": 10, "AddPriority": 1},
        {"WaitingLonger": -1, "AddPriority": 1},
        {"SetSkill": 101},
        {"Postpone": 0},
    ],
)
def test_ranges_are_constraints(rules: Rules, columns: dict[str, Any]) -> None:
    """COND-1: levels are 0 to 9, and so on."""
    with pytest.raises(psycopg.errors.CheckViolation), rules.conn.transaction():
        rules.rule(**columns)
    with pytest.raises(psycopg.Error) as refused, rules.conn.transaction():
        rules.rule(TimeMode="Daily", TimeFrom="Mon 08:00", AddPriority=1)
    assert refused.value.sqlstate == "PD011"


def test_calls_in_progress_are_left_alone(rules: Rules) -> None:
    """COND-1: rules are tried for calls that wait, and for one that waits again."""
    rules.rule(WaitingLonger=10, AddPriority=1)
    agent = rules.agent()
    call = rules.call()
    assert rules.cycle().offered == 1
    rules.pass_time(11)
    assert rules.executed() == 0
    rules.do("reject_offer", call, agent)
    assert rules.executed() == 1
    assert rules.see(call, "ConditionLevel") == 1
    assert rules.broken() == []


def test_a_rule_that_is_taken_away(rules: Rules) -> None:
    """COND-1: nothing is left to be tried."""
    rule = rules.rule(WaitingLonger=10, AddPriority=1)
    call = rules.call()
    assert rules.see(call, "RuleTime") is not None
    rules.conn.execute(
        "DELETE FROM SchedulePostCondition WHERE SchedulePostConditionId = %s", (rule,)
    )
    rules.executed()
    assert rules.see(call, "RuleTime") is None
    later = rules.call()
    assert rules.see(later, "RuleTime") is None


def test_one_that_is_held_is_left_for_later(database: Database) -> None:
    """DIST-1: the cycle waits for nobody."""
    rules = Rules(database.connect())
    rules.rule(AddPriority=1)
    held, free = rules.call(), rules.call()
    other = database.connect(autocommit=False)
    other.execute("SELECT FROM OutboundCall WHERE OutboundCallId = %s FOR UPDATE", (held,))
    assert rules.executed() == 1
    assert [rules.see(call, "Priority") for call in (held, free)] == [0, 1]
    other.rollback()
    assert rules.executed() == 1
    assert rules.see(held, "Priority") == 1
