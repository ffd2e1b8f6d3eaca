"""Listening: how much of a tone is in a recording."""

from __future__ import annotations

import array
import math
import wave
from pathlib import Path


def loudness(file: Path, frequency: float) -> float:
    """Return the amplitude of a tone in a recording, full scale being 1 (Goertzel's algorithm)."""
    with wave.open(str(file)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        rate = sound.getframerate()
        samples = array.array("h", sound.readframes(sound.getnframes()))
    if not samples:
        return 0.0
    turn = 2 * math.cos(2 * math.pi * frequency / rate)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample / 32768 + turn * last - before
    power = last * last + before * before - turn * last * before
    return 2 * math.sqrt(max(power, 0.0)) / len(samples)
