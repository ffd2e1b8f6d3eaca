"""What has happened to a call, as people tell it: what, who, and why."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from ..database import Connection, rows

SHOWN = 50
EVENTS = """
    SELECT e.Step AS step, e.EventTime AS time, e.EventType AS event, e.ToPhase::text AS phase,
        e.ToResult::text AS result, e.Actor AS actor, a.DisplayName AS agent,
        (
            SELECT b.DisplayName FROM Agent AS b
            WHERE b.Login = substr(e.Actor, 7) AND starts_with(e.Actor, 'agent:')
        ) AS acting,
        d.DisplayName AS detail, l.DisplayName AS list, f.DisplayName AS from_list,
        g.DisplayName AS from_agent, e.Data AS data
    FROM CallEvent AS e
    LEFT JOIN Agent AS a ON a.AgentId = e.AgentId
    LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = (e.Data ->> 'detail')::uuid
    LEFT JOIN OutboundList AS l ON l.OutboundListId = (e.Data ->> 'list')::uuid
    LEFT JOIN OutboundList AS f ON f.OutboundListId = (e.Data ->> 'from_list')::uuid
    LEFT JOIN Agent AS g ON g.AgentId = (e.Data ->> 'from_agent')::uuid
    WHERE e.OutboundCallId = %s AND e.Step < %s
    ORDER BY e.Step DESC
    LIMIT %s
"""
LAST = 2_000_000_000

# What PhaseTransition and the triggers call what happens.
WORDS: dict[str, Any] = {
    "created": _("Created"),
    "visited": _("Came to the counter"),
    "enqueued": _("Put into the queue"),
    "released": _("Released"),
    "held": _("Held back until it is released"),
    "paused": _("Paused"),
    "resumed": _("Resumed"),
    "cancelled": _("Cancelled"),
    "neglected": _("Given up"),
    "timed out": _("Waited too long"),
    "window opened": _("Its time has come"),
    "window closed": _("Its time is over"),
    "offered": _("Offered"),
    "accepted": _("Accepted"),
    "missed": _("Offer missed"),
    "withdrawn": _("Taken back"),
    "taken": _("Taken"),
    "taken back": _("Given back"),
    "dialled": _("Dialled"),
    "answered": _("Answered"),
    "connected": _("Connected"),
    "not reached": _("Not reached"),
    "ended": _("Ended"),
    "result": _("Result"),
    "transferred": _("Transferred"),
    "put on hold": _("Put on hold"),
    "taken off hold": _("Taken off hold"),
    "muted": _("Muted"),
    "unmuted": _("Not muted any more"),
    "keys sent": _("Keys sent"),
    "consultation": _("Consultation"),
    "consultation over": _("Consultation over"),
    "level": _("Level of the rules"),
    "moved": _("Moved to another list"),
    "assigned": _("Given to an agent alone"),
    "unassigned": _("Opened to all agents"),
    "changed": _("Changed"),
    "rule": _("Rule"),
}
ACTORS: dict[str, Any] = {
    "cycle": _("The system"),
    "pbx": _("The PBX"),
    "rule": _("A rule"),
    "import": _("An import"),
    "ivr": _("A script"),
    "queue": _("An inbound call"),
}
TONES = {
    "answered": "good", "connected": "good", "result": "good", "resumed": "good",
    "offered": "busy", "accepted": "busy", "taken": "busy", "dialled": "busy",
    "missed": "warn", "paused": "warn", "withdrawn": "warn", "taken back": "warn",
    "window closed": "warn", "held": "warn",
    "not reached": "bad", "cancelled": "bad", "neglected": "bad", "timed out": "bad",
}  # fmt: skip


def of_call(
    conn: Connection, call_id: int, before: int | None
) -> tuple[list[dict[str, Any]], int | None]:
    """Return the last events before a step, the latest first, and before which there are more."""
    found = rows(conn, EVENTS, [call_id, min(before or LAST, LAST), SHOWN + 1])
    told = [
        one
        | {
            "what": WORDS.get(one["event"], one["event"]),
            "tone": TONES.get(one["event"], "none"),
            "who": _who(one),
            "why": _why(one["data"] or {}, one),
        }
        for one in found[:SHOWN]
    ]
    return told, told[-1]["step"] if len(found) > SHOWN else None


def _who(event: dict[str, Any]) -> Any:
    actor = event["actor"]
    if actor == "agent":
        return event["agent"] or _("An agent")
    if actor.startswith("agent:"):
        return event["acting"] or actor.removeprefix("agent:")
    if actor.startswith("sql:"):
        return _("Database: %(role)s", role=actor.removeprefix("sql:"))
    return ACTORS.get(actor, actor)


def _why(data: dict[str, Any], names: dict[str, Any]) -> list[tuple[Any, Any, bool]]:
    """Return what belongs to an event: what it is, its value, and whether that is a moment."""
    changes = ", ".join(
        f"{name}: {_plain((data.get('before') or {}).get(name))} → {_plain(after)}"
        for name, after in (data.get("after") or {}).items()
    )
    told = (
        (_("Result"), names["detail"], False),
        (_("From the list"), names["from_list"], False),
        (_("To the list"), names["list"], False),
        (_("Waited for"), names["from_agent"], False),
        (_("Cause"), data.get("cause"), False),
        (_("Not before"), data.get("schedule"), True),
        (_("Next attempt"), data.get("retry"), True),
        (_("How many"), data.get("keys"), False),
        (_("Consulted"), data.get("consulted"), False),
        (_("Transferred to"), data.get("transferred_to"), False),
        (_("Rule"), data.get("name"), False),
        (_("Changed"), changes, False),
        (_("Level"), data.get("level"), False),
    )
    return [one for one in told if one[1] not in (None, "")]


def _plain(value: Any) -> str:
    return "–" if value is None else str(value)
