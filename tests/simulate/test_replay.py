"""LIST-5, PRED-1 to PRED-4: a list played through with other agents, modes and limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from uuid import UUID

import psycopg
import pytest
from pgdialer.runner.database import connect
from pgdialer.runner.whatif.campaign import Campaign, Site, made_up
from pgdialer.runner.whatif.cases import Case, combine
from pgdialer.runner.whatif.figures import Model
from pgdialer.runner.whatif.outcome import Outcome
from pgdialer.runner.whatif.replay import START, Wish, play_in
from pgdialer.runner.whatif.scene import LIST

from tests.conftest import Database, Server

# Nobody waits for an hour here.
SOON = tuple((result, trial, 300, action) for result, trial, _, action in made_up().retries)
QUICK = replace(made_up(), retries=SOON)


def wish(calls: int, campaign: Campaign = QUICK, hours: float = 8.0, **given: float) -> Wish:
    return Wish(campaign, Model.of(given, {}), calls, hours)


def play(server: Server, wished: Wish, *cases: Case, seed: int = 1) -> list[Outcome]:
    """Play each case in a database of its own."""
    played = []
    for place, case in enumerate(cases):
        with server.clone(f"replay{place}") as clone:
            played.append(play_in(server.dsn(clone.dbname), wished, case, seed))
    return played


def figures(outcome: Outcome) -> Outcome:
    return replace(outcome, seconds=0.0)


def test_a_seed_gives_the_same_figures_again(server: Server) -> None:
    """PRED-1: two replays of one seed come to the same, another seed to something else."""
    case, wished = Case(3, "Predictive"), wish(8)
    first, second = play(server, wished, case, case)
    (other,) = play(server, wished, case, seed=2)
    assert figures(first) == figures(second)
    assert first.ends != other.ends
    assert first.left == 0
    assert len(first.ends) == first.calls == 8
    assert first.attempts >= 8


def test_more_agents_are_through_earlier(server: Server) -> None:
    """PRED-1: and have more conversations in an hour."""
    few, many = play(server, wish(25), Case(3, "Progressive"), Case(9, "Progressive"))
    # When the very last is over is for a customer to say who wishes to be called later.
    nine_of_ten = [sorted(one.ends)[len(one.ends) * 9 // 10 - 1] for one in (few, many)]
    assert nine_of_ten[1] < nine_of_ten[0]
    assert many.talks_per_hour > few.talks_per_hour
    assert few.left == many.left == 0
    for one in (few, many):
        assert 0 < one.talk_share < 1
        assert one.abandoned == 0
        assert one.dialled_per_hour > one.talks_per_hour


def test_with_a_limit_of_nothing_nobody_is_abandoned(server: Server) -> None:
    """PRED-2: and with a limit that is none and many lines somebody is."""
    wished = wish(25, replace(QUICK, columns={**QUICK.columns, "MinAgents": 2}), answer_rate=60)
    none, some = play(server, wished, Case(4, "Predictive", 0.0), Case(4, "Power", 100.0, 6.0))
    assert none.abandoned == 0
    assert some.abandoned > 0
    assert some.answered > some.abandoned


def test_the_hours_are_over_before_the_list(server: Server) -> None:
    """PRED-1: what is left is told."""
    (one,) = play(server, wish(60, hours=0.25), Case(2, "Preview"))
    assert one.left > 0
    assert one.left + len(one.ends) == 60
    assert one.hours == pytest.approx(0.25, abs=0.05)


@pytest.fixture(scope="module")
def dialled(server: Server) -> Iterator[str]:
    """A database in which a list was dialled for a while, which nobody changes."""
    campaign = replace(
        QUICK, columns={**QUICK.columns, "RingTime": 17, "MaxTrials": 4, "AbandonLimit": 2}
    )
    with server.clone("dialled") as clone:
        dsn = server.dsn(clone.dbname)
        play_in(dsn, wish(90, campaign, 8.0, talk=60, wrap_up=30), Case(12, "Progressive"), 3)
        with psycopg.connect(dsn, autocommit=True) as conn:
            conn.execute("SELECT set_config('dialer.clock', %s, false)", [START.isoformat()])
            conn.execute(
                "INSERT INTO OutboundCall (OutboundListId, Number) SELECT %s, '+42060200000' || n"
                " FROM generate_series(1, 7) AS n", [LIST],
            )  # fmt: skip
        yield clone.dbname


@pytest.fixture
def site(server: Server, dialled: str) -> Iterator[Database]:
    """A copy of it."""
    copy = server.janitor(f"{server.name}_site", dialled)
    copy.drop()
    with copy, ExitStack() as opened:
        yield Database(server.dsn(copy.dbname), opened)


def read(database: Database, name: str = "L") -> Campaign:
    """Read a list as it stands eight hours after the shift began."""
    with connect(database.dsn, "dialer") as conn:
        conn.execute("SET dialer.clock = '2026-03-03 17:00+00'")
        return Site(conn, name).campaign()


def test_a_list_and_its_history_are_read(site: Database) -> None:
    """PRED-1: settings, retry rules, calls that wait; figures by what was seen, and nothing is written."""
    before = site.connect().execute("SELECT pg_snapshot_xmax(pg_current_snapshot())").fetchone()
    campaign = read(site)
    assert campaign.name == "L"
    assert campaign.waiting == 7
    assert (campaign.mode, campaign.columns["RingTime"]) == ("Progressive", 17)
    assert (campaign.columns["MaxTrials"], campaign.columns["AbandonLimit"]) == (4, 2)
    assert campaign.project["PostCallPause"] == 60
    assert set(campaign.retries) == set(SOON)
    assert campaign.attempts >= 90
    assert not campaign.of_project
    model = Model.of({}, campaign.found)
    for name in ("answer_rate", "answer_after", "talk", "wrap_up"):
        assert model.known[name].source == "history", name
    assert model["talk"] == pytest.approx(60, rel=0.35)
    assert model["wrap_up"] == pytest.approx(30, rel=0.35)
    assert model["answer_rate"] == pytest.approx(44, abs=15)
    after = site.connect().execute("SELECT pg_snapshot_xmax(pg_current_snapshot())").fetchone()
    assert before == after


def test_with_too_little_history_that_of_the_project(site: Database) -> None:
    """PRED-1: another list of the project is like it; where there is none either, nothing is found."""
    conn = site.connect()
    for name, project in (("N", UUID(int=2)), ("Alone", UUID(int=9))):
        conn.execute(
            "INSERT INTO Project (ProjectId, DisplayName) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [project, name],
        )
        conn.execute(
            "INSERT INTO OutboundList (DisplayName, ProjectId) VALUES (%s, %s)", [name, project]
        )
    campaign = read(site, "N")
    assert campaign.of_project
    assert campaign.found
    assert campaign.waiting == 0
    assert read(site, "Alone").found == {}
    with pytest.raises(psycopg.DatabaseError, match='There is no outbound list "Nobody"'):
        read(site, "Nobody")


def test_combinations_that_differ() -> None:
    """LIST-5: a limit means nothing where nobody is dialled ahead, lines mean nothing but to Power."""
    assert combine([10], ["Progressive", "Power", "Predictive"], [1, 3], [1.5, 2]) == [
        Case(10, "Progressive"),
        Case(10, "Power", 1, 1.5), Case(10, "Power", 1, 2),
        Case(10, "Power", 3, 1.5), Case(10, "Power", 3, 2),
        Case(10, "Predictive", 1), Case(10, "Predictive", 3),
    ]  # fmt: skip
    assert combine([1, 2], ["Preview"], [], []) == [Case(1, "Preview"), Case(2, "Preview")]
