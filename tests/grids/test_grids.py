"""What a grid shows, in which order, and that it changes nothing."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.grids.grids import CALLBACKS, CALLS, MANUAL, NOBODY, TODAY, Grids


def ids(rows: list[dict[str, Any]]) -> list[int]:
    return [int(row["Id"]) for row in rows]


def test_manual_calls(grids: Grids) -> None:
    """MAN-2: the calls in phase Manual of the agent's projects, the one that waits longest first."""
    first, second = grids.manual(DisplayName="Anna"), grids.manual()
    grids.call()
    agent, stranger = grids.agent(), grids.agent(skills={})
    assert ids(grids.shown(MANUAL, agent)) == [first, second]
    row = grids.shown(MANUAL, agent)[0]
    assert set(row) == {"Id", "Number", "Name", "Project", "List", "Since"}
    assert (row["Id"], row["Name"]) == (str(first), "Anna")
    assert grids.shown(MANUAL, stranger) == []
    grids.conn.execute("UPDATE Skill SET PbxOutEnabled = 0")
    assert grids.shown(MANUAL, agent) == []


def test_my_calls_today(grids: Grids) -> None:
    """GRID-1: an agent's calls that ended today, the last one first."""
    agent, other = grids.agent(), grids.agent()
    ended = []
    for _ in range(2):
        call = grids.talking(agent)
        grids.pass_time(30)
        grids.do("hang_up", call, agent)
        grids.pass_time(1)
        ended.append(call)
        grids.set("OutboundCall", call, CallResult="Completed")
        grids.do("set_agent_status", agent, "Ready")
    rows = grids.shown(TODAY, agent)
    assert ids(rows) == ended[::-1]
    assert (rows[0]["Result"], rows[0]["Talk"]) == ("Completed", "00:00:30")
    assert grids.shown(TODAY, other) == []
    grids.pass_time(86400)
    assert grids.shown(TODAY, agent) == []


def test_callbacks(grids: Grids) -> None:
    """GRID-1: calls reserved for the agent, by their time."""
    agent, other = grids.agent(), grids.agent()
    late = grids.call(AgentId=agent, Predistributed=1, ScheduleTime="2026-11-25 10:00+01")
    soon = grids.call(AgentId=agent, Predistributed=1, ScheduleTime="2026-11-24 12:00+01")
    grids.call(AgentId=other, Predistributed=1)
    grids.call()
    assert ids(grids.shown(CALLBACKS, agent)) == [soon, late]


def test_rows_are_objects_of_the_columns(grids: Grids) -> None:
    """GRID-1: values keep their types, under the names that the columns have; without columns, all of the query's."""
    call = grids.call(DisplayName='"q"', Priority=7)
    grid = grids.grid(
        'SELECT OutboundCallId, DisplayName, Priority AS "Pri Ority", NULL AS Nothing FROM OutboundCall'
    )
    assert grids.shown(grid) == [
        {"Id": str(call), "outboundcallid": call, "displayname": '"q"', "Pri Ority": 7, "nothing": None}
    ]  # fmt: skip
    grids.column(grid, "PRI ority", Model="Integer", Rank=2)
    grids.column(grid, "DisplayName", Model="Text", Rank=1)
    grids.column(grid, "Icon", "SELECT @Id", Rank=3)
    assert grids.shown(grid) == [{"Id": str(call), "PRI ority": 7, "DisplayName": '"q"'}]
    described = grids.do("describe_grid", grid)
    assert [(c["ColumnName"], c["HasCommand"]) for c in described["Columns"]] == [
        ("DisplayName", False), ("PRI ority", False), ("Icon", True),
    ]  # fmt: skip
    assert described["BulkActions"] == []


def test_a_key_called_id(grids: Grids) -> None:
    """GRID-1: the key may be called Id in the query, too."""
    call = grids.call()
    grid = grids.grid("SELECT OutboundCallId AS Id, 1 AS n FROM OutboundCall", "id")
    assert grids.shown(grid) == [{"Id": str(call), "n": 1}]
    grids.column(grid, "ID", Model="Integer")
    assert grids.shown(grid) == [{"Id": str(call)}]


