"""What the system catalogues say about the routines, triggers and views of the current schema."""

# ruff: noqa: S608  (the queries share their first part, and take nothing from outside)

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import psycopg
from psycopg.rows import class_row, dict_row

Connection = psycopg.Connection[Any]


class Key(NamedTuple):
    """What names an object inside its schema."""

    kind: str
    identity: str

    def __str__(self) -> str:
        return f"{self.kind} {self.identity}"


class Address(NamedTuple):
    """What names an object to the server."""

    classid: int
    objid: int


class Live(NamedTuple):
    """An object as it is now; its stamp changes whenever it is replaced."""

    key: Key
    name: str
    address: Address
    stamp: str


class Rights(NamedTuple):
    """Who owns an object, and who else may use it; no grants means the server's default."""

    owner: str
    grants: list[dict[str, Any]] | None


class Edge(NamedTuple):
    """One object that depends on another."""

    classid: int
    objid: int
    refclassid: int
    refobjid: int
    part: bool
    description: str

    @property
    def dependent(self) -> Address:
        """Return the address of what depends."""
        return Address(self.classid, self.objid)

    @property
    def on(self) -> Address:
        """Return the address of what it depends on."""
        return Address(self.refclassid, self.refobjid)


# The schema is the search_path, so that identities come without its name.
# Clones of a trigger on partitions come and go with the trigger itself.
_INVENTORY = """
    WITH Ours AS (SELECT oid FROM pg_namespace WHERE nspname = current_schema()),
    Inventory AS (
        SELECT
            'routine' AS Kind, p.oid::regprocedure::text AS Identity, p.proname AS Name,
            p.tableoid AS ClassId, p.oid AS ObjId, p.ctid::text AS Stamp, p.proowner AS Owner,
            p.proacl AS Acl
        FROM pg_proc AS p
        WHERE p.pronamespace = (SELECT oid FROM Ours)
        UNION ALL
        SELECT
            'view', c.oid::regclass::text, c.relname, c.tableoid, c.oid, c.ctid::text, c.relowner,
            c.relacl
        FROM pg_class AS c
        WHERE c.relnamespace = (SELECT oid FROM Ours) AND c.relkind = 'v'
        UNION ALL
        SELECT
            'trigger', quote_ident(t.tgname) || ' on ' || t.tgrelid::regclass::text, t.tgname,
            t.tableoid, t.oid, t.ctid::text, NULL, NULL
        FROM pg_trigger AS t
        JOIN pg_class AS c ON c.oid = t.tgrelid
        WHERE c.relnamespace = (SELECT oid FROM Ours) AND NOT t.tgisinternal AND t.tgparentid = 0
    )
"""

_ALL = _INVENTORY + "SELECT Kind, Identity, Name, ClassId, ObjId, Stamp FROM Inventory"
# As a name, by which the catalogues have indexes: a deployment asks for each of a thousand objects.
_NAMED = _ALL + " WHERE Kind = %s AND Name = %s::name"

_RIGHTS = (
    _INVENTORY
    + """
    SELECT i.Kind, i.Identity, i.Owner::regrole::text AS Owner, (
        SELECT jsonb_agg(to_jsonb(g))
        FROM (
            SELECT
                a.privilege_type AS privilege, NULL AS column, a.is_grantable AS grantable,
                CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee
            FROM aclexplode(i.Acl) AS a
            UNION ALL
            SELECT
                a.privilege_type, t.attname, a.is_grantable,
                CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
            FROM pg_attribute AS t
            CROSS JOIN aclexplode(t.attacl) AS a
            WHERE i.Kind = 'view' AND t.attrelid = i.ObjId AND NOT t.attisdropped
        ) AS g
    ) AS Grants
    FROM Inventory AS i
    WHERE i.Kind <> 'trigger'
"""
)

_DEFINITIONS = (
    _INVENTORY
    + """
    SELECT i.Kind, i.Identity, encode(sha256(convert_to(CASE
        WHEN i.Kind = 'view' THEN concat(pg_get_viewdef(i.ObjId), (
            SELECT c.reloptions FROM pg_class AS c WHERE c.oid = i.ObjId))
        WHEN i.Kind = 'trigger' THEN (
            SELECT pg_get_triggerdef(t.oid) || t.tgenabled::text
            FROM pg_trigger AS t
            WHERE t.oid = i.ObjId)
        WHEN (SELECT p.prokind FROM pg_proc AS p WHERE p.oid = i.ObjId) = 'a' THEN i.Identity
        ELSE pg_get_functiondef(i.ObjId)
    END, 'UTF8')), 'hex') AS Hash
    FROM Inventory AS i
"""
)

