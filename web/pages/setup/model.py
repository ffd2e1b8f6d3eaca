"""Of what the description of a form is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, LiteralString

from pydantic import BaseModel, create_model

from ...api.kinds import Shown
from ...api.rows import Table
from .catalogue import relation

if TYPE_CHECKING:
    from .parts import Part


@dataclass(frozen=True)
class Field:
    """A column on a form. What the catalogue says of it is not repeated."""

    name: str
    label: Any
    # How it is typed in, where the column does not tell: color, zone, date, lines, sql, bits,
    # events, secret, parameter, shown.
    input: str = ""
    unit: Any = ""
    help: Any = None
    # What values are called; of bits, the number of each.
    words: Mapping[str, Any] | None = None
    suggest: str = ""  # a statement with what may be typed in, one text a row
    wide: bool = False
    copied: bool = True
    default: Callable[[], str] | None = None


@dataclass(frozen=True)
class Section:
    """Fields that belong together."""

    title: Any
    fields: tuple[Field, ...]
    # Of limits and actions: those that say nothing are left out until somebody wants them.
    optional: Any = ""


@dataclass(frozen=True)
class Kind:
    """What is set up on one form: a table, and rows of others that are parts of it."""

    table: str
    key: str
    one: Any
    many: Any
    group: Any
    permission: str
    sections: tuple[Section, ...]
    listed: tuple[str, ...] = ()
    order: tuple[str, ...] = ("DisplayName",)
    searched: tuple[str, ...] = ("DisplayName",)
    title: LiteralString = "t.DisplayName"
    where: LiteralString = "TRUE"
    about: Any = ""
    parts: tuple[Part, ...] = ()
    panels: tuple[str, ...] = ()  # templates setup/panel_….html
    adds: bool = True

    @property
    def path(self) -> str:
        """What it is called in addresses."""
        return self.table.lower()

    @property
    def fields(self) -> Iterator[Field]:
        """All fields, in their order."""
        for section in self.sections:
            yield from section.fields

    def field(self, name: str) -> Field | None:
        """Return a field by the name of its column, capitals do not matter."""
        return next((one for one in self.fields if one.name.lower() == name.lower()), None)

    @property
    def marks_deleted(self) -> bool:
        """Whether what is deleted stays, and can be restored."""
        return "Deleted" in relation(self.table)

    @cached_property
    def rows(self) -> Table:
        """The table as REST has its tables: one row, its state, and what changes it."""
        names = [one.name.lower() for one in self.fields if one.input != "secret"]
        names += ["deleted"] if self.marks_deleted else []
        return Table(self.table, self.key.lower(), _model(self.table, [self.key.lower(), *names]))

    def change(self, values: Mapping[str, Any]) -> BaseModel:
        """Return what is to be changed of a row, by columns, as Table.change takes it."""
        return _model(self.table, list(values)).model_construct(set(values), **values)


def _model(name: str, columns: list[str]) -> type[BaseModel]:
    fields: dict[str, Any] = dict.fromkeys(columns, (Any, None))
    return create_model(name, __base__=Shown, **fields)
