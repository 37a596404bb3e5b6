"""Small pictures of our own galleries for lists: made with them by `tools/gallery/small.py`, 320 px at most."""

from __future__ import annotations

from functools import cache
from importlib import resources


def thumbnail_bytes(kind: str, file: str) -> bytes | None:
    """A webp of the picture `file` of `backgrounds` or `faces`; None if there is none, as of an operator's own."""
    return _thumbnails().get((kind, file.rpartition(".")[0]))


@cache
def _thumbnails() -> dict[tuple[str, str], bytes]:
    folders = [folder for folder in (resources.files("lingtu.gallery") / "small").iterdir() if folder.is_dir()]
    return {
        (folder.name, file.name.removesuffix(".webp")): file.read_bytes()
        for folder in folders
        for file in folder.iterdir()
        if file.name.endswith(".webp")
    }
