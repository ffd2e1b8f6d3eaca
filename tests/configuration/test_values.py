"""CONF-1: what a parameter may be, and how it is refused what it may not be."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def stored(floor: Floor, name: str) -> str | None:
    value: str | None = floor.look("Configuration", name, "ConfigurationValue")
    return value


def own(floor: Floor, name: str = "Own", **columns: Any) -> str:
    """A parameter of the site's own."""
    floor.add("Configuration", ConfigurationName=name, **{"Description": "Ours."} | columns)
    return name


TAKEN = [
    *(("UseUnifiedQueue", given, "true") for given in ("true", "TRUE", " yes ", "on", "1", "t", "Y")),
    *(("UseUnifiedQueue", given, "false") for given in ("false", "No", "off", "0", "f\n", "n")),
    ("DialGuard", "1", "1"),
    ("DialGuard", " 0090 ", "90"),
    ("DialGuard", "+7", "7"),
    ("DialGuard", "2147483647", "2147483647"),
    ("RunnerSilence", "10", "10"),
    ("RunnerSilence", "3600", "3600"),
    ("LostShiftWindow", "0", "0"),
    ("HistoryMonths", "13", "13"),
    ("HistoryMonths", "", ""),
    ("PbxLogDays", "  ", ""),
    ("RequestDays", "9999", "9999"),
    ("DefaultCountry", "sk", "SK"),
    ("DefaultTimeZone", "Europe/London", "Europe/London"),
    ("DefaultTimeZone", "UTC", "UTC"),
    ("MissedCallsStatus", "Completing info", "Completing info"),
    ("MissedCallsStatus", "57A70000-0000-4000-8000-000000000002", "57A70000-0000-4000-8000-000000000002"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "kept"), TAKEN)
def test_what_is_taken_and_how_it_is_kept(floor: Floor, name: str, given: str, kept: str) -> None:
    """CONF-1: ways to write it come to one, blanks around it go, and that is what is read."""
    floor.set("Configuration", name, ConfigurationValue=given)
    assert stored(floor, name) == kept
    assert floor.do("configuration", name) == kept


EMPTY_IS_DEFAULT = [
    "CycleBatch", "DefaultCountry", "DefaultTimeZone", "DialGuard", "LostShiftWindow", "MissedCallsStatus",
    "RunnerSilence", "UseUnifiedQueue",
]  # fmt: skip


@pytest.mark.parametrize("given", ["", "  ", None])
@pytest.mark.parametrize("name", EMPTY_IS_DEFAULT)
def test_empty_is_the_default(floor: Floor, name: str, given: str | None) -> None:
    """CONF-1: where nothing else is meant by it."""
    default = floor.look("Configuration", name, "DefaultValue")
    floor.set("Configuration", name, ConfigurationValue=given)
    assert stored(floor, name) is None
    assert floor.do("configuration", name) == default


REFUSED = [
    ("UseUnifiedQueue", "maybe", "true or false, by default false"),
    ("UseUnifiedQueue", "2", "true or false"),
    ("DialGuard", "0", "a whole number of seconds from 1 on, by default 120"),
    ("DialGuard", "-5", "from 1 on"),
    ("DialGuard", "2147483648", "from 1 on"),
    ("DialGuard", "9" * 30, "from 1 on"),
    ("DialGuard", "1.5", "a whole number"),
    ("DialGuard", "two minutes", "a whole number"),
    ("DialGuard", "60 s", "a whole number"),
    ("DialGuard", "١٢٠", "a whole number"),
    ("RunnerSilence", "9", "a whole number of seconds from 10 to 3600, by default 15"),
    ("RunnerSilence", "3601", "from 10 to 3600"),
    ("CycleBatch", "0", "a whole number of calls from 1 to 100000, by default 2000"),
    ("LostShiftWindow", "-1", "a whole number of seconds from 0 to 31536000, by default 3600"),
    (
        "HistoryMonths",
        "0",
        "a whole number of months from 1 to 9999, or empty: for ever, by default empty",
    ),
    ("PbxLogDays", "for ever", "or empty: for ever, by default 30"),
    ("DefaultCountry", "Czechia", "the code of a country, such as CZ, by default CZ"),
    ("DefaultCountry", "XX", "the code of a country"),
    (
        "DefaultTimeZone",
        "CET+1",
        "the name of a time zone, such as Europe/Prague, by default Europe/Prague",
    ),
    ("DefaultTimeZone", "CEST", "the name of a time zone"),
    ("DefaultTimeZone", "Europe/Nowhere", "the name of a time zone"),
    ("MissedCallsStatus", "Lunch", "the name or the id of an agent status, by default Pause"),
    ("MissedCallsStatus", "57a70000-0000-4000-8000-00000000000f", "the name or the id"),
]


