"""Figures of attempts and of calls that came in."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Response
from pydantic import Field

from ..database import acting
from .blueprint import Api
from .kinds import Given, Id, Moment, Name, Shown
from .rows import many

api = Api("reports", "Figures of attempts and of calls that came in, put together by one thing.")

InTime = Literal["hour", "day", "weekday"]


class Period(Given):
    """Of what the figures are."""

    since: Moment
    until: Annotated[Moment, Field(description="What was then is not counted any more.")]
    time_zone: Annotated[
        Name | None, Field(description="Whose hours and days; else the site's DefaultTimeZone.")
    ] = None
    project_id: Id | None = None
    agent_id: Id | None = None
    team_name: Name | None = None


class CallsQuery(Period):
    """Figures of attempts."""

    dimension: InTime | Literal["list", "project", "agent", "team", "result", "detail"]
    outbound_list_id: Id | None = None


class ResultsQuery(Period):
    """How attempts ended."""

    dimension: InTime | Literal["list", "project", "agent", "team"]
    outbound_list_id: Id | None = None


class InboundQuery(Period):
    """Figures of calls that came in."""

    dimension: InTime | Literal["project", "agent", "team"]


class CallFigures(Shown):
    """Attempts that are over; without a key: of all together."""

    key: str | None
    name: str | None
    attempts: int
    answered: int
    completed: int
    talk_seconds: float
    wrap_up_seconds: float


class CallFiguresPage(Shown):
    """Figures of attempts."""

    items: list[CallFigures]
    next: str | None


class ResultFigures(Shown):
    """Attempts that ended in one way."""

    key: str
    call_result: str
    call_result_detail_id: Id | None
    detail: str | None
    attempts: int


class ResultFiguresPage(Shown):
    """How attempts ended."""

    items: list[ResultFigures]
    next: str | None


class InboundFigures(Shown):
    """Calls that came in; without a key: all together."""

    key: str | None
    name: str | None
    came: int
    served: int
    lost: int
    asked: int
    wait_seconds: float
    call_backs_made: int
    call_backs_missed: int
    call_backs_waiting: int


class InboundFiguresPage(Shown):
    """Figures of calls that came in."""

    items: list[InboundFigures]
    next: str | None


CALLS = """
    SELECT Key AS key, Name AS name, Attempts AS attempts, Answered AS answered,
        Completed AS completed, TalkSeconds AS talk_seconds, WrapUpSeconds AS wrap_up_seconds
    FROM report_calls(%(since)s, %(until)s, %(dimension)s, %(time_zone)s, %(outbound_list_id)s,
        %(project_id)s, %(agent_id)s, %(team_name)s)
"""
RESULTS = """
    SELECT Key AS key, CallResult::text AS call_result,
        CallResultDetailId AS call_result_detail_id, DetailName AS detail, Attempts AS attempts
    FROM report_results(%(since)s, %(until)s, %(dimension)s, %(time_zone)s, %(outbound_list_id)s,
        %(project_id)s, %(agent_id)s, %(team_name)s)
"""
INBOUND = """
    SELECT Key AS key, Name AS name, Came AS came, Served AS served, Lost AS lost, Asked AS asked,
        WaitSeconds AS wait_seconds, CallBacksMade AS call_backs_made,
        CallBacksMissed AS call_backs_missed, CallBacksWaiting AS call_backs_waiting
    FROM report_callers(%(since)s, %(until)s, %(dimension)s, %(time_zone)s, %(project_id)s,
        %(agent_id)s, %(team_name)s)
"""


@api.get("/reports/calls", responses={200: CallFiguresPage})
def report_calls(query: CallsQuery) -> Response:
    """Count attempts, answers, results and times; the first row is the total."""
    with acting() as conn:
        return many(CallFigures, conn.execute(CALLS.encode(), query.model_dump()).fetchall())


@api.get("/reports/results", responses={200: ResultFiguresPage})
def report_results(query: ResultsQuery) -> Response:
    """Count how attempts ended, by result and detail."""
    with acting() as conn:
        return many(ResultFigures, conn.execute(RESULTS.encode(), query.model_dump()).fetchall())


@api.get("/reports/callers", responses={200: InboundFiguresPage})
def report_callers(query: InboundQuery) -> Response:
    """Count the calls that came in, and their callbacks; the first row is the total."""
    with acting() as conn:
        return many(InboundFigures, conn.execute(INBOUND.encode(), query.model_dump()).fetchall())
