"""What Asterisks of different ages do differently."""

from __future__ import annotations

from pgdialer.runner.asterisk.private import PrivatePbx


def is_old(pbx: PrivatePbx) -> bool:
    """Whether it is older than 22, which tells with what SIP status a call ended."""
    version = pbx.ask("GET", "/asterisk/info?only=system")["system"]["version"]
    return int(version.partition(".")[0]) < 22
