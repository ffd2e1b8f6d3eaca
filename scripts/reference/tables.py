"""tables.md: tables, views and types."""

from __future__ import annotations

import re

from pgdialer.runner.files import SqlFile

from scripts.reference.common import CODE, WRITTEN, Connection, opening, spelt, table

SHORT = {
    "timestamp with time zone": "timestamptz",
    "time without time zone": "time",
    "character varying": "varchar",
}


# Not spelt as our own names are: Text and Integer are words of ours, too.
BUILT_IN = {"text", "integer", "boolean", "date"}


def area_of_migration(file: SqlFile) -> tuple[str, str]:
    """Title of a migration, and the first comment in it."""
    name = file.path.split(".")[-2].capitalize()
    said = next(
        line[3:]
        for line in file.text.splitlines()
        if line.startswith("-- ") and not line.startswith("-- depends")
    )
    return name, said


RELATIONS = """
    SELECT c.oid, c.relname, c.relkind = 'v' AS is_view, obj_description(c.oid, 'pg_class'),
        (SELECT array_agg(a.attname::text ORDER BY k.place)
        FROM pg_constraint AS p
        CROSS JOIN unnest(p.conkey) WITH ORDINALITY AS k (attnum, place)
        JOIN pg_attribute AS a ON a.attrelid = p.conrelid AND a.attnum = k.attnum
        WHERE p.conrelid = c.oid AND p.contype = 'p'), o.path
    FROM pg_class AS c
    LEFT JOIN DeployedObject AS o ON o.kind = 'view' AND o.name = c.relname
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')
        AND NOT c.relispartition AND c.relname NOT LIKE '\\_yoyo%' AND c.relname <> 'yoyo_lock'
"""
COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        CASE
            WHEN a.attidentity <> '' THEN 'identity'
            ELSE pg_get_expr(d.adbin, d.adrelid, true)
        END,
        col_description(a.attrelid, a.attnum),
        (SELECT f.confrelid::regclass::text FROM pg_constraint AS f
        WHERE f.conrelid = a.attrelid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum])
    FROM pg_attribute AS a
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
"""
TYPES = """
    SELECT t.typname, t.typtype = 'd', obj_description(t.oid, 'pg_type'),
        coalesce(
            (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
            FROM pg_enum AS e WHERE e.enumtypid = t.oid),
            format_type(t.typbasetype, t.typtypmod))
    FROM pg_type AS t
    WHERE t.typnamespace = current_schema()::regnamespace AND t.typtype IN ('d', 'e')
    ORDER BY t.typname COLLATE "C"
"""


def type_name(text: str) -> str:
    """Name a type as the files do."""
    for long, short in SHORT.items():
        text = text.replace(long, short)
    return text if text.removesuffix("[]") in BUILT_IN else spelt(text)


def columns(conn: Connection, oid: int, *, view: bool) -> list[str]:
    """Describe the columns of a table or a view."""
    rows = []
    for name, kind, required, default, comment, to in conn.execute(COLUMNS, [oid]):
        shown = f"`{type_name(kind)}`"
        if to:
            shown += f" → [{spelt(to)}](#{to})"
        value = f"`{re.sub(r'::[a-z]+( [a-z ]+)?$', '', default)}`" if default else ""
        if view:
            rows.append([spelt(name), shown])
        else:
            rows.append([spelt(name), shown, "" if required else "yes", value, comment])
    heads = ["Column", "Type"] if view else ["Column", "Type", "Null", "Default", "Meaning"]
    return table(*heads, rows=rows)


def tables_page(conn: Connection) -> str:
    """Describe every table, view and type."""
    text = opening("tables")
    found = {row[1]: row for row in conn.execute(RELATIONS.encode())}
    for file in WRITTEN:
        made = [
            n.lower() for n in re.findall(r"^CREATE (?:UNLOGGED )?TABLE (\w+)", file.text, re.M)
        ]
        if not any(name in found for name in made):
            continue
        title, said = area_of_migration(file)
        text += [f"## {title}", "", said, ""]
        for name in made:
            if name in found:
                oid, _, _, comment, key, _ = found.pop(name)
                text += [f"### {spelt(name)}", "", comment, "", *columns(conn, oid, view=False)]
                text += [f"Primary key: {', '.join(map(spelt, key))}.", ""]
    text += ["## Views", "", "The definitions that everything shares, by folder of `sql/`.", ""]
    order = {file.path: number for number, file in enumerate(CODE)}
    for oid, name, _, comment, _, path in sorted(found.values(), key=lambda r: (order[r[5]], r[0])):
        text += [f"### {spelt(name)}", "", f"{comment} (`{path}`)", ""]
        text += columns(conn, oid, view=True)
    text += ["## Types", ""]
    text += table(
        "Type", "Is", "Meaning",
        rows=(
            [spelt(n), f"`{type_name(v)}`" if domain else v, comment]
            for n, domain, comment, v in conn.execute(TYPES.encode())
        ),
    )  # fmt: skip
    return "\n".join(text)
