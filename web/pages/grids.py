"""/ReactClient/grids/: tiles, and grids whose cells run commands."""

from __future__ import annotations

import json
import re
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID

import psycopg
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from ..auth import demand_caller
from ..database import Connection, acting, row, rows
from ..problems import Problem
from .csv_stream import stream
from .shell import demand, show, to_login

blueprint = Blueprint("page_grids", __name__)
HOME = "/ReactClient/grids/"
CALL = "/ReactClient/Pages/OutCallEditor.html?OutboundCallId="

GRIDS = """
    SELECT q.DataQueryId AS id, q.DisplayName AS name, q.Description AS description
    FROM DataQuery AS q
    WHERE q.Deleted = 0
    ORDER BY q.Rank, q.DisplayName
"""
TILES = """
    SELECT t.TileId AS id, t.DisplayName AS name, t.Description AS description, t.Url AS url,
        t.Color AS color, t.Image AS image, t.Query IS NOT NULL AS shows,
        t.Command IS NOT NULL AS has_command
    FROM Tile AS t
    WHERE t.Deleted = 0
    ORDER BY t.Rank, t.DisplayName
"""
LIMIT = "SELECT limit_grid_time()"
TILE = "SELECT run_tile(%s) AS figure"
PRESS = "SELECT press_tile(%s) AS changed"
DESCRIBE = "SELECT describe_grid(%s) AS grid"
ROWS = """
    SELECT r.r AS row
    FROM run_grid(%(id)s, %(limit)s, order_by => %(order)s, descending => %(down)s,
        filter => %(filter)s, place => %(place)s, backward => %(back)s) AS r (r)
"""
COMMAND = "SELECT run_grid_command(%s, %s, %s) AS changed"
BULK = "SELECT id, outcome FROM run_bulk_action(%s, %s, %s::text[])"
EXPORT = "SELECT statement, given, headings FROM export_grid(%s, %s, %s, %s)"

PAGE = 50  # rows


