"""Runs of one setting by one way of pacing, and what came of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...runner.database import Connection
from .centre import Centre
from .methods import AGENT_FIRST, Method
from .ours import List, Pace
from .world import Setting


@dataclass(frozen=True)
class Result:
    """One run. worst: the highest abandon rate, in percent, at the end of any minute of it."""

    talk_share: float
    calls_an_hour: float
    answered: int
    abandoned: int
    worst: float

    @property
    def rate(self) -> float:
        """Percent of live answers abandoned over the whole run."""
        return 100.0 * self.abandoned / self.answered if self.answered else 0.0


Decide = Callable[[Sequence[Centre]], list[int]]


def play(centres: Sequence[Centre], decide: Decide) -> list[Result]:
    """Run centres of the same hours side by side, one second after the other."""
    for second in range(1, int(centres[0].setting.length) + 1):
        for centre in centres:
            centre.run_to(float(second))
        for centre, calls in zip(centres, decide(centres), strict=True):
            if calls == AGENT_FIRST:
                centre.start_for_agents()
            elif calls > 0:
                centre.start(calls)
    return [_result(centre) for centre in centres]


def by_method(settings: Sequence[Setting], make: Callable[[], Method]) -> list[Result]:
    """Run each setting by a way of its own."""
    return [_alone(setting, make()) for setting in settings]


def by_pace(
    conn: Connection, settings: Sequence[Setting], said: List | None = None
) -> list[Result]:
    """Run the settings side by side, by the database's pace()."""
    centres = [Centre(setting) for setting in settings]
    return play(centres, Pace(conn, centres, said or List()).decide)


def seeds(setting: Setting, count: int) -> list[Setting]:
    """Return a setting as often as wanted, each time with other dice."""
    return [replace(setting, seed=seed) for seed in range(1, count + 1)]


def _alone(setting: Setting, method: Method) -> Result:
    (result,) = play([Centre(setting)], lambda centres: [method.decide(one) for one in centres])
    return result


def _result(centre: Centre) -> Result:
    centre.finish()
    rates = (100.0 * one.abandoned / one.answered for one in centre.minutes if one.answered)
    return Result(
        talk_share=centre.talked / centre.at_work,
        calls_an_hour=centre.answered / centre.setting.hours,
        answered=centre.answered,
        abandoned=centre.abandoned,
        worst=max(rates, default=0.0),
    )
