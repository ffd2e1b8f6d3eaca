"""Data grids and tiles: queries, commands, bulk actions (GRID-1, MAN-2, CALL-5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.conftest import Database
from tests.floor import Floor, new_id

MANUAL = UUID("d0000000-0000-4000-8000-000000000001")
MINE = UUID("d0000000-0000-4000-8000-000000000002")
VISITOR = UUID("71000000-0000-4000-8000-000000000001")
# As the page prints it.
PRINTED = "UPDATE OutboundCall SET CallPhase='Enqueue', AgentId=@AgentId, Predistributed=1 WHERE @Id=OutboundCallId AND CallPhase='Manual'"


class Grids(Floor):
    """A floor with grids."""

    def manual(self, **columns: Any) -> int:
        return self.call(OutboundListId=self.outbound_list(ManualDistribution=1), **columns)

    def grid(self, query: str, key: str = "OutboundCallId", **columns: Any) -> UUID:
        grid = new_id()
        self.add(
            "DataQuery", DataQueryId=grid, DisplayName="Ours", Query=query, KeyColumn=key, **columns
        )
        return grid

    def icon(self, grid: UUID, command: str, **columns: Any) -> UUID:
        key = new_id()
        columns = {"ColumnName": "Icon", "Model": "ImageScript"} | columns
        self.add(
            "DataQueryColumn",
            DataQueryColumnId=key,
            DataQueryId=grid,
            DisplayName="Icon",
            Command=command,
            **columns,
        )
        return key

    def dial_icon(self) -> UUID:
        key: UUID = self.value(
            "SELECT DataQueryColumnId FROM DataQueryColumn WHERE DataQueryId = %s AND ColumnName = 'Dial'",
            MANUAL,
        )
        return key

    def shown(self, grid: UUID, agent: UUID) -> list[Any]:
        return [row for (row,) in self.rows("SELECT run_grid(%s, 200, %s)", grid, agent)]

    def click(self, column: UUID, row: Any, agent: UUID, value: str | None = None) -> int:
        changed: int = self.do("run_grid_command", column, str(row), value, agent)
        return changed


@pytest.fixture
def grids(db: psycopg.Connection[Any]) -> Grids:
    return Grids(db)


def refused(grids: Grids, *call: Any) -> tuple[str | None, str]:
    with pytest.raises(psycopg.Error) as error, grids.conn.transaction():
        grids.do(*call)
    assert error.value.diag.message_hint
    return error.value.sqlstate, str(error.value.diag.message_primary)


def test_the_shipped_grid_releases_a_call(grids: Grids) -> None:
    """MAN-2: the page's own UPDATE behind an icon; the call goes to the agent who clicked."""
    agent, call = grids.agent(), grids.manual()
    assert [row["outboundcallid"] for row in grids.shown(MANUAL, agent)] == [call]
    assert (
        grids.value(
            "SELECT Command FROM DataQueryColumn WHERE DataQueryColumnId = %s", grids.dial_icon()
        )
        == PRINTED
    )
    assert grids.click(grids.dial_icon(), call, agent) == 1
    assert grids.see(call, "CallPhase", "AgentId", "Predistributed") == ("Enqueue", agent, 1)
    assert grids.shown(MANUAL, agent) == []
    assert grids.cycle().offered == 1
    assert [row["callphase"] for row in grids.shown(MINE, agent)] == ["AgentOfferFirst"]


def test_only_what_the_agent_is_skilled_in(grids: Grids) -> None:
    """GRID-1: @AgentId in the query is who looks; nobody clicks what is not shown to him."""
    grids.manual()
    other = grids.agent(skills={})
    call = grids.value("SELECT OutboundCallId FROM OutboundCall")
    assert grids.shown(MANUAL, other) == []
    assert (
        refused(grids, "run_grid_command", grids.dial_icon(), str(call), None, other)[0] == "PD052"
    )


def test_who_comes_second_is_told(grids: Grids) -> None:
    """MAN-2: one gets it, the other is told."""
    jana, petr, call = grids.agent(), grids.agent(), grids.manual()
    grids.click(grids.dial_icon(), call, jana)
    code, said = refused(grids, "run_grid_command", grids.dial_icon(), str(call), None, petr)
    assert code == "PD052"
    assert str(call) in said
    assert "Manual calls" in said
    assert grids.see(call, "AgentId") == jana


