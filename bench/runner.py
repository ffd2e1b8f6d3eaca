"""One runner on a simulated PBX whose customers always answer, in a process of its own.

python -m pgdialer.bench.runner URL NAME SPEED
"""

from __future__ import annotations

import asyncio
import sys

from ..runner import hints, process
from ..runner.bridges.simulated import Simulated
from ..runner.loop import Runner
from ..runner.session import Session
from ..runner.simulation.customers import Customers, Habits

# Everybody answers and talks, so that every call goes through every step.
EAGER = Habits(
    dead=0, network_failure=0, busy=0, answer_alpha=1e6, answer_beta=1e-6, long_talk=0,
)  # fmt: skip


async def work(url: str, name: str, speed: float) -> None:
    """Run until told to stop."""
    bridge = Simulated(Customers(1, EAGER), speed)
    beside = Session(url, "dialer")
    runner = Runner(Session(url, "dialer"), bridge, name, beside=beside)
    process.when_told_to_stop(runner.stop)
    listening = asyncio.create_task(hints.listen(url, "dialer", runner.wake))
    try:
        await runner.run()
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


if __name__ == "__main__":
    process.run(work(sys.argv[1], sys.argv[2], float(sys.argv[3])))
