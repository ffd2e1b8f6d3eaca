"""The pages: what there is to set up, rows of a kind, the form of one, who has changed what."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import available_timezones

import psycopg
from flask import Blueprint, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import auth
from ...database import Connection, acting, row, rows
from ...problems import Problem
from ..reasons import of_setup
from ..shell import demand, show, to_login
from . import changes, listing, store
from .catalogue import relation
from .faults import Faults, Wrong, of_error
from .kinds import BY_PATH, KINDS
from .model import Field, Kind
from .parts import Line

blueprint = Blueprint("page_setup", __name__)
HOME = "/admin/setup/"
CHANNELS = ("Call", "Chat", "Mail")

MAY = "SELECT may(%(noun)s, 'Write') AS write, may(%(noun)s, 'Full') AS full"
NOUNS = """
    SELECT u.noun FROM unnest(%s::text[]) AS u (noun) WHERE may(u.noun, %s)
"""
CHECKS = """
    SELECT s.Rank AS rank, s.Requirement AS requirement, s.Holds AS holds, s.Value AS value,
        s.Remedy AS remedy
    FROM check_setup() AS s
    ORDER BY s.Rank
"""
# Where to see to what check_setup asks for, by its rank.
REMEDIES = {
    1: "workplace/", 2: "agent/", 3: "workplace/", 4: "agentstatus/", 5: "agentstatus/",
    6: "project/", 7: "outboundlist/", 8: "agent/", 9: "agent/", 10: "pbx/", 11: "configuration/",
    13: "/admin/import/", 14: "trunk/",
}  # fmt: skip
PARAMETER = """
    SELECT c.Kind::text AS kind, c.Unit AS unit, c.Choices AS choices,
        c.EmptyMeans AS empty_means, c.DefaultValue AS default_value,
        ARRAY(
            SELECT s.DisplayName FROM AgentStatus AS s WHERE s.Deleted = 0 ORDER BY s.DisplayName
        ) AS statuses
    FROM Configuration AS c
    WHERE c.ConfigurationName = %s
"""
# What else a form shows, by the name of its panel.
PANELS: dict[str, Any] = {}


@blueprint.get(HOME)
def overview() -> ResponseReturnValue:
    """Show what there is, and what is missing."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        nouns = _nouns(conn, "Write")
        kinds = [one for one in KINDS if one.permission in nouns]
        if not kinds:
            demand(conn, "Configuration", "Write")
        reads = bool(_nouns(conn, "Read") & {"Configuration"})
        return show(
            conn, "setup/overview.html", kinds=kinds, counts=listing.counts(conn, kinds),
            checks=of_setup(rows(conn, CHECKS)) if reads else [], remedies=REMEDIES,
        )  # fmt: skip


@blueprint.get(HOME + "changes/")
def all_changes() -> ResponseReturnValue:
    """Show who has changed what, the newest first."""
    if (way := to_login()) is not None:
        return way
    asked = request.args
    before = asked.get("before", "")
    wish = changes.Wish(
        asked.get("table", ""), asked.get("key", ""), asked.get("actor", "").strip(),
        _moment(asked.get("from", "")), _moment(asked.get("to", "")),
        int(before) if before.isdecimal() and len(before) <= 18 else changes.LAST,
    )  # fmt: skip
    with acting() as conn:
        nouns = _nouns(conn, "Write")
        if not nouns:
            demand(conn, "Configuration", "Write")
        found, more = changes.look(conn, wish)
        return show(
            conn, "setup/changes.html", found=found, wish=wish, asked=asked, home=HOME,
            kinds=[one for one in KINDS if one.permission in nouns],
            next=more and _with(asked, before=str(more)),
        )  # fmt: skip


@blueprint.get(HOME + "<path>/")
def table(path: str) -> ResponseReturnValue:
    """Show the rows of a kind."""
    if (way := to_login()) is not None:
        return way
    kind = _kind(path)
    asked = request.args
    wish = listing.Wish(
        asked.get("search", "").strip(), asked.get("after", ""), asked.get("deleted") == "1"
    )
    with acting() as conn:
        demand(conn, kind.permission, "Read")
        try:
            found = listing.look(conn, kind, wish)
        except psycopg.errors.DataError as error:
            raise _no_place() from error
        return show(
            conn, "setup/list.html", kind=kind, columns=relation(kind.table), found=found,
            wish=wish, may=_may(conn, kind), home=HOME, encode=_encode,
            next=found.after and _with(asked, after=found.after),
        )  # fmt: skip


