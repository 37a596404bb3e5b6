"""Pictures that come into a folder, one after the other.

Looked at every second rather than told by the system: such folders are often on a network, which tells nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lingtu.batch.manifest import Recipe
from lingtu.batch.row import PICTURE, Row

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
PAUSE_S = 1.0
Stamp = tuple[int, int]  # size, time of the last change


def watch(
    folder: Path, recipe: Recipe, is_stopped: Callable[[], bool], sleep: Callable[[float], None] = time.sleep
) -> Iterator[Row]:
    """A row for each picture in the folder, the present ones first; a picture that changes is a new one.

    A file counts when it hasn't changed between two looks. Without end, unless it is stopped.
    """
    before: dict[Path, Stamp] = {}
    seen: dict[Path, Stamp] = {}
    while not is_stopped():
        now = _stamps(folder)
        for file, stamp in now.items():
            if before.get(file) == stamp and seen.get(file) != stamp:
                seen[file] = stamp
                yield recipe.row({PICTURE: file.name}, folder, version=f"{stamp[0]}/{stamp[1]}")
        before = now
        sleep(PAUSE_S)


def _stamps(folder: Path) -> dict[Path, Stamp]:
    found = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in SUFFIXES and not file.name.startswith("."):
            try:
                status = file.stat()
            except OSError:  # gone in between
                continue
            if status.st_size:
                found[file] = (status.st_size, status.st_mtime_ns)
    return found
