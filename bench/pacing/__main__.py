"""Play ways of pacing against each other: python -m pgdialer.bench.pacing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from ..server import installed, private
from .proof import Compared, Wish, prove
from .table import markdown


@dataclass(frozen=True)
class Numbers(click.ParamType[tuple[float, ...]]):
    """Numbers with commas between them."""

    name = "numbers"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, ...]:
        """Read them."""
        try:
            return tuple(float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value} is not a list of numbers such as 10,30.", param, ctx)


@click.command()
@click.option("--agents", type=Numbers(), default="10,30,100", help="How many are at work.")
@click.option("--rates", type=Numbers(), default="15,30,60", help="Percent answered.")
@click.option("--hours", type=float, default=8.0, show_default=True)
@click.option("--seeds", type=int, default=10, show_default=True, help="Runs of each setting.")
@click.option("--processes", type=int, default=1, show_default=True)
@click.option("--markdown", "page", type=click.Path(path_type=Path), help="Write the table there.")
def main(
    agents: tuple[float, ...],
    rates: tuple[float, ...],
    hours: float,
    seeds: int,
    processes: int,
    page: Path | None,
) -> None:
    """Play every combination of agents and answer rates by each method, in virtual time."""
    wish = Wish(
        tuple(int(count) for count in agents),
        tuple(rate / 100.0 for rate in rates),
        hours,
        seeds,
        processes,
    )
    rows: list[Compared] = []
    with private() as cluster:
        for row in prove(installed(cluster, "pacing").url, wish):
            rows.append(row)
            click.echo(markdown([row]).splitlines()[-1])
            if page:
                page.write_text(markdown(rows), "utf-8")


main()
