"""pgdialer bench: what the engine costs on this machine."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from ...bench import play, report, scenarios
from ...bench.size import FULL, QUICK
from .. import logs


@click.command()
@click.option("--quick", is_flag=True, help="Fewer calls, fewer repeats: two minutes.")
@click.option("--only", multiple=True, metavar="NAME", help="This scenario; repeat it.")
@click.option("--fresh", is_flag=True, help="Not again on a database that has aged.")
@click.option("--list", "show", is_flag=True, help="Name the scenarios and end.")
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), help="Write the figures there."
)
@click.option(
    "--markdown",
    type=click.Path(path_type=Path),
    help="Write the table there; in a page that has a place for it, into that place.",
)
@click.option(
    "--compare",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Show the medians of an earlier --json beside.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if a target is missed.")
@click.option("--keep", is_flag=True, help="Leave the data folder.")
def command(
    quick: bool,
    only: tuple[str, ...],
    fresh: bool,
    show: bool,
    json_file: Path | None,
    markdown: Path | None,
    compare: Path | None,
    strict: bool,
    keep: bool,
) -> None:
    """Measure the engine beside what PostgreSQL itself costs, on a private server of its own.

    The server has PostgreSQL's default durability, its data is in the temporary folder, and it is
    removed at the end. PGBIN chooses another PostgreSQL. Nothing else should run meanwhile.
    """
    chosen = scenarios.find(only)
    if show:
        for one in chosen:
            click.echo(f"{one.name:<14} {one.title}")
        return
    logs.write_logs("text", logging.ERROR)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=250)
    earlier = report.read_json(compare) if compare else None
    wish = play.Wish(chosen, QUICK if quick else FULL, fresh_only=fresh, keep=keep)

    def write(about: dict[str, Any], rows: list[report.Judged]) -> None:
        if json_file:
            report.write_json(json_file, about, rows)

    about, rows = play.play(wish, Console(stderr=True), write)
    for row in rows:
        if row.measured.plan:
            console.rule(f"{row.measured.what} ({row.measured.state})")
            console.print(row.measured.plan, markup=False, soft_wrap=True)
    console.print(report.table(rows, earlier))
    if markdown:
        report.write_markdown(markdown, about, rows)
    if strict and not all(row.met() for row in rows):
        raise click.exceptions.Exit(1)
