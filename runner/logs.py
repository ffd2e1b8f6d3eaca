"""Logs: one line for each event, for people or for programs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Literal

import structlog

Style = Literal["text", "json"]


def write_logs(style: Style, level: int = logging.INFO) -> None:
    """Send logs to standard error from now on."""
    last: Callable[..., str | bytes] = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=True),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