def test_two_click_at_once(database: Database) -> None:
    """MAN-2: in the very same moment, too."""
    grids = Grids(database.connect())
    jana, petr, call, icon = grids.agent(), grids.agent(), grids.manual(), grids.dial_icon()
    first, second = database.connect(autocommit=False), database.connect()
    query = "SELECT run_grid_command(%s, %s, NULL, %s)"
    first.execute(query, (icon, str(call), jana))
    second.execute("SET lock_timeout = '200ms'")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        second.execute(query, (icon, str(call), petr))
    first.commit()
    with pytest.raises(psycopg.Error) as error:
        second.execute(query, (icon, str(call), petr))
    assert error.value.sqlstate == "PD052"
    assert grids.see(call, "AgentId") == jana


def test_bulk_action(grids: Grids) -> None:
    """MAN-2: Schedule outbound calls; what comes too late keeps none of the others."""
    agent = grids.agent()
    one, two, gone = grids.manual(), grids.manual(), grids.manual()
    grids.do("cancel_call", gone)
    outcome = dict(
        grids.rows(
            "SELECT * FROM run_bulk_action(%s, %s, agent_id => %s)",
            MANUAL,
            [str(one), str(two), str(gone), "x"],
            agent,
        )
    )
    assert (outcome[str(one)], outcome[str(two)]) == ("Enqueue", "Enqueue")
    assert "Nothing was changed" in outcome[str(gone)]
    assert "Nothing was changed" in outcome["x"]
    assert grids.see(one, "Predistributed") == 0
    with pytest.raises(psycopg.Error) as error, grids.conn.transaction():
        grids.rows("SELECT * FROM run_bulk_action(%s, '{}')", MINE)
    assert error.value.sqlstate == "PD053"


VALUES = [
    "plain", "it's", "a;b", "$$x$$", "\\", "100%", "@Id", "'; DROP TABLE OutboundCall; --", "ž🙂", "", "$1", "e'\\''",
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_values_are_bound(grids: Grids, value: str) -> None:
    """GRID-1: whatever is in them: values given, and columns of the row."""
    agent, call = grids.agent(), grids.call(DisplayName=value)
    grid = grids.grid("SELECT c.OutboundCallId, c.DisplayName, c.Priority FROM OutboundCall AS c")
    command = "UPDATE OutboundCall SET CallKey = @DisplayName, Cause = @Value, Priority = @Priority + 1 WHERE OutboundCallId = @Id"
    icon = grids.icon(grid, command, ColumnName="DisplayName", Model="Select")
    assert grids.click(icon, call, agent, value) == 1
    assert grids.see(call, "CallKey", "Cause", "Priority") == (value, value, 1)


def test_null_is_bound(grids: Grids) -> None:
    """GRID-1: a column without a value is NULL in the command."""
    agent, call = grids.agent(), grids.call(Cause="old")
    grid = grids.grid("SELECT c.OutboundCallId, c.DisplayName FROM OutboundCall AS c")
    icon = grids.icon(
        grid, "UPDATE OutboundCall SET Cause = @DisplayName WHERE OutboundCallId = @Id"
    )
    grids.click(icon, call, agent)
    assert grids.see(call, "Cause") is None


@pytest.mark.parametrize(
    "text",
    [
        "'@Id'", "'it''s @Nobody'", "E'\\'@Nobody'", "$$ @Nobody $$", "$a$ @Nobody $b$ @x $a$",
        "'x' /* @Nobody */", "'x' -- @Nobody\n",
    ],
)  # fmt: skip
def test_text_is_left_alone(grids: Grids, text: str) -> None:
    """GRID-1: nothing is replaced inside literals and comments."""
    agent, call = grids.agent(), grids.call()
    grid = grids.grid("SELECT c.OutboundCallId FROM OutboundCall AS c")
    icon = grids.icon(grid, f"UPDATE OutboundCall SET Cause = {text} WHERE OutboundCallId = @Id;")
    assert grids.click(icon, call, agent) == 1
    assert grids.see(call, "Cause") == grids.value(f"SELECT {text}".replace("%", "%%"))


def test_names_are_whole_and_of_any_case(grids: Grids) -> None:
    """GRID-1: @IdNumber is not @Id followed by a word; a quoted name is a name."""
    agent, call = grids.agent(), grids.call()
    grid = grids.grid('SELECT c.OutboundCallId, 7 AS IdNumber, 1 AS "@id" FROM OutboundCall AS c')
    icon = grids.icon(
        grid, "UPDATE OutboundCall SET Priority = @IDNUMBER WHERE OutboundCallId = @iD"
    )
    grids.click(icon, call, agent)
    assert grids.see(call, "Priority") == 7


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE OutboundCall SET Cause = @Nobody",
        "UPDATE OutboundCall SET Cause = 'x'; DELETE FROM OutboundCall",
        "DROP TABLE OutboundCall",
        "DO $$ BEGIN END $$",
        "COPY OutboundCall TO STDOUT",
        "SET ROLE postgres",
        "TRUNCATE OutboundCall",
        "UPDATE OutboundCall SET NoSuchColumn = 1",
        "UPDATE OutboundCall SET",
        "",
        "UPDATE OutboundCall SET Cause = 'x' WHERE OutboundCallId = @Id AND 'open",
    ],
)
def test_what_cannot_be_run_is_refused_when_written(grids: Grids, command: str) -> None:
    """GRID-1: with what is wrong; and neither a mistake nor a good one leaves a statement behind."""
    grid = grids.grid("SELECT c.OutboundCallId FROM OutboundCall AS c")
    with pytest.raises(psycopg.Error) as error, grids.conn.transaction():
        grids.icon(grid, command)
    assert (error.value.sqlstate, error.value.diag.column_name) == ("PD050", "Command")
    grids.icon(grid, PRINTED)
    assert (
        grids.value("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'dialer%%'") == 0
    )


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM OutboundCall RETURNING OutboundCallId",
        "SELECT Number FROM OutboundCall",
        "SELECT OutboundCallId FROM OutboundCall WHERE AgentId = @Id",
        "SELECT OutboundCallId FROM Nowhere",
        "SELECT 1; SELECT 2",
    ],
)
def test_queries_are_checked_when_written(grids: Grids, query: str) -> None:
    """GRID-1: one SELECT that has the key."""
    with pytest.raises(psycopg.Error) as error, grids.conn.transaction():
        grids.grid(query)
    assert error.value.sqlstate == "PD050"


