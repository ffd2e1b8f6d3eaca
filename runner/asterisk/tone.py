"""A tone that a telephone can speak, as the bytes that go over the line (G.711, mu-law)."""

from __future__ import annotations

import math
from pathlib import Path

RATE, TONE, LOUD = 8000, 1000, 8000
BIAS, CLIP = 0x84, 32635


def write(file: Path) -> None:
    """Write a second of it; played again and again it does not click."""
    file.write_bytes(
        bytes(_mu_law(round(LOUD * math.sin(2 * math.pi * TONE * n / RATE))) for n in range(RATE))
    )


def _mu_law(sample: int) -> int:
    """Return a sample of 16 bits in eight, by ITU-T G.711."""
    sign = 0x80 if sample < 0 else 0
    biased = min(abs(sample), CLIP) + BIAS
    exponent = biased.bit_length() - 8
    mantissa = (biased >> (exponent + 3)) & 0x0F
    return ~(sign | (exponent << 4) | mantissa) & 0xFF
