"""A rule with a mistake is refused when it is written: the value, the column and the remedy are said."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor, new_id

NOBODY = "00000000-0000-0000-0000-00000000dead"

# What is written beside a name and an action, the column at fault, and what is said of it.
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"DisplayName": " "}, "DisplayName", 'Rule " " cannot be: it has no name.'),
    ({"DisplayName": None}, "DisplayName", 'Rule "" cannot be: it has no name.'),
    ({"ConditionLevel": 10}, "ConditionLevel", "there is no level 10."),
    ({"ConditionLevel": -1}, "ConditionLevel", "there is no level -1."),
    ({"WaitingLonger": -1}, "WaitingLonger", "no call waits for -1 s."),
    ({"PriorityFrom": 5, "PriorityTo": 3}, "PriorityFrom", "PriorityFrom 5 is above PriorityTo 3."),
    ({"SkillFrom": 5, "SkillTo": 3}, "SkillFrom", "SkillFrom 5 is above SkillTo 3."),
    ({"ProficiencyFrom": 5, "ProficiencyTo": 3}, "ProficiencyFrom", "ProficiencyFrom 5 is above ProficiencyTo 3."),
    ({"TrialFrom": 5, "TrialTo": 3}, "TrialFrom", "TrialFrom 5 is above TrialTo 3."),
    ({"SkillFrom": 101}, "SkillFrom", "SkillFrom 101 is out of its range."),
    ({"SkillTo": -1}, "SkillTo", "SkillTo -1 is out of its range."),
    ({"ProficiencyFrom": -1}, "ProficiencyFrom", "ProficiencyFrom -1 is out of its range."),
    ({"ProficiencyTo": 101}, "ProficiencyTo", "ProficiencyTo 101 is out of its range."),
    ({"TrialFrom": -1}, "TrialFrom", "TrialFrom -1 is out of its range."),
    ({"TrialTo": -2}, "TrialTo", "TrialTo -2 is out of its range."),
    ({"SetSkill": 200}, "SetSkill", "SetSkill 200 is out of its range."),
    ({"SetProficiency": -1}, "SetProficiency", "SetProficiency -1 is out of its range."),
    ({"ProjectGroupMask": ""}, "ProjectGroupMask", 'nothing fits the mask "".'),
    ({"TeamMask": "Red\\"}, "TeamMask", 'nothing fits the mask "Red\\".'),
    ({"TimeFrom": "08:00"}, "TimeMode", "it has a window or a zone without a TimeMode."),
    ({"TimeZone": "Europe/Prague"}, "TimeMode", "it has a window or a zone without a TimeMode."),
    ({"TimeMode": "Daily", "TimeFrom": "8 o'clock", "TimeTo": "20:00"}, "TimeFrom",
     'TimeFrom "8 o\'clock" is no wall-clock time.'),
    ({"TimeMode": "Daily", "TimeFrom": "08:00", "TimeTo": "25:00"}, "TimeTo", 'TimeTo "25:00" is no wall-clock time.'),
    ({"TimeMode": "Daily", "TimeFrom": "08:00"}, "TimeMode", 'TimeMode Daily has TimeFrom "08:00" and TimeTo NULL.'),
    ({"TimeMode": "Daily", "TimeFrom": "08:00", "TimeTo": "20:00", "TimeZone": "CEST"}, "TimeZone",
     'TimeZone "CEST" is not the name of a time zone.'),
    ({"SetPriority": 5, "AddPriority": 5}, "AddPriority", "it sets Priority to 5 and adds 5 to it."),
    ({"SetPriority": None, "AddPriority": 0}, "AddPriority", "it adds 0 to Priority."),
    ({"SetAgentId": "{agent}", "CancelPredistribution": 1}, "CancelPredistribution",
     "it pre-distributes the call and cancels that."),
    ({"Postpone": 0}, "Postpone", "it postpones by 0 s."),
    ({"Pause": 1, "EndAs": "Neglected"}, "Pause", "it pauses the call and ends it."),
    ({"Postpone": 60, "Pause": 1}, "Postpone", "it postpones a call that it pauses or ends."),
    ({"Postpone": 60, "EndAs": "Cancelled"}, "Postpone", "it postpones a call that it pauses or ends."),
    ({"EndAs": "Completed"}, "EndAs", "no call that waits ends as Completed."),
    ({"Marker": " "}, "Marker", "its marker is empty."),
    ({"SetPriority": None}, "SetProjectId", "it does nothing."),
    ({"ProjectId": NOBODY}, "ProjectId", f"there is no project {NOBODY}."),
    ({"LanguageId": NOBODY}, "LanguageId", f"there is no language {NOBODY}."),
    ({"OutboundListId": NOBODY}, "OutboundListId", f"there is no outbound list {NOBODY}."),
    ({"AgentId": NOBODY}, "AgentId", f"there is no agent {NOBODY}."),
    ({"SetProjectId": NOBODY}, "SetProjectId", f"there is no project {NOBODY}."),
    ({"SetLanguageId": NOBODY}, "SetLanguageId", f"there is no language {NOBODY}."),
    ({"SetOutboundListId": NOBODY}, "SetOutboundListId", f"there is no outbound list {NOBODY}."),
    ({"SetAgentId": NOBODY}, "SetAgentId", f"there is no agent {NOBODY}."),
    ({"SetPreferredAgentId": NOBODY}, "SetPreferredAgentId", f"there is no agent {NOBODY}."),
    ({"SetAgentId": "{deleted}"}, "SetAgentId", "is deleted."),
    ({"SetOutboundListId": "{list}", "SetProjectId": "{other}"}, "SetOutboundListId",
     "belongs to another project than SetProjectId."),
]  # fmt: skip


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def rule(floor: Floor, **columns: Any) -> Any:
    columns = {"DisplayName": "Late", "SetPriority": 5} | columns
    return floor.add("SchedulePostCondition", SchedulePostConditionId=new_id(), **columns)


def given(floor: Floor, columns: dict[str, Any]) -> dict[str, Any]:
    made = {
        "{agent}": lambda: floor.agent(status=None),
        "{deleted}": lambda: floor.agent(status=None, Deleted=1),
        "{list}": lambda: floor.list_id,
        "{other}": lambda: floor.project(),
    }
    return {
        name: made[value]() if isinstance(value, str) and value in made else value
        for name, value in columns.items()
    }


@pytest.mark.parametrize("way", ["INSERT", "UPDATE"])
@pytest.mark.parametrize(("columns", "at_fault", "said"), WRONG, ids=[f"{c}" for c, _, _ in WRONG])
def test_a_mistake_is_refused(floor: Floor, way: str, columns: dict[str, Any], at_fault: str, said: str) -> None:
    """COND-1 to COND-3: whoever writes it, with the sentence, the column and what to do; nothing is changed."""
    columns = given(floor, columns)
    there = rule(floor) if way == "UPDATE" else None
    before = floor.rows("SELECT * FROM SchedulePostCondition")
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        if there:
            floor.set("SchedulePostCondition", there, **columns)
        else:
            rule(floor, **columns)
    diag = refused.value.diag
    assert (refused.value.sqlstate, diag.column_name) == ("PD038", at_fault)
    assert said in str(diag.message_primary)
    assert diag.message_hint
    assert floor.rows("SELECT * FROM SchedulePostCondition") == before


def test_what_is_deleted_later_does_not_keep_a_rule_from_being_switched_off(floor: Floor) -> None:
    """COND-1: switched off it may name what is gone; switched on again it may not."""
    there = rule(floor, ProjectId=floor.project_id)
    floor.set("Project", floor.project_id, Deleted=1)
    floor.set("SchedulePostCondition", there, Active=0)
    with pytest.raises(psycopg.Error, match="is deleted") as refused:
        floor.set("SchedulePostCondition", there, Active=1)
    assert refused.value.sqlstate == "PD038"


def test_an_odd_mask_is_a_mask(floor: Floor) -> None:
    """COND-2: a backslash that protects something is none that stands alone."""
    for mask in ("100\\%", "a\\\\", "%"):
        assert rule(floor, TeamMask=mask)
    call = floor.call(PreferredAgentId=floor.agent(status=None, TeamName="a\\"))
    floor.cycle()
    assert floor.see(call, "Priority") == 5
