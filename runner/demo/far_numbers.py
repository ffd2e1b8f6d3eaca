"""Numbers whose far ends behave as a campaign's customers would, taken together.

What a far end does, the last two digits say (runner/asterisk/sipp/customers.xml). The numbers are
of the ranges that the British regulator keeps free for films: nobody has them.
"""

from __future__ import annotations

from collections import Counter
from random import Random

AREAS = (
    "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0", "0118 496 0",
    "0121 496 0", "0131 496 0", "0141 496 0", "0151 496 0", "0161 496 0", "020 7946 0",
)  # fmt: skip
# Shares of the numbers by their last two digits.
SHARES = {
    "02": 26,  # does not answer
    "01": 8,  # is busy
    "08": 5,  # is switched off
    "03": 3,  # does not exist
    "15": 2,  # does not exist, and a voice says so
    "09": 1,  # was given up
    "04": 1,  # no line to it is free
    "07": 2,  # declines
    "06": 22,  # answers after 4 s
    "00": 14,  # answers after 1 s
    "13": 12,  # answers, and hangs up 8 s later
    "05": 4,  # answers, and hangs up 2 s later
}


def choose(many: int, chance: Random) -> list[str]:
    """Return so many numbers, no two alike: some hundreds at most."""
    taken: Counter[str] = Counter()
    numbers = []
    for ending in chance.choices(list(SHARES), list(SHARES.values()), k=many):
        again, area = divmod(taken[ending], len(AREAS))
        numbers.append(f"{AREAS[area]}{again}{ending}")
        taken[ending] += 1
    return numbers
