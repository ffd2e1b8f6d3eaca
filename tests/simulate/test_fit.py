"""What a history says of customers and agents: from a made-up one its figures come back."""

from __future__ import annotations

import pytest
from pgdialer.runner.errors import UserError
from pgdialer.runner.simulation.chance import around, dice
from pgdialer.runner.simulation.customers import Customers, Habits
from pgdialer.runner.whatif.figures import FIGURES, Model
from pgdialer.runner.whatif.fit import LEAST_ATTEMPTS, Rang, Seen, fit

RESULTS = {"answered": "Completed", "no_answer": "NoAnswer", "busy": "Busy", "failed": "Failed"}


def history(habits: Habits, numbers: int, trials: int = 4) -> tuple[list[Seen], list[Rang]]:
    """Dial each number until it answers, so many times at most."""
    customers = Customers(7, habits)
    attempts, rings = [], []
    for call in range(numbers):
        for trial in range(trials):
            one = customers.attempt(f"+420724{call:06}", trial)
            answered = one.outcome == "answered"
            wrap = around(dice("wrap", call, trial), 18.0, 0.5)
            attempts.append(
                Seen(call, RESULTS[one.outcome], answered, one.talk or None, wrap if answered else None)
            )  # fmt: skip
            if one.rings:
                rings.append(Rang(one.setup, one.answer_after or None))
            if answered:
                break
    return attempts, rings


def test_what_was_put_in_comes_out() -> None:
    """PRED-1: shares, how alike customers are, times and their spreads, each within what chance allows."""
    habits = Habits(
        dead=0.06, network_failure=0.03, busy=0.1, answer_alpha=1.2, answer_beta=2.0,
        answer_after=11.0, answer_spread=0.4, talk=150.0, talk_spread=0.5, long_talk=0.0,
    )  # fmt: skip
    model = Model.of({}, fit(*history(habits, 6000), people=900, machines=100))
    found = model.habits()
    assert {one.source for one in model.known.values()} == {"history"}
    assert found.dead == pytest.approx(habits.dead, abs=0.01)
    assert found.network_failure == pytest.approx(habits.network_failure, abs=0.01)
    assert found.busy == pytest.approx(habits.busy, abs=0.01)
    assert found.machine == pytest.approx(0.1)
    readiness = found.answer_alpha / (found.answer_alpha + found.answer_beta)
    assert readiness == pytest.approx(1.2 / 3.2, abs=0.02)
    assert found.answer_alpha + found.answer_beta == pytest.approx(3.2, rel=0.35)
    assert found.answer_after == pytest.approx(11.0, rel=0.05)
    assert found.answer_spread == pytest.approx(0.4, abs=0.03)
    assert found.talk == pytest.approx(150.0, rel=0.05)
    assert found.talk_spread == pytest.approx(0.5, abs=0.03)
    manner = model.manner()
    assert manner.ends_talk == 0
    assert model["wrap_up"] == pytest.approx(18.0 * 2.718 ** (0.5**2 / 2), rel=0.05)


@pytest.mark.parametrize("narrow", [0.8, 3.0, 40.0])
def test_the_rate_of_the_second_attempt_says_how_alike_customers_are(narrow: float) -> None:
    """PRED-1: where all are alike it stays, where they differ it falls; the answer rate is the same."""
    habits = Habits(
        dead=0.0, network_failure=0.0, busy=0.0,
        answer_alpha=0.4 * narrow, answer_beta=0.6 * narrow,
    )  # fmt: skip
    found = fit(*history(habits, 6000))
    assert found["answer_rate"].value == pytest.approx(40, abs=2)
    second = 0.4 * narrow / (narrow + 1)
    likeness = found["likeness"].value
    assert 0.4 * likeness / (likeness + 1) == pytest.approx(second, abs=0.03)


def test_of_little_history_nothing_is_told() -> None:
    """PRED-1: too few attempts leave the defaults, which are named as such; what is given wins."""
    attempts, rings = history(Habits(), LEAST_ATTEMPTS // 4)
    assert fit(attempts[: LEAST_ATTEMPTS - 1], rings[:10]).keys() <= {"talk", "talk_spread", "wrap_up", "wrap_up_spread"}  # fmt: skip
    model = Model.of({"talk": 200.0}, {})
    assert {name for name, one in model.known.items() if one.source == "given"} == {"talk"}
    assert {one.source for name, one in model.known.items() if name != "talk"} == {"default"}
    assert model["talk"] == 200
    assert model.habits().talk < 200  # the median of what is 200 on average


def test_defaults_are_those_of_the_dice() -> None:
    """PRED-1: whoever says nothing gets the customers that tests and demo have."""
    made, given = Model.of({}, {}).habits(), Habits()
    for name in ("dead", "busy", "network_failure", "answer_alpha", "answer_beta", "talk", "setup"):
        assert getattr(made, name) == pytest.approx(getattr(given, name)), name
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)


def test_no_more_answers_than_telephones_that_ring() -> None:
    """PRED-1: figures that contradict each other are refused in one sentence."""
    with pytest.raises(UserError, match="No 95% of attempts can be answered where only 88% ring"):
        Model.of({"answer_rate": 95.0}, {})
    assert Model.of({"answer_rate": 95.0, "busy": 0, "failed": 0, "dead": 0}, {})
