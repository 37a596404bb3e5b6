"""The 478 points of a face, irises among them, and its expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.faces import Face
from lingtu.imaging.saliency import Net

Rgb = NDArray[np.float32]
Points = NDArray[np.float32]

SIDE_PX, POINTS = 256, 478
#: Side of the view around a face, in sizes of what it frames; and how often it is framed anew.
FRAME, ROUNDS = 1.5, 3

OUTLINE = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
           152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)  # fmt: skip
LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
MOUTH = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191)
NOSTRILS = (98, 97, 2, 326, 327, 278, 48, 64, 294)
#: Cheeks, bridge of the nose and chin: skin in every face.
CORE = (117, 50, 205, 36, 142, 126, 6, 197, 195, 5, 4, 355, 371, 266, 425, 280, 346, 199, 200, 18)
TOP, CHIN, RIGHT_SIDE, LEFT_SIDE = 10, 152, 234, 454


class Eye(NamedTuple):
    """An eye's points: its lids in a ring, its surroundings, its brow, its iris (centre first), lids and corners."""

    ring: tuple[int, ...]
    around: tuple[int, ...]
    brow: tuple[int, ...]
    iris: tuple[int, ...]
    upper: int
    lower: int
    outer: int
    inner: int


#: The person's right one (the picture's left) and the left one.
RIGHT_EYE = Eye(
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (226, 247, 30, 29, 27, 28, 56, 190, 243, 112, 26, 22, 23, 24, 110, 25),
    (70, 63, 105, 66, 107, 55, 65, 52, 53, 46),
    (468, 469, 470, 471, 472),
    159, 145, 33, 133,
)  # fmt: skip
LEFT_EYE = Eye(
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
    (446, 467, 260, 259, 257, 258, 286, 414, 463, 341, 256, 252, 253, 254, 339, 255),
    (300, 293, 334, 296, 336, 285, 295, 282, 283, 276),
    (473, 474, 475, 476, 477),
    386, 374, 263, 362,
)  # fmt: skip
EYES = (RIGHT_EYE, LEFT_EYE)

#: The points that the expression net takes, and what it tells (MediaPipe's blendshapes, in order).
EXPRESSION_POINTS = (
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80, 81,
    82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153, 154,
    155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263,
    267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321,
    323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386, 387,
    388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477,
)  # fmt: skip


@dataclass(frozen=True)
class FaceMesh:
    """The points of a face, 478 x 3: x and y in px, z in the same scale, smaller is nearer; and how sure it is."""

    points: Points
    presence: float

    @property
    def flat(self) -> Points:
        return self.points[:, :2]

    @property
    def size_px(self) -> float:
        """Side of a square of the box's area."""
        return float(np.sqrt(np.prod(np.ptp(self.flat[:468], axis=0))))

    @property
    def width_px(self) -> float:
        """Width of the face, also when it is turned: at least .72 of its height."""
        width = np.linalg.norm(self.flat[LEFT_SIDE] - self.flat[RIGHT_SIDE])
        height = np.linalg.norm(self.flat[TOP] - self.flat[CHIN])
        return float(max(width, 0.72 * height))

    @property
    def up(self) -> Points:
        """From chin to forehead, of length 1."""
        upright = self.flat[TOP] - self.flat[CHIN]
        return np.asarray(upright / max(float(np.linalg.norm(upright)), 1e-3), np.float32)

    def from_chin(self, shape: tuple[int, ...]) -> tuple[Points, Points]:
        """From the chin down along the face's own upright, and across it, px, H x W each."""
        y, x = np.indices(shape[:2], np.float32)
        right, down = x - self.flat[CHIN, 0], y - self.flat[CHIN, 1]
        up = self.up
        return -(right * up[0] + down * up[1]), down * up[0] - right * up[1]

    def below_chin(self, shape: tuple[int, ...]) -> Points:
        """How far below the chin along the face's own upright, in its heights; negative above, H x W."""
        height = max(float(np.linalg.norm(self.flat[TOP] - self.flat[CHIN])), 1.0)
        return np.asarray(self.from_chin(shape)[0] / height, np.float32)

    def share_inside(self, width: int, height: int) -> float:
        """Share of its points that lie in a picture of this size."""
        within = (self.flat >= 0) & (self.flat < (width, height))
        return float(within.all(axis=1).mean())

    def moved(self, scale: float, left: float, top: float) -> FaceMesh:
        """As seen in a part of the picture that begins at (left, top) and is scaled then; pixel centres meet."""
        points = (self.points - np.array([left - 0.5, top - 0.5, 0], np.float32)) * np.float32(scale)
        return FaceMesh(points - np.array([0.5, 0.5, 0], np.float32), self.presence)


