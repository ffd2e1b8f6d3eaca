"""/ReactClient/: the agent's page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from psycopg.rows import DictRow

from .. import auth
from ..database import Connection, acting, row, rows
from . import scenario
from .floor import missing
from .hand import in_hand, state_of
from .shell import show, to_login

blueprint = Blueprint("page_desk", __name__)

# The first of each activity is the one that default_status takes.
STATUSES = """
    SELECT s.AgentStatusId::text AS id, s.DisplayName AS name, s.Activity::text AS activity,
        s.Color AS color
    FROM AgentStatus AS s
    WHERE s.Deleted = 0 AND s.UserBlocked = 0 AND s.Activity <> 'LogOff'
    ORDER BY s.Activity, s.IsDefault DESC, s.DisplayName
"""
# Where log_in would seat the agent; the one of last time first.
SEATS = """
    SELECT w.WorkplaceId::text AS id, w.DisplayName AS name, w.Number AS extension,
        w.WorkplaceId IS NOT DISTINCT FROM e.WorkplaceId AS is_last
    FROM Workplace AS w
    LEFT JOIN (
        SELECT v.WorkplaceId
        FROM AgentEvent AS v
        WHERE v.AgentId = %(agent)s AND v.WorkplaceId IS NOT NULL
        ORDER BY v.EventTime DESC
        LIMIT 1
    ) AS e ON TRUE
    WHERE w.Deleted = 0
        AND (NOT EXISTS (SELECT FROM Seating AS s WHERE s.AgentId = %(agent)s)
            OR EXISTS (SELECT FROM Seating AS s
                WHERE s.AgentId = %(agent)s AND s.WorkplaceId = w.WorkplaceId))
    ORDER BY w.WorkplaceId = e.WorkplaceId DESC NULLS LAST, w.DisplayName, w.WorkplaceId
    LIMIT 1000
"""
LISTS = """
    SELECT l.OutboundListId::text AS id, l.DisplayName AS name,
        l.Activity = 'Running' AND EXISTS (
            SELECT FROM Skill AS k WHERE k.AgentId = %(agent)s AND k.ProjectId = l.ProjectId
        ) AS calls_come
    FROM OutboundList AS l
    WHERE l.Deleted = 0 AND l.Activity <> 'Completed'
    ORDER BY l.DisplayName, l.OutboundListId
    LIMIT 500
