"""pgdialer import: bring a CSV file into an outbound list, or take an import back."""

from __future__ import annotations

import os
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import psycopg
from rich.console import Console

from ..cli import database_option, schema_option
from ..database import Connection, connect, locate
from ..errors import UserError
from ..lists import rejects
from ..lists.crew import Crew
from ..lists.do_not_call import bring_in, number_column
from ..lists.importing import Import, Wish
from ..lists.options import find_list, read_delimiter, read_mapping
from ..lists.reading import Source
from ..lists.screen import Watch, bytes_bar, show_counts, show_reading

_SHOWN = 5  # reasons, when they are not written to a file


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--list", "list_name", metavar="NAME_OR_ID", help="The outbound list.")
@click.option(
    *("--map", "mapped"),
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column becomes, by its heading or place; COLUMN= leaves it out.",
)
@click.option("--delimiter", metavar="CHARACTER", help="Else it is found out; also: tab.")
@click.option("--encoding", metavar="NAME", help="Else it is found out; such as cp1250.")
@click.option("--no-header", is_flag=True, help="The first row is data; use --map 1=Number.")
@click.option(
    "--duplicates",
    type=click.Choice(["skip", "update", "keep"], case_sensitive=False),
    help="What to do with numbers that the list has; else as the list says.",
)
@click.option(
    *("--rejects", "rejects_file"),
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the rows not taken; else beside the file, if there are any.",
)
@click.option("--dry-run", is_flag=True, help="Check and count, change nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Take nothing if one row is rejected.")
@click.option("--again", is_flag=True, help="Although the file has been imported before.")
@click.option("--create-list", is_flag=True, help="Make the list if there is none of that name.")
@click.option("--project", metavar="NAME_OR_ID", help="Project of a list that is made.")
@click.option(
    *("--do-not-call", "do_not_call"),
    metavar="NAME_OR_ID",
    help="Bring the numbers into this do-not-call list instead.",
)
@click.option(
    "--replace", is_flag=True, help="With --do-not-call: the file is all that the list has then."
)
@click.option("--undo", type=int, metavar="ID", help="Take back this import instead.")
@database_option
@schema_option
def command(database: str | None, schema: str, undo: int | None, **asked: Any) -> None:
    """Import the CSV FILE into an outbound list, or numbers into a do-not-call list.

    Headings such as Number, Phone, Telefon, Name or Priority are understood; what is not goes with
    the call as it is. Rows that cannot be taken are written to a file of their own with the line
    and the reason. If it is cut short, the same command goes on where it stopped.

    With --do-not-call all of the file is taken at once, or nothing if it is cut short: until then
    the list is what it was. Its age is counted from then on.
    """
    _check(asked, undo)
    source = None
    if undo is None:
        source = Source.open(
            asked["file"],
            encoding=asked["encoding"],
            delimiter=read_delimiter(asked["delimiter"]),
            header=not asked["no_header"],
        )
    url = locate(database)
    with connect(url, schema) as conn:
        if source and asked["do_not_call"]:
            _never_call(conn, source, asked)
        elif source:
            with Crew(partial(connect, url, schema)) as crew:
                _import(conn, crew, source, asked)
        elif undo is not None:
            _undo(conn, undo)


def _check(asked: dict[str, Any], undo: int | None) -> None:
    if undo is not None:
        if asked["file"]:
            raise click.UsageError("--undo takes an import back: leave FILE out.")
        return
    if asked["do_not_call"]:
        foreign = ("list_name", "duplicates", "create_list", "project", "again", "all_or_nothing")
        if not asked["file"] or any(asked[name] for name in foreign):
            raise click.UsageError(
                "--do-not-call takes the FILE, --replace, --dry-run, --rejects and how to read it."
            )
    elif asked["replace"]:
        raise click.UsageError("--replace is for --do-not-call.")
    elif not asked["file"] or not asked["list_name"]:
        raise click.UsageError("Give the FILE and its --list, or an import to --undo.")
    if asked["create_list"] != bool(asked["project"]):
        raise click.UsageError("--create-list and --project go together.")
    target = asked["rejects_file"]
    if target and target.resolve() == asked["file"].resolve():
        raise click.UsageError("--rejects would overwrite the file that is imported.")
    if target and not os.access(target.resolve().parent, os.W_OK):
        raise UserError(f"Cannot write {target}: no such folder, or not ours to write in.")


