"""REST shows what its tables have: a column that is not shown is left out on purpose."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from pgdialer.web.api import agents, calls, lists, packs, setup, trunks
from pgdialer.web.api.rows import Table

# Kept by the system for itself, or another way's business.
LEFT_OUT = {
    calls.CALLS: {
        "CallerId", "PbxCallId", "SharedNumber", "Stored", "ConditionTime", "Due", "DueTime", "DueUntil",
        "CallGroupId", "Deadline", "EndPhase", "MissedBy", "HeldBy", "ConsentTime", "AnsweredBy",
    },
    lists.LISTS: {"DoNotCallLists", "DoNotCallUntil"},
    agents.AGENTS: {"DatabaseRole", "BusyConditionId", "BusySince", "BusyListId"},
    setup.RULES: set[str](),
    setup.LISTS: set[str](),
    setup.HOOKS: {"Secret"},
    trunks.TRUNKS: {"Starts", "Outcomes"},
    packs.PACKS: {
        "MinRing", "AbandonLimit", "AbandonHold", "ConsentFrom", "NeedsCallerId", "HasHours", "Counts", "Windows",
        "LongestTalk", "LongestRefusal",
    },
    packs.RULES: set[str](),
}  # fmt: skip


@pytest.mark.parametrize("table", LEFT_OUT, ids=lambda table: table.name)
def test_every_column_is_shown_or_left_out(db: psycopg.Connection[Any], table: Table) -> None:
    shown = {name.replace("_", "") for name in table.shown.model_fields}
    columns = {
        name
        for (name,) in db.execute(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped",
            [table.name],
        )
    }
    assert shown - set(table.beside) <= columns
    assert columns - shown == {name.lower() for name in LEFT_OUT[table]}
