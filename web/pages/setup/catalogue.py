"""What the database says of a table: its columns' kinds, limits, defaults, and meanings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...database import nobody, rows

COLUMNS = """
    SELECT a.attname::text AS name, coalesce(d.typname, y.typname)::text AS type,
        y.typname::text AS type_name,
        a.attnotnull OR coalesce(y.typnotnull, FALSE) AS is_required,
        coalesce(pg_get_expr(f.adbin, f.adrelid), '') AS default_value,
        coalesce(col_description(c.oid, a.attnum), '') AS comment,
        ARRAY(
            SELECT e.enumlabel::text FROM pg_enum AS e
            WHERE e.enumtypid = y.oid ORDER BY e.enumsortorder
        ) AS labels,
        r.relname::text AS refers_to, b.attname::text AS refers_to_key
    FROM pg_class AS c
    INNER JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    INNER JOIN pg_type AS y ON y.oid = a.atttypid
    LEFT JOIN pg_type AS d ON d.oid = y.typbasetype AND y.typtype = 'd'
    LEFT JOIN pg_attrdef AS f ON f.adrelid = c.oid AND f.adnum = a.attnum
    LEFT JOIN pg_constraint AS k
        ON k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum]
    LEFT JOIN pg_class AS r ON r.oid = k.confrelid
    LEFT JOIN pg_attribute AS b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
    WHERE c.oid = %s::regclass
    ORDER BY a.attnum
"""
CONSTRAINTS = """
    SELECT k.conname::text AS name, coalesce(pg_get_expr(k.conbin, k.conrelid), '') AS condition,
        (SELECT a.attname::text FROM pg_attribute AS a
            WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[cardinality(k.conkey)]
        ) AS column_name
    FROM pg_constraint AS k
    WHERE k.conrelid = %(table)s::regclass
    UNION ALL
    SELECT i.relname::text, '',
        (SELECT a.attname::text FROM pg_attribute AS a
            WHERE a.attrelid = x.indrelid AND a.attnum = x.indkey[0])
    FROM pg_index AS x
    INNER JOIN pg_class AS i ON i.oid = x.indexrelid
    WHERE x.indrelid = %(table)s::regclass AND x.indisunique
        AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = x.indexrelid)
"""
WHOLE = {"int2": (2**15), "int4": (2**31), "int8": (2**63)}


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    type: str
    type_name: str
    is_required: bool
    default_value: str
    comment: str
    labels: tuple[str, ...]
    refers_to: str | None
    refers_to_key: str | None
    lowest: int | None = None
    highest: int | None = None

    @property
    def is_flag(self) -> bool:
        """Whether it is a yes or a no."""
        return self.type_name == "flag"

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole number."""
        return self.type in WHOLE and not self.is_flag

    @property
    def help(self) -> str:
        """What it means, in the words of a form: nobody writes NULL or 1 there."""
        text = re.sub(r"\bNULL\b", "empty", " ".join(self.comment.split()))
        text = text.replace(". empty", ". Empty")
        text = re.sub(r"^(Limit|Action): ", "", text)
        if self.is_flag and self.is_required:
            text = re.sub(r"^1(?: =|:)? ", "", text)
            text = re.sub(r"\b0(?: =|:) ", "off: ", text)
        return text[:1].upper() + text[1:]

    @property
    def default(self) -> Any:
        """What it has where nothing else is said, as far as it is a constant."""
        found = re.fullmatch(r"'((?:[^']|'')*)'(?:::.*)?|(-?\d+)", self.default_value)
        if not found:
            return None
        return int(found[2]) if found[2] else found[1].replace("''", "'")


@dataclass(frozen=True)
class Relation:
    """A table."""

    name: str
    columns: Mapping[str, Column]
    of_constraints: Mapping[str, str]  # the column that a constraint is about
    conditions: Mapping[str, str]

    def __contains__(self, name: str) -> bool:
        """Whether it has a column."""
        return name.lower() in self.columns

    def __getitem__(self, name: str) -> Column:
        """Return a column, capitals do not matter."""
        return self.columns[name.lower()]


@cache
def relation(table: str) -> Relation:
    """Return what the database says of a table; with another release the service starts anew."""
    with nobody() as conn:
        columns = rows(conn, COLUMNS, [table.lower()])
        constraints = rows(conn, CONSTRAINTS, {"table": table.lower()})
    conditions = {one["name"]: one["condition"] for one in constraints}
    return Relation(
        table,
        {
            one["name"]: Column(
                **{**one, "labels": tuple(one["labels"]), **_limits(one["name"], conditions)}
            )
            for one in columns
        },
        {one["name"]: one["column_name"] for one in constraints},
        conditions,
    )


def _limits(name: str, conditions: Mapping[str, str]) -> dict[str, int]:
    """Return the lowest and highest number that constraints allow, where they say it plainly."""
    found = {}
    for condition in conditions.values():
        if re.search(r"\bOR\b|\bCASE\b|\bIS\b", condition):
            continue
        for sign, number in re.findall(rf"\b{name} (>=|>|<=|<) (-?\d+)\b", condition):
            if sign.startswith(">"):
                found["lowest"] = int(number) + (sign == ">")
            else:
                found["highest"] = int(number) - (sign == "<")
    return found
