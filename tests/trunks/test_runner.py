"""COMP-4: a shift of two runners by trunks, in virtual time."""

from __future__ import annotations

from datetime import timedelta

from pgdialer.runner.bridges import Command
from pgdialer.runner.simulation.shift import play
from pgdialer.runner.simulation.virtual import now

from tests.conftest import Database
from tests.runner.centre import START, Booked, all_over, centre, judge
from tests.trunks.lines import trunk


class Lines(Booked):
    """A PBX that knows by which trunk each call was dialled, and when."""

    def __init__(self, other: Lines | None = None) -> None:
        super().__init__(book=other.book if other else None)
        self.dialled = other.dialled if other else []
        self.trunks: dict[str, str] = other.trunks if other else {}
        self.most = other.most if other else {}

    async def send(self, command: Command) -> None:
        """Count what is up on the trunk."""
        if command.command == "originate":
            assert command.trunk
            self.dialled.append((now(), command.trunk))
            self.trunks[command.pbx_call_id] = command.trunk
        await super().send(command)
        up = [self.trunks[channel] for channel in self.book.up]
        for line in set(up):
            self.most[line] = max(self.most.get(line, 0), up.count(line))


def test_two_runners_by_trunks(database: Database) -> None:
    """COMP-4: what reaches the PBXs keeps the limits, all calls are dialled, and no place is lost."""
    floor, seats = centre(database, agents=10)
    trunk(floor, "north", CallsPerSecond=1, MaxCalls=2)
    trunk(floor, "south", Rank=1, CallsPerSecond=2, MaxCalls=4)
    one = Lines()
    play(database.dsn, seats, START, all_over, bridges=[one, Lines(one)])
    judge(floor)
    one.book.judge(floor)
    for line, a_second in (("north", 1), ("south", 2)):
        times = [at for at, by in one.dialled if by == line]
        assert times
        assert max(
            sum(first <= at < first + timedelta(seconds=1) for at in times) for first in times
        ) <= a_second  # fmt: skip
    assert one.most == {"north": 2, "south": 4}, "and both were full"
    takers = floor.rows("SELECT DISTINCT TakenBy FROM PbxCommand WHERE TrunkId IS NOT NULL")
    assert len(takers) == 2
    assert floor.rows("SELECT LiveCalls FROM TrunkState") == [(0,), (0,)]
