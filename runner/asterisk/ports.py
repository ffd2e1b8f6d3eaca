"""Blocks of ports on 127.0.0.1, so that several instances never meet.

An instance that is down keeps its ports: it comes back on the same. So they lie below those that
systems hand out for outgoing connections, and a block is held, not only looked at.
"""

from __future__ import annotations

import random
import socket
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import UserError

FIRST, LAST, SIZE = 10_000, 32_000, 1_000


@dataclass(frozen=True)
class Block:
    """The ports from `first` on, SIZE of them, for as long as this is held."""

    first: int
    _claim: socket.socket = field(repr=False, compare=False)

    def release(self) -> None:
        """Give the block back."""
        self._claim.close()


def claim(named: int) -> Block:
    """Take a block whose first so many ports are free; the others are for RTP."""
    firsts = list(range(FIRST, LAST, SIZE))
    random.shuffle(firsts)
    for first in firsts:
        mark = socket.socket(socket.AF_UNIX)
        try:
            # An abstract name: it lives where the ports do, and dies with this process.
            mark.bind(f"\0pgdialer-ports-{first}")
        except OSError:
            mark.close()
            continue
        if all(is_free(first + port) for port in range(named)):
            return Block(first, mark)
        mark.close()
    raise UserError(
        f"No {SIZE} ports between {FIRST} and {LAST} are free on 127.0.0.1 for another Asterisk:"
        " end one that runs."
    )


def is_free(port: int) -> bool:
    """Whether nothing listens to this port, by TCP or UDP."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                # Connections that ended a moment ago are nobody's.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def is_taken_by_udp(port: int) -> bool:
    """Whether somebody has this port by UDP already.

    Only looked at, unlike is_free(), which has the port itself for a moment: a program that wants
    it at that moment is told that it is taken.
    """
    address = f"0100007F:{port:04X}"  # 127.0.0.1, as the kernel writes it on the machines we know
    rows = Path("/proc/net/udp").read_text().splitlines()[1:]
    return any(row.split()[1] in (address, f"00000000:{port:04X}") for row in rows)
