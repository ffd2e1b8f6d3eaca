"""pgdialer export: write the calls of an outbound list to a CSV file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..cli import database_option, schema_option
from ..database import connect, locate
from ..errors import UserError
from ..lists.exporting import export
from ..lists.options import find_list, read_delimiter


@click.command()
@click.option("--list", "name", required=True, metavar="NAME_OR_ID", help="The outbound list.")
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write; else to standard output.",
)
@click.option("--delimiter", metavar="CHARACTER", help="A comma, with --excel a semicolon; or tab.")
@click.option("--since", metavar="TIME", help="Only calls that changed then or later.")
@click.option("--excel", is_flag=True, help="UTF-8 with a mark, semicolons, no formulas.")
@database_option
@schema_option
def command(
    database: str | None,
    schema: str,
    name: str,
    output: Path | None,
    delimiter: str | None,
    since: str | None,
    excel: bool,
) -> None:
    """Export the calls of a list: what was given, what came of it, and the fields of one's own.

    The file can be imported again: its columns of results are left out then.
    """
    given = read_delimiter(delimiter) or (";" if excel else ",")
    with connect(locate(database), schema) as conn:
        list_id = find_list(conn, name)
        if output is None:
            export(conn, list_id, sys.stdout.buffer, delimiter=given, since=since, for_excel=excel)
            sys.stdout.buffer.flush()
            return
        # Half a file must not look like a whole one.
        part = output.with_name(f"{output.name}.part")
        try:
            with part.open("wb") as file:
                export(conn, list_id, file, delimiter=given, since=since, for_excel=excel)
            part.replace(output)
        except OSError as error:
            raise UserError(f"Cannot write {output}: {error.strerror or error}.") from error
        finally:
            part.unlink(missing_ok=True)
