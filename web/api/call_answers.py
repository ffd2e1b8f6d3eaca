"""Calls: what their scenario asks, and the answers."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Response, g
from psycopg.types.json import Jsonb
from pydantic import Field

from ..database import acting
from .calls import CallPath, api
from .kinds import Given, Id, Shown
from .rows import many


class Answer(Shown):
    """A question of a call's scenario that is shown, and its answer."""

    question_key: str
    question_type: str
    question: str
    required: bool
    answer: Any
    pre_filled: Annotated[bool, Field(description="Comes from the imported file, untouched.")]
    is_old: Annotated[bool, Field(description="The scenario asks for it no more.")]


class AnswerPage(Shown):
    """The answers of a call."""

    items: list[Answer]
    next: str | None


class AnswersGiven(Given):
    """Answers by the keys of their questions."""

    answers: Annotated[
        dict[str, Any],
        Field(description="null takes one away; those that are not named stay."),
    ]
    agent_id: Annotated[Id | None, Field(description="Who gave them; none: the caller.")] = None


ANSWERS = (
    "SELECT QuestionKey AS question_key, QuestionType AS question_type, Question, Required,"
    " Answer, PreFilled AS pre_filled, IsOld AS is_old"
    " FROM call_form(%s) WHERE Shown AND QuestionType NOT IN ('Heading', 'Note') ORDER BY Place"
)


@api.get("/calls/<outbound_call_id>/answers", responses={200: AnswerPage})
def read_answers(path: CallPath) -> Response:
    """List what the scenario of a call asks for now, with the answers."""
    with acting() as conn:
        return many(Answer, conn.execute(ANSWERS, [path.outbound_call_id]).fetchall())


@api.put("/calls/<outbound_call_id>/answers", responses={200: AnswerPage})
def save_answers(path: CallPath, body: AnswersGiven) -> Response:
    """Save answers; all of them, or none if one does not fit its question."""
    with acting() as conn:
        agent_id = body.agent_id or g.agent.agent_id
        conn.execute(
            "SELECT save_answers(%s, %s, %s)",
            [path.outbound_call_id, agent_id, Jsonb(body.answers)],
        )
        return many(Answer, conn.execute(ANSWERS, [path.outbound_call_id]).fetchall())
