"""A scene to put a product into: its picture and, for rendered ones, what the picture was made from.

World coordinates are metres, z up. A camera looks along its own -Z, its +Y is up (Blender's convention). Pixels are
counted from the upper left corner of the picture; the centre of the first one is at (0.5, 0.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import resize_opaque
from lingtu.imaging.tone import Tone

Vector = NDArray[np.float64]
Stance = Literal["standing", "lying", "hanging"]
#: What callers may say of a product; one that floats leaves no traces.
Told = Stance | Literal["floating"]

_AIR = 0.03  # share of the picture between the suggested product and the edge of a crop


@dataclass(frozen=True, kw_only=True, eq=False)
class Camera:
    """A pinhole. To crop or scale its picture changes focal length and centre alone."""

    #: Across and down, px.
    focal_px: tuple[float, float]
    #: Where the axis meets the picture.
    centre_px: tuple[float, float]
    position: Vector
    #: 3 x 3, camera to world.
    rotation: Vector

    def rays(self, x_px: ArrayLike, y_px: ArrayLike) -> Vector:
        """World directions ... x 3 of picture points, of length 1 along the axis: point = position + depth ray."""
        across = (np.asarray(x_px, np.float64) - self.centre_px[0]) / self.focal_px[0]
        down = (np.asarray(y_px, np.float64) - self.centre_px[1]) / self.focal_px[1]
        rays: Vector = np.stack([across, -down, -np.ones_like(across)], axis=-1) @ self.rotation.T
        return rays

    def project(self, points: Vector) -> Vector:
        """Picture points ... x 2, px, of world points in front of the camera."""
        own = (np.asarray(points, np.float64) - self.position) @ self.rotation
        depth = np.maximum(-own[..., 2:], 1e-6)
        picture: Vector = own[..., :2] / depth * np.array([self.focal_px[0], -self.focal_px[1]]) + self.centre_px
        return picture

    def cropped(self, left: float, top: float) -> Camera:
        """Of a part of the picture that begins there, px."""
        return replace(self, centre_px=(self.centre_px[0] - left, self.centre_px[1] - top))

    def mirrored(self, width: int) -> Camera:
        """Of the picture, so many px wide, turned left to right: its focal length across is negative then."""
        return replace(
            self,
            focal_px=(-self.focal_px[0], self.focal_px[1]),
            centre_px=(width - self.centre_px[0], self.centre_px[1]),
        )

    def scaled(self, across: float, down: float) -> Camera:
        """Of the picture made larger by factors."""
        return replace(
            self,
            focal_px=(self.focal_px[0] * across, self.focal_px[1] * down),
            centre_px=(self.centre_px[0] * across, self.centre_px[1] * down),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Light:
    """A group of the scene's light that was rendered by itself."""

    group: str
    kind: Literal["area", "sun", "env"]
    #: Of the group in the picture, for each channel; 0 where it is off.
    weight: Floats
    #: Share of the light at a point seen by the group that reaches it by way of other surfaces, for each channel.
    bounce: Floats
    #: Of the lamp, linear.
    colour: Floats
    #: area: centre and half of its sides.
    position: Vector | None = None
    half_u: Vector | None = None
    half_v: Vector | None = None
    #: sun: unit vector towards it.
    direction: Vector | None = None
    #: sun: the diameter of its disc.
    angle_deg: float = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Support:
    """The plane that products stand on, lie on, or hang on."""

    point: Vector
    normal: Vector
    stance: Stance
    #: left, top, right, bottom: where products may be, shares of the master.
    safe: tuple[float, float, float, float]
    #: x of the centre, y of the base, height of the suggested product; shares of the master.
    box: tuple[float, float, float]


