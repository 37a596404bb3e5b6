"""The galleries, as lists for callers. Order and links never change."""

from __future__ import annotations

from typing_extensions import TypedDict

from lingtu.api.views import Url, exactly
from lingtu.gallery.background import Category
from lingtu.gallery.catalogue import Gallery
from lingtu.gallery.face import Age, Gender, Skin
from lingtu.storage.links import Links


@exactly
class BackgroundView(TypedDict):
    id: str
    category: Category
    image: Url


@exactly
class BackgroundsView(TypedDict):
    """Backgrounds of the gallery, always in this order."""

    bgs: list[BackgroundView]


@exactly
class FaceView(TypedDict):
    id: str
    gender: Gender
    skin: Skin
    age: Age
    preview: Url


@exactly
class FacesView(TypedDict):
    """Faces of the gallery, always in this order."""

    faces: list[FaceView]


def show_backgrounds(gallery: Gallery, links: Links) -> BackgroundsView:
    return {
        "bgs": [
            {"id": entry.id, "category": entry.category, "image": links.gallery_url("backgrounds", entry.file)}
            for entry in gallery.backgrounds
        ]
    }


def show_faces(gallery: Gallery, links: Links) -> FacesView:
    return {
        "faces": [
            {
                "id": face.id,
                "gender": face.gender,
                "skin": face.skin,
                "age": face.age,
                "preview": links.gallery_url("faces", face.file),
            }
            for face in gallery.faces
        ]
    }
