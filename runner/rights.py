"""Database roles and their rights, as sql/rights/ has them.

The database says which statements are missing; here they are run, each by itself, as far as the
role that deploys may.
"""

from __future__ import annotations

from psycopg import errors

from .catalog import Connection

_MAY_ASK = """
    SELECT has_function_privilege(f, 'EXECUTE')
    FROM to_regprocedure('settle_rights()') AS f
    WHERE f IS NOT NULL
"""
_MISSING = "SELECT Statement FROM settle_rights()"


def settle(conn: Connection) -> list[str]:
    """Run what is missing, in the caller's transaction; return what this role may not run."""
    if conn.execute(_MAY_ASK).fetchone() != (True,):
        return []
    tried: set[str] = set()
    while missing := [one for (one,) in conn.execute(_MISSING) if one not in tried]:
        for statement in missing:
            tried.add(statement)
            try:
                with conn.transaction():
                    conn.execute(statement.encode())
            except (
                errors.InsufficientPrivilege,
                errors.DuplicateObject,  # somebody else made the role at this moment
                errors.UniqueViolation,
            ):
                continue
    return [one for (one,) in conn.execute(_MISSING)]
