"""/admin/skills/: who gets calls of which project, and who speaks what: a matrix to write in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from ..database import Connection, acting, row, rows
from ..parameters import malformed
from . import asked
from .shell import demand, show, to_login

blueprint = Blueprint("page_skills", __name__)

AGENTS_SHOWN, PROJECTS_SHOWN, LANGUAGES_SHOWN = 50, 15, 15
KINDS = ("project", "language")

AGENTS = """
    SELECT a.AgentId AS id, a.DisplayName AS name, a.TeamName AS team
    FROM Agent AS a
    WHERE a.Deleted = 0
        AND (%(team)s = '' OR a.TeamName = %(team)s)
        AND strpos(lower(a.DisplayName), lower(%(name)s)) > 0
        AND (NOT %(skilled)s OR EXISTS (
            SELECT FROM Skill AS k
            WHERE k.AgentId = a.AgentId AND k.ProjectId = ANY (%(projects)s)))
    ORDER BY a.DisplayName, a.AgentId
    LIMIT %(most)s + 1 OFFSET %(most)s * %(page)s
"""
PROJECTS = """
    SELECT p.ProjectId AS id, p.DisplayName AS name FROM Project AS p
    WHERE p.Deleted = 0 ORDER BY p.DisplayName, p.ProjectId LIMIT 500
"""
LANGUAGES = """
    SELECT l.LanguageId AS id, l.DisplayName AS name FROM Language AS l
    WHERE l.Deleted = 0 ORDER BY l.DisplayName, l.LanguageId LIMIT %s
"""
TEAMS = """
    SELECT DISTINCT a.TeamName AS name FROM Agent AS a
    WHERE a.Deleted = 0 AND a.TeamName IS NOT NULL ORDER BY a.TeamName LIMIT 500
"""
SKILLS = """
    SELECT k.AgentId AS agent, k.ProjectId AS of, k.PbxOutKnowledge AS level,
        k.PbxOutEnabled = 1 AS enabled, k.PbxOutChannel = 1 AS engaged
    FROM Skill AS k
    WHERE k.AgentId = ANY (%s) AND k.ProjectId = ANY (%s)
"""
PROFICIENCIES = """
    SELECT f.AgentId AS agent, f.LanguageId AS of, f.VoiceKnowledge AS level,
        f.VoiceEnabled = 1 AS enabled, f.VoiceChannel = 1 AS engaged
    FROM Proficiency AS f
    WHERE f.AgentId = ANY (%s) AND f.LanguageId = ANY (%s)
"""
MAY = "SELECT may('Agent', 'Write') AS write, may('Agent', 'Full') AS remove"

# What writes a cell, and what empties it.
WRITE = {
    "project": """
        INSERT INTO Skill (AgentId, ProjectId, PbxOutKnowledge, PbxOutEnabled)
        VALUES (%(agent)s, %(of)s, %(level)s, %(enabled)s)
        ON CONFLICT (AgentId, ProjectId) DO UPDATE
        SET PbxOutKnowledge = excluded.PbxOutKnowledge, PbxOutEnabled = excluded.PbxOutEnabled
    """,
    "language": """
        INSERT INTO Proficiency (AgentId, LanguageId, VoiceKnowledge, VoiceEnabled)
        VALUES (%(agent)s, %(of)s, %(level)s, %(enabled)s)
        ON CONFLICT (AgentId, LanguageId) DO UPDATE
        SET VoiceKnowledge = excluded.VoiceKnowledge, VoiceEnabled = excluded.VoiceEnabled
    """,
}
EMPTY = {
    "project": "DELETE FROM Skill WHERE AgentId = %(agent)s AND ProjectId = %(of)s",
    "language": "DELETE FROM Proficiency WHERE AgentId = %(agent)s AND LanguageId = %(of)s",
}
READ = {"project": SKILLS, "language": PROFICIENCIES}
NAMES = """
    SELECT (SELECT a.DisplayName FROM Agent AS a WHERE a.AgentId = %(agent)s) AS agent,
        coalesce((SELECT p.DisplayName FROM Project AS p WHERE p.ProjectId = %(of)s),
            (SELECT l.DisplayName FROM Language AS l WHERE l.LanguageId = %(of)s)) AS of
