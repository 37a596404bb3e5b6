"""The bytes of a job's pictures, wherever they are."""

from __future__ import annotations

from lingtu.gallery.catalogue import Gallery
from lingtu.operations.texts import GALLERY_SCHEME
from lingtu.storage.objects import Missing, Storage


async def read_input(storage: Storage, gallery: Gallery, place: str) -> bytes:
    """A picture by its key, or by its link into the gallery. Raises `Missing`."""
    if not place.startswith(GALLERY_SCHEME):
        return await storage.get(place)
    kind, _, file = place.removeprefix(GALLERY_SCHEME).partition("/")
    data = gallery.picture_bytes(kind, file)
    if data is None:
        raise Missing(place)
    return data