@pytest.mark.parametrize(("name", "given", "allowed"), REFUSED)
def test_what_is_refused_and_how(floor: Floor, name: str, given: str, allowed: str) -> None:
    """CONF-1, URL-3: one sentence with the parameter, the value, what is allowed, the default; nothing is changed."""
    before = stored(floor, name)
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.set("Configuration", name, ConfigurationValue=given)
    said = refused.value.diag
    assert said.sqlstate == "PD040"
    assert said.column_name == "ConfigurationValue"
    assert f'{name} cannot be "{given}": it is ' in str(said.message_primary)
    assert allowed in str(said.message_primary)
    assert "default" in str(said.message_hint)
    assert stored(floor, name) == before


def test_a_deleted_status_is_none(floor: Floor) -> None:
    """CONF-1: a status that nobody can have."""
    floor.status("Lunch", Deleted=1)
    with pytest.raises(psycopg.Error, match='MissedCallsStatus cannot be "Lunch"'):
        floor.set("Configuration", "MissedCallsStatus", ConfigurationValue="Lunch")


def test_many_at_once(floor: Floor) -> None:
    """CONF-1: one bad value refuses the statement, and leaves all as they were."""
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.conn.execute("UPDATE Configuration SET ConfigurationValue = '20'")
    assert refused.value.sqlstate == "PD040"
    assert (
        floor.value("SELECT count(*) FROM Configuration WHERE ConfigurationValue IS NOT NULL") == 0
    )


def test_a_name_that_is_not_there_is_nothing_to_do(floor: Floor) -> None:
    """CONF-1: an UPDATE finds no row; asking by that name is an error."""
    changed = floor.conn.execute(
        "UPDATE Configuration SET ConfigurationValue = '1' WHERE ConfigurationName = 'NoSuch'"
    )
    assert changed.rowcount == 0
    with pytest.raises(psycopg.Error, match='no configuration parameter "NoSuch"'):
        floor.do("configuration", "NoSuch")


def test_the_default_is_checked_too(floor: Floor) -> None:
    """CONF-1: by the same rules; the column at fault is named."""
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.set("Configuration", "CycleBatch", DefaultValue="many")
    assert (refused.value.sqlstate, refused.value.diag.column_name) == ("PD040", "DefaultValue")
    floor.set("Configuration", "CycleBatch", DefaultValue=" 500 ")
    assert floor.do("configuration", "CycleBatch") == "500"


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ({}, " Hello, world ", "Hello, world"),
        ({"Kind": "Boolean"}, "ON", "true"),
        ({"Kind": "Integer"}, "-12", "-12"),
        ({"Kind": "Integer", "MinimumValue": -5, "MaximumValue": 5, "Unit": "steps"}, "-5", "-5"),
        ({"Kind": "Choice", "Choices": ["Red", "Green"]}, "green", "Green"),
        ({"Kind": "Country"}, "de", "DE"),
    ],
)
def test_a_parameter_of_the_sites_own(
    floor: Floor, kind: dict[str, Any], given: str, kept: str
) -> None:
    """CONF-1: a row like ours, with a kind of its own if it says so; it can be deleted again."""
    name = own(floor, ConfigurationValue=given, **kind)
    assert floor.do("configuration", name) == kept
    assert (
        floor.conn.execute("DELETE FROM Configuration WHERE ConfigurationName = 'Own'").rowcount
        == 1
    )


