from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest

from tests.distribution.floors import HOUR, NOON, RandomFloor
from tests.distribution.happenings import an_hour
from tests.distribution.oracle import RULES, Tables, oracle
from tests.floor import Floor

BLOCKS, FLOORS, HOURS = 5, 15, 4
OFFERED = "SELECT OutboundCallId, AgentId FROM OutboundCall WHERE CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentDialing')"


def cases(db: psycopg.Connection, block: int) -> Iterator[tuple[tuple[int, int], Floor]]:
    """Random floors, each at several times, with what would name it in a failure."""
    Floor(db, at=NOON).do("make_partitions")
    for seed in range(block * FLOORS, (block + 1) * FLOORS):
        with db.transaction(force_rollback=True):
            there = RandomFloor(db, seed)
            for hour in range(HOURS):
                an_hour(there, NOON + hour * HOUR)
                yield (seed, hour), there.floor


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_cycle_gives_what_the_plain_loop_gives(db: psycopg.Connection, block: int) -> None:
    """DIST-7: on random floors, run_cycle() offers exactly the oracle's calls to exactly its agents."""
    many: Counter[int] = Counter()
    for case, floor in cases(db, block):
        expected = oracle(Tables(db))
        before = dict(floor.rows(OFFERED))
        assert floor.cycle().offered == len(expected), case
        assert dict(floor.rows(OFFERED)) == before | expected, case
        assert floor.broken() == [], case
        many[min(len(expected), 3)] += 1
    assert min(many[number] for number in (1, 2, 3)) > 0, "too few cycles with several offers"


def test_every_rule_decides_on_some_floor(db: psycopg.Connection) -> None:
    """DIST-2 to DIST-6, DIST-8, DIST-10: leaving out any one rule changes who gets what somewhere."""
    silent = set(RULES)
    for block in range(BLOCKS):
        for _, floor in cases(db, block):
            tables = Tables(db)
            expected = oracle(tables)
            silent -= {rule for rule in silent if oracle(tables, {rule}) != expected}
            floor.cycle()
        if not silent:
            break
    assert silent == set()
