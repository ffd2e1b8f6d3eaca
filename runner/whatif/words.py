"""The answer in words: the same on the screen, on the page, and in the tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .campaign import DAYS, Campaign
from .figures import FIGURES, Known, Model
from .fit import LEAST_ATTEMPTS
from .outcome import Result

Say = Callable[[float], str]
SHOWN = (
    "answer_rate", "busy", "failed", "dead", "machines", "setup", "answer_after", "talk", "wrap_up",
)  # fmt: skip
HEADINGS = (
    "Agents", "Mode", "Limit", "Lines", "Dialled/h", "Talks/h", "Talk share", "Abandoned",
    "To the end", "Whole list",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """Everything there is to say."""

    campaign: Campaign
    model: Model
    calls: int
    hours: float
    seeds: Sequence[int]
    results: Sequence[Result]
    ends: Sequence[datetime | None]  # of the whole list, for each result; None: cannot be told
    notes: Sequence[str]

    def whole_hours(self, result: Result) -> float | None:
        """Return the hours that the whole list would take, if as many calls again go as quickly."""
        if not self.campaign.waiting or not result.is_through:
            return None
        return result.average("hours") * self.campaign.waiting / self.calls


def introduction(campaign: Campaign, calls: int, hours: float, seeds: Sequence[int]) -> str:
    """Say what is played."""
    waiting = "" if campaign.waiting is None else f" {campaign.waiting:,} calls wait;"
    times = "" if len(seeds) == 1 else f", {len(seeds)} times each"
    return (
        f'List "{campaign.name}":{waiting} {calls:,} calls are played, for {hours:g} hours at most'
        f"{times}."
    )


def history(campaign: Campaign) -> str | None:
    """Say what the figures were taken from; None: there is no list."""
    if campaign.waiting is None:
        return None
    whose = "its project" if campaign.of_project else "the list"
    if campaign.found:
        return f"Figures by {campaign.attempts:,} attempts of {whose} in the last {DAYS} days."
    return (
        f"Too little history: {campaign.attempts:,} attempts of {whose} in the last {DAYS} days,"
        f" and at least {LEAST_ATTEMPTS} are needed."
    )


def figures(model: Model) -> list[tuple[str, str, str]]:
    """Return each figure of the model: what it is, its value, where it comes from."""
    by_name = {figure.name: figure for figure in FIGURES}
    return [
        (by_name[name].words, f"{model[name]:.3g} {by_name[name].unit}", source(model.known[name]))
        for name in SHOWN
    ]


def source(known: Known) -> str:
    """Say where a figure comes from."""
    return f"history ({known.observed:,})" if known.source == "history" else known.source


def row(answer: Answer, place: int) -> list[str]:
    """Return the cells of a row; behind what grows with agents, its ratio to the first row."""
    result, first = answer.results[place], answer.results[0]
    case, rate = result.case, result.abandon_rate

    def ratio(name: str) -> str:
        before = first.average(name)
        return f" ({result.average(name) / before:.2f}×)" if place and before else ""

    hours = f"{result.average('hours'):.1f} h"
    whole = answer.whole_hours(result)
    end = answer.ends[place]
    return [
        str(case.agents),
        case.mode,
        "" if case.abandon_limit is None else f"{case.abandon_limit:g} %",
        "" if case.lines is None else f"{case.lines:g}",
        _spread(result, "dialled_per_hour", 1, ",.0f") + ratio("dialled_per_hour"),
        _spread(result, "talks_per_hour", 1, ",.0f") + ratio("talks_per_hour"),
        _spread(result, "talk_share", 100, ".0f") + " %" + ratio("talk_share"),
        "–" if rate is None else f"{rate:.1f} %",
        hours + ratio("hours")
        if result.is_through
        else f"> {hours}, {result.average('left'):,.0f} left",
        "–" if whole is None else f"{whole:,.0f} h" + (f", {end:%a %d %b %H:%M}" if end else ""),
    ]


def _spread(result: Result, name: str, factor: float, form: str) -> str:
    """Return an average; of several replays with the lowest and the highest."""
    said = format(factor * result.average(name), form)
    low, high = (format(factor * one, form) for one in result.range(name))
    return said if low == high else f"{said} [{low}–{high}]"


def speed(results: Sequence[Result], seconds: float) -> str:
    """Say how quick it was."""
    played = [one for result in results for one in result.outcomes]
    attempts, calls = (sum(getattr(one, name) for one in played) for name in ("attempts", "calls"))
    many = f"{len(played)} replay{'s' if len(played) > 1 else ''}"
    return (
        f"{many} of {calls:,} calls and {attempts:,} attempts in {seconds:.0f} s:"
        f" {calls / seconds:.1f} calls, {attempts / seconds:.1f} attempts in a second."
    )
