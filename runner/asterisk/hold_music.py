"""Something that sounds while a caller waits: four soft notes, made here, owned by nobody."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

RATE, NOTES, SECONDS = 8000, (392.0, 494.0, 587.0, 494.0), 0.75


def write(file: Path) -> None:
    """Write a WAV file of three seconds; Asterisk plays it again and again."""
    length = int(RATE * SECONDS)
    samples = [
        # Each note swells and fades, so that none begins with a click.
        int(6000 * math.sin(math.pi * n / length) * math.sin(2 * math.pi * note * n / RATE))
        for note in NOTES
        for n in range(length)
    ]
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