def test_a_query_changes_nothing(grids: Grids) -> None:
    """GRID-1: not even one that hides a change in a WITH."""
    agent, call = grids.agent(), grids.call()
    with pytest.raises(psycopg.Error), grids.conn.transaction():
        grid = grids.grid(
            "WITH d AS (DELETE FROM OutboundCall RETURNING *) SELECT OutboundCallId FROM d"
        )
        grids.shown(grid, agent)
    assert grids.see(call) == ("Enqueue", "Scheduled")


def test_a_role_is_not_changed(grids: Grids) -> None:
    """GRID-1: a command that would stay somebody else is taken back."""
    agent, call = grids.agent(), grids.call()
    grids.conn.execute("CREATE ROLE pgdialer_somebody_else")
    grid = grids.grid("SELECT c.OutboundCallId FROM OutboundCall AS c")
    icon = grids.icon(
        grid, "SELECT set_config('role', 'pgdialer_somebody_else', true) WHERE @Id <> ''"
    )
    with pytest.raises(psycopg.Error), grids.conn.transaction():
        grids.click(icon, call, agent)
    assert grids.value("SELECT current_user") != "pgdialer_somebody_else"


def test_unknown_things(grids: Grids) -> None:
    """GRID-1: named in the refusal."""
    for function in ("run_grid", "run_tile", "press_tile"):
        assert refused(grids, function, UUID(int=1))[0] == "PD051"
    assert refused(grids, "run_grid_command", UUID(int=1), "1")[0] == "PD051"


def test_tiles(grids: Grids) -> None:
    """CALL-5: the shipped one opens the visitor's editor; others show a figure and run a command."""
    agent = grids.agent()
    assert grids.look("Tile", VISITOR, "Url") == "OutCallEditor.html?CallType=Visitor"
    assert grids.do("press_tile", VISITOR, agent) == 0
    tile = new_id()
    grids.add(
        "Tile", TileId=tile, DisplayName="Visitors", Query="SELECT count(*) FROM OutboundCall WHERE AgentId = @AgentId",
        Command="SELECT create_visitor(@AgentId)",
    )  # fmt: skip
    assert grids.do("run_tile", tile, agent) == "0"
    assert grids.do("press_tile", tile, agent) == 1
    assert grids.do("run_tile", tile, agent) == "1"
    assert grids.value("SELECT CallType FROM OutboundCall") == "Visitor"
    with pytest.raises(psycopg.Error) as error, grids.conn.transaction():
        grids.add("Tile", DisplayName="Bad", Command="DROP TABLE Tile")
    assert error.value.sqlstate == "PD050"


def test_what_is_shipped_can_be_run(grids: Grids) -> None:
    """GRID-1: the seed rows pass the checks that came after them."""
    agent = grids.agent()
    for (key,) in grids.rows("SELECT DataQueryId FROM DataQuery"):
        grids.shown(key, agent)
    grids.rows("UPDATE DataQuery SET Query = Query RETURNING 1")
    grids.rows("UPDATE DataQueryColumn SET Command = Command RETURNING 1")
    grids.rows("UPDATE Tile SET Query = Query RETURNING 1")