# A view is held by its rule, so the rule stands for the view. Parts (deptype i: the row type of a
# view) are no dependents of their own, but what depends on them counts.
_DEPENDENTS = """
    WITH RECURSIVE Edge (ClassId, ObjId, RefClassId, RefObjId, Part) AS (
        SELECT 0::oid, 0::oid, s.ClassId, s.ObjId, true
        FROM unnest(%(classes)s::oid[], %(objects)s::oid[]) AS s (ClassId, ObjId)
        UNION
        SELECT d.ClassId, d.ObjId, d.RefClassId, d.RefObjId, d.Part
        FROM (
            SELECT DISTINCT
                CASE WHEN e.ClassId = 0 THEN e.RefClassId ELSE e.ClassId END AS ClassId,
                CASE WHEN e.ClassId = 0 THEN e.RefObjId ELSE e.ObjId END AS ObjId
            FROM Edge AS e
        ) AS n
        CROSS JOIN LATERAL (
            SELECT
                CASE WHEN r.oid IS NULL THEN p.classid ELSE 'pg_class'::regclass END AS ClassId,
                coalesce(r.ev_class, p.objid) AS ObjId,
                p.refclassid AS RefClassId,
                p.refobjid AS RefObjId,
                p.deptype = 'i' AND r.oid IS NULL AS Part
            FROM pg_depend AS p
            LEFT JOIN pg_rewrite AS r
                ON p.classid = 'pg_rewrite'::regclass AND r.oid = p.objid AND r.rulename = '_RETURN'
            LEFT JOIN pg_trigger AS t ON p.classid = 'pg_trigger'::regclass AND t.oid = p.objid
            WHERE p.refclassid = n.ClassId AND p.refobjid = n.ObjId
                AND coalesce(t.tgparentid, 0) = 0
        ) AS d
        WHERE (d.ClassId, d.ObjId) <> (d.RefClassId, d.RefObjId)
    )
    SELECT
        ClassId, ObjId, RefClassId, RefObjId, Part,
        pg_describe_object(ClassId, ObjId, 0) AS Description
    FROM Edge
    WHERE ClassId <> 0
"""

_COLUMNS = """
    SELECT attname
    FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
"""


def live(conn: Connection, kind_and_name: tuple[str, str] | None = None) -> list[Live]:
    """Return the objects of the schema, or those of one kind and name."""
    rows = conn.execute(_NAMED, kind_and_name) if kind_and_name else conn.execute(_ALL)
    return [
        Live(Key(kind, identity), name, Address(classid, objid), stamp)
        for kind, identity, name, classid, objid, stamp in rows
    ]


def rights(conn: Connection) -> dict[Key, Rights]:
    """Return owner and grants of every routine and view of the schema."""
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_RIGHTS)
        return {
            Key(row["kind"], row["identity"]): Rights(row["owner"], row["grants"]) for row in rows
        }


def definitions(conn: Connection) -> dict[Key, str]:
    """Return a hash of the definition of every object of the schema."""
    return {Key(kind, identity): hashed for kind, identity, hashed in conn.execute(_DEFINITIONS)}


def dependents(conn: Connection, addresses: Iterable[Address]) -> list[Edge]:
    """Return what depends on these objects, directly or not."""
    wanted = list(addresses)
    with conn.cursor(row_factory=class_row(Edge)) as cursor:
        return cursor.execute(
            _DEPENDENTS,
            {"classes": [a.classid for a in wanted], "objects": [a.objid for a in wanted]},
        ).fetchall()


def columns(conn: Connection, key: Key) -> set[str]:
    """Return the column names of a view; none of anything else."""
    if key.kind != "view":
        return set()
    rows = conn.execute(_COLUMNS, [key.identity])
    return {name for (name,) in rows}


def quoted(conn: Connection, name: str) -> str:
    """Return a name as the server would write it, in quotes only if it needs them."""
    row = conn.execute("SELECT quote_ident(%s)", [name]).fetchone()
    return str(row[0]) if row else name
