"""What a bulk action would do is what it does, and what it leaves alone stays."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.floor import Floor

ACTIONS = ("release", "schedule", "pause", "cancel", "move", "assign", "unassign")
SEEN = """
    SELECT jsonb_object_agg(c.OutboundCallId, jsonb_build_array(c.CallPhase, c.CallResult,
        c.OutboundListId, c.AgentId, c.Predistributed, c.ScheduleTime))
    FROM OutboundCall AS c
"""
WISH = "action => %(action)s, filter => %(filter)s, ids => %(ids)s::bigint[], outbound_list_id => %(list)s, agent_id => %(agent)s, schedule_time => %(time)s"


class Stage:
    """A call in each of the ways in which calls are."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.agent = floor.agent(status="Pause")
        self.target = floor.outbound_list(ProjectId=floor.project())
        talking = floor.agent()
        ended = floor.talking(talking)
        floor.do("hang_up", ended, talking)
        floor.set("OutboundCall", ended, CallResult="Completed")
        # Before there are others that could be offered instead.
        offered, talks = floor.offered(), floor.talking()
        self.calls = {
            "ended": ended,
            "manual": floor.call(OutboundListId=floor.outbound_list(ManualDistribution=1)),
            "waiting": floor.call(),
            "paused": floor.call(CallResult="Paused"),
            "reserved": floor.call(Predistributed=1, AgentId=self.agent),
            "there": floor.call(OutboundListId=self.target),
            "offered": offered,
            "talking": talks,
            "private": floor.call(OutboundListId=None, CallType="Private", CallPhase="New"),
        }

    def wish(self, action: str, **more: Any) -> dict[str, Any]:
        return {
            "action": action, "filter": None, "ids": list(self.calls.values()),
            "list": self.target if action == "move" else None,
            "agent": self.agent if action == "assign" else None, "time": None,
        } | more  # fmt: skip

    def preview(self, action: str, **more: Any) -> dict[str | None, int]:
        found: dict[str | None, int] = {}
        query = f"SELECT obstacle, calls FROM preview_bulk_calls({WISH})"
        for obstacle, calls in self.floor.conn.execute(query.encode(), self.wish(action, **more)):
            found[obstacle] = found.get(obstacle, 0) + calls
        return found

    def change(self, action: str, **more: Any) -> dict[str, Any]:
        query = f'SELECT change_bulk_calls({WISH}, after_id => %(after)s, "limit" => %(limit)s)'
        values = self.wish(action, **{"after": 0, "limit": 500, **more})
        row = self.floor.conn.execute(query.encode(), values).fetchone()
        assert row
        return dict(row[0])

    def seen(self) -> dict[str, Any]:
        return dict(self.floor.value(SEEN))


@pytest.fixture
def stage(floor: Floor) -> Stage:
    return Stage(floor)


WILL = {
    "release": {"manual"},
    "schedule": {"ended", "manual", "waiting", "paused", "reserved", "there"},
    "pause": {"manual", "waiting", "reserved", "there"},
    "cancel": {"manual", "waiting", "reserved", "there", "offered"},
    "move": {"manual", "waiting", "paused", "reserved"},
    "assign": {"manual", "waiting", "paused", "there"},
    "unassign": {"reserved"},
}


@pytest.mark.parametrize("action", ACTIONS)
def test_the_preview_is_what_happens(stage: Stage, action: str) -> None:
    """The same calls change that it counts, and no others; each with its line in the history."""
    will = {stage.calls[name] for name in WILL[action]}
    preview, before = stage.preview(action), stage.seen()
    assert stage.seen() == before
    assert preview.pop(None) == len(will)
    done = stage.change(action)
    assert (done["Changed"], done["Stayed"], done["LastId"]) == (len(will), preview, None)
    after = stage.seen()
    changed = {int(call) for call in before if before[call] != after[call]}
    # One that waits anyhow is scheduled for now as it was.
    assert changed == will - (
        {stage.calls[n] for n in ("waiting", "reserved", "there")}
        if action == "schedule"
        else set()
    )
    assert stage.floor.broken() == []
    if action in ("release", "pause", "cancel"):
        events = "SELECT count(*) FROM CallEvent WHERE OutboundCallId = ANY (%s) AND Step > 1 AND EventType = %s"
        said = {"release": "released", "pause": "paused", "cancel": "cancelled"}[action]
        assert stage.floor.value(events, sorted(will), said) == len(will)


def test_what_a_move_takes_along(stage: Stage) -> None:
    """The call belongs to the project of its list, and to no batch of another."""
    batch = stage.floor.batch(stage.floor.list_id)
    call = stage.floor.call(OutboundListImportId=batch, Rank=5)
    stage.change("move", ids=[call])
    columns = ("OutboundListId", "OutboundListImportId", "Rank")
    assert stage.floor.see(call, *columns) == (stage.target, None, None)
    assert stage.floor.see(call, "ProjectId") == stage.floor.look(
        "OutboundList", stage.target, "ProjectId"
    )


def test_by_a_filter_in_batches(stage: Stage) -> None:
    """Batch after batch comes to the whole, though what is changed fits the filter no more."""
    calls = stage.floor.calls(7, OutboundListId=stage.floor.outbound_list())
    filter_ = Jsonb(
        {"list": str(stage.floor.see(calls[0], "OutboundListId")), "result": "Scheduled"}
    )
    assert stage.preview("pause", ids=None, filter=filter_) == {None: 7}
    after, changed, batches = 0, 0, 0
    while after is not None:
        done = stage.change("pause", ids=None, filter=filter_, after=after, limit=3)
        after, changed, batches = done["LastId"], changed + done["Changed"], batches + 1
    assert (changed, batches) == (7, 3)
    assert stage.preview("pause", ids=None, filter=filter_) == {}


def test_one_that_cannot_keeps_none_of_the_others(stage: Stage) -> None:
    """What a trigger refuses is counted by its code."""
    stage.floor.conn.execute(
        """
        CREATE FUNCTION no_fives() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.Priority = 5 THEN RAISE EXCEPTION USING ERRCODE = 'PD021', MESSAGE = 'no'; END IF;
            RETURN NEW;
        END $$;
        """
    )
    five, other = stage.floor.call(Priority=5), stage.floor.call()
    stage.floor.conn.execute(
        "CREATE TRIGGER a_no_fives BEFORE UPDATE ON OutboundCall FOR EACH ROW EXECUTE FUNCTION no_fives()"
    )
    done = stage.change("pause", ids=[five, other])
    assert (done["Changed"], done["Stayed"]) == (1, {"PD021": 1})
    assert stage.floor.see(other, "CallResult") == "Paused"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"action": "delete"}, "PD033"),
        ({"action": None}, "PD033"),
        ({"action": "pause", "ids": None}, "PD033"),
        ({"action": "move", "list": None}, "PD033"),
        ({"action": "move", "list": "00000000-0000-0000-0000-000000000001"}, "PD004"),
        ({"action": "assign", "agent": None}, "PD033"),
        ({"action": "assign", "agent": "00000000-0000-0000-0000-000000000001"}, "PD007"),
        ({"action": "pause", "ids": None, "filter": Jsonb({"x": "y"})}, "PD033"),
    ],
)
def test_nonsense_is_refused(stage: Stage, wish: dict[str, Any], code: str) -> None:
    for function in (stage.preview, stage.change):
        with pytest.raises(psycopg.Error) as error, stage.floor.conn.transaction():
            function(**wish)
        assert error.value.sqlstate == code
