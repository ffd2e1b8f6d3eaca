"""pgdialer simulate: what would happen with other agents, modes and limits."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from .. import logs
from ..cli import database_option, schema_option
from ..database import connect, locate
from ..errors import UserError
from ..whatif import page, replay, words
from ..whatif.campaign import Campaign, Site, made_up
from ..whatif.cases import MODES, combine
from ..whatif.figures import Model

FEW, MOST = 500, 100_000  # calls played unless told otherwise, and at most


class Several(click.ParamType[Any]):
    """Values with commas between them."""

    name = "several"

    def __init__(self, read: Callable[[str], Any], what: str) -> None:
        """Take what reads one value, raising ValueError, and what they are."""
        self._read = read
        self._what = what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the values."""
        if not isinstance(value, str):
            return value
        if not value:
            return ()
        try:
            return tuple(self._read(one.strip()) for one in value.split(","))
        except ValueError:
            self.fail(f'"{value}" is not {self._what}.', param, ctx)


def _between(read: Callable[[str], Any], low: float, high: float) -> Callable[[str], Any]:
    def check(text: str) -> Any:
        value = read(text)
        if not low <= value <= high:
            raise ValueError(text)
        return value

    return check


def _mode(text: str) -> str:
    for mode in MODES:
        if mode.lower() == text.lower():
            return mode
    raise ValueError(text)


def _percent(name: str, words_: str) -> Callable[[Any], Any]:
    return click.option(name, type=click.FloatRange(0, 100), metavar="PERCENT", help=words_)


def _seconds(name: str, words_: str) -> Callable[[Any], Any]:
    return click.option(
        name, type=click.FloatRange(0.5, 3600), metavar="SECONDS", help=f"{words_}, on average."
    )


@click.command()
@click.option("--list", "name", metavar="NAME_OR_ID", help="The list; without, one made up.")
@click.option(
    "--agents",
    default="10",
    show_default=True,
    metavar="N,...",
    type=Several(_between(int, 1, 500), "whole numbers from 1 to 500, such as 10,20,30"),
    help="How many agents.",
)
@click.option(
    "--mode",
    "modes",
    metavar="MODE,...",
    type=Several(_mode, f"modes out of {', '.join(MODES)}"),
    help="How it dials. [default: as the list does]",
)
@click.option(
    "--abandon-limit",
    "limits",
    default="",
    metavar="PERCENT,...",
    type=Several(_between(float, 0, 100), "percents, such as 1,3"),
    help="Abandoned calls that are allowed, where it dials ahead. [default: as the list says]",
)
@click.option(
    "--lines",
    default="",
    metavar="N,...",
    type=Several(_between(float, 1, 20), "numbers from 1 to 20, such as 1,1.5"),
    help="Lines for each agent, for Power. [default: as the list says]",
)
@click.option(
    "--hours",
    type=click.FloatRange(0.1, 240),
    default=8.0,
    show_default=True,
    help="Hours of dialling at most.",
)
@click.option(
    "--calls",
    type=click.IntRange(1, MOST),
    help=f"How many calls are played. [default: those that wait, {FEW} at most]",
)
@_percent("--answer-rate", "First attempts that are answered.")
@_percent("--machines", "Answers by a machine.")
@_percent("--busy", "Attempts that find the line busy.")
@_percent("--failed", "Attempts that fail on the way.")
@_percent("--dead", "Numbers that lead nowhere.")
@_seconds("--answer-after", "From the first ring to the answer")
@_seconds("--talk", "A conversation")
@_seconds("--wrap-up", "From its end until the agent is ready again")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same figures.")
@click.option(
    "--seeds",
    type=click.IntRange(1, 100),
    default=1,
    show_default=True,
    help="So many replays of each, by this seed and the next ones.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Replays at once. [default: as many as processors]"
)
@click.option(
    "--html",
    "html_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write charts there, as one page that needs no network.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@database_option
@schema_option
def command(
    name: str | None,
    agents: tuple[int, ...],
    modes: tuple[str, ...] | None,
    limits: tuple[float, ...],
    lines: tuple[float, ...],
    hours: float,
    calls: int | None,
    seed: int,
    seeds: int,
    jobs: int | None,
    html_file: Path | None,
    as_json: bool,
    database: str | None,
    schema: str,
    **given: float | None,
) -> None:
    """Play a list through in virtual time, and compare agents, modes and limits.

    The engine itself is at work, on a private PostgreSQL that is gone afterwards, against customers
    and agents made of dice. With --list they are like those of the list's history, and the list's
    settings are taken; the database is only read.
    """
    logs.write_logs("text", logging.CRITICAL)
    if html_file and not html_file.parent.is_dir():
        raise UserError(f"There is no folder {html_file.parent} to write {html_file.name} into.")
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=250)
    with ExitStack() as opened:
        site = None
        if name is not None:
            conn = opened.enter_context(connect(locate(database), schema))
            site = Site(conn, name)
        campaign, notes = _paused(site.campaign() if site else made_up(), given["wrap_up"])
        many = calls or min(campaign.waiting or FEW, FEW)
        cases = combine(agents, modes or (_playable(campaign.mode),), limits, lines)
        if not cases:
            raise UserError("There is nothing to compare: give --agents, such as 10,20,30.")
        wish = replay.Wish(campaign, Model.of(given, campaign.found), many, hours)
        asked = range(seed, seed + seeds)
        at_once = min(jobs or os.cpu_count() or 1, len(cases) * seeds)
        answer = words.Answer(campaign, wish.model, many, hours, asked, (), (), notes)
        if not as_json:
            _introduce(console, answer)
        began = time.monotonic()
        with _bar(len(cases) * seeds) as progress:
            results = replay.run(wish, cases, asked, at_once, progress)
        answer = replace(answer, results=results, ends=())
        hours_left = [answer.whole_hours(one) for one in results]
        ends = [site.end_after(one) if site and one else None for one in hours_left]
        answer = replace(answer, ends=ends)
    took = time.monotonic() - began
    if html_file:
        try:
            html_file.write_text(page.write(answer), "utf-8")
        except OSError as error:
            raise UserError(f"Cannot write {html_file}: {error.strerror or error}.") from error
    if as_json:
        click.echo(json.dumps(_as_dict(answer), indent=2))
        return
    console.print(_table(words.HEADINGS, [words.row(answer, n) for n in range(len(results))]))
    console.print(words.speed(results, took), soft_wrap=True)


