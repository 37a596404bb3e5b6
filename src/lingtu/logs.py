"""Logs: an event name (noun.verb) and fields; for people on a console, as JSON lines for machines."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

from lingtu.settings import Settings


def set_up_logs(settings: Settings) -> None:
    """As the operator says."""
    configure_logs(settings.log_level, settings.log_format)


def configure_logs(log_level: str, log_format: str) -> None:
    """Send our events and the libraries' warnings to standard error."""
    level = logging.getLevelNamesMapping()[log_level.upper()]
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=max(level, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