@pytest.mark.parametrize("descending", [0, 1])
@pytest.mark.parametrize("size", [1, 2, 3, 20])
def test_pages(grids: Grids, descending: int, size: int) -> None:
    """GRID-1: page after page gives each row once, in the order of the whole, also where values are equal or missing."""
    values = [3, None, 1, 3, None, 2, 1, 3]
    query = f"SELECT k, o FROM unnest(ARRAY[{','.join('NULL' if v is None else str(v) for v in values)}]::int[]) WITH ORDINALITY AS u (o, k)"
    grid = grids.grid(query, "k", OrderBy="O", Descending=descending)
    sign = -1 if descending else 1
    expected = sorted(
        range(1, len(values) + 1),
        key=lambda k: (sign * (values[k - 1] is None), sign * (values[k - 1] or 0), sign * k),
    )
    assert ids(grids.shown(grid)) == expected
    seen: list[int] = []
    while page := ids(grids.shown(grid, limit=size, after=seen[-1] if seen else None)):
        assert len(page) <= size
        seen += page
    assert seen == expected


def test_limits(grids: Grids) -> None:
    """GRID-1: no more rows than the grid allows, however many are asked for."""
    grids.calls(5)
    grid = grids.grid(RowLimit=3)
    assert len(grids.shown(grid)) == 3
    assert len(grids.shown(grid, limit=2)) == 2
    assert len(grids.shown(grid, limit=1000)) == 3
    assert grids.refused("PD050", lambda: grids.shown(grid, limit=0)).column_name == "Limit"
    grids.refused("PD051", lambda: grids.shown(grid, after=NOBODY.int))
    grids.refused("PD051", lambda: grids.shown(grid, after="no number"))


def test_who_looks(grids: Grids) -> None:
    """GRID-1: @AgentId is who acts, or who is named; a grid that does not ask can be seen by nobody in particular."""
    found = grids.refused("PD052", lambda: grids.shown(MANUAL))
    assert (
        str(found.message_primary) == 'The grid "Manual calls" asks for @AgentId, and nobody acts.'
    )
    grids.refused("PD007", lambda: grids.shown(MANUAL, NOBODY))
    assert grids.shown(grids.grid()) == []


def test_what_is_not_there(grids: Grids) -> None:
    """GRID-1: a grid that is deleted is gone."""
    grid = grids.grid()
    grids.set("DataQuery", grid, Deleted=1)
    for key in (grid, NOBODY, None):
        found = grids.refused("PD053", lambda key=key: grids.do("run_grid", key))
        assert str(key or "NULL") in str(found.message_primary)
        grids.refused("PD053", lambda key=key: grids.do("describe_grid", key))
        grids.refused("PD053", lambda key=key: grids.bulk(key, []))


SETTINGS = {
    "role": "pgdialer_somebody", "search_path": "public", "statement_timeout": "77s",
    "dialer.clock": "2026-11-24 12:00", "TimeZone": "Asia/Tokyo",
}  # fmt: skip
SETTING = "SELECT coalesce(current_setting(%s, TRUE), ''), current_user"


@pytest.mark.parametrize(
    "change",
    [
        "cancel_call(OutboundCallId)",
        "nextval(pg_get_serial_sequence('outboundcall', 'outboundcallid'))",
        "DELETE FROM OutboundCall",
        "SET transaction_read_only TO 'off'",
        "FOR UPDATE",
    ],
)
def test_a_query_changes_nothing(grids: Grids, change: str) -> None:
    """GRID-1: whatever it calls."""
    call = grids.call()
    if change == "FOR UPDATE":
        query = "SELECT OutboundCallId FROM OutboundCall FOR UPDATE"
    else:
        called = change if "(" in change else grids.hidden(change)
        query = f"SELECT OutboundCallId, {called} AS x FROM OutboundCall"
    grid = grids.grid(query)
    found = grids.refused("PD050", lambda: grids.shown(grid))
    assert str(found.message_primary).startswith('The grid "Ours" cannot be read: ')
    assert grids.see(call) == ("Enqueue", "Scheduled")
    assert grids.value("SHOW transaction_read_only") == "off"


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("local", ["true", "false"])
def test_a_query_leaves_no_trace(grids: Grids, setting: str, local: str) -> None:
    """GRID-1: what it does to the session is undone."""
    grids.call()
    grids.conn.execute("CREATE ROLE pgdialer_somebody")
    hidden = grids.hidden(f"SELECT set_config('{setting}', '{SETTINGS[setting]}', {local})")
    grid = grids.grid(f"SELECT OutboundCallId, {hidden} AS x FROM OutboundCall")
    before = grids.row(SETTING, setting)
    (row,) = grids.shown(grid)
    assert SETTINGS[setting] in row["x"]
    assert grids.row(SETTING, setting) == before


