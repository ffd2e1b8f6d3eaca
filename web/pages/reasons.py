"""Why a call is not dialled, as people read it: the call's own side, and the agents'."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from psycopg.rows import DictRow

from ..database import Connection, rows
from ..said import said, said_each, said_sentences
from .words import word

AGENTS = 30  # shown; those who could get it come first
WHY_NOT = """
    SELECT w.Condition AS condition, w.Holds AS holds, w.Value AS value,
        w.LimitValue AS limit_value, w.Remedy AS remedy,
        starts_with(w.Condition, 'agent ') AS is_agent
    FROM why_not(%s) AS w
"""

# The conditions as the database names them (ConditionText).
WORDS: dict[str, Any] = {
    "it belongs to a list": _("It belongs to a list"),
    "its list is Running": _("Its list is running"),
    "its status is Scheduled": _("It is scheduled"),
    "its phase is Enqueue or AgentOfferMissed": _("It is in the queue"),
    "it is inside its time window": _("Its time window is open"),
    "its ScheduleTime has come": _("Its time has come"),
    "its import batch is active": _("Its import is switched on"),
    "its rank is inside the batch barrier": _("Its rank is inside the import's barrier"),
    "its project distributes outbound calls": _("Its project distributes calls"),
    "it is not reserved for the predictive dialler": _("It is not left to the dialler"),
    "no other attempt to its number is in progress": _("Nobody else is calling the number"),
    # Of the calls of a list (why_not_list).
    "an agent has the skill and the language": _("An agent has the skill and the language"),
    "such an agent is ready": _("Such an agent is ready"),
    "can be offered": _("They can be offered"),
}
OPTIONAL = "optional: "


def of_calls(found: list[DictRow]) -> list[DictRow]:
    """Return counted calls, each with what they come to, and whether that is in their way."""
    for one in found:
        condition = one["condition"].removeprefix("not: ")
        one["fails"] = condition != one["condition"]
        one["what"] = WORDS.get(condition) or said(condition)
        one["remedy"] = said_sentences(one["remedy"])
    return found


def of_call(conn: Connection, call_id: int) -> dict[str, Any]:
    """Return the conditions of the call, and the agents, each with what is in the way."""
    found = rows(conn, WHY_NOT, [call_id])
    agents = [one for one in found if one["is_agent"]]
    return {
        "conditions": [
            _worded(one) | {"what": WORDS.get(one["condition"]) or said(one["condition"])}
            for one in found
            if not one["is_agent"]
        ],
        "agents": [
            _worded(one) | {"name": one["condition"].removeprefix("agent ")}
            for one in agents[:AGENTS]
        ],
        "more": max(0, len(agents) - AGENTS),
        "free": sum(one["holds"] for one in agents),
        "ready": all(one["holds"] for one in found if not one["is_agent"]),
    }


def of_setup(checks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the first call needs, in the reader's language."""
    return [
        one
        | {name: said_each(one[name], "; ") for name in ("value", "remedy")}
        | {"requirement": _requirement(one["requirement"])}
        for one in checks
    ]


def _requirement(text: str) -> str:
    """Return what is required; that it is optional stands beside it."""
    found = str(said(text))
    return found.partition(": ")[2] if text.startswith(OPTIONAL) else found


def _worded(one: dict[str, Any]) -> dict[str, Any]:
    """Word what is in the way: of an agent several things may be, of a window there are parts."""
    return one | {
        "value": _words(one["value"], "; "),
        "limit_value": _words(one["limit_value"], "; " if one["is_agent"] else ", "),
        "remedy": said_sentences(one["remedy"]),
    }


def _words(text: str | None, between: str) -> str | None:
    if text is None or said(text) != text:
        return text and str(said(text))
    return between.join(str(word(said(one))) for one in text.split(between))
