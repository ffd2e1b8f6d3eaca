"""The called parties: who answers, after how long, and how long they talk.

Figures are those of a business-to-consumer campaign by day, in seconds and shares. They are
assumptions one can read and change, not measurements of anybody's customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .chance import around, dice

Outcome = Literal["answered", "no_answer", "busy", "failed"]


@dataclass(frozen=True)
class Habits:
    """What the dice are loaded with."""

    dead: float = 0.04  # of the numbers: they never lead anywhere
    network_failure: float = 0.015  # of the attempts
    busy: float = 0.07  # of the attempts
    # How ready to answer a number is differs from number to number: a beta distribution, mean 0.5.
    answer_alpha: float = 2.4
    answer_beta: float = 2.4
    setup: float = 1.8  # median from dialling to the first ring
    answer_after: float = 8.0  # median from the first ring to the answer
    answer_spread: float = 0.6
    talk: float = 70.0  # median of a conversation
    talk_spread: float = 0.8
    machine: float = 0.0  # of the answers: an answering machine's
    long_talk: float = 0.06  # of the conversations: no end to them
    longest_talk: float = 3600.0


# What dead numbers and broken networks are called, with the ITU's cause numbers (Q.850).
DEAD = ("unallocated number (1)", "number changed (22)", "invalid number format (28)")
BROKEN = (
    "network out of order (38)",
    "temporary failure (41)",
    "switching congestion (42)",
    "no circuit available (34)",
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one attempt would go if nobody hung up: times in seconds, each from the one before."""

    setup: float
    outcome: Outcome
    cause: str | None = None
    answer_after: float = 0.0
    talk: float = 0.0
    machine: bool = False

    @property
    def rings(self) -> bool:
        """Whether the far telephone rings at all."""
        return self.outcome in ("answered", "no_answer")


class Customers:
    """Everybody who has a telephone. The same seed, number and occasion: the same attempt."""

    def __init__(self, seed: int = 1, habits: Habits | None = None) -> None:
        self._seed = seed
        self._habits = habits or Habits()

    def is_dead(self, number: str) -> bool:
        """Whether a number is one that never leads anywhere."""
        return dice(self._seed, "dead", number).random() < self._habits.dead

    def key(self, number: str) -> str:
        """Say which key a customer presses when a script asks."""
        return dice(self._seed, "key", number).choice("12345")

    def attempt(self, number: str, occasion: object) -> Attempt:
        """Say how an attempt to a number goes; occasion tells one attempt from another."""
        habits = self._habits
        chance = dice(self._seed, number, occasion)
        setup = around(chance, habits.setup, 0.4)
        if self.is_dead(number):
            return Attempt(setup, "failed", dice(self._seed, number).choice(DEAD))
        fate = chance.random()
        if fate < habits.network_failure:
            return Attempt(setup, "failed", chance.choice(BROKEN))
        if fate < habits.network_failure + habits.busy:
            return Attempt(setup, "busy")
        readiness = dice(self._seed, "readiness", number).betavariate(
            habits.answer_alpha, habits.answer_beta
        )
        if chance.random() > readiness:
            return Attempt(setup, "no_answer")
        talk = around(chance, habits.talk, habits.talk_spread)
        if chance.random() < habits.long_talk:
            talk = 3 * habits.talk * chance.paretovariate(1.7)
        return Attempt(
            setup,
            "answered",
            answer_after=around(chance, habits.answer_after, habits.answer_spread),
            talk=min(talk, habits.longest_talk),
            machine=chance.random() < habits.machine,
        )