"""


@blueprint.get("/admin/skills/")
def page() -> ResponseReturnValue:
    """Show the matrix."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        demand(conn, "Agent")
        return show(conn, "skills/page.html", teams=rows(conn, TEAMS), **_shown(conn))


@blueprint.get("/admin/skills/matrix")
def matrix() -> ResponseReturnValue:
    """Show the matrix anew."""
    with acting() as conn:
        demand(conn, "Agent")
        response = make_response(render_template("skills/matrix.html", **_shown(conn)))
    if "chosen" in request.args:
        response.headers["HX-Push-Url"] = f"/admin/skills/?{_query()}"
    return response


@blueprint.post("/admin/skills/cell")
def cell() -> ResponseReturnValue:
    """Write one cell; a level that is empty takes the skill or the language away."""
    kind = asked.text("kind", KINDS)
    values: dict[str, Any] = {
        "agent": _one("agent"), "of": _one("of"),
        "enabled": int(asked.text("enabled", ("", "1")) == "1"),
    }  # fmt: skip
    level = asked.text("level")
    if level and not (level.isascii() and level.isdecimal() and int(level[:4]) <= 100):
        raise malformed(
            "level", f'"{level}" is no level',
            "Write a whole number from 0 to 100, or nothing to take it away.",
        )  # fmt: skip
    with acting() as conn:
        demand(conn, "Agent", "Write" if level else "Full")
        if level:
            conn.execute(WRITE[kind].encode(), {**values, "level": int(level)})
        else:
            conn.execute(EMPTY[kind].encode(), values)
        found = rows(conn, READ[kind], [[values["agent"]], [values["of"]]])
        names = row(conn, NAMES, values)
        return render_template(
            "skills/cell.html", kind=kind, agent=values["agent"], of=values["of"],
            cell=found[0] if found else None, names=names, may=row(conn, MAY),
        )  # fmt: skip


def _one(name: str) -> UUID:
    found = asked.ids(name)
    if len(found) != 1:
        raise malformed(name, "is missing" if not found else "is given twice", "Give one id.")
    return found[0]


def _shown(conn: Connection) -> dict[str, Any]:
    wanted = asked.ids("project")
    chosen = {
        "team": asked.text("team"),
        "name": asked.text("name"),
        "skilled": bool(asked.text("skilled", ("", "1"))) and bool(wanted),
        "page": asked.number("page"),
        "projects": wanted,
    }
    all_projects = rows(conn, PROJECTS)
    projects = [one for one in all_projects if not wanted or one["id"] in wanted][:PROJECTS_SHOWN]
    languages = rows(conn, LANGUAGES, [LANGUAGES_SHOWN])
    agents = rows(conn, AGENTS, {**chosen, "most": AGENTS_SHOWN})
    shown = [one["id"] for one in agents[:AGENTS_SHOWN]]
    cells = {
        (one["agent"], one["of"]): one
        for query, columns in ((SKILLS, projects), (PROFICIENCIES, languages))
        for one in rows(conn, query, [shown, [column["id"] for column in columns]])
    }
    return {
        "agents": agents[:AGENTS_SHOWN],
        "more": len(agents) > AGENTS_SHOWN,
        "projects": projects,
        "all_projects": all_projects,
        "left_out": 0 if wanted else len(all_projects) - len(projects),
        "spoken": languages,
        "cells": cells,
        "chosen": chosen,
        "may": row(conn, MAY),
        "query": _query(),
        "link": lambda **values: f"/admin/skills/?{_query(**values)}",
    }


def _query(**values: Any) -> str:
    kept: dict[str, Any] = {
        name: request.args.getlist(name) for name in ("team", "name", "project", "skilled", "page")
    }
    changed = {name: "" if value is None else str(value) for name, value in values.items()}
    return urlencode({name: value for name, value in (kept | changed).items() if value}, True)
