"""What is wrong with what was typed in: beside the input that it is about, else on top."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any

import psycopg
from flask_babel import gettext as _

from ...problems import Problem, of_database
from .catalogue import WHOLE, Column, relation
from .model import Kind
from .parts import Capacity, Line, Refused

TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?|24:00(:00)?")


@dataclass
class Faults:
    """What is wrong: beside which input, and on the whole."""

    beside: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None
    position: int | None = None  # the character of a statement

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.beside) or self.problem is not None


class Wrong(Exception):
    """What was typed in cannot be saved."""

    def __init__(self, faults: Faults) -> None:
        super().__init__("It cannot be saved.")
        self.faults = faults


def check(
    kind: Kind, texts: Mapping[str, str], parts: Mapping[str, list[Line]], *, is_new: bool
) -> Faults:
    """Return what the catalogue forbids, without asking the database: all of it at once."""
    found = {}
    for of in kind.fields:
        if of.input == "secret" and not is_new and not texts.get(of.name):
            continue
        if of.name in texts and (said := _of_text(relation(kind.table)[of.name], texts[of.name])):
            found[of.name] = said
    for part in kind.parts:
        for line in parts.get(part.name, ()):
            if line.get("removed"):
                continue
            for of in part.fields:
                text = line.get("percent" if isinstance(part, Capacity) else of.name, "")
                if said := _of_text(relation(part.table)[of.name], text):
                    found[place_of(part, line, of.name)] = said
    return Faults(found)


def _of_text(column: Column, text: str) -> str | None:
    if not text.strip():
        return str(_("Give a value.")) if column.is_required else None
    if column.is_whole:
        return _of_number(column, text.strip())
    if column.type == "date":
        try:
            date.fromisoformat(text)
        except ValueError:
            return str(_("“%(text)s” is no day: give it as 2026-12-24.", text=text))
    if column.type == "time" and not TIME.fullmatch(text.strip()):
        return str(_("“%(text)s” is no time of day: give it as 08:30.", text=text))
    if column.type == "jsonb":
        try:
            json.loads(text)
        except ValueError as error:
            return str(_("This is no JSON: %(error)s.", error=str(error)))
    return None


def _of_number(column: Column, text: str) -> str | None:
    if not re.fullmatch(r"[+-]?\d{1,19}", text, re.ASCII):
        return str(_("“%(text)s” is no whole number.", text=text))
    lowest = -WHOLE[column.type] if column.lowest is None else column.lowest
    highest = WHOLE[column.type] - 1 if column.highest is None else column.highest
    if int(text) < lowest:
        return str(_("%(text)s is too low: %(limit)s is the lowest.", text=text, limit=lowest))
    if int(text) > highest:
        return str(_("%(text)s is too high: %(limit)s is the highest.", text=text, limit=highest))
    return None


def place_of(part: Any, line: Line, name: str) -> str:
    """Return the name of an input of a line."""
    if isinstance(part, Capacity):
        return f"capacity.{line['place']}"
    return f"{part.name}.{line.get('place', '')}.{name}"


def of_error(kind: Kind, texts: Mapping[str, str], error: psycopg.Error) -> Faults:
    """Return what the database says, beside the field that it names."""
    name = _column(kind.table, error)
    of = kind.field(name) if name else None
    problem = _problem(kind.table, error, texts.get(of.name, "") if of else "")
    if of is None:
        return Faults(problem=problem)
    return Faults({of.name: _sentence(problem)}, position=_position(error))


def of_part(refused: Refused) -> Faults:
    """Return what the database says of a line of a part."""
    part, line, error = refused.part, refused.line, refused.error
    name = _column(part.table, error)
    of = next((one for one in part.fields if name and one.name.lower() == name.lower()), None)
    problem = _problem(part.table, error, line.get(of.name, "") if of else "")
    if of is None and not isinstance(part, Capacity):
        problem.detail = f"{part.title}: {problem.detail}"
        return Faults(problem=problem)
    return Faults(
        {place_of(part, line, of.name if of else ""): _sentence(problem)}, position=_position(error)
    )


def _column(table: str, error: psycopg.Error) -> str | None:
    said = error.diag
    return said.column_name or relation(table).of_constraints.get(said.constraint_name or "")


def _problem(table: str, error: psycopg.Error, text: str) -> Problem:
    """Return an error of the database in words; what is none of the user's is raised."""
    problem = of_database(error)
    if problem is None or problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise error
    if error.sqlstate == "23505":
        problem.detail, problem.hint = (
            _("“%(text)s” is there already.", text=text) if text else _("This is there already."),
            _("Give another value, or change the one that is there."),
        )
    elif error.sqlstate == "23503":
        problem.detail, problem.hint = (
            _("It is still referred to, or refers to what is not there."),
            _("Take away what refers to it first, or choose another one."),
        )
    elif error.sqlstate == "23514":
        condition = relation(table).conditions.get(error.diag.constraint_name or "", "")
        problem.detail = _("“%(text)s” is not allowed here.", text=text) if text else problem.detail
        problem.hint = _("It must hold: %(condition)s.", condition=condition.strip("()"))
    return problem


def _sentence(problem: Problem) -> str:
    return f"{problem.detail} {problem.hint or ''}".strip()


def _position(error: psycopg.Error) -> int | None:
    found = re.match(r"position (\d+)", error.diag.message_detail or "")
    return int(found[1]) if found else None