def _import(conn: Connection, crew: Crew, source: Source, asked: dict[str, Any]) -> None:
    policy = asked["duplicates"]
    wish = Wish(
        mapped=read_mapping(asked["mapped"]),
        duplicates=policy.capitalize() if policy else None,
        all_or_nothing=asked["all_or_nothing"],
        dry_run=asked["dry_run"],
        again=asked["again"],
    )
    log, out = Console(stderr=True), Console()
    with conn.transaction(force_rollback=wish.dry_run) if wish.at_once else nullcontext():
        with conn.transaction():
            work = Import(conn, source, _list(conn, asked), wish)
        show_reading(log, work)
        _run(log, work, crew)
        _write_rejects(log, conn, work, asked["rejects_file"])
        try:
            work.finish()
        except psycopg.DatabaseError:
            show_counts(out, work.state, happened=False)
            raise
        show_counts(out, work.state, happened=not wish.dry_run)
    if not wish.dry_run:
        click.echo(f"Import {work.state.id} is complete; --undo {work.state.id} takes it back.")


def _never_call(conn: Connection, source: Source, asked: dict[str, Any]) -> None:
    mapped = [name for name, field in read_mapping(asked["mapped"]).items() if field == "Number"]
    column = number_column(source, mapped[0] if mapped else None)
    target = asked["rejects_file"]
    log = Console(stderr=True)
    try:
        with conn.transaction(force_rollback=asked["dry_run"]), bytes_bar(log, source) as bar:
            begun = conn.execute(
                "SELECT begin_do_not_call(%s, %s)", [asked["do_not_call"], asked["replace"]]
            )
            ((key,),) = begun.fetchall()
            for done in bring_in(conn, key, source.rows(), column, target):
                bar(source.position, done.read)
            (aside,) = conn.execute("SELECT finish_do_not_call(%s)", [key]).fetchone() or (0,)
    except (KeyboardInterrupt, psycopg.OperationalError) as error:
        said = str(error).strip().partition("\n")[0] or "interrupted"
        raise UserError(f"Stopped ({said}). The list is what it was.") from error
    for line, reason in done.rejects[:_SHOWN]:
        log.print(f"  line {line}: {reason}", markup=False, highlight=False, soft_wrap=True)
    happened = "would be" if asked["dry_run"] else "are"
    click.echo(
        f"{done.read - done.rejected:,} of {done.read:,} numbers {happened} on the list,"
        f" {done.rejected:,} rejected; {aside:,} waiting calls {happened} set aside."
    )


def _list(conn: Connection, asked: dict[str, Any]) -> UUID:
    name = asked["list_name"]
    if asked["create_list"]:
        conn.execute("SELECT create_list(%s, %s)", [name, asked["project"]])
    return find_list(conn, name)


def _run(log: Console, work: Import, crew: Crew) -> None:
    try:
        with Watch(log, work.source, work.state) as watch:
            work.run(watch, crew)
    except (KeyboardInterrupt, psycopg.OperationalError) as error:
        said = str(error).strip().partition("\n")[0] or "interrupted"
        kept = (
            f"Import {work.state.id} has come to line {work.state.line}; the same command goes on."
        )
        if work.wish.at_once:
            kept = "Nothing is imported."
        raise UserError(f"Stopped ({said}). {kept}") from error


def _write_rejects(log: Console, conn: Connection, work: Import, path: Path | None) -> None:
    """Write the rejected rows where they are wanted, else beside the file if there are any."""
    if not (path or work.state.rejected):
        return
    target = path or work.source.path.with_suffix(".rejects.csv")
    try:
        rejects.write(conn, work.state.id, work.source, target)
    except OSError as error:
        said = f"Cannot write {target}: {error.strerror or error}."
        if path:
            raise UserError(said) from error
        log.print(said, markup=False, highlight=False)
        for line, reason in rejects.first(conn, work.state.id, _SHOWN):
            log.print(f"  line {line}: {reason}", markup=False, highlight=False, soft_wrap=True)
    else:
        log.print(f"Rejected rows are in {target}.", markup=False, highlight=False, soft_wrap=True)


def _undo(conn: Connection, import_id: int) -> None:
    row = conn.execute("SELECT * FROM undo_import(%s)", [import_id]).fetchone()
    removed, kept, in_progress = row or (0, 0, 0)
    click.echo(
        f"Import {import_id} is undone: {removed:,} calls removed, {kept:,} attempted ones kept"
        f" ({in_progress:,} in progress)."
    )
