"""Plans of a statement and of all that it calls, from a session of its own."""

from __future__ import annotations

import re

from .server import Base

_SETTINGS = """
    LOAD 'auto_explain';
    SET auto_explain.log_level = notice;
    SET auto_explain.log_min_duration = 0;
    SET auto_explain.log_nested_statements = on;
    SET auto_explain.log_analyze = on;
    SET auto_explain.log_buffers = on
"""
_TAKES = re.compile(r"duration: ([\d.]+) ms")


def explain(base: Base, statement: str) -> str:
    """Run a statement, take it back, and return the plans in it that take a tenth of its time."""
    said: list[str] = []
    with base.connect(autocommit=False) as conn:
        conn.execute(statement.encode())  # as a session that has been at it for a while
        conn.rollback()
        conn.execute(_SETTINGS, prepare=False)
        conn.commit()
        conn.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
        conn.execute(statement.encode())
        conn.rollback()
    return "\n\n".join(worst(said))


def worst(said: list[str]) -> list[str]:
    """Return of auto_explain's messages those that take at least a tenth of the longest."""
    taking = [(float(found[1]), text) for text in said if (found := _TAKES.match(text))]
    longest = max((duration for duration, _ in taking), default=0.0)
    return [text for duration, text in taking if duration >= longest / 10]
