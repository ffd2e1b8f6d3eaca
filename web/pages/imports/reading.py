"""How a file is to be read and taken, as the form says it, and what its first rows become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from psycopg.types.json import Jsonb

from ....runner.errors import UserError
from ....runner.lists.importing import Import, Wish
from ....runner.lists.options import read_delimiter
from ....runner.lists.reading import Source
from ...api.acting import connected
from ...auth import demand_caller
from ...database import Connection, row, rows
from ...problems import Problem, of_database
from .uploads import Upload

SAMPLES = 3  # cells of a column beside its heading
PREVIEW = 20  # rows

MAP = "SELECT Place AS place, Heading AS heading, Field::text AS field FROM map_columns(%s, %s)"
CREATE = "SELECT create_list(%s, %s) AS list_id"
SET_UP = """
    UPDATE OutboundListImport
    SET Active = %s, RankBarrier = coalesce(%s, RankBarrier)
    WHERE OutboundListImportId = %s
"""
EARLIER = """
    SELECT FileHash AS file_hash, Options AS options, Duplicates::text AS duplicates,
        AllOrNothing AS all_or_nothing, OutboundListId AS list_id, DisplayName AS name
    FROM OutboundListImport
    WHERE OutboundListImportId = %s
"""

ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257",
    "iso8859-2", "cp852", "cp850", "koi8-r",
)  # fmt: skip
DELIMITERS = {";": ";", ",": ",", "tab": _("Tab"), "|": "|"}
DUPLICATES = {
    "": _("As the list says"),
    "Skip": _("Leave the row out"),
    "Update": _("Change the call that waits"),
    "Keep": _("Make a second call"),
}
FIELDS = {
    "": _("– left out –"),
    "Number": _("Number"),
    "NumberGiven": _("Number as it is shown"),
    "DisplayName": _("Name"),
    "Priority": _("Priority"),
    "ScheduleTime": _("Not before (time)"),
    "TimeMode": _("Window: kind"),
    "TimeFrom": _("Window: from"),
    "TimeTo": _("Window: to"),
    "TimeZone": _("Time zone"),
    "Language": _("Language"),
    "Agent": _("Agent"),
    "Predistributed": _("Only for that agent"),
    "PreferredAgent": _("Preferred agent"),
    "Skill": _("Least knowledge"),
    "Proficiency": _("Least proficiency"),
    "CallKey": _("Key in another system"),
    "CallerId": _("Number that is shown to the customer"),
    "ExtendedFields": _("Kept under its heading"),
}


@dataclass(frozen=True)
class Chosen:
    """What the form says."""

    encoding: str | None = None
    delimiter: str | None = None
    header: bool = True
    list_id: UUID | None = None
    new_list: str = ""
    project: str = ""
    duplicates: str | None = None
    all_or_nothing: bool = False
    again: bool = False
    active: bool = True
    barrier: int | None = None
    fields: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Chosen:
        """Read the form; one that was not filled in yet says little."""
        filled = "filled" in given
        # Fields go by place, and the places are others once the file is read otherwise.
        read_as = "|".join(given.get(name, "") for name in ("encoding", "delimiter", "header"))
        known = not given.get("read_as") or given["read_as"] == read_as
        return cls(
            encoding=given.get("encoding") or None,
            delimiter=given.get("delimiter") or None,
            header="header" in given or not filled,
            list_id=_uuid(given.get("list", "")),
            new_list=given.get("new_list", "").strip()[:200],
            project=given.get("project", ""),
            duplicates=_one_of(given.get("duplicates", ""), DUPLICATES),
            all_or_nothing="all_or_nothing" in given,
            again="again" in given,
            active="active" in given or not filled,
            barrier=_whole(given.get("barrier", "")),
            fields={
                name.removeprefix("field"): value
                for name, value in given.items()
                if known and name.startswith("field") and value in FIELDS
            },
        )

    @property
    def read_as(self) -> str:
        """How the file is read, in a word."""
        return "|".join((self.encoding or "", self.delimiter or "", "1" if self.header else ""))

    def source(self, upload: Upload) -> Source:
        """Open the file so."""
        try:
            return Source.open(
                upload.path,
                encoding=self.encoding,
                delimiter=read_delimiter(self.delimiter),
                header=self.header,
            )
        except UserError as error:
            raise unreadable(error, upload) from error

    def wish(self, *, dry_run: bool = False) -> Wish:
        """Return what is asked of the import."""
        return Wish(
            mapped=self.fields,
            duplicates=self.duplicates,
            all_or_nothing=self.all_or_nothing and not dry_run,
            dry_run=dry_run,
            again=self.again or dry_run,
        )

    @property
    def names_list(self) -> bool:
        """Whether it says into which list."""
        return bool(self.list_id or self.new_list)

    def find_list(self, conn: Any) -> UUID:
        """Return the list, made if a new one is named."""
        if not self.names_list:
            raise _problem(
                gettext("No list is chosen."), gettext("Choose one, or name a new one."), "list"
            )
        if self.list_id and not self.new_list:
            return self.list_id
        if not self.project:
            raise _problem(
                gettext("A new list needs a project."), gettext("Choose one."), "project"
            )
        made = conn.execute(CREATE, [self.new_list, self.project]).fetchone()
        return UUID(str(made["list_id"] if isinstance(made, dict) else made[0]))


def columns(conn: Connection, source: Source, chosen: Chosen) -> tuple[list[Any], Problem | None]:
    """Return what becomes of each column, with samples; and why that cannot be, if it cannot."""
    wrong = None
    try:
        with conn.transaction():
            found = rows(conn, MAP, [source.headings, Jsonb(chosen.fields)])
    except psycopg.Error as error:
        wrong = of_database(error)
        if wrong is None:
            raise
        wrong.hint = gettext("Choose below what each column is; one of them must be the number.")
        found = [
            {
                "place": place,
                "heading": heading or gettext("Column %(place)s", place=place),
                "field": chosen.fields.get(str(place), "ExtendedFields"),
            }
            for place, heading in enumerate(source.headings, 1)
        ]
    first = [one.cells for one in islice(source.rows(), SAMPLES) if not one.problem]
    for one in found:
        at = one["place"] - 1
        one["samples"] = [cells[at] for cells in first if at < len(cells) and cells[at].strip()]
    return found, wrong


def preview(source: Source, chosen: Chosen) -> list[dict[str, Any]] | None:
    """Return the first rows as they will be read; None while there is no list to read them for."""
    if not chosen.names_list:
        return None
    with connected(demand_caller()) as conn, conn.transaction(force_rollback=True):
        work = Import(conn, source, chosen.find_list(conn), chosen.wish(dry_run=True))
        return work.preview(PREVIEW)


def set_up(chosen: Chosen, conn: Any, import_id: int) -> None:
    """Say of a new import what is not said when it begins."""
    conn.execute(SET_UP, [int(chosen.active), chosen.barrier, import_id])


def as_before(conn: Connection, import_id: int, upload: Upload) -> tuple[Source, Wish, UUID]:
    """Return how an import was begun, for the same file; a problem if it is another one."""
    was = row(conn, EARLIER, [import_id])
    options = was["options"]
    try:
        source = Source.open(
            upload.path,
            encoding=options["encoding"],
            delimiter=options["delimiter"],
            header=options["header"],
        )
    except (UserError, KeyError) as error:
        raise unreadable(UserError(str(error)), upload) from error
    if source.survey.hash != was["file_hash"]:
        raise _problem(
            gettext(
                "%(file)s is another file than %(name)s, or it was changed since.",
                file=upload.name, name=was["name"],
            ),
            gettext("Choose the very file, or undo the import and begin anew."),
        )  # fmt: skip
    mapped = {
        str(place): field or "" for place, (_heading, field) in enumerate(options["columns"], 1)
    }
    return (
        source,
        Wish(mapped, duplicates=was["duplicates"], all_or_nothing=bool(was["all_or_nothing"])),
        was["list_id"],
    )


def unreadable(error: UserError, upload: Upload) -> Problem:
    """Return what is wrong with a file, in its own name."""
    return _problem(
        str(error).replace(str(upload.path), upload.name),
        gettext(
            "The file must be CSV: text, a row on each line, the number in one of its columns."
        ),
    )


def _problem(detail: str, hint: str, parameter: str | None = None) -> Problem:
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, gettext("Cannot be imported"), detail, hint, parameter
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() and len(text.strip()) < 10 else None


def _one_of(text: str, known: Mapping[str, Any]) -> str | None:
    return text if text and text in known else None
