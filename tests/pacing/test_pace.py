"""pace(): how many calls to dial ahead (PRED-1, PRED-2, PRED-4)."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any, NamedTuple

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# A team in the middle of its day: 30 % answer, after 3 to 28 s; an agent is busy for two minutes.
ANSWER_TIMES = [3.0, 5.2, 6.6, 7.9, 9.1, 10.4, 11.8, 13.6, 16.1, 20.5, 28.0]
HANDLE_TIMES = [14.0, 45.0, 60.0, 74.0, 88.0, 105.0, 125.0, 150.0, 190.0, 290.0, 1900.0]
DAY: dict[str, Any] = {
    "mode": "Predictive", "lines_per_agent": 5.0, "min_agents": 5, "ready": 4,
    "busy_ages": [5.0, 12.0, 20.0, 31.0, 45.0, 58.0, 66.0, 80.0, 90.0, 101.0, 120.0, 155.0, 200.0, 310.0],
    "ringing_ages": [], "waiting": 0, "ended": [40] * 30, "answered": [12] * 30,
    "answer_times": ANSWER_TIMES, "handle_times": HANDLE_TIMES, "ring_time": 30.0, "abandon_limit": 3.0,
    "answered_day": 2000, "abandoned_day": 56, "answered_month": 40_000, "abandoned_month": 1000,
}  # fmt: skip
TYPES = {
    "mode": "DialingMode", "busy_ages": "float8[]", "ringing_ages": "float8[]", "ended": "integer[]",
    "answered": "integer[]", "answer_times": "float8[]", "handle_times": "float8[]", "min_agents": "integer",
    "ready": "integer", "waiting": "integer", "answered_day": "bigint", "abandoned_day": "bigint",
    "answered_month": "bigint", "abandoned_month": "bigint",
}  # fmt: skip
GIVEN = ", ".join(f"{name} => %({name})s::{TYPES.get(name, 'float8')}" for name in DAY)
QUERY = f"SELECT * FROM pace({GIVEN})"

repeated = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100
)


class Paced(NamedTuple):
    """What pace() said."""

    starts: int
    agent_first: bool
    expected_abandons: float | None
    reason: str


def pace(db: psycopg.Connection, **changed: Any) -> Paced:
    """Ask for that team, but for what is changed."""
    row = db.execute(QUERY, {**DAY, **changed}).fetchone()
    assert row
    return Paced(*row)


def of_day(answered: int, abandoned: int) -> dict[str, int]:
    """The same in both windows: the first day."""
    return {
        "answered_day": answered, "abandoned_day": abandoned,
        "answered_month": answered, "abandoned_month": abandoned,
    }  # fmt: skip


def test_it_is_a_pure_function(db: psycopg.Connection) -> None:
    """PRED-1: of what it is given, and of nothing else."""
    row = db.execute(
        "SELECT provolatile::text, proparallel::text FROM pg_proc WHERE oid = 'pace'::regproc"
    )
    assert row.fetchone() == ("i", "s")
    assert pace(db) == pace(db)


def test_a_day_like_others(db: psycopg.Connection) -> None:
    """PRED-1: more calls than agents are dialled, and it says why."""
    said = pace(db)
    assert said.starts > DAY["ready"]
    assert not said.agent_first
    assert said.expected_abandons is not None and 0 < said.expected_abandons < 0.5
    assert said.reason == (
        "2.8 % of 2,000 answers in 24 hours abandoned: room for 4 more; 4 ready, 3 about to be, 0 ringing;"
        f" {said.starts} started."
    )


@pytest.mark.parametrize("mode", ["Power", "Predictive"])
@pytest.mark.parametrize("abandoned", [0, 61])
def test_nobody_ready(db: psycopg.Connection, mode: str, abandoned: int) -> None:
    """PRED-1: with no agent ready it starts nothing."""
    assert pace(db, mode=mode, ready=0, abandoned_day=abandoned).starts == 0


# Predictive: it begins with one line for each agent


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"ended": [], "answered": []}, "too little is known"),
        ({"ended": [0] * 30, "answered": [0] * 30}, "too little is known"),
        ({"answer_times": None}, "too little is known"),
        ({"handle_times": None}, "too little is known"),
        ({"min_agents": 19}, "18 at work, 19 are asked for"),
    ],
)
@pytest.mark.parametrize(
    ("ringing", "waiting", "starts"), [(0, 0, 4), (1, 0, 3), (1, 1, 2), (9, 0, 0)]
)
def test_one_line_each(
    db: psycopg.Connection,
    changed: dict[str, Any],
    word: str,
    ringing: int,
    waiting: int,
    starts: int,
) -> None:
    """PRED-4: with no history, or with fewer agents than are asked for."""
    said = pace(db, **changed, ringing_ages=[5.0] * ringing, waiting=waiting)
    assert (said.starts, said.agent_first) == (starts, False)
    assert word in said.reason


def test_min_agents(db: psycopg.Connection) -> None:
    """PRED-4: those who are busy count; with as many as are asked for it dials ahead."""
    assert pace(db, min_agents=18).starts > pace(db, min_agents=19).starts


def test_it_ramps_up(db: psycopg.Connection) -> None:
    """PRED-4: the more calls the limit still allows, the more are dialled."""
    starts = [pace(db, **of_day(answered, 0)).starts for answered in range(33, 400, 20)]
    assert starts[0] == DAY["ready"]
    assert starts == sorted(starts)
    assert starts[-1] >= 2 * starts[0]


# The limit


def test_the_limit_in_either_window(db: psycopg.Connection) -> None:
    """PRED-2: an agent first, as soon as one more abandoned call would be one too many, in 24 hours or in 30 days."""
    assert not pace(db, answered_day=2000, abandoned_day=59).agent_first
    day = pace(db, answered_day=2000, abandoned_day=60)
    assert day[:2] == (0, True)
    assert day.reason.startswith(
        "3.0 % of 2,000 answers in 24 hours abandoned: no room for one more"
    )
    month = pace(db, abandoned_month=1200)
    assert month[:2] == (0, True)
    assert month.reason.startswith("3.0 % of 40,000 answers in 30 days abandoned")


def test_the_first_of_all(db: psycopg.Connection) -> None:
    """PRED-4, PRED-2: one line each, until one abandoned call would leave the share under the limit."""
    said = pace(db, **of_day(0, 0), busy_ages=[])
    assert (said.starts, said.agent_first) == (DAY["ready"], False)
    assert said.reason == (
        "Nobody has answered yet: no room for one yet, so one line for each of 4 who are ready, with 0 kept in hand:"
        " 4 started."
    )
    assert pace(db, **of_day(33, 0)).starts >= said.starts
    assert not pace(db, **of_day(32, 0)).agent_first
    assert pace(db, **of_day(65, 1)).agent_first
    assert not pace(db, **of_day(66, 1)).agent_first


@pytest.mark.parametrize(
    ("ready", "at_work", "starts"),
    [(4, 4, 4), (5, 5, 4), (14, 14, 13), (15, 15, 13), (100, 100, 90), (1, 4, 1), (1, 5, 0), (2, 14, 1)],
)  # fmt: skip
def test_the_first_of_a_team(db: psycopg.Connection, ready: int, at_work: int, starts: int) -> None:
    """PRED-2: an agent who leaves while the first calls ring costs none of them, nor does the second of twenty."""
    first = {**of_day(32, 0), "busy_ages": [5.0] * (at_work - ready)}
    assert pace(db, ready=ready, **first)[:2] == (starts, False)
    assert pace(db, ready=ready, ringing_ages=[3.0], **first).starts == max(starts - 1, 0)


def test_it_climbs_again(db: psycopg.Connection) -> None:
    """PRED-2: it falls back and does not stop; one abandoned call costs 33 answers, so it does not go to and fro."""
    first = [pace(db, **of_day(answered, 1)).agent_first for answered in range(34, 100)]
    assert first == [True] * 32 + [False] * 34


def test_other_limits(db: psycopg.Connection) -> None:
    """PRED-2: with 0 % nothing is ever dialled ahead; with 100 % only lines limit it."""
    assert pace(db, abandon_limit=0.0, abandoned_day=0, abandoned_month=0).agent_first
    assert pace(db, abandon_limit=100.0).starts >= pace(db).starts
    assert pace(db, abandon_limit=100.0, **of_day(0, 0)).agent_first is False


def test_those_who_wait(db: psycopg.Connection) -> None:
    """PRED-2: a call that is answered, with nobody ready, is as good as abandoned."""
    assert not pace(db, answered_day=2000, abandoned_day=59, ready=0).agent_first
    assert pace(db, answered_day=2000, abandoned_day=59, ready=0, waiting=1).agent_first


# Power


@pytest.mark.parametrize(
    ("ratio", "ready", "ringing", "waiting", "starts"),
    [(1, 4, 0, 0, 4), (2.5, 3, 0, 0, 7), (2.5, 3, 5, 1, 1), (2, 3, 8, 0, 0), (3, 0, 0, 0, 0)],
)
def test_power(
    db: psycopg.Connection, ratio: float, ready: int, ringing: int, waiting: int, starts: int
) -> None:
    """LIST-5: so many lines for each agent who is ready, from the first call on."""
    asked = {"mode": "Power", "lines_per_agent": ratio, "ready": ready, "waiting": waiting}
    said = pace(
        db,
        **asked,
        ringing_ages=[1.0] * ringing,
        **of_day(0, 0),
        answer_times=None,
        handle_times=None,
    )
    assert (said.starts, said.agent_first) == (starts, False)


def test_power_over_the_limit(db: psycopg.Connection) -> None:
    """PRED-2: falls back when there were too many."""
    assert not pace(db, mode="Power", abandoned_day=60).agent_first
    assert pace(db, mode="Power", abandoned_day=61)[:2] == (0, True)


# What it foresees


def test_lines_for_each_agent(db: psycopg.Connection) -> None:
    """PRED-1: no more lines than for each agent who is ready or about to be."""
    asked: dict[str, Any] = {"abandon_limit": 100.0, "ended": [1000] * 30, "answered": [10] * 30}
    for lines in (1.0, 2.0, 3.5):
        said = pace(db, **asked, lines_per_agent=lines, ringing_ages=[2.0, 3.0])
        soon = float(said.reason.split(" ready, ")[1].split()[0])
        assert DAY["ready"] <= said.starts + 2 <= lines * (DAY["ready"] + soon + 0.5)


def test_agents_who_come_back(db: psycopg.Connection) -> None:
    """PRED-1: who is about to be free lets more be dialled than who has just begun, or will talk for ever."""
    about, begun, lost = (pace(db, busy_ages=[age] * 14).starts for age in (80.0, 1.0, 1500.0))
    assert about > begun
    assert about > lost


def test_calls_that_ring(db: psycopg.Connection) -> None:
    """PRED-1: what may still be answered takes an agent, what has rung for long does not."""
    fresh, old = (pace(db, ringing_ages=[age] * 8).starts for age in (4.0, 29.0))
    assert fresh < old


@pytest.mark.parametrize(
    ("ended", "answered", "least", "most"),
    [
        ([40] * 30, [6] * 30, 0.15, 0.17),
        ([40] * 30, [6] * 28 + [18] * 2, 0.35, 0.45),  # a jump is seen within minutes
        ([40] * 30, [18] * 28 + [6] * 2, 0.30, 0.45),  # what falls is believed more slowly
        ([10] * 30, [2] * 28 + [3, 3], 0.19, 0.26),  # not every chance is a jump
        ([1], [1], 0.6, 1.0),
    ],
)
def test_the_chance_of_an_answer(
    db: psycopg.Connection, ended: list[int], answered: list[int], least: float, most: float
) -> None:
    """PRED-2: an hour in which more people answer is not dialled as the one before."""
    row = db.execute(
        "SELECT answer_chance(%s::integer[], %s::integer[])", (ended, answered)
    ).fetchone()
    assert row and least <= row[0] <= most


@given(st.floats(-50, 50), st.floats(0.1, 400))
@repeated
def test_expected_loss(db: psycopg.Connection, over: float, variance: float) -> None:
    """The normal loss function, as the standard library has it."""
    row = db.execute("SELECT expected_loss(100, %s, %s)", (100 + over, variance)).fetchone()
    deviation = variance**0.5
    normal = NormalDist()
    exact = deviation * normal.pdf(over / deviation) + over * normal.cdf(over / deviation)
    assert row and row[0] == pytest.approx(exact, abs=0.001 * deviation)


def none_left(agents: int, chances: list[float]) -> float:
    """How likely as many come true as there are agents: exactly, event by event."""
    spread = [1.0]
    for chance in chances:
        spread = [
            (spread[n] * (1 - chance) if n < len(spread) else 0)
            + (spread[n - 1] * chance if n else 0)
            for n in range(len(spread) + 1)
        ]
    return sum(spread[agents:])


@pytest.mark.parametrize("answer", [0.15, 0.3, 0.6])
@pytest.mark.parametrize("team", [6, 20, 80])
@pytest.mark.parametrize("risk", [0.02, 0.1])
def test_the_last_call_finds_an_agent(
    db: psycopg.Connection, answer: float, team: int, risk: float
) -> None:
    """PRED-2: by the exact distribution, the last call dialled is about as likely to find nobody as was allowed."""
    still = [0.95, 0.9, 0.8]
    busy = [
        *(team * p for p in still),
        *(team * p * (1 - p) for p in still),
        *(team * p * (1 - p) * (1 - 2 * p) for p in still),
    ]
    agents = team + max(team // 8, 2)
    row = db.execute(
        "SELECT starts FROM affordable_starts(0, 500, %s, %s, array_fill(0::float8, '{9}'), %s, %s, 1000)",
        (agents, busy, answer, risk),
    ).fetchone()
    assert row

    def exact(starts: int) -> float:
        moments = zip(still, (0.2, 0.5, 0.8), strict=True)
        return (
            sum(
                none_left(agents, [p] * team + [share * answer] * (starts - 1))
                for p, share in moments
            )
            / 3
        )

    assert exact(row[0]) <= risk * 1.2 + 0.004
    assert exact(row[0] + 1) >= risk * 0.8 - 0.004


# Whatever it is given

SECONDS = st.integers(0, 4_000_000).map(lambda n: n / 1000)
AGES = st.lists(SECONDS, max_size=60)
DECILES = st.none() | st.lists(SECONDS, min_size=11, max_size=11).map(sorted)
MINUTES = st.lists(st.integers(0, 300), max_size=30)
COUNTS = st.integers(0, 5000)
ANYTHING = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(["Power", "Predictive"]), "lines_per_agent": st.integers(10, 200).map(lambda n: n / 10),
        "min_agents": st.integers(1, 30), "ready": st.integers(0, 50), "busy_ages": AGES, "ringing_ages": AGES,
        "waiting": st.integers(0, 10), "ended": MINUTES, "answer_times": DECILES, "handle_times": DECILES,
        "ring_time": st.floats(5, 60), "abandon_limit": st.integers(0, 1000).map(lambda n: n / 10), "answered_day": COUNTS,
        "abandoned_day": st.integers(0, 200), "answered_month": COUNTS, "abandoned_month": st.integers(0, 200),
    }
)  # fmt: skip


@given(ANYTHING, st.integers(0, 100))
@repeated
def test_anything(db: psycopg.Connection, given_: dict[str, Any], percent: int) -> None:
    """PRED-1, PRED-2: never below one line each, never above the lines allowed, nothing over the limit, a sentence always."""
    given_["answered"] = [count * percent // 100 for count in given_["ended"]]
    said = pace(db, **given_)
    ready, lines = given_["ready"], len(given_["ringing_ages"]) + given_["waiting"]
    assert said.reason.endswith(".")
    assert said.starts >= 0
    if ready == 0 or said.agent_first:
        assert said.starts == 0
        return
    team = ready + (len(given_["busy_ages"]) if given_["mode"] == "Predictive" else 0)
    assert said.starts + lines <= max(given_["lines_per_agent"] * team, lines)
    if given_["mode"] == "Predictive":
        share = given_["abandon_limit"] / 100
        has_room = all(
            given_[f"abandoned_{window}"] + 1 <= share * (given_[f"answered_{window}"] + 1) + 1e-6
            for window in ("day", "month")
        )
        if has_room:
            assert said.starts >= ready - lines
        else:
            kept = (team + 5) // 10
            assert said.starts == max(ready - kept - lines, 0), "at the beginning one line each"


@given(ANYTHING, st.integers(0, 100))
@repeated
def test_one_more_agent(db: psycopg.Connection, given_: dict[str, Any], percent: int) -> None:
    """PRED-1: with one more agent ready, not fewer calls are dialled."""
    given_["answered"] = [count * percent // 100 for count in given_["ended"]]
    more = {**given_, "ready": given_["ready"] + 1}
    assert pace(db, **more).starts >= pace(db, **given_).starts


def test_all_calls_as_long_as_each_other(db: psycopg.Connection) -> None:
    """PRED-1: times that do not differ are no reason to fail."""
    same = pace(
        db, answer_times=[5.0] * 11, handle_times=[60.0] * 11, busy_ages=[59.9, 60.0, 4000.0]
    )
    assert same.starts >= DAY["ready"]