def _playable(mode: str) -> str:
    if mode not in MODES:
        raise UserError(
            f"The list dials by a script ({mode}) and has no agents: name another mode by --mode."
        )
    return mode


def _paused(campaign: Campaign, wrap_up: float | None) -> tuple[Campaign, list[str]]:
    """Let agents wrap up for as long as was asked, also where the project has no pause for it."""
    if campaign.project.get("PostCallPause") is not None:
        return campaign, []
    if wrap_up is None:
        return campaign, ["The project has no post-call pause: agents are ready at once."]
    project = {**campaign.project, "PostCallPause": 0}
    said = "The project has no post-call pause; here it has one that agents leave themselves."
    return replace(campaign, project=project), [said]


def _introduce(console: Console, answer: words.Answer) -> None:
    campaign = answer.campaign
    said = [words.introduction(campaign, answer.calls, answer.hours, answer.seeds)]
    said += [one for one in (words.history(campaign), *answer.notes) if one]
    console.print("\n".join(said), markup=False, soft_wrap=True)
    console.print(_table(("What", "Value", "Where from"), words.figures(answer.model)))


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(*headings)
    for cells in rows:
        table.add_row(*(Text(cell) for cell in cells))
    return table


@contextmanager
def _bar(replays: int) -> Iterator[Callable[[], None]]:
    """Show how many replays are done, on the side of errors."""
    console = Console(stderr=True)
    columns = TextColumn("Replays"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=replays)
        yield lambda: progress.advance(task)


def _as_dict(answer: words.Answer) -> dict[str, Any]:
    return {
        "list": answer.campaign.name,
        "waiting": answer.campaign.waiting,
        "calls": answer.calls,
        "seeds": list(answer.seeds),
        "notes": [one for one in (words.history(answer.campaign), *answer.notes) if one],
        "figures": {name: asdict(one) for name, one in answer.model.known.items()},
        "cases": [
            {
                **one.as_dict(),
                "whole_hours": answer.whole_hours(one),
                "ends": end and end.isoformat(),
            }
            for one, end in zip(answer.results, answer.ends, strict=True)
        ],
    }