def test_a_query_is_stopped_in_time(grids: Grids) -> None:
    """GRID-1: a bad query does not hang a page, if the statement before it said so."""
    grids.call()
    grids.set("Configuration", "GridTimeout", ConfigurationValue="1")
    grid = grids.grid("SELECT OutboundCallId, pg_sleep(600) IS NULL AS x FROM OutboundCall")
    grids.do("limit_grid_time")
    assert grids.value("SHOW statement_timeout") == "1s"
    found = grids.refused("57014", lambda: grids.shown(grid))
    assert str(found.message_primary).startswith('The grid "Ours" was not read to the end')
    assert "GridTimeout" in str(found.message_hint)


def test_the_time_limit_ends_with_the_transaction(database: Database) -> None:
    """GRID-1: the next one on the same connection has its own."""
    conn = database.connect(autocommit=False)
    conn.execute("SELECT limit_grid_time()")
    assert conn.execute("SHOW statement_timeout").fetchone() == ("10s",)
    conn.commit()
    assert conn.execute("SHOW statement_timeout").fetchone() == ("0",)


def test_a_read_only_transaction_will_do(database: Database) -> None:
    """GRID-1: as on a standby."""
    conn = database.connect(autocommit=False)
    conn.execute("SET TRANSACTION READ ONLY")
    grids = Grids(conn, at=None)
    agent = grids.value("SELECT gen_random_uuid()")
    grids.refused("PD007", lambda: grids.shown(MANUAL, agent))
    assert grids.do("describe_grid", MANUAL)["DisplayName"] == "Manual calls"


def test_choices(grids: Grids) -> None:
    """GRID-1: of a list, with or without labels, and of a query that may know who looks."""
    agent = grids.agent(DisplayName="Jana")
    grid = grids.grid()
    query = "SELECT AgentId, DisplayName FROM Agent WHERE AgentId = @AgentId"
    grids.column(
        grid,
        "Priority",
        Model="Select",
        Choices='[1, {"Value": 5, "Label": "high"}, {"Value": true}]',
        Rank=1,
    )
    grids.column(grid, "DisplayName", Model="Select", ChoicesQuery=query, Rank=2)
    columns = grids.do("describe_grid", grid, agent)["Columns"]
    assert [c["Choices"] for c in columns] == [
        [{"Value": "1", "Label": "1"}, {"Value": "5", "Label": "high"}, {"Value": "true", "Label": "true"}],
        [{"Value": str(agent), "Label": "Jana"}],
    ]  # fmt: skip


def test_quick_with_many_calls(grids: Grids) -> None:
    """GRID-1: the samples find their rows by an index, whatever else is in the table."""
    agent = grids.agent()
    grids.conn.execute("SET LOCAL enable_seqscan TO off")
    for grid, index in ((MANUAL, "callmanual"), (TODAY, "callended"), (CALLBACKS, "callreserved")):
        (query,) = grids.row("SELECT BoundQuery FROM DataQuery WHERE DataQueryId = %s", grid)
        plan = grids.rows(f"EXPLAIN {query.replace('$1[1]', repr(str(agent)))}")
        assert index in " ".join(line for (line,) in plan), (grid, plan)


def test_nobody_else_is_asked(grids: Grids) -> None:
    """GRID-1: a query with a comment at its end, and a per cent sign, is run as it is written."""
    call = grids.call(DisplayName="50% off")
    grid = grids.grid(CALLS + "\nWHERE DisplayName LIKE '%off' -- AND @AgentId IS NULL")
    assert ids(grids.shown(grid)) == [call]
    with pytest.raises(psycopg.Error), grids.conn.transaction():
        grids.grid(CALLS + " /* open")