@blueprint.get(HOME + "<path>/new")
def new(path: str) -> ResponseReturnValue:
    """Show an empty form, or a copy."""
    if (way := to_login()) is not None:
        return way
    kind = _kind(path)
    with acting() as conn:
        demand(conn, kind.permission, "Write")
        if not kind.adds:
            raise Problem(
                HTTPStatus.NOT_FOUND, "Not found",
                _("%(what)s are not made on this page.", what=kind.many),
                _("They come with a release."),
            )  # fmt: skip
        if origin := request.args.get("copy"):
            store.check_key(kind, origin)
            sheet = store.copied(conn, kind, store.read(conn, kind, origin))
        else:
            sheet = store.blank(conn, kind)
            sheet.texts |= {  # such as the list that a rule is to be for
                one.name: request.args[one.name] for one in kind.fields if one.name in request.args
            }
        return _form(conn, kind, None, sheet, Faults())


@blueprint.get(HOME + "<path>/<key>")
def edit(path: str, key: str) -> ResponseReturnValue:
    """Show the form of a row."""
    if (way := to_login()) is not None:
        return way
    kind = _kind(path)
    store.check_key(kind, key)
    with acting() as conn:
        demand(conn, kind.permission, "Read")
        return _form(conn, kind, key, store.read(conn, kind, key), Faults())


@blueprint.post(HOME + "<path>/new")
@blueprint.post(HOME + "<path>/<key>")
def save(path: str, key: str | None = None) -> ResponseReturnValue:
    """Save what was typed in, or show what is wrong with it."""
    auth.demand_caller()
    auth.check_form()
    kind = _kind(path)
    if key is not None:
        store.check_key(kind, key)
    sheet = store.given(kind, request.form)
    try:
        with acting() as conn:
            demand(conn, kind.permission, "Write")
            saved = store.save(conn, kind, key, sheet)
            if kind.table == "Configuration":
                conn.execute("SELECT clear_cache()")
    except Wrong as wrong:
        return _again(kind, key, sheet, wrong.faults)
    return redirect(f"{_url(kind, saved)}?saved=1", HTTPStatus.SEE_OTHER)


@blueprint.post(HOME + "<path>/<key>/delete")
@blueprint.post(HOME + "<path>/<key>/restore", endpoint="restore")
def delete(path: str, key: str) -> ResponseReturnValue:
    """Delete a row, or mark it as deleted; or take the mark away."""
    auth.demand_caller()
    auth.check_form()
    kind = _kind(path)
    store.check_key(kind, key)
    marked = int(not request.path.endswith("/restore"))
    try:
        with acting() as conn:
            demand(conn, kind.permission, "Write" if kind.marks_deleted else "Full")
            if kind.marks_deleted:
                kind.rows.change(conn, key, kind.change({"deleted": marked}), None)
            else:
                kind.rows.remove(conn, key, None)
    except psycopg.Error as error:
        with acting() as conn:
            sheet = store.read(conn, kind, key)
        return _again(kind, key, sheet, of_error(kind, {}, error))
    return redirect(
        _url(kind, key) if kind.marks_deleted else f"{HOME}{kind.path}/", HTTPStatus.SEE_OTHER
    )


def _again(kind: Kind, key: str | None, sheet: store.Sheet, faults: Faults) -> ResponseReturnValue:
    """Show a form once more, with what was typed in and what is wrong with it."""
    problem = faults.problem
    status = problem.status if problem else HTTPStatus.UNPROCESSABLE_ENTITY
    g.code = problem.code if problem else None
    with acting() as conn:
        now = store.read(conn, kind, key) if key is not None else store.blank(conn, kind)
        sheet.texts = {**now.texts, **sheet.texts}
        sheet.parts = {**now.parts, **sheet.parts}
        sheet.seen, sheet.deleted = now.seen, now.deleted
        overtaken = status == HTTPStatus.PRECONDITION_FAILED
        if overtaken and problem is not None:
            # Who saves once more has read by then what the other one has done.
            sheet.etag = now.etag
            problem.detail = _(
                "Somebody else has changed it since you opened it: nothing of yours is saved."
            )
            problem.hint = _(
                "What was changed stands in the history. Save again to put yours in its place."
            )
        return _form(conn, kind, key, sheet, faults, now if overtaken else None), status


