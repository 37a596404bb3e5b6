"""Where the new garment goes all around the body: beside it there no skin is seen."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.curves import Values, sampled
from lingtu.imaging.tryon.limb import Limb
from lingtu.imaging.tryon.wearer import Wearer

Floats = NDArray[np.float32]
#: Neck point and tip of a shoulder, px.
Seam = tuple[Values, Values]

#: Levels and half widths (of the body's) between which the torso is asked.
TORSO, WITHIN = (0.3, 1.05), np.linspace(-0.5, 0.5, 9)
#: Share of the torso's middle that must be covered at a level.
COVERED = 0.8
#: What is so little above the shoulder's seam is its, and the rounding of a shoulder around its joint, shoulder widths.
ABOVE, SHOULDER = 0.1, 0.17
#: Thickness of the body beside which cloth lies, in half widths of the body.
ROUND = 1.1


def clad(cloth: Floats, wearer: Wearer, seams: tuple[Seam, ...]) -> Floats:
    """1 within the parts of the body that the cloth's coverage (H x W) goes around, else 0, H x W, with soft edges.

    `seams` are those of the shoulders.
    """
    mask = np.zeros(cloth.shape, np.uint8)
    covered = cloth > 0.5
    up = -ABOVE * wearer.width * wearer.down
    for neck, tip in seams:
        cv2.fillConvexPoly(mask, np.rint(np.stack([neck, tip, tip + up, neck + up])).astype(np.int32), 1)
    for flank in wearer.flanks:
        if sampled(covered.astype(np.uint8), flank.joint) == 1 and seams:
            x, y = flank.joint
            cv2.circle(mask, (int(x), int(y)), int(SHOULDER * wearer.width), 1, -1)
        _fill(mask, flank.bare_leg, sampled(covered.astype(np.uint8), flank.bare_leg.centres) == 1)
    levels = np.linspace(*TORSO, 64)
    left, right = (np.stack([wearer.on_edge(flank, level) for level in levels]) for flank in wearer.flanks)
    middle, half = (left + right) / 2, (right - left) / 2
    places = middle[:, None] + WITHIN[None, :, None] * half[:, None]
    rows = (sampled(covered.astype(np.uint8), places) == 1).mean(axis=1) > COVERED
    _fill_rows(mask, middle - half, middle + half, rows)
    for arm in (flank.bare_arm for flank in wearer.flanks):  # in front of torso and legs
        inside = sampled(covered.astype(np.uint8), arm.centres) == 1
        _fill(mask, arm, ~inside, 0)
        _fill(mask, arm, inside)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.0), np.float32)


def _fill(mask: NDArray[np.uint8], limb: Limb, rows: NDArray[np.bool_], value: int = 1) -> None:
    one = limb.centres + ROUND * limb.normals * limb.outer[:, None]
    other = limb.centres - ROUND * limb.normals * limb.inner[:, None]
    _fill_rows(mask, one, other, rows, value)


def _fill_rows(mask: NDArray[np.uint8], one: Values, other: Values, rows: NDArray[np.bool_], value: int = 1) -> None:
    """Between two lines, N x 2 px, where both ends of a step are marked."""
    for index in np.flatnonzero(rows[1:] & rows[:-1]):
        corners = np.stack([one[index], one[index + 1], other[index + 1], other[index]])
        cv2.fillConvexPoly(mask, np.rint(corners * 8).astype(np.int32), value, shift=3)
