"""What a replay must know of customers and agents, in the words of a call centre."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import UserError
from ..simulation.agents import Manner
from ..simulation.customers import Habits

_HABITS, _MANNER = Habits(), Manner()
LEAST_TIDYING = 1 / 3  # of the wrap-up, where that is so short that nobody tidies for longer


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing to know: what it is called, what it is counted in, and what it is taken for."""

    name: str
    words: str
    unit: str  # "%" or "s" or nothing
    default: float


def _average(median: float, spread: float) -> float:
    """Return the average of a lognormal time."""
    return median * math.exp(spread**2 / 2)


def _median(average: float, spread: float) -> float:
    return average / math.exp(spread**2 / 2)


_READINESS = _HABITS.answer_alpha / (_HABITS.answer_alpha + _HABITS.answer_beta)
_TIDIES = _average(_MANNER.tidies, 0.5)

FIGURES = (
    Figure("dead", "numbers that lead nowhere", "%", 100 * _HABITS.dead),
    Figure("failed", "attempts that fail on the way", "%", 100 * _HABITS.network_failure),
    Figure("busy", "attempts that find the line busy", "%", 100 * _HABITS.busy),
    Figure(
        "answer_rate", "first attempts that are answered", "%",
        100 * (1 - _HABITS.dead) * (1 - _HABITS.network_failure - _HABITS.busy) * _READINESS,
    ),
    Figure(
        "likeness", "how alike customers are in answering", "",
        _HABITS.answer_alpha + _HABITS.answer_beta,
    ),
    Figure("machines", "answers by a machine", "%", 100 * _HABITS.machine),
    Figure("setup", "from dialling to the first ring", "s", _average(_HABITS.setup, 0.4)),
    Figure(
        "answer_after", "from the first ring to the answer", "s",
        _average(_HABITS.answer_after, _HABITS.answer_spread),
    ),
    Figure("answer_spread", "spread of that", "", _HABITS.answer_spread),
    Figure("talk", "conversation", "s", _average(_HABITS.talk, _HABITS.talk_spread)),
    Figure("talk_spread", "spread of conversations", "", _HABITS.talk_spread),
    Figure(
        "wrap_up", "wrap-up after a conversation", "s",
        _average(_MANNER.wraps_up, _MANNER.wrap_up_spread) + _TIDIES,
    ),
    Figure("wrap_up_spread", "spread of wrap-ups", "", _MANNER.wrap_up_spread),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fitted:
    """A figure as it was found, and in how many attempts."""

    value: float
    observed: int


@dataclass(frozen=True, slots=True)
class Known:
    """A figure as it is used, and where it comes from: given, history, default."""

    value: float
    source: str
    observed: int = 0


@dataclass(frozen=True)
class Model:
    """Customers and agents: each figure, and the dice loaded with them."""

    known: Mapping[str, Known]

    @classmethod
    def of(cls, given: Mapping[str, float | None], found: Mapping[str, Fitted]) -> Model:
        """Take each figure as it was given, else as it was found, else by default."""
        known = {}
        for figure in FIGURES:
            value = given.get(figure.name)
            if value is not None:
                known[figure.name] = Known(value, "given")
            elif figure.name in found:
                one = found[figure.name]
                known[figure.name] = Known(one.value, "history", one.observed)
            else:
                known[figure.name] = Known(figure.default, "default")
        model = cls(known)
        model.habits()  # says what does not go together
        return model

    def __getitem__(self, name: str) -> float:
        return self.known[name].value

    def habits(self) -> Habits:
        """Load the customers' dice."""
        dead, failed, busy = (self[name] / 100 for name in ("dead", "failed", "busy"))
        rings = (1 - dead) * (1 - failed - busy)
        rate = self["answer_rate"] / 100
        if rate > rings:
            raise UserError(
                f"No {rate:.0%} of attempts can be answered where only {rings:.0%} ring: give less"
                " by --answer-rate, or lower --busy, --failed and --dead."
            )
        readiness = min(max(rate / rings if rings else 0.0, 1e-6), 1 - 1e-6)
        return Habits(
            dead=dead,
            network_failure=failed,
            busy=busy,
            answer_alpha=readiness * self["likeness"],
            answer_beta=(1 - readiness) * self["likeness"],
            setup=_median(self["setup"], 0.4),
            answer_after=_median(self["answer_after"], self["answer_spread"]),
            answer_spread=self["answer_spread"],
            talk=_median(self["talk"], self["talk_spread"]),
            talk_spread=self["talk_spread"],
            machine=self["machines"] / 100,
            long_talk=0.0,  # the spread says how long they may be
        )

    def manner(self) -> Manner:
        """Load the agents' dice: conversations last as long as customers want."""
        tidies = min(_TIDIES, LEAST_TIDYING * self["wrap_up"])
        return Manner(
            ends_talk=0.0,
            wraps_up=_median(self["wrap_up"] - tidies, self["wrap_up_spread"]),
            wrap_up_spread=self["wrap_up_spread"],
            tidies=_median(tidies, 0.5),
        )
