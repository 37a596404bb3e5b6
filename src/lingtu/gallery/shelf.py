"""The gallery as it is now: an operator may add to the own folder, and take away, while processes run."""

from __future__ import annotations

from pathlib import Path

import structlog

from lingtu.errors import SetupError
from lingtu.gallery import own_faces
from lingtu.gallery.catalogue import OURS, Gallery

log = structlog.get_logger(__name__)


class Shelf:
    """Ours with the entries of a folder, read again when entries came or went (two calls of stat tell)."""

    def __init__(self, folder: Path | None) -> None:
        """Raises `SetupError` for an entry with a fault; a later one is logged, and what was there before stays."""
        self._folder = folder
        self._seen = _changes(folder)
        self._gallery = Gallery.open(folder) if folder else OURS

    @property
    def now(self) -> Gallery:
        seen = _changes(self._folder)
        if self._folder and seen != self._seen:
            self._seen = seen
            try:
                self._gallery = Gallery.open(self._folder)
            except (SetupError, OSError) as error:
                log.error("gallery.broken", error=str(error))
        return self._gallery


def _changes(folder: Path | None) -> tuple[int, ...]:
    """When entries came or went last, of backgrounds and of faces."""
    places = (folder, folder / own_faces.FOLDER) if folder else ()
    return tuple(place.stat().st_mtime_ns if place.is_dir() else 0 for place in places)
