"""Chance that repeats itself."""

from __future__ import annotations

import math
import random


def dice(*key: object) -> random.Random:
    """Return dice that fall the same way for the same key, in every process."""
    return random.Random("/".join(map(str, key)))  # noqa: S311


def around(chance: random.Random, median: float, spread: float) -> float:
    """Draw a lognormal time: half are under the median; spread 0.5 is human, 1 is wild."""
    return chance.lognormvariate(math.log(median), spread)
