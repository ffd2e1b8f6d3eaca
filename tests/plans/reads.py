"""What a statement read, with all that its functions and triggers did: the server's own counters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.floor import Floor

# Where a wrong plan costs by the size of the list. A partition counts as its table.
BIG = {"outboundcall", "callevent", "pbxcommand", "pbxevent"}

COUNTERS = """
    SELECT c.relkind = 'i', coalesce(pg_partition_root(t.oid), t.oid)::regclass::text,
        coalesce(pg_partition_root(c.oid), c.oid)::regclass::text,
        pg_stat_get_xact_numscans(c.oid), pg_stat_get_xact_tuples_returned(c.oid)
    FROM pg_class AS c
    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
    JOIN pg_class AS t ON t.oid = coalesce(i.indrelid, c.oid)
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'i')
"""


@dataclass
class Reads:
    """Counts of one statement, of the big tables only."""

    indexes: set[str] = field(default_factory=set)  # that were scanned
    scanned: Counter[str] = field(default_factory=Counter)  # rows by table, read without an index
    rows: int = 0  # rows and index entries that were read


def reads(floor: Floor, query: str, values: tuple[Any, ...]) -> Reads:
    """Run a statement in the floor's transaction."""
    before = _counters(floor)
    floor.rows(query, *values)
    made = Reads()
    for key, (scans, rows) in _counters(floor).items():
        is_index, table, name = key
        scans_before, rows_before = before.get(key, (0, 0))
        if table not in BIG or scans == scans_before:
            continue
        made.rows += rows - rows_before
        if is_index:
            made.indexes.add(name)
        elif rows > rows_before:
            made.scanned[table] += rows - rows_before
    return made


def _counters(floor: Floor) -> dict[tuple[bool, str, str], tuple[int, int]]:
    counted: dict[tuple[bool, str, str], tuple[int, int]] = {}
    for is_index, table, name, scans, rows in floor.rows(COUNTERS):
        others = counted.get((is_index, table, name), (0, 0))
        counted[is_index, table, name] = (others[0] + scans, others[1] + rows)
    return counted
