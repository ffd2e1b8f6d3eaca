"""Logs: one line for each event, for people or for programs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any, Literal

import structlog

Style = Literal["text", "json"]


class Forward(logging.Handler):
    """Takes what libraries log the usual way into our log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one of their messages as one of our lines."""
        error = record.exc_info if record.exc_info and record.exc_info[0] else None
        structlog.get_logger().log(
            record.levelno, record.getMessage(), logger=record.name, exc_info=error
        )


def write_logs(style: Style, level: int = logging.INFO) -> None:
    """Send logs to standard error from now on."""
    last: list[Callable[..., Any]] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if style == "json"
        else [
            # Without the values of variables: credentials are among them.
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=True),
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def forward_libraries() -> None:
    """Have the warnings and errors of libraries written as our own are."""
    logging.basicConfig(level=logging.WARNING, handlers=[Forward()], force=True)
    # It tells each request that has to wait for a thread; http_request_seconds shows them.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
