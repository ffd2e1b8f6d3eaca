"""The rules of test_catalog find what they are for."""

from __future__ import annotations

import re

import psycopg
import pytest

from tests.catalog.test_catalog import FORBIDDEN, OURS, RULES, without_comments

BREAKS = {
    "every table and view has a comment": ("CREATE TABLE Bad (Id int)", "bad"),
    "every column of a table has a comment": ("CREATE TABLE Bad (Id int)", "bad.id"),
    "every function has a comment": ("{function}", "bad()"),
    "every enum and domain has a comment": ("CREATE TYPE Bad AS ENUM ('a')", "bad"),
    "every function pins its search_path to its own schema": ("{function}", "bad()"),
    "every function that turns a plan off has none compiled for its price": (
        "{function} SET enable_sort TO off",
        "bad()",
    ),
    "every table has a primary key": ("CREATE TABLE Bad (Id int)", "bad"),
    "every identity is a bigint, and none is a serial": ("CREATE TABLE Bad (Id serial)", "bad.id"),
    "every foreign key has an index that begins with its columns": (
        "CREATE TABLE Bad (Id text CONSTRAINT Far REFERENCES SchemaVersion)",
        "far on bad",
    ),
    "no table is unlogged": ("CREATE UNLOGGED TABLE Bad (Id int)", "bad"),
    "no foreign key, view or default reaches into another schema": (
        "CREATE TABLE public.Far (Id int PRIMARY KEY); CREATE TABLE Bad (Id int REFERENCES public.Far)",
        "constraint bad_id_fkey on table bad",
    ),
    "every function is in plpgsql, but for an expression that becomes part of statements": (
        "{function}",
        "bad()",
    ),
}
FUNCTION = "CREATE FUNCTION bad() RETURNS int LANGUAGE sql AS 'SELECT 1'"


@pytest.mark.parametrize("rule", RULES)
def test_rule_finds_its_breach(db: psycopg.Connection, rule: str) -> None:
    """A planted breach is named by the rule it breaks."""
    statement, named = BREAKS[rule]
    db.execute(statement.format(function=FUNCTION))
    assert named in {name for (name,) in db.execute(OURS + RULES[rule])}


BODIES = {
    "advisory locks": "PERFORM pg_advisory_xact_lock(1);",
    "NOTIFY": "NOTIFY wake;",
    "TG_TABLE_NAME and its kind": "IF TG_TABLE_NAME = 'x' THEN",
    "WHERE CURRENT OF": "UPDATE t SET a = 1 WHERE CURRENT  OF c;",
    "MERGE": "MERGE INTO t USING s",
    "transaction numbers": "SELECT txid_current();",
    "its own schema": "SELECT 1 FROM dialer.Call;",
    "a clock of its own": "v := now();",
    "what came after 15": "SELECT uuidv7();",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_forbidden_words_are_found(what: str) -> None:
    """In code, not in comments; a setting's name is not a schema's."""
    assert re.search(FORBIDDEN[what], without_comments(BODIES[what]))
    harmless = f"-- {BODIES[what]}\nSELECT current_setting('dialer.clock', true) /* now() */;"
    assert not re.search(FORBIDDEN[what], without_comments(harmless))
