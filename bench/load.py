"""Many calls like a few: what the triggers made of some is written for the others, unasked.

A row costs a tenth of what it costs through the triggers. That it is the same row, a test says.
"""

from __future__ import annotations

from psycopg import sql

from ..runner.database import Connection

# How long a call waits says nothing about where its row lies.
_WAITS_SINCE = """
    CASE WHEN i < %(reserved)s THEN timestamptz '2025-01-08 08:00+01'
        ELSE timestamptz '2025-01-06 08:00+01' + (i * 7919 %% 86400) * interval '1 second' END
"""
# What tells one call from another of its kind, by its number i; the rest is its kind's.
OWN = {
    "outboundcallid": "i + %(ids)s",
    "number": "'+420' || 720000000 + i",
    "numbergiven": "'+420' || 720000000 + i",
    "displayname": "'Customer ' || i",
    "priority": "CASE WHEN i %% 7 = 0 AND i >= %(reserved)s THEN 1 + i %% 3 ELSE 0 END",
    "enqueueingtime": _WAITS_SINCE,
    "duetime": _WAITS_SINCE,
}

_COLUMNS = """
    SELECT a.attname
    FROM pg_attribute AS a
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = '' AND a.attidentity <> 'a'
    ORDER BY a.attnum
"""
_LOAD = """
    INSERT INTO {table} ({columns})
    SELECT {values}
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i
    INNER JOIN {table} AS kind
        ON kind.OutboundCallId = %(ids)s + %(kinds_from)s + (i - %(kinds_from)s) %% %(kinds)s
    ORDER BY i
"""
# Triggers, those of foreign keys among them, do not fire.
_UNASKED = "SET LOCAL session_replication_role = replica"


def load(conn: Connection, kinds_from: int, kinds: int, many: int, reserved: int) -> None:
    """Add calls to the last so many (kinds), which are those from number kinds_from on.

    Afterwards there are many, kinds included.
    """
    ids = _value(conn, "SELECT max(OutboundCallId) FROM OutboundCall") - kinds_from - kinds + 1
    numbers = {
        "ids": ids, "kinds_from": kinds_from, "kinds": kinds,
        "first": kinds_from + kinds, "last": kinds_from + many - 1, "reserved": reserved,
    }  # fmt: skip
    with conn.transaction():
        conn.execute(_UNASKED)
        for table in ("outboundcall", "callevent"):
            columns = [name for (name,) in conn.execute(_COLUMNS, (table,))]
            values = [sql.SQL(OWN.get(name, f"kind.{name}")) for name in columns]
            statement = sql.SQL(_LOAD).format(
                table=sql.Identifier(table),
                columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
                values=sql.SQL(", ").join(values),
            )
            conn.execute(statement, numbers)
        conn.execute(
            "SELECT setval(pg_get_serial_sequence('outboundcall', 'outboundcallid'), %s)",
            (ids + numbers["last"],),
        )


def _value(conn: Connection, query: str) -> int:
    row = conn.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0