@pytest.mark.parametrize(
    ("kind", "given", "allowed"),
    [
        ({"Kind": "Choice", "Choices": ["Red", "Green"]}, "blue", "one of Red, Green"),
        ({"Kind": "Integer", "MaximumValue": 5}, "6", "a whole number to 5"),
        ({"Kind": "Integer"}, "x", "a whole number, by default empty"),
        ({"Kind": "Boolean", "DefaultValue": "on"}, "x", "true or false, by default true"),
    ],
)
def test_a_value_of_the_sites_own_is_refused_alike(
    floor: Floor, kind: dict[str, Any], given: str, allowed: str
) -> None:
    """CONF-1: the same sentence."""
    with pytest.raises(psycopg.Error, match=f'Own cannot be "{given}": it is {allowed}') as refused:
        own(floor, ConfigurationValue=given, **kind)
    assert refused.value.sqlstate == "PD040"


@pytest.mark.parametrize(
    ("columns", "code", "column", "said"),
    [
        ({"Description": None}, "PD040", "Description", 'The parameter "Own" has no Description.'),
        ({"Description": "  "}, "PD040", "Description", 'The parameter "Own" has no Description.'),
        ({"name": "defaultcountry"}, "PD041", "ConfigurationName", 'the parameter "DefaultCountry"'),
        ({"name": " DEFAULTCOUNTRY"}, "PD041", "ConfigurationName", 'the parameter "DefaultCountry"'),
        ({"name": " "}, "23514", None, "parameterhasname"),
        ({"name": "CycleBatch"}, "23505", None, "configuration_pkey"),
        ({"Kind": "Choice"}, "23514", None, "choicehaschoices"),
        ({"Kind": "Choice", "Choices": []}, "23514", None, "choicehaschoices"),
        ({"Choices": ["Red"]}, "23514", None, "choicehaschoices"),
        ({"MinimumValue": 1}, "23514", None, "rangeisofnumbers"),
        ({"Kind": "Integer", "MinimumValue": 2, "MaximumValue": 1}, "23514", None, "rangeholdssomething"),
    ],
)  # fmt: skip
def test_a_parameter_that_is_none(
    floor: Floor, columns: dict[str, Any], code: str, column: str | None, said: str
) -> None:
    """CONF-1: what is wrong with the row is said."""
    with pytest.raises(psycopg.Error) as refused:
        own(floor, **columns)
    assert refused.value.sqlstate == code
    assert refused.value.diag.column_name == column
    assert said in str(refused.value.diag.message_primary)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM Configuration WHERE ConfigurationName = 'CycleBatch'",
        "DELETE FROM Configuration",
        "UPDATE Configuration SET ConfigurationName = 'Batch' WHERE ConfigurationName = 'CycleBatch'",
    ],
)
def test_ours_stay(floor: Floor, statement: str) -> None:
    """CONF-1: a parameter that pgdialer reads can be neither deleted nor renamed."""
    with (
        pytest.raises(psycopg.Error, match="belongs to pgdialer") as refused,
        floor.conn.transaction(),
    ):
        floor.conn.execute(statement.encode())
    assert refused.value.sqlstate == "PD041"
    assert floor.do("configuration", "CycleBatch") == "2000"


def test_every_parameter_of_ours_has_its_line(floor: Floor) -> None:
    """CONF-1: sql/configuration/parameters.sql names each, with a fitting kind and a range where it is a number."""
    rows = floor.rows(
        "SELECT c.ConfigurationName, c.BuiltIn, c.Kind, c.DefaultValue, c.MinimumValue, c.Unit, v.is_allowed,"
        " v.value IS NOT DISTINCT FROM c.DefaultValue"
        " FROM Configuration AS c CROSS JOIN LATERAL read_value(c, c.DefaultValue) AS v"
    )
    assert rows
    for name, built_in, kind, default, least, unit, is_allowed, is_plain in rows:
        assert built_in == 1, f"{name} has no line in sql/configuration/parameters.sql"
        assert is_allowed and is_plain, name
        if kind == "Integer":
            assert least is not None and unit, name
        if default in ("true", "false"):
            assert kind == "Boolean", name
        # A key of a telephone may be * or # as well.
        if default and default.isdigit() and name != "CallBackKey":
            assert kind == "Integer", name
