"""Put the schema on the search_path, so that a fresh session finds the tables by name alone."""

from __future__ import annotations

from psycopg import errors, sql

from . import catalog
from .catalog import Connection

# Settings of this database: for everybody (no role) or for the role that deploys.
_OWN_SETTING = """
    SELECT count(*)
    FROM pg_db_role_setting AS s
    JOIN pg_database AS d ON d.oid = s.setdatabase
    CROSS JOIN unnest(s.setconfig) AS Setting (line)
    WHERE d.datname = current_database()
        AND (s.setrole = 0 OR s.setrole = current_user::regrole)
        AND Setting.line LIKE 'search_path=%'
"""
_ANOTHER_SCHEMA = """
    SELECT count(*)
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relname = 'schemaversion' AND c.relkind = 'r' AND n.nspname <> current_schema()
"""


def make_visible(conn: Connection, schema: str) -> list[str]:
    """Set the search_path of the database, or of the role, unless it has one; say what was done."""
    path = sql.SQL('{}, "$user", public').format(sql.Identifier(schema))
    shown = f'{catalog.quoted(conn, schema)}, "$user", public'
    database = sql.Identifier(conn.info.dbname)
    hint = f"search_path was left alone; to find the tables by name: SET search_path TO {shown}"
    if _count(conn, _OWN_SETTING) or _count(conn, _ANOTHER_SCHEMA):
        return [hint]
    attempts = [
        (f"database {conn.info.dbname}", sql.SQL("ALTER DATABASE {} SET search_path TO {}")),
        (
            f"role {conn.info.user} in database {conn.info.dbname}",
            sql.SQL("ALTER ROLE CURRENT_USER IN DATABASE {} SET search_path TO {}"),
        ),
    ]
    for whose, statement in attempts:
        try:
            with conn.transaction():
                conn.execute(statement.format(database, path))
        except errors.InsufficientPrivilege:
            continue
        return [f"search_path of {whose} is now {shown}: new sessions find the tables by name."]
    return [hint]


def _count(conn: Connection, query: str) -> int:
    row = conn.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0
