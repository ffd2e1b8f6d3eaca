"""A floor with grids in few words.

    grids = Grids(db)
    grid = grids.grid("SELECT OutboundCallId, Priority FROM OutboundCall")
    icon = grids.column(grid, "Raise", command="UPDATE OutboundCall SET Priority = 9 WHERE OutboundCallId = @Id")
    assert grids.click(icon, call, agent=jana) == 1

Rows are named by their key, as any type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor, new_id

# As the page prints it.
PRINTED = (
    "UPDATE OutboundCall SET CallPhase='Enqueue', AgentId=@AgentId, Predistributed=1"
    " WHERE @Id=OutboundCallId AND CallPhase='Manual'"
)
MANUAL = UUID("d47a0000-0000-4000-8000-000000000001")
TODAY = UUID("d47a0000-0000-4000-8000-000000000002")
CALLBACKS = UUID("d47a0000-0000-4000-8000-000000000003")
DIAL = UUID("d47ac000-0000-4000-8000-000000000106")
CALL_OFF = UUID("d47ac000-0000-4000-8000-000000000306")
VISITOR = UUID("711e0000-0000-4000-8000-000000000001")
WAITING = UUID("711e0000-0000-4000-8000-000000000002")
NOBODY = UUID(int=1)
SCHEDULE = "Schedule outbound calls"
CALLS = "SELECT c.OutboundCallId, c.DisplayName, c.Priority, c.CallKey FROM OutboundCall AS c"


class Grids(Floor):
    """A floor with grids and tiles."""

    def manual(self, **columns: Any) -> int:
        """Make a call that waits for its release by hand."""
        return self.call(OutboundListId=self.outbound_list(ManualDistribution=1), **columns)

    def grid(self, query: str = CALLS, key: str = "OutboundCallId", **columns: Any) -> UUID:
        """Make a grid."""
        columns = {"DisplayName": "Ours"} | columns
        made = new_id()
        self.add("DataQuery", DataQueryId=made, Query=query, KeyColumn=key, **columns)
        return made

    def column(
        self, grid: UUID, name: str = "Go", command: str | None = None, **columns: Any
    ) -> UUID:
        """Make a column of a grid, by default an icon."""
        columns = {"Model": "ImageScript", "DisplayName": name} | columns
        made = new_id()
        self.add(
            "DataQueryColumn",
            DataQueryColumnId=made, DataQueryId=grid, ColumnName=name, Command=command, **columns,
        )  # fmt: skip
        return made

    def icon(self, command: str, query: str = CALLS) -> UUID:
        """Make a grid of its own with an icon that runs a command."""
        return self.column(self.grid(query), command=command)

    def tile(self, **columns: Any) -> UUID:
        """Make a tile."""
        made = new_id()
        self.add("Tile", TileId=made, **{"DisplayName": "Ours"} | columns)
        return made

    def shown(
        self, grid: UUID, agent: UUID | None = None, limit: int | None = None, after: Any = None
    ) -> list[dict[str, Any]]:
        """Return the rows of a grid."""
        after = None if after is None else str(after)
        rows = self.rows("SELECT run_grid(%s, %s, %s, %s)", grid, limit, after, agent)
        return [row for (row,) in rows]

    def click(
        self, column: UUID, row: Any, agent: UUID | None = None, value: str | None = None
    ) -> int:
        """Click on a cell and return how many rows were changed."""
        changed: int = self.do("run_grid_command", column, str(row), value, agent)
        return changed

    def bulk(
        self, grid: UUID, ids: list[Any], agent: UUID | None = None, action: str = SCHEDULE
    ) -> Any:
        """Run the bulk action and return what came of each id."""
        query = "SELECT id, outcome FROM run_bulk_action(%s, %s, %s::text[], %s)"
        return dict(self.rows(query, grid, action, [str(i) for i in ids], agent))  # fmt: skip

    def hidden(self, statement: str) -> str:
        """Return a call that runs a statement, as a function of a site's own may: no check sees what is in it."""
        self.conn.execute(
            "CREATE OR REPLACE FUNCTION hidden(statement text) RETURNS text LANGUAGE plpgsql"
            " AS $$ BEGIN EXECUTE statement; RETURN statement; END $$"
        )
        quoted: str = self.value("SELECT quote_literal(%s)", statement)
        return f"hidden({quoted})"

    def refused(self, sqlstate: str, function: Callable[[], Any]) -> psycopg.errors.Diagnostic:
        """Have something refused, and return what the error says."""
        with pytest.raises(psycopg.Error) as error, self.conn.transaction():
            function()
        assert error.value.sqlstate == sqlstate, error.value
        if sqlstate.startswith("PD"):
            assert error.value.diag.message_hint
        return error.value.diag