@dataclass(frozen=True, kw_only=True, eq=False)
class Maps:
    """What each pixel of the master shows; the maps cover the same view at sizes of their own."""

    #: h x w, m along the camera's axis; infinite where there is nothing.
    depth: Floats
    #: h x w x 3, unit, world.
    normal: Floats
    #: h x w in [0, 1].
    roughness: Floats
    #: Group -> H x W x 3, 8 bits, encoded as sRGB is: its share of all groups' light, the switched off ones included.
    shares: Mapping[str, NDArray[np.uint8]]
    #: Group -> H x W, 8 bits: what share of its light at a point comes straight from the lamp. May lack groups.
    direct: Mapping[str, NDArray[np.uint8]]
    #: h x w in [0, 1]: how much of a product's traces may show; None: all, the maps are right.
    certainty: Floats | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Geometry:
    """What a rendered scene is made of, seen through a picture's camera."""

    #: Of the picture as it is now: cropped and scaled.
    camera: Camera
    #: Of the whole master with a side of 1: what the maps were rendered by.
    master: Camera
    maps: Maps
    lights: tuple[Light, ...]
    support: Support

    def on_master(self, x_px: ArrayLike, y_px: ArrayLike) -> tuple[Vector, Vector]:
        """Picture points as shares of the master."""
        found = [
            self.master.centre_px[axis]
            + (np.asarray(points, np.float64) - self.camera.centre_px[axis])
            * (self.master.focal_px[axis] / self.camera.focal_px[axis])
            for axis, points in enumerate((x_px, y_px))
        ]
        return found[0], found[1]


@dataclass(frozen=True, kw_only=True, eq=False)
class Scene:
    """A picture, H x W x 3 sRGB; geometry is None for a photograph that nothing is known about."""

    picture: Floats
    tone: Tone = Tone()  # noqa: RUF009  frozen
    geometry: Geometry | None = None
    #: Remarks on how it was made (Chinese, English).
    notes: tuple[tuple[str, str], ...] = ()

    def cropped(self, left: int, top: int, width: int, height: int) -> Scene:
        """A part of it, px; the part lies inside."""
        part = self.picture[top : top + height, left : left + width]
        geometry = self.geometry
        if geometry is not None:
            geometry = replace(geometry, camera=geometry.camera.cropped(left, top))
        return replace(self, picture=part, geometry=geometry)

    def mirrored(self) -> Scene:
        """Left to right."""
        geometry = self.geometry
        if geometry is not None:
            geometry = replace(geometry, camera=geometry.camera.mirrored(self.picture.shape[1]))
        return replace(self, picture=np.ascontiguousarray(self.picture[:, ::-1]), geometry=geometry)

    def resized(self, width: int, height: int) -> Scene:
        """The same view at another size."""
        old_height, old_width = self.picture.shape[:2]
        geometry = self.geometry
        if geometry is not None:
            geometry = replace(geometry, camera=geometry.camera.scaled(width / old_width, height / old_height))
        return replace(self, picture=resize_opaque(self.picture, width, height), geometry=geometry)

    def cover_cropped(self, width: int, height: int) -> Scene:
        """Of a master: the largest part with the proportions of width x height, scaled to it."""
        box = self.geometry.support.box if self.geometry is not None else None
        old_height, old_width = self.picture.shape[:2]
        part = covering(old_width, old_height, width / height, box)
        return self.cropped(*part).resized(width, height)


def covering(
    width: int, height: int, proportion: float, box: tuple[float, float, float] | None
) -> tuple[int, int, int, int]:
    """left, top, width, height of the largest part so many times wider than high.

    It is the middle one, moved no farther than a product in the box, as in `Support`, needs.
    """
    part_width, part_height = min(width, round(height * proportion)), min(height, round(width / proportion))
    if box is None:
        return (width - part_width) // 2, (height - part_height) // 2, part_width, part_height
    x, y, tall = box
    left = _begin(width, part_width, x - tall / 4, x + tall / 4)
    return left, _begin(height, part_height, y - tall, y), part_width, part_height


def _begin(whole: int, part: int, first: float, last: float) -> int:
    """Where a part begins: in the middle, or so that it holds what lies from first to last, shares of the whole."""
    middle, earliest, latest = (whole - part) // 2, round((last + _AIR) * whole) - part, round((first - _AIR) * whole)
    if earliest > latest:
        return middle
    return min(max(min(max(middle, earliest), latest), 0), whole - part)