def _form(
    conn: Connection,
    kind: Kind,
    key: str | None,
    sheet: store.Sheet,
    faults: Faults,
    now: store.Sheet | None = None,
) -> str:
    may = _may(conn, kind)
    nouns = _nouns(conn, "Read")
    parts = [one for one in kind.parts if (one.permission or kind.permission) in nouns]
    writes = _nouns(conn, "Write") if may["write"] else set()
    fields = [*kind.fields, *(field for part in parts for field in part.fields)]
    referred = {
        column.refers_to
        for of, names in ((kind.table, kind.fields), *((part.table, part.fields) for part in parts))
        for column in (relation(of)[one.name] for one in names)
        if column.refers_to
    }
    return show(
        conn, "setup/form.html", kind=kind, key=key, sheet=sheet, faults=faults, may=may,
        problem=faults.problem, parts=parts, relation=relation, home=HOME,
        title=listing.title_of(conn, kind, key) if key is not None else None,
        url=_url(kind, key) if key is not None else f"{HOME}{kind.path}/new",
        choices={table: store.choices(conn, table) for table in sorted(referred)},
        suggestions=_suggestions(conn, fields), zones=_zones(fields),
        writes={one.name: (one.permission or kind.permission) in writes for one in parts},
        parameter=row(conn, PARAMETER, [key]) if kind.table == "Configuration" else None,
        panels={
            name: PANELS[name](conn, kind, key) if name in PANELS else {}
            for name in kind.panels
        } if key is not None or "try" in kind.panels else {},
        history=changes.history(conn, kind.table, key) if key is not None else [],
        theirs=_differences(kind, now, sheet) if now else [], saved=request.args.get("saved"),
        encode=_encode,
    )  # fmt: skip


def _differences(kind: Kind, now: store.Sheet, sheet: store.Sheet) -> list[tuple[Field, str]]:
    """Return the fields that stand otherwise now than on the form, and how."""
    return [
        (one, now.texts[one.name])
        for one in kind.fields
        if one.name in now.texts and now.texts[one.name] != sheet.texts.get(one.name)
    ]


def _suggestions(conn: Connection, fields: list[Field]) -> dict[str, dict[str, Any]]:
    statements = sorted({one.suggest for one in fields} - {""})
    return {
        statement: {
            "id": f"suggest-{place}", "names": [one["name"] for one in rows(conn, statement)],
        }
        for place, statement in enumerate(statements)
    }  # fmt: skip


@blueprint.app_template_global()
def has_bit(value: Any, bit: str) -> bool:
    """Whether a number has a bit."""
    return bool(int(value or 0) & int(bit))


@blueprint.app_template_global()
def capacity_channels(lines: list[Line]) -> list[str]:
    """Return the channels that a matrix has figures for, and those that there always are."""
    named = {one[name] for one in lines for name in ("handled", "offered")}
    return [*CHANNELS, *sorted(named - {*CHANNELS})]


@blueprint.app_template_filter()
def by_group(kinds: list[Kind]) -> list[tuple[Any, list[Kind]]]:
    """Return kinds by their group, in their order."""
    return [(group, list(them)) for group, them in groupby(kinds, lambda one: one.group)]


def _zones(fields: list[Field]) -> list[str]:
    asked = any(one.input in ("zone", "parameter") for one in fields)
    return sorted(available_timezones()) if asked else []


def _nouns(conn: Connection, degree: str) -> set[str]:
    """Return the permissions that whoever acts has, of those that forms take."""
    parts = {part.permission for kind in KINDS for part in kind.parts}
    asked = sorted({kind.permission for kind in KINDS} | parts - {""})
    return {one["noun"] for one in rows(conn, NOUNS, [asked, degree])}


def _may(conn: Connection, kind: Kind) -> dict[str, Any]:
    return row(conn, MAY, {"noun": kind.permission})


def _kind(path: str) -> Kind:
    if path not in BY_PATH:
        raise Problem(
            HTTPStatus.NOT_FOUND, "Not found",
            _("Nothing called “%(path)s” is set up here.", path=path),
            _("Choose from the overview: /admin/setup/"),
        )  # fmt: skip
    return BY_PATH[path]


def _url(kind: Kind, key: Any) -> str:
    return f"{HOME}{kind.path}/{_encode(str(key))}"


def _encode(text: str) -> str:
    return quote(text, safe="")


def _with(asked: Any, **values: str) -> str:
    return "?" + urlencode({**asked, **values})


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _no_place() -> Problem:
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "Value not allowed",
        _("The address names no place in the list."), _("Begin with the first page."),
    )  # fmt: skip
