"""The galleries, as lists for callers. Order and links never change."""

from __future__ import annotations

from typing import Any

from lingtu.gallery import catalogue
from lingtu.storage.links import Links


def show_backgrounds(links: Links) -> dict[str, Any]:
    return {
        "bgs": [
            {"id": entry.id, "category": entry.category, "image": links.gallery_url("backgrounds", entry.file)}
            for entry in catalogue.backgrounds()
        ]
    }


def show_faces(links: Links) -> dict[str, Any]:
    return {
        "faces": [
            {
                "id": face.id,
                "gender": face.gender,
                "skin": face.skin,
                "age": face.age,
                "preview": links.gallery_url("faces", face.file),
            }
            for face in catalogue.faces()
        ]
    }