def fit_mesh(rgb: Rgb, face: Face, net: Net) -> FaceMesh:
    """The points of a face that was found, in px of the picture."""
    centre = np.array([(face.left + face.right) / 2, (face.top + face.bottom) / 2])
    across = face.points[1] - face.points[0]
    return _fit(rgb, centre, FRAME * face.size_px, float(np.arctan2(across[1], across[0])), net)


def refit_mesh(rgb: Rgb, known: FaceMesh, net: Net) -> FaceMesh:
    """The points again, where the face is known to be: for instance in a changed picture."""
    return _fit(rgb, *_frame(known.points), net)


def expression(mesh: FaceMesh, net: Net) -> Points:
    """Weights of the 52 units of expression, each in [0, 1]."""
    return np.asarray(net(np.ascontiguousarray(mesh.flat[None, EXPRESSION_POINTS]))[0].reshape(-1), np.float32)


def _fit(rgb: Rgb, centre: Points, side: float, angle: float, net: Net) -> FaceMesh:
    for _ in range(ROUNDS):
        points, presence = _look(rgb, centre, side, angle, net)
        centre, side, angle = _frame(points)
    return FaceMesh(points, presence)


def _frame(points: Points) -> tuple[Points, float, float]:
    """Centre, side and angle of the view around a face."""
    across = points[LEFT_EYE.outer, :2] - points[RIGHT_EYE.outer, :2]
    angle = float(np.arctan2(across[1], across[0]))
    level = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    flat = points[:468, :2]
    upright = flat @ level
    centre = (flat.min(0) + flat.max(0)) / 2
    return centre, FRAME * float(np.ptp(upright, axis=0).max()), angle


def _look(rgb: Rgb, centre: Points, side: float, angle: float, net: Net) -> tuple[Points, float]:
    scale = SIDE_PX / max(side, 1.0)
    # A warp takes single pixels: what shrinks much is averaged first.
    if scale < 0.6:
        reach = 0.75 * side
        (left, top), (right, bottom) = np.floor(centre - reach).astype(int), np.ceil(centre + reach).astype(int)
        left, top = max(left, 0), max(top, 0)
        part = rgb[top : max(bottom, top + 2), left : max(right, left + 2)]
        size = max(1, round(part.shape[1] * 1.5 * scale)), max(1, round(part.shape[0] * 1.5 * scale))
        source = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        shrink = np.array([part.shape[1] / size[0], part.shape[0] / size[1]])
    else:
        source, (left, top), shrink = rgb, (0, 0), np.ones(2)
    forth = cv2.getRotationMatrix2D((float(centre[0]), float(centre[1])), float(np.degrees(angle)), scale)
    forth[:, 2] += SIDE_PX / 2 - np.asarray(centre)
    place = forth.copy()
    place[:, :2] = forth[:, :2] * shrink
    place[:, 2] = forth[:, :2] @ (np.array([left, top]) + (shrink - 1) / 2) + forth[:, 2]
    view = cv2.warpAffine(source, place, (SIDE_PX, SIDE_PX), borderMode=cv2.BORDER_REPLICATE)
    outputs = net(np.ascontiguousarray(view[None]))
    found = next(each for each in outputs if each.size == POINTS * 3).reshape(POINTS, 3)
    scores = [float(each.reshape(-1)[0]) for each in outputs if each.size == 1]
    back = cv2.invertAffineTransform(forth)
    flat = found[:, :2] @ back[:, :2].T + back[:, 2]
    points = np.concatenate([flat, found[:, 2:] / scale], axis=1).astype(np.float32)
    return points, 1 / (1 + float(np.exp(-np.clip(scores[0], -60, 60))))
