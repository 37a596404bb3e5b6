"""Finds faces with BlazeFace (short range), small ones too."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.saliency import Box, Net

Rgb = NDArray[np.float32]
Points = NDArray[np.float32]

DETECTOR_SIDE_PX = 128
#: On 70 photographs faces of people got .8 or more in some view, other things (toys, cups, bark) .76 at most.
SCORE = 0.8
#: Share of a view's side by which neighbouring views overlap, and views along the shorter side.
VIEW_OVERLAP = 0.5
VIEW_GRIDS = (1, 2, 4)
#: Intersection over union from which two finds are one face.
SAME_FACE = 0.3


@dataclass(frozen=True)
class Face:
    """A face in pixels of the picture: its box, six points (eyes, nose, mouth, ears), and how sure it is, 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float
    points: Points
    score: float

    @property
    def size_px(self) -> float:
        return max(self.right - self.left, self.bottom - self.top)

    @property
    def eyes(self) -> Points:
        """The middle between the eyes."""
        return np.asarray((self.points[0] + self.points[1]) / 2, np.float32)

    @property
    def mouth(self) -> Points:
        return np.asarray(self.points[3], np.float32)


def find_faces(rgb: Rgb, net: Net) -> list[Face]:
    """Faces of a picture, the largest first.

    The detector sees 128 pixels and takes faces from about a fifth of them: smaller ones are sought in views of parts.
    """
    faces: list[Face] = []
    for grid in VIEW_GRIDS:
        for left, top, side in _views(rgb.shape[1], rgb.shape[0], grid):
            faces += _detect(rgb, left, top, side, net)
        if faces:
            break
    return _distinct(faces)


def look_for_faces(rgb: Rgb, box: Box, net: Net, score: float) -> list[Face]:
    """Faces in a square part of a picture, which may reach beyond it, that are at least so sure; the largest first."""
    return _distinct(_detect(rgb, box.left, box.top, box.right - box.left, net, score))


def _views(width: int, height: int, grid: int) -> list[tuple[int, int, int]]:
    """Left, top and side of overlapping square views, `grid` of them abreast along the longer side."""
    side = -(-max(width, height) // grid)
    step = max(1, round(side * (1 - VIEW_OVERLAP)))
    return [(left, top, side) for top in _starts(height, side, step) for left in _starts(width, side, step)]


def _starts(length: int, side: int, step: int) -> list[int]:
    """Where views begin; a view longer than the picture is centred on it."""
    if length <= side:
        return [(length - side) // 2]
    return [*range(0, length - side, step), length - side]


def _detect(rgb: Rgb, left: int, top: int, side: int, net: Net, score: float = SCORE) -> list[Face]:
    place = np.array([[DETECTOR_SIDE_PX / side, 0, 0], [0, DETECTOR_SIDE_PX / side, 0]], np.float32)
    place[:, 2] = -place[0, 0] * np.array([left, top])
    view = cv2.warpAffine(rgb, place, (DETECTOR_SIDE_PX, DETECTOR_SIDE_PX), flags=cv2.INTER_AREA)
    boxes, scores = net((view * 2 - 1)[None])
    chances = 1 / (1 + np.exp(-scores[0, :, 0].clip(-80, 80)))
    origin = np.array([left, top], np.float32)
    return [
        _face(boxes[0, each] / DETECTOR_SIDE_PX * side, ANCHORS[each] * side + origin, float(chances[each]))
        for each in np.flatnonzero(chances >= score)
    ]


def _face(raw: Points, anchor: Points, score: float) -> Face:
    (x, y), (width, height) = raw[:2] + anchor, raw[2:4]
    points = raw[4:].reshape(6, 2) + anchor
    return Face(x - width / 2, y - height / 2, x + width / 2, y + height / 2, points, score)


def _anchors() -> Points:
    """Centres of the detector's cells, 0 to 1: two a cell at stride 8, six at stride 16."""
    centres = []
    for cells, each in ((16, 2), (8, 6)):
        middle = (np.arange(cells) + 0.5) / cells
        grid = np.stack(np.meshgrid(middle, middle), axis=-1).reshape(-1, 2)
        centres.append(np.repeat(grid, each, axis=0))
    return np.concatenate(centres).astype(np.float32)


ANCHORS = _anchors()


def _distinct(faces: list[Face]) -> list[Face]:
    """The surest of those that overlap, the largest first."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda each: -each.score):
        if all(_overlap(face, other) < SAME_FACE for other in kept):
            kept.append(face)
    return sorted(kept, key=lambda each: -each.size_px)


def _overlap(one: Face, other: Face) -> float:
    """Intersection over union of their boxes."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0.0, width) * max(0.0, height)
    areas = [(face.right - face.left) * (face.bottom - face.top) for face in (one, other)]
    return shared / (sum(areas) - shared)