@blueprint.get(HOME)
def home() -> ResponseReturnValue:
    """Show the tiles and the list of grids."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        demand(conn, "Grid")
        conn.execute(LIMIT)
        return show(conn, "grids/home.html", tiles=_tiles(conn), grids=rows(conn, GRIDS))


@blueprint.get(HOME + "tiles")
def tiles() -> ResponseReturnValue:
    """Show the tiles anew."""
    with acting() as conn:
        conn.execute(LIMIT)
        return render_template("grids/tiles.html", tiles=_tiles(conn))


@blueprint.post(HOME + "tiles/<uuid:tile_id>/press")
def press(tile_id: UUID) -> ResponseReturnValue:
    """Run the command of a tile."""
    with acting() as conn:
        conn.execute(LIMIT)
        changed = row(conn, PRESS, [tile_id])["changed"]
    return _done(_("Done: %(changed)s changed.", changed=changed))


def _tiles(conn: Connection) -> list[DictRow]:
    found = rows(conn, TILES)
    for one in found:
        one["figure"] = one["problem"] = None
        if one["url"]:
            one["url"] = _address(one["url"])
        if one["shows"]:
            # One with a mistake takes none of the others away.
            try:
                with conn.transaction():
                    one["figure"] = row(conn, TILE, [one["id"]])["figure"]
            except psycopg.Error as error:
                one["problem"] = error.diag.message_primary or str(error)
    return found


def _address(url: str) -> str | None:
    # As the pages of calls know each other: OutCallEditor.html?…
    full = urljoin("/ReactClient/Pages/", url.strip())
    return full if urlsplit(full).scheme in ("", "http", "https") else None


@blueprint.get(HOME + "<uuid:grid_id>")
def grid(grid_id: UUID) -> ResponseReturnValue:
    """Show a grid."""
    if (way := to_login()) is not None:
        return way
    return _show_grid("grids/grid.html", grid_id)


@blueprint.get(HOME + "<uuid:grid_id>/rows")
def grid_rows(grid_id: UUID) -> ResponseReturnValue:
    """Show the rows of a grid anew."""
    return _show_grid("grids/rows.html", grid_id)


def _show_grid(template: str, grid_id: UUID) -> str:
    with acting() as conn:
        conn.execute(LIMIT)
        described = row(conn, DESCRIBE, [grid_id])["grid"]
        wish = Wish(described, request.args.to_dict())
        # One more than is shown says that there are more.
        limit = min(PAGE, described["RowLimit"])
        asked = min(limit + 1, described["RowLimit"])
        found = [one["row"] for one in rows(conn, ROWS, wish.values(grid_id) | {"limit": asked})]
        more = len(found) == asked
        if len(found) > limit:
            found = found[1:] if wish.back else found[:-1]
        before = more if wish.back else bool(wish.place)
        behind = wish.back or more
        for one in found:
            for column in described["Columns"]:
                if column["Model"] == "Date":
                    one[column["ColumnName"]] = _moment(one.get(column["ColumnName"]))
        return show(
            conn, template, grid=described, rows=found, wish=wish,
            previous=wish.link(place=_place(found[0]), back="1") if found and before else None,
            next=wish.link(place=_place(found[-1])) if found and behind else None,
            call=CALL if described["KeyName"].lower() == "outboundcallid" else None,
        )  # fmt: skip


def _place(shown: dict[str, Any]) -> str:
    return json.dumps(shown["@Place"])


class Wish:
    """What of a grid is asked for, as its address says it."""

    def __init__(self, described: dict[str, Any], given: dict[str, str]) -> None:
        self.given = {name: value for name, value in given.items() if value.strip()}
        self.order = self.given.get("order")
        self.down = self.given.get("down") == "1"
        self.back = self.given.get("back") == "1"
        self.place = self._place()
        self.filter: dict[str, dict[str, Any]] = {}
        for column in described["Columns"]:
            if column["SourceName"]:
                asked = self._asked(column)
                if asked:
                    self.filter[column["SourceName"]] = asked

    def _place(self) -> Any:
        if "place" not in self.given:
            return None
        try:
            return json.loads(self.given["place"])
        except ValueError:
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY, "No such page",
                f'place: "{self.given["place"][:100]}" is no place in a grid.',
                "Begin at the first page.", "place",
            ) from None  # fmt: skip

    def _asked(self, column: dict[str, Any]) -> dict[str, Any]:
        name = f"f.{column['ColumnName']}"
        text = self.given.get(name, "").strip()
        if column["Model"] in ("Integer", "Date"):
            ends = {end: self.given.get(f"{name}.{end}", "").strip() for end in ("from", "to")}
            return {end: value for end, value in ends.items() if value}
        if not text:
            return {}
        if column["Model"] in ("Select", "Toggle"):
            return {"is": text}
        return {"prefix": text[:-1]} if text.endswith("*") else {"contains": text}

    def values(self, grid_id: UUID) -> dict[str, Any]:
        """Return what run_grid gets."""
        return {
            "id": grid_id, "order": self.order, "down": self.down if self.order else None,
            "filter": Jsonb(self.filter), "place": Jsonb(self.place or {}), "back": self.back,
        }  # fmt: skip

    def link(self, **changes: str) -> str:
        """Return the query of another page, or of another order."""
        kept = {name: value for name, value in self.given.items() if name not in PLACES}
        return "?" + urlencode(kept | changes)

    @property
    def query(self) -> str:
        """The query of this page."""
        return urlencode(self.given)


PLACES = ("place", "back")


def _moment(value: Any) -> Any:
    """Return a moment of JSON as one; what is none stays as it is."""
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        return datetime.fromisoformat(value)
    return value


@blueprint.post(HOME + "<uuid:grid_id>/command")
def command(grid_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Run the command of a column for a row."""
    form = request.form
    # A switch that is off is not sent.
    value = form.get("value", "0" if "switch" in form else None)
    with acting() as conn:
        conn.execute(LIMIT)
        row(conn, COMMAND, [_column(form.get("column", "")), form.get("id", ""), value])
    return _done(_("%(name)s: done.", name=form["name"]) if form.get("name") else None)


def _column(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "No such column",
            f'column: "{text[:100]}" is no id.', "Open the grid anew.", "column",
        ) from None  # fmt: skip


def _done(said: str | None) -> Response:
    headers = {"HX-Trigger": json.dumps({"say": said})} if said else {}
    return Response(status=HTTPStatus.NO_CONTENT, headers=headers)


@blueprint.post(HOME + "<uuid:grid_id>/bulk")
def bulk(grid_id: UUID) -> ResponseReturnValue:
    """Run a bulk action for the selected rows, and say what came of each."""
    with acting() as conn:
        conn.execute(LIMIT)
        outcomes = rows(
            conn, BULK, [grid_id, request.form.get("action"), request.form.getlist("ids")]
        )
    return render_template("grids/outcomes.html", outcomes=outcomes, call=CALL)


@blueprint.get(HOME + "<uuid:grid_id>.csv")
def download(grid_id: UUID) -> ResponseReturnValue:
    """Give all rows of the filter as a file."""
    who = demand_caller()
    with acting() as conn:
        described = row(conn, DESCRIBE, [grid_id])["grid"]
        wish = Wish(described, request.args.to_dict())
        asked = [grid_id, wish.order, wish.down if wish.order else None, Jsonb(wish.filter)]
        export = row(conn, EXPORT, asked)
    return stream(who, described["DisplayName"], LIMIT, export)
