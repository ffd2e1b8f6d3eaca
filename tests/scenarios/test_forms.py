"""Scenarios: what can be a form, and what is said of what cannot (LIST-6)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.scenarios.forms import question, scenario, state, survey

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a branch to itself": ({"key": "b", "ShownIf": "b = 1"}, "itself or to a question that comes later"),
    "a branch to a later question": (
        {"key": "b", "Rank": 1, "ShownIf": "a is given"}, "itself or to a question that comes later",
    ),
    "a branch to nothing": ({"key": "b", "ShownIf": "c = 1"}, "there is no question c"),
    "a branch to an option that is not there": (
        {"key": "b", "ShownIf": "choice = green"}, 'has no option "green"',
    ),
    "a branch to a number that is none": ({"key": "b", "ShownIf": "count > many"}, "takes a number"),
    "a condition that is none": ({"key": "b", "ShownIf": "whenever"}, "is no condition"),
    "a column that calls have not": ({"key": "b", "ShownIf": "call.Mood = 1"}, "a call has no Mood"),
    "no options": ({"key": "b", "kind": "OneOf"}, "no options to choose from"),
    "an option twice": ({"key": "b", "kind": "OneOf", "Options": "x = 1\nX = 2"}, "is there twice"),
    "a comma in an option": ({"key": "b", "kind": "OneOf", "Options": "x, y = 1"}, "no key of an option"),
    "options of a text": ({"key": "b", "Options": "x"}, "has no options"),
    "the same key": ({"key": "A"}, "has a question of this key already"),
    "no key": ({"key": "1st"}, "its key is not one"),
    "no words": ({"key": "b", "Question": " "}, "it says nothing"),
    "a heading that must be answered": ({"key": "b", "kind": "Heading", "Required": 1}, "asks for nothing"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_a_form_is_refused(db: psycopg.Connection, what: str) -> None:
    """LIST-6: when it is written, with the question, what is wrong, and what to do."""
    floor = Floor(db)
    columns, said = REFUSED[what]
    key = scenario(
        floor,
        {"key": "a", "Rank": 10},
        {"key": "choice", "kind": "OneOf", "Options": "red\nblue"},
        {"key": "count", "kind": "Number"},
    )
    with pytest.raises(psycopg.Error) as refused:
        question(floor, key, **columns)
    assert refused.value.sqlstate == "PD080"
    assert said in str(refused.value.diag.message_primary)
    assert refused.value.diag.message_hint


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ScenarioQuestion SET Rank = 99 WHERE QuestionKey = 'a'",
        "UPDATE ScenarioQuestion SET QuestionKey = 'c' WHERE QuestionKey = 'a'",
        "DELETE FROM ScenarioQuestion WHERE QuestionKey = 'a'",
        "UPDATE ScenarioQuestion SET QuestionType = 'Note' WHERE QuestionKey = 'a'",
    ],
)
def test_a_question_that_others_depend_on_stays_before_them(
    db: psycopg.Connection, change: str
) -> None:
    """LIST-6: whatever statement takes it away is refused."""
    floor = Floor(db)
    scenario(floor, {"key": "a"}, {"key": "b", "ShownIf": "a = yes"})
    with pytest.raises(psycopg.Error) as refused:
        db.execute(change.encode())
    assert refused.value.sqlstate == "PD080"


def test_questions_change_places_in_one_statement(db: psycopg.Connection) -> None:
    """LIST-6: what counts is how they stand afterwards."""
    floor = Floor(db)
    scenario(floor, {"key": "a", "Rank": 1}, {"key": "b", "Rank": 2, "ShownIf": "a = x"})
    db.execute(
        "UPDATE ScenarioQuestion SET Rank = 10 - Rank, ShownIf = CASE QuestionKey WHEN 'a' THEN 'b = x' END"
    )
    assert floor.rows("SELECT QuestionKey FROM ScenarioQuestion WHERE BoundCondition <> '[]'") == [
        ("a",)
    ]


CONDITIONS = [
    ("age >= 18", True), ("age < 9", False), ("age = 18.0", True), ("age is one of 17, 18", True),
    ("name = NOVAK", True), ("name starts with nov", True), ("name contains va", True),
    ("name <> Dvorak", True), ("pets = dog", True), ("pets <> dog", False), ("pets <> fish", True),
    ("born < 2001-01-01", True), ("nothing is missing", True), ("nothing is given", False),
    ("nothing <> 1", True), ("nothing = 1", False), ("call.Number starts with +420", True),
    ("call.language = CS", True), ("field.Region = Prague", True), ("field.Region <> Prague", False),
    ("field.First name = Jana", True), ("age >= 18\nname = Novak", True), ("age >= 18\nname = Nobody", False),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS)
def test_conditions(db: psycopg.Connection, condition: str, holds: bool) -> None:
    """LIST-6: the language of branches and quotas, by example."""
    answers = '{"age": 18, "name": "Novak", "pets": ["cat", "dog"], "born": "2000-12-31"}'
    form = (
        '[{"key": "age", "type": "Number"}, {"key": "name", "type": "Text"}, {"key": "born", "type": "Date"},'
        ' {"key": "pets", "type": "SeveralOf", "options": [{"key": "cat"}, {"key": "dog"}, {"key": "fish"}]},'
        ' {"key": "nothing", "type": "Text"}]'
    )
    facts = (
        '{"final": true, "call": {"Number": "+420724000001", "Language": "cs"},'
        f' "field": {{"Region": "Prague", "First name": "Jana"}}, "answer": {answers}}}'
    )
    query = "SELECT r.problem, condition_holds(r.conditions, %s) FROM read_conditions(%s, %s) AS r"
    assert Floor(db).row(query, facts, condition, form) == (None, holds)


def test_what_is_not_answered_yet_is_not_known(db: psycopg.Connection) -> None:
    """LIST-4: while the call is not over, an answer that is not there may still come."""
    query = 'SELECT condition_holds(c, %s) FROM read_conditions(%s, \'[{"key": "a", "type": "Text"}]\') AS r (c)'
    facts = '{"final": false, "call": {"Trial": 1}, "field": {}, "answer": {}}'
    seen = [
        Floor(db).value(query, facts, one)
        for one in ("a = 1", "a is missing", "a = 1\ncall.Trial = 2")
    ]
    assert seen == [None, None, False]


def test_a_branch_opens_and_closes(db: psycopg.Connection) -> None:
    """LIST-6: a question is shown as long as earlier answers fit; what is hidden counts nowhere, and is not lost."""
    floor = Floor(db)
    survey(floor)
    call = floor.call()
    assert list(state(floor, call)) == ["hello", "interested", "born", "colour", "pets"]
    floor.do("save_answers", call, None, '{"interested": "yes", "age": "42", "colour": "Red"}')
    assert state(floor, call)["age"] == 42
    assert "remark" in state(floor, call)
    floor.do("save_answers", call, None, '{"interested": "no"}')
    assert set(state(floor, call)) == {"hello", "interested", "born", "colour", "pets"}
    floor.do("save_answers", call, None, '{"interested": "yes"}')
    assert state(floor, call)["age"] == 42


def test_a_scenario_is_tried_dry(db: psycopg.Connection) -> None:
    """LIST-6: what an agent would see, and what would be said; nothing is saved."""
    floor = Floor(db)
    key = survey(floor)
    shown = floor.rows(
        "SELECT QuestionKey, Problem FROM try_scenario(%s, %s) WHERE Shown ORDER BY Place",
        key, '{"interested": "yes", "age": "many"}',
    )  # fmt: skip
    assert ("age", '"Age" takes a number, and "many" is none') in shown
    assert "remark" not in dict(shown)
    assert floor.value("SELECT count(*) FROM ScenarioResult") == 0
    with pytest.raises(psycopg.Error) as refused:
        floor.do("try_scenario", floor.list_id)
    assert refused.value.sqlstate == "PD083"
