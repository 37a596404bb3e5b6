"""The pose of a body: BlazePose's 33 points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.saliency import Box, Net

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]
Points = NDArray[np.float32]

SIDE_PX, POINTS, ALL_POINTS = 256, 33, 39
#: Views of the body: shift down and side, both in sides of its box. One view alone is at times far off.
VIEWS = ((0.0, 1.25), (0.0, 1.5), (0.12, 1.5))
HEAD = slice(0, 11)
#: More views of a body without its head, which the net may take for its back; they must be so broad, torso lengths,
#: and so many.
HEADLESS_VIEWS, BROAD, ENOUGH = ((0.0, 1.0), (0.05, 1.0), (0.05, 1.1)), 0.55, 3


class Limbs(NamedTuple):
    """Indices of one side of the body."""

    shoulder: int
    elbow: int
    wrist: int
    little: int
    forefinger: int
    hip: int
    knee: int
    ankle: int
    heel: int
    toe: int


#: The person's left and right.
SIDES = (
    Limbs(11, 13, 15, 17, 19, 23, 25, 27, 29, 31),
    Limbs(12, 14, 16, 18, 20, 24, 26, 28, 30, 32),
)
_TORSO = (11, 12, 13, 14, 15, 16, 23, 24)


@dataclass(frozen=True)
class Body:
    """Points 33 x 2 in px, the chance of each to be seen, and the person's coverage as this net sees it, H x W."""

    points: Points
    seen: Points
    mask: Alpha

    @property
    def faces(self) -> bool:
        """Whether the front is seen, as far as the shoulders tell."""
        return bool(self.points[12, 0] < self.points[11, 0])

    @cached_property
    def shoulders(self) -> Points:
        """The middle between the shoulders."""
        return np.asarray(self.points[11:13].mean(axis=0), np.float32)

    @cached_property
    def hips(self) -> Points:
        return np.asarray(self.points[23:25].mean(axis=0), np.float32)

    @cached_property
    def torso_px(self) -> float:
        return max(float(np.linalg.norm(self.hips - self.shoulders)), 1.0)

    @cached_property
    def width_px(self) -> float:
        """Across the shoulders; also of a body seen from its side, by its torso's length."""
        return max(float(np.linalg.norm(self.points[11] - self.points[12])), 0.42 * self.torso_px)

    def scaled(self, scale: float, size: tuple[int, int]) -> Body:
        """In a picture of another size (width, height)."""
        mask = cv2.resize(self.mask, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        return Body(((self.points + 0.5) * scale - 0.5).astype(np.float32), self.seen, np.asarray(mask, np.float32))


def fit_body(rgb: Rgb, box: Box, net: Net) -> Body:
    """The pose of the person in a box: of several looks the one that most agree with."""
    side = max(box.right - box.left, box.bottom - box.top)
    centre = np.array([box.left + box.right, box.top + box.bottom]) / 2
    looks = [_look(rgb, centre + np.array([0, down * side]), reach * side, net) for down, reach in VIEWS]
    found = _most_agreed(looks, side)
    if found.faces or float(found.points[HEAD, 1].mean()) > box.top:
        return found
    looks += [_look(rgb, centre + np.array([0, down * side]), reach * side, net) for down, reach in HEADLESS_VIEWS]
    facing = [look for look in looks if look.faces and look.width_px > BROAD * look.torso_px]
    return _most_agreed(facing, side) if len(facing) >= ENOUGH else found


def _most_agreed(looks: list[Body], side: float) -> Body:
    """The look whose joints are nearest to those of all; `side` of the body's box, px."""
    torsos = np.stack([look.points[_TORSO, :] for look in looks])
    apart = np.linalg.norm(torsos[:, None] - torsos[None], axis=-1).clip(max=0.15 * side).sum(axis=(1, 2))
    return looks[int(apart.argmin())]


def _look(rgb: Rgb, centre: Points, side: float, net: Net) -> Body:
    scale = SIDE_PX / side
    shrink = min(1.0, 1.5 * scale)
    source = rgb if shrink == 1 else cv2.resize(rgb, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    place = np.array([[scale / shrink, 0, 0], [0, scale / shrink, 0]])
    place[:, 2] = SIDE_PX / 2 - centre * scale
    view = cv2.warpAffine(source, place, (SIDE_PX, SIDE_PX), borderMode=cv2.BORDER_REPLICATE)
    outputs = net(np.ascontiguousarray(view[None], np.float32))
    found = next(each for each in outputs if each.size == ALL_POINTS * 5).reshape(ALL_POINTS, 5)[:POINTS]
    logits = next(each for each in outputs if each.size == SIDE_PX * SIDE_PX).reshape(SIDE_PX, SIDE_PX)
    back = np.array([[scale, 0, place[0, 2]], [0, scale, place[1, 2]]])
    size = rgb.shape[1], rgb.shape[0]
    mask = cv2.warpAffine(_chance(logits), back, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    points = (found[:, :2] - place[:, 2]) / scale
    return Body(points.astype(np.float32), _chance(found[:, 3]), np.asarray(mask, np.float32))


def _chance(logits: Points) -> Points:
    return np.asarray(1 / (1 + np.exp(-logits.clip(-60, 60))), np.float32)
