"""Listening: how much of a tone is in a recording."""

from __future__ import annotations

import array
import math
from pathlib import Path

RATE, MOMENT = 8000, 1600  # samples a second, and at a time


def hears(file: Path, frequency: float, other: float) -> bool:
    """Whether a raw recording, finished or not, has a fifth of a second of the one tone and not of the other."""
    samples = array.array("h", file.read_bytes()[: file.stat().st_size // 2 * 2])
    moments = (samples[n : n + MOMENT] for n in range(0, len(samples) - MOMENT + 1, MOMENT))
    return any(
        _loudness(moment, frequency) > max(0.05, 10 * _loudness(moment, other))
        for moment in moments
    )


def _loudness(samples: array.array[int], frequency: float) -> float:
    """Return the amplitude of a tone, full scale being 1 (Goertzel's algorithm)."""
    turn = 2 * math.cos(2 * math.pi * frequency / RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample / 32768 + turn * last - before
    power = last * last + before * before - turn * last * before
    return 2 * math.sqrt(max(power, 0.0)) / len(samples)