"""
CALL = """
    SELECT c.OutboundCallId AS id, c.CallType::text AS type, c.CallPhase::text AS phase,
        c.CallResult::text AS result, c.Number AS number, c.Deadline AS deadline,
        c.DistributionTime AS offered, c.DialTime AS dialled, c.RingingTime AS ringing,
        c.AnswerTime AS answered, c.EndTime AS ended, c.ChangedTime AS changed,
        c.TalkState::text AS talk, c.ConsultNumber AS consulted, c.TransferredTo AS transferred,
        c.Muted AS muted,
        coalesce(k.DisplayName, c.DisplayName, i.DisplayName) AS name,
        c.Predistributed = 1 AS personal, c.PreferredAgentId = c.AgentId AS preferred,
        c.ScheduleTime AS schedule_time, n.StartTime AS called_in, c.CallKey AS call_key,
        c.Trial + (c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall'))::integer
            AS attempt,
        CASE WHEN c.CallPhase IN ('AgentRing', 'AgentTalk') AND c.DistributionTime > c.DialTime
            THEN c.DistributionTime END AS arrived,
        l.MaxTrials AS attempts, l.DisplayName AS list, l.PreviewEnd::text AS preview_end,
        p.DisplayName AS project, g.DisplayName AS language, p.ShowResultBar = 1 AS wants_result,
        call_time_zone(c.TimeZone, c.Number, l.TimeZone) AS zone, c.Cause AS cause,
        c.CallResultDetailId::text AS detail_id,
        k.ContactKey AS contact_key, i.DisplayName AS issue, i.IssueKey AS issue_key,
        c.ExtendedFields AS call_facts, k.ExtendedFields AS contact_facts,
        i.ExtendedFields AS issue_facts
    FROM OutboundCall AS c
    LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    LEFT JOIN Project AS p ON p.ProjectId = c.ProjectId
    LEFT JOIN Language AS g ON g.LanguageId = c.LanguageId
    LEFT JOIN Contact AS k ON k.ContactId = c.ContactId
    LEFT JOIN Issue AS i ON i.IssueId = c.IssueId
    LEFT JOIN InboundCall AS n ON n.InboundCallId = c.InboundCallId
    WHERE c.OutboundCallId = %s
"""
DETAILS = """
    SELECT d.CallResultDetailId::text AS id, d.DisplayName AS name, d.Color AS color,
        d.DefaultCode = 1 AS is_default
    FROM offered_details(%s) AS d
"""
EARLIER = """
    SELECT e.OutboundCallId AS id, e.EndTime AS ended, e.AgentName AS agent,
        e.CallResult::text AS result, e.DetailName AS detail, e.ListName AS list,
        e.TalkSeconds AS seconds
    FROM earlier_calls(%s) AS e
"""
CALLBACKS = """
    SELECT c.OutboundCallId AS id, coalesce(k.DisplayName, c.DisplayName) AS name,
        c.Number AS number, c.ScheduleTime AS schedule_time, l.DisplayName AS list,
        coalesce(c.ScheduleTime < clock(), FALSE) AS is_overdue
    FROM OutboundCall AS c
    LEFT JOIN Contact AS k ON k.ContactId = c.ContactId
    LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    WHERE c.AgentId = %s AND c.Predistributed = 1 AND c.CallResult = 'Scheduled'
    ORDER BY c.ScheduleTime
    LIMIT 9
"""
DAY = """
    SELECT d.OutboundCallId AS id, d.EndTime AS ended, d.DisplayName AS name, d.Number AS number,
        d.CallResult::text AS result, d.DetailName AS detail, d.TalkSeconds AS seconds,
        coalesce(d.DetailName, d.CallResult::text) AS shown
    FROM configuration('DefaultTimeZone') AS z (Zone)
    CROSS JOIN agent_day(
        %s, date_trunc('day', clock() AT TIME ZONE z.Zone) AT TIME ZONE z.Zone) AS d
    ORDER BY d.EndTime DESC
"""
CONTACTS = """
    SELECT k.ContactId::text AS id, k.DisplayName AS name, k.Number AS number
    FROM find_contacts(%s) AS k
"""
COLLEAGUES = """
    SELECT a.Login AS login, a.DisplayName AS name, a.Extension AS extension,
        a.AgentStatus AS status, a.Color AS color, a.IsFree AS is_free
    FROM find_colleagues(%s) AS a
"""

OFFERED = ("AgentOfferFirst", "AgentOfferNext")


@blueprint.get("/")
def first() -> ResponseReturnValue:
    """Lead to the agent's page; an administrator first to what is not set up yet."""
    if auth.caller() is not None:
        with acting() as conn:
            if missing(conn):
                return redirect("/admin/", HTTPStatus.SEE_OTHER)
    return redirect("/ReactClient/", HTTPStatus.SEE_OTHER)


@blueprint.get("/ReactClient/")
def page() -> ResponseReturnValue:
    """Show the page."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        shown = _now(conn)
        call_id = shown["call"]["id"] if shown["call"] else None
        return show(conn, "desk/page.html", form=scenario.of_call(conn, call_id), **shown)


@blueprint.get("/ReactClient/desk/now")
def now() -> ResponseReturnValue:
    """Show anew what changes: all but what is typed into."""
    with acting() as conn:
        return render_template("desk/now.html", agent=g.agent, **_now(conn))


@blueprint.get("/ReactClient/desk/contacts")
def contacts() -> ResponseReturnValue:
    """Offer the contacts that somebody may be typing."""
    with acting() as conn:
        return render_template("desk/contacts.html", found=rows(conn, CONTACTS, [_typed("Par")]))


@blueprint.get("/ReactClient/desk/colleagues")
def colleagues() -> ResponseReturnValue:
    """Offer the agents who may be consulted."""
    with acting() as conn:
        return render_template(
            "desk/colleagues.html", found=rows(conn, COLLEAGUES, [_typed("Target")])
        )


def _typed(name: str) -> str:
    return request.args.get(name, "")[:100].replace("\0", "")


def _now(conn: Connection) -> dict[str, Any]:
    agent = {"agent": g.agent.agent_id}
    state = state_of(conn)
    seated = state["workplaceid"] is not None
    call = _call(conn, state)
    return {
        "state": state,
        "call": call,
        "seats": [] if seated else rows(conn, SEATS, agent),
        "statuses": rows(conn, STATUSES) if seated else [],
        "lists": rows(conn, LISTS, agent) if seated else [],
        "details": rows(conn, DETAILS, [call["id"]]) if call and call["wants_result"] else [],
        "earlier": rows(conn, EARLIER, [call["id"]]) if call else [],
        "callbacks": rows(conn, CALLBACKS, [g.agent.agent_id]) if seated else [],
        "day": rows(conn, DAY, [g.agent.agent_id]) if seated else [],
        "OFFERED": OFFERED,
    }


def _call(conn: Connection, state: DictRow) -> DictRow | None:
    """Return the call that the agent has in hand."""
    call_id = in_hand(conn, state)
    return conn.execute(CALL, [call_id]).fetchone() if call_id is not None else None
