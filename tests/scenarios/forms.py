"""Scenarios in few words, for tests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.floor import Floor, new_id


def scenario(floor: Floor, *questions: dict[str, Any]) -> UUID:
    """Make a scenario of these questions and give it to the floor's list."""
    key = new_id()
    floor.add("Scenario", ScenarioId=key, DisplayName=f"Scenario {key.int % 1000}")
    for one in questions:
        question(floor, key, **one)
    floor.set("OutboundList", floor.list_id, ScenarioId=key)
    return key


def question(floor: Floor, scenario_id: UUID, key: str, kind: str = "Text", **columns: Any) -> UUID:
    """Add a question, by default behind the others."""
    made: UUID = floor.add(
        "ScenarioQuestion", ScenarioId=scenario_id, QuestionKey=key, QuestionType=kind,
        **{"Question": f"{key}?"} | columns,
    )  # fmt: skip
    return made


def survey(floor: Floor) -> UUID:
    """Make a small survey with a branch and each type."""
    return scenario(
        floor,
        {"key": "hello", "kind": "Note", "Question": "Good morning, may I ask you something?"},
        {"key": "interested", "kind": "YesNo", "Question": "Interested", "Required": 1},
        {"key": "age", "kind": "Number", "Question": "Age", "ShownIf": "interested = yes"},
        {"key": "born", "kind": "Date", "Question": "Born on"},
        {"key": "colour", "kind": "OneOf", "Question": "Colour", "Options": "red = Red\nblue = Blue"},
        {"key": "pets", "kind": "SeveralOf", "Question": "Pets", "Options": "cat\ndog\nfish"},
        {"key": "remark", "Question": "Remark", "ShownIf": "age >= 18\ncolour is one of red, blue"},
    )  # fmt: skip


def state(floor: Floor, call: int) -> dict[str, Any]:
    """Return the answers of what is shown of a call's form, by key."""
    found = floor.rows(
        "SELECT QuestionKey, Answer FROM call_form(%s) WHERE Shown ORDER BY Place", call
    )
    return dict(found)
