"""A tone that a telephone can speak, as the bytes that go over the line (G.711, mu-law).

Who says hello, and which machine greets, is told by how long it lasts before there is silence.
"""

from __future__ import annotations

import math
from pathlib import Path

RATE, TONE, LOUD = 8000, 1000, 8000
BIAS, CLIP = 0x84, 32635


def write(file: Path, seconds: float = 1.0, silence: float = 0.0) -> None:
    """Write so much of it; a second of it, played again and again, does not click."""
    wave = [_mu_law(round(LOUD * math.sin(2 * math.pi * TONE * n / RATE))) for n in range(RATE)]
    spoken = bytes(wave[n % RATE] for n in range(round(seconds * RATE)))
    file.write_bytes(spoken + bytes([_mu_law(0)]) * round(silence * RATE))


def _mu_law(sample: int) -> int:
    """Return a sample of 16 bits in eight, by ITU-T G.711."""
    sign = 0x80 if sample < 0 else 0
    biased = min(abs(sample), CLIP) + BIAS
    exponent = biased.bit_length() - 8
    mantissa = (biased >> (exponent + 3)) & 0x0F
    return ~(sign | (exponent << 4) | mantissa) & 0xFF
