"""Answers: what is taken, what is said of what is not, and what stays when a scenario changes (LIST-6)."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.floor import Floor
from tests.scenarios.forms import question, scenario, state, survey

TAKEN = [
    ("age", "42", 42), ("age", " 1 234,5 ", 1234.5), ("age", -3, -3), ("age", "", None),
    ("born", "2026-02-28", "2026-02-28"), ("born", "1.2.2026", "2026-02-01"), ("born", "29. 2. 2024", "2024-02-29"),
    ("interested", True, "yes"), ("interested", "Ne", "no"), ("colour", "Blue", "blue"),
    ("colour", "RED", "red"), ("pets", ["fish", "cat"], ["cat", "fish"]), ("pets", "dog; cat", ["cat", "dog"]),
    ("pets", [], None), ("pets", "", None), ("remark", "  so\nso ", "so\nso"), ("remark", 7, "7"),
    ("REMARK", "x", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "given", "kept"), TAKEN)
def test_answers_as_people_write_them(
    db: psycopg.Connection, key: str, given: Any, kept: Any
) -> None:
    """LIST-6: they are kept in one form."""
    floor = Floor(db)
    survey(floor)
    call = floor.call()
    floor.do("save_answers", call, None, json.dumps({key: given}))
    assert answers(floor, call) == {key.lower(): kept}


REFUSED = [
    ("age", "many", '"Age" takes a number, and "many" is none.', "Write digits"),
    ("age", [1, 2], '"Age" takes one answer, and [1, 2] is not one.', "Give one value."),
    (
        "born",
        "30.2.2026",
        '"Born on" takes a date, and "30.2.2026" is none.',
        "Write it as 2026-11-24",
    ),
    ("born", "0000-01-01", '"Born on" takes a date, and "0000-01-01" is none.', "Write it as"),
    (
        "interested",
        "perhaps",
        '"Interested" takes yes or no, and "perhaps" is neither.',
        "Give yes or no.",
    ),
    ("colour", "green", '"Colour" has no option "green".', "Options are red, blue."),
    ("pets", ["cat", "emu"], '"Pets" has no option "emu".', "Options are cat, dog, fish."),
    ("remark", {"a": 1}, '"Remark" takes one answer, and {"a": 1} is not one.', "Give one value."),
    ("hello", "x", "asks for no answer.", "Answer the questions only."),
    ("shoe", "43", 'The scenario has no question "shoe".', "Its questions are interested, age"),
]


@pytest.mark.parametrize(("key", "given", "said", "remedy"), REFUSED)
@pytest.mark.parametrize("way", ["function", "insert", "update"])
def test_an_answer_that_does_not_fit(
    db: psycopg.Connection, key: str, given: Any, said: str, remedy: str, way: str
) -> None:
    """LIST-6: one sentence with the question, the value and what to do, whatever way it comes."""
    floor = Floor(db)
    survey(floor)
    call = floor.call()
    if way == "update":
        floor.add("ScenarioResult", OutboundCallId=call)
    doc = json.dumps({key: given})
    with pytest.raises(psycopg.Error) as refused:
        if way == "function":
            floor.do("save_answers", call, None, doc)
        elif way == "insert":
            floor.add("ScenarioResult", OutboundCallId=call, Answers=doc)
        else:
            db.execute("UPDATE ScenarioResult SET Answers = %s", [doc])
    diag = refused.value.diag
    assert (refused.value.sqlstate, diag.column_name) == ("PD082", key)
    assert said in (diag.message_primary or "")
    assert remedy in (diag.message_hint or "")


def test_no_scenario_no_answers(db: psycopg.Connection) -> None:
    """LIST-6: a call whose list has no form says so; it has no form to show."""
    floor = Floor(db)
    call = floor.call()
    assert floor.rows("SELECT * FROM call_form(%s)", call) == []
    with pytest.raises(psycopg.Error) as refused:
        floor.do("save_answers", call, None, "{}")
    assert refused.value.sqlstate == "PD081"


def test_what_is_not_named_stays(db: psycopg.Connection) -> None:
    """LIST-6: partial saves add up; who and when is kept."""
    floor = Floor(db)
    survey(floor)
    jana = floor.agent()
    call = floor.talking(jana)
    floor.do("save_answers", call, jana, '{"interested": "yes"}')
    floor.pass_time(60)
    floor.do("save_answers", call, jana, '{"age": 30}')
    assert answers(floor, call) == {"interested": "yes", "age": 30}
    seen = floor.row(
        "SELECT AgentId, ChangedTime - CreatedTime = '1 minute', Actor <> '' FROM ScenarioResult"
    )
    assert seen == (jana, True, True)


def test_two_tabs_lose_nothing(database: Database) -> None:
    """LIST-6: two pages that save at once keep both answers."""
    floor = Floor(database.connect())
    survey(floor)
    call = floor.call()
    one, other = database.connect(autocommit=False), database.connect(autocommit=False)
    one.execute("SELECT save_answers(%s, NULL, '{\"age\": 30}')", [call])
    with other.pipeline():
        waiting = other.execute('SELECT save_answers(%s, NULL, \'{"remark": "x"}\')', [call])
        one.commit()
        waiting.fetchone()
    other.commit()
    assert answers(floor, call) == {"age": 30, "remark": "x"}


def test_an_import_fills_in(db: psycopg.Connection) -> None:
    """LIST-6: a column called like the question, or named by it; what does not fit is left out; null takes it away."""
    floor = Floor(db)
    key = survey(floor)
    question(floor, key, "town", FilledFrom="Home town")
    fields = '{"Interested": "ano", "AGE": "x", "Home town": "Brno", "pets": "dog;cat"}'
    call = floor.call(ExtendedFields=fields)
    filled = dict(floor.rows("SELECT QuestionKey, Answer FROM call_form(%s) WHERE PreFilled", call))
    assert filled == {"interested": "yes", "town": "Brno", "pets": ["cat", "dog"]}
    floor.do("save_answers", call, None, '{"town": null}')
    assert state(floor, call)["town"] is None
    assert state(floor, call)["interested"] == "yes"


def test_answers_outlive_their_questions(db: psycopg.Connection) -> None:
    """LIST-6: each row names the scenario as it was; what is not asked any more is still read, in its words."""
    floor = Floor(db)
    key = scenario(floor, {"key": "a", "Question": "First"}, {"key": "b", "Question": "Second"})
    call = floor.call()
    floor.do("save_answers", call, None, '{"a": "1", "b": "2"}')
    db.execute("DELETE FROM ScenarioQuestion WHERE QuestionKey = 'a'")
    db.execute("UPDATE ScenarioQuestion SET Question = 'The second'")
    floor.do("save_answers", call, None, '{"b": "3"}')
    shown = floor.rows("SELECT QuestionKey, Question, Answer, IsOld FROM call_form(%s)", call)
    assert shown == [("b", "The second", "3", False), ("a", "First", "1", True)]
    assert floor.value("SELECT count(*) FROM ScenarioVersion WHERE ScenarioId = %s", key) == 2
    floor.do("save_answers", call, None, '{"b": "4"}')
    assert floor.value("SELECT count(*) FROM ScenarioVersion") == 2


def answers(floor: Floor, call: int) -> dict[str, Any]:
    """Return what is kept of a call."""
    query = "SELECT Answers FROM ScenarioResult WHERE OutboundCallId = %s"
    found: dict[str, Any] = floor.value(query, call)
    return found


def test_answers_are_exported(db: psycopg.Connection) -> None:
    """LIST-3, LIST-6: a column for each question, with what counts: not what is hidden, and what the file filled in."""
    floor = Floor(db)
    survey(floor)
    one = floor.call(ExtendedFields='{"Interested": "yes", "born": "1.2.1990"}')
    two = floor.call()
    floor.do("save_answers", one, None, '{"age": 30, "pets": ["cat", "fish"]}')
    floor.do("save_answers", two, None, '{"interested": "no", "age": 30, "remark": "=1+1"}')
    three = floor.call()
    exported = {}
    for safe in (False, True):
        statement, headings = floor.row(
            "SELECT * FROM export_statement(%s, NULL, %s)", floor.list_id, safe
        )
        found = [dict(zip(headings, row, strict=True)) for row in floor.rows(statement)]
        exported = {
            one["OutboundCallId"]: {
                name.removeprefix("Answer "): value
                for name, value in one.items()
                if name.startswith("Answer ") and value is not None
            }
            for one in found
        }
        assert exported == {
            one: {"interested": "yes", "born": "1990-02-01", "age": "30", "pets": "cat; fish"},
            two: {"interested": "no"},
            three: {},
        }
