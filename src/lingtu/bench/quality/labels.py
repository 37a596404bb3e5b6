"""What is known of photographs' ground and light: labels made by eye, and the truth of the gallery's scenes.

`grounds.csv` was filled in by eye before any estimate was seen; it names files below `--data DIR`. Places are
shares of the picture's width and height.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from lingtu.gallery.catalogue import OURS, picture_file
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import resize_opaque
from lingtu.imaging.scene import Geometry
from lingtu.operations import backdrop
from lingtu.operations.fields import read_params
from lingtu.operations.params import Background

_LONGER_PX = 1024
_OWN_WIDTH = 0.24  # of the picture: products of the gallery's scenes
_ASIDE = 0.25  # cosine: a light that comes less from one side comes from none


@dataclass(frozen=True, kw_only=True)
class Label:
    """What is so in a picture around a product that has a box there; None: not known, or none."""

    name: str
    #: x of the middle, y of the base, width, height.
    box: tuple[float, float, float, float]
    #: Something can be stood on, or lain on, there.
    has_surface: bool
    back: float | None
    horizon: float | None
    #: -1 from the left, 1 from the right.
    side: int | None
    #: The person was sure of the side.
    is_sure: bool

    def outline(self, picture: Floats) -> Floats:
        """Alpha of the box."""
        height, width = picture.shape[:2]
        x, base, wide, tall = self.box
        alpha = np.zeros((height, width), np.float32)
        left, right = (max(0, int((x + side * wide / 2) * width)) for side in (-1, 1))
        alpha[max(0, int((base - tall) * height)) : int(base * height), left:right] = 1
        return alpha


def by_eye(data: Path) -> Iterator[tuple[Label, Floats]]:
    """The labelled photographs that are there, small."""
    text = (resources.files("lingtu.bench.quality") / "grounds.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        file = data / row["file"]
        if not file.is_file():
            continue
        picture = codec.decode(file.read_bytes()).rgb
        scale = min(1.0, _LONGER_PX / max(picture.shape[:2]))
        size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
        yield _label(row), resize_opaque(picture, *size)


def _label(row: dict[str, str]) -> Label:
    return Label(
        name=row["file"],
        box=(float(row["x"]), float(row["base"]), float(row["width"]), float(row["height"])),
        has_surface=row["kind"] in ("table", "floor", "ground", "seamless"),
        back=_number(row["back"]),
        horizon=_number(row["horizon"]),
        side={"left": -1, "right": 1}.get(row["side"]),
        is_sure=row["sure"] == "yes",
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def of_gallery() -> Iterator[tuple[Label, Floats]]:
    """The gallery's rendered pictures as if they were photographs."""
    for entry in OURS.backgrounds:
        known = read_params(Background, {"bgId": entry.id})
        scene = backdrop.open_scene(OURS, known, picture_file(entry), _LONGER_PX, _LONGER_PX)
        if scene.geometry is not None:
            yield _truth(entry.id, scene.geometry), scene.picture


def _truth(name: str, geometry: Geometry) -> Label:
    x, base, tall = geometry.support.box
    ahead = -geometry.camera.rotation[:, 2]
    level = np.array([ahead[0], ahead[1], 0.0])
    is_level = float(np.linalg.norm(level)) > 0.2 and geometry.support.stance == "standing"
    far = geometry.camera.position + level / max(float(np.linalg.norm(level)), 1e-6)
    return Label(
        name=name,
        box=(x, base, _OWN_WIDTH, tall),
        has_surface=geometry.support.stance != "hanging",
        back=None,
        horizon=float(geometry.camera.project(far)[1]) / _LONGER_PX if is_level else None,
        side=_side(geometry),
        is_sure=True,
    )


def _side(geometry: Geometry) -> int | None:
    """From where the strongest lamp shines on the support."""
    lamps = [light for light in geometry.lights if light.kind != "env" and light.weight.any()]
    if not lamps:
        return None
    key = next((light for light in lamps if light.group == "key"), lamps[0])
    towards = key.direction if key.position is None else key.position - geometry.support.point
    assert towards is not None, key
    across = float(towards @ geometry.camera.rotation[:, 0]) / float(np.linalg.norm(towards))
    return int(np.sign(across)) if abs(across) > _ASIDE else None
