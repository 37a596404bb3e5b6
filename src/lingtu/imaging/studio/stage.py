"""The room that the canvas gives a set, and the camera that sees the product stand right in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from lingtu.imaging.scene import Camera, Stance
from lingtu.imaging.studio.gobos import Gobo
from lingtu.imaging.studio.materials import PAINT
from lingtu.imaging.studio.solids import Solid
from lingtu.imaging.studio.subject import Subject

FOCAL = 1.9  # of the longer side; the camera is so many metres away
#: Numbers of materials.
FLOOR, WALL, MAIN, SECOND, ACCENT, WOODEN = range(6)
NO_WALL, NO_FLOOR = 199.0, -99.0


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Metres in the plane of the product's base, from the point it touches; standing products."""

    #: Half of the product's width, and its height.
    half: float
    tall: float
    #: To the canvas' edges.
    left: float
    right: float
    up: float
    down: float

    @property
    def foot(self) -> float:
        """Radius of what is broad enough for the product to stand on."""
        return max(1.32 * self.half + 0.015, 0.11)

    @property
    def deep(self) -> float:
        """y of the middle of the product's base: it touches in front."""
        return 0.45 * self.half

    @property
    def lift(self) -> float:
        """How much higher than usual the product stands on the canvas."""
        return max(0.0, self.down - 0.3)


@dataclass(frozen=True, kw_only=True)
class Lamp:
    """Of a set; beside the product, then turned towards the camera, then up; degrees."""

    towards_deg: float = 32.0
    height_deg: float = 42.0
    distance: float = 2.4
    #: Half of its side, m.
    half: float = 0.35
    #: Of the light around, beside the lamp's.
    around: float = 0.62
    gobo: Gobo = "none"
    #: What the gobo's picture covers at the product, m.
    gobo_m: float = 1.7


@dataclass(frozen=True, kw_only=True)
class Set:
    """What a composition builds."""

    solids: tuple[Solid, ...]
    #: Kind and size of the pattern, for each number; paint where nothing is said.
    materials: Mapping[int, tuple[int, float]] = field(default_factory=dict)
    #: z of the floor, y of the wall, radius between them.
    floor: float = NO_FLOOR
    wall: float = NO_WALL
    bend: float = 0.0
    #: Over what height the floor's colour becomes the wall's; 0: at the corner.
    blend: float = 0.0
    lamp: Lamp = Lamp()
    #: The reference itself is what is far away.
    before_reference: bool = False
    #: Of the lens: px of the longer side, per part of the distance that a thing is out of focus.
    blur: float = 0.022

    def kind(self, number: int) -> tuple[int, float]:
        return self.materials.get(number, (PAINT, 1.0))


def stage_of(subject: Subject, width: int, height: int) -> Stage:
    """On a canvas of width x height px."""
    scale = max(width, height)
    return Stage(
        half=subject.width / 2 / scale,
        tall=subject.height / scale,
        left=(_middle(subject)) / scale,
        right=(width - _middle(subject)) / scale,
        up=subject.bottom / scale,
        down=max(0.0, (height - subject.bottom) / scale),
    )


def _middle(subject: Subject) -> float:
    return (subject.left + subject.right) / 2


def camera_for(subject: Subject, stance: Stance, tilt: float, width: int, height: int) -> Camera:
    """One that shows the product's point at the origin; `tilt` is its height over its distance.

    Standing: the point touched, seen a little from above, verticals upright as by a shift lens. Else the box' middle.
    """
    scale = max(width, height)
    focal = FOCAL * scale
    if stance == "standing":
        across, down, centre = (width / 2 - _middle(subject)) / scale, 0.0, subject.bottom - tilt * focal
    else:
        middle = (subject.top + subject.bottom) / 2
        across, down, centre = (width / 2 - _middle(subject)) / scale, (middle - height / 2) / scale, height / 2
    if stance == "lying":
        position, axes = np.array([across, down, FOCAL]), [[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]]
    else:
        position, axes = np.array([across, -FOCAL, FOCAL * tilt + down]), [[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]]
    return Camera(
        focal_px=(focal, focal),
        centre_px=(width / 2, centre),
        position=position,
        rotation=np.array(axes).T,
    )
