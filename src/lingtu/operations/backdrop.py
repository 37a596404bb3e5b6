"""The scene behind a job's background picture: with geometry where the picture is one of the gallery's."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from lingtu.gallery import catalogue
from lingtu.gallery.background import Background as Entry
from lingtu.gallery.catalogue import Gallery
from lingtu.imaging import codec, register, scene_files
from lingtu.imaging.colour import Floats
from lingtu.imaging.scene import Geometry, Scene
from lingtu.imaging.tone import Tone
from lingtu.operations.params import Background

_KEPT = 4  # scenes' maps in memory, about 15 MB each


def open_scene(gallery: Gallery, background: Background, data: bytes, width: int, height: int) -> Scene:
    """The background at the canvas' size. A picture of the gallery alone is cover-cropped, a caller's is resized."""
    picture = codec.decode(data).rgb
    if background.url is None:
        assert background.bg_id is not None
        return _master(gallery.background(background.bg_id), picture).cover_cropped(width, height)
    entry = gallery.find_by_picture(data)
    if entry is not None:
        return _master(entry, picture).resized(width, height)
    scene = _recognised(gallery.background(background.bg_id), picture) if background.bg_id is not None else None
    return (scene or Scene(picture=picture)).resized(width, height)


def _master(entry: Entry, picture: Floats) -> Scene:
    geometry, tone = _geometry(entry)
    return Scene(picture=picture, tone=tone, geometry=geometry)


def _recognised(entry: Entry, picture: Floats) -> Scene | None:
    """The caller's picture as a view of the gallery's, if it is one."""
    geometry, tone = _geometry(entry)
    if geometry is None:
        return None
    master = _master_picture(entry)
    window = register.find(picture, master)
    if window is None:
        return None
    (height, width), (rows, columns) = picture.shape[:2], master.shape[:2]
    camera = geometry.camera.cropped(window.left * columns, window.top * rows).scaled(
        width / (window.width * columns), height / (window.height * rows)
    )
    return Scene(picture=picture, tone=tone, geometry=replace(geometry, camera=camera))


@lru_cache(maxsize=_KEPT)
def _geometry(entry: Entry) -> tuple[Geometry | None, Tone]:
    files = catalogue.scene_files(entry)
    return scene_files.read(files) if files else (None, Tone())


@lru_cache(maxsize=_KEPT)
def _master_picture(entry: Entry) -> Floats:
    return codec.decode(catalogue.picture_file(entry)).rgb
