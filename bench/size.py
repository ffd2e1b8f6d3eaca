"""How large the measured call centre is, and how often each thing is measured."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Size:
    """Numbers of rows and of repeats; the targets hold for those of FULL."""

    waiting: int = 1_000_000
    few: int = 10_000  # the same centre with few calls, for comparison
    lives: int = 500_000  # calls that end from the first state to the last
    held: int = 50_000  # so many of them beside an old snapshot, where each takes longer
    agents: int = 2_000  # logged in
    ready: int = 200
    assigned: int = 1_000  # agents who get a call in one cycle, calls that a DBA changes at once
    projects: int = 50
    languages: int = 5
    lists: int = 20
    cycles: int = 100
    latencies: int = 200
    rounds: int = 7  # in which ways are measured in turn
    seconds: float = 4.0  # of pgbench in one round
    runner_latencies: int = 100
    day: int = 300  # seconds of whole lives, with runners and agents
    day_calls: int = 400_000
    imported: int = 1_000_000  # rows of a file
    imports: int = 1
    shift_agents: int = 100
    shift_hours: int = 8
    history: int = 10_000_000  # rows of CallEvent, over six months
    many: int = 5_000_000
    never: int = 50_000_000  # numbers of a do-not-call list
    joined: int = 200  # calls over a real PBX, one after the other
    joining: int = 20  # agents for those that are dialled ahead
    dialling: int = 60  # seconds of originates
    streams: int = 500  # event streams of one web process
    changes: int = 20  # in the database, for all of them
    begun: int = 400  # calls over two runners and a trunk with a limit
    paced_agents: tuple[int, ...] = (10, 30, 100)
    paced_rates: tuple[float, ...] = (0.15, 0.3, 0.6)  # shares of attempts that are answered
    paced_hours: float = 8.0
    paced_seeds: int = 10

    @property
    def reserved(self) -> int:
        """Calls, the first in the table, that wait behind all others and are never offered."""
        return max(self.waiting // 50, 2 * self.assigned)

    def later(self) -> Size:
        """Return the same with fewer repeats: the medians are held against the fresh ones."""
        return replace(
            self,
            cycles=max(self.cycles // 3, 2),
            latencies=max(self.latencies // 3, 2),
            runner_latencies=max(self.runner_latencies // 3, 2),
            rounds=max(self.rounds // 2, 1),
        )


FULL = Size()
QUICK = Size(
    waiting=50_000,
    lives=20_000,
    held=5_000,
    cycles=20,
    latencies=50,
    rounds=3,
    seconds=1.0,
    runner_latencies=15,
    day=15,
    day_calls=40_000,
    imported=50_000,
    shift_hours=1,
    history=300_000,
    many=200_000,
    never=500_000,
    joined=50,
    dialling=10,
    streams=200,
    changes=5,
    begun=200,
    paced_agents=(30,),
    paced_rates=(0.3,),
    paced_hours=2.0,
    paced_seeds=2,
)
