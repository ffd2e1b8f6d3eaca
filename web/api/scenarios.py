"""Scenarios with their questions, and quotas."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .blueprint import Api
from .kinds import Given, Id, Moment, Name, Number, Shown, Text
from .nouns import offer
from .rows import Table

scenarios = Api("scenarios", "Scenarios: forms that agents fill in during a call.")
quotas = Api("quotas", "Quotas: how many calls of a kind a list is to bring.")

QuestionType = Literal["Heading", "Note", "Text", "Number", "Date", "YesNo", "OneOf", "SeveralOf"]
Target = Annotated[int, Field(ge=1, le=2147483647)]


class Scenario(Shown):
    """A scenario."""

    scenario_id: Id
    display_name: str
    deleted: bool


class ScenarioChange(Given):
    """What may be changed of a scenario."""

    display_name: Name = ""
    deleted: bool = False


class ScenarioNew(ScenarioChange):
    """A scenario to be made."""

    display_name: Name


offer(
    scenarios, "scenarios", Table("Scenario", "scenario_id", Scenario),
    new=ScenarioNew, change=ScenarioChange, remove=True, what="scenario",
)  # fmt: skip


class ScenarioQuestion(Shown):
    """A line of a scenario."""

    scenario_question_id: Id
    scenario_id: Id
    rank: int
    question_key: str
    question_type: str
    question: str
    help: str | None
    required: bool
    options: str | None
    shown_if: str | None
    filled_from: str | None


class QuestionChange(Given):
    """What may be changed of a line."""

    rank: Number | None = None
    question_key: Name = ""
    question_type: QuestionType = "Text"
    question: Text = ""
    help: Text | None = None
    required: bool = False
    options: Annotated[Text | None, Field(description="A line each, as key = words.")] = None
    shown_if: Annotated[
        Text | None, Field(description="Conditions, a line each, such as interested = yes.")
    ] = None
    filled_from: Name | None = None


class QuestionNew(QuestionChange):
    """A line to be made."""

    scenario_id: Id
    question_key: Name
    question: Text


offer(
    scenarios, "scenario-questions",
    Table("ScenarioQuestion", "scenario_question_id", ScenarioQuestion),
    new=QuestionNew, change=QuestionChange, remove=True, what="question",
)  # fmt: skip


class Quota(Shown):
    """A quota of a list."""

    quota_id: Id
    outbound_list_id: Id
    display_name: str
    target: int
    conditions: str | None
    counted: bool
    filled: int
    reached_time: Moment | None


class QuotaChange(Given):
    """What may be changed of a quota."""

    display_name: Name = ""
    target: Target = 1
    conditions: Annotated[
        Text | None, Field(description="A line each, such as field.Region = Prague.")
    ] = None


class QuotaNew(QuotaChange):
    """A quota to be made."""

    outbound_list_id: Id
    display_name: Name
    target: Target


offer(
    quotas, "quotas", Table("Quota", "quota_id", Quota),
    new=QuotaNew, change=QuotaChange, remove=True, what="quota",
)  # fmt: skip
