"""Shows a download: a bar on a terminal, a log line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
from rich.progress import Progress as Bars

from lingtu.weights.download import Progress

LOG_EVERY_S = 10.0
log = structlog.get_logger(__name__)


@contextmanager
def shown(title: str) -> Iterator[Progress]:
    """A function that takes (bytes received, bytes in all) and shows them."""
    if sys.stderr.isatty():
        with _bar(title) as progress:
            yield progress
        return
    log.info("weights.download_started", package=title)
    started = time.monotonic()
    yield _logged(title, started)
    log.info("weights.download_finished", package=title, seconds=round(time.monotonic() - started, 1))


@contextmanager
def _bar(title: str) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(title, total=None)
        yield lambda received, total: bars.update(task, completed=received, total=total)


def _logged(title: str, started: float) -> Progress:
    last = started

    def progress(received: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= LOG_EVERY_S:
            last = time.monotonic()
            log.info("weights.downloading", package=title, received=received, total=total)

    return progress
