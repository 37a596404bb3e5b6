"""Where the new garment goes all around the body: beside it there no skin is seen."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, sampled
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Levels and half widths (of the body's) between which the torso is asked.
TORSO, WITHIN = (0.3, 1.05), np.linspace(-0.5, 0.5, 9)
#: Share of the torso's middle that must be covered at a level.
COVERED = 0.8
#: What is so little above the shoulder's seam is its, and the rounding of a shoulder around its joint, shoulder widths.
ABOVE, SHOULDER = 0.1, 0.17
#: Thickness of the body beside which cloth lies, in half widths of the body.
ROUND = 1.1


@dataclass(frozen=True)
class Seam:
    """Of a shoulder: its neck point and its tip, px, and how far along the arm the sleeve goes; 0 without one."""

    neck: Values
    tip: Values
    sleeve_px: float


def clad(cloth: Floats, wearer: Wearer, seams: tuple[Seam, ...]) -> Floats:
    """1 within the parts of the body that the cloth's coverage (H x W) goes around, else 0, H x W, with soft edges.

    `seams` are an upper garment's at the shoulders; without them only legs and hips are asked.
    """
    mask = np.zeros(cloth.shape, np.uint8)
    covered = (cloth > 0.5).astype(np.uint8)
    up = -ABOVE * wearer.width * wearer.down
    for seam in seams:
        corners = np.stack([seam.neck, seam.tip, seam.tip + up, seam.neck + up])
        cv2.fillConvexPoly(mask, np.rint(corners).astype(np.int32), 1)
    for flank in wearer.flanks:
        _fill(mask, *flank.bare_leg.sides(ROUND), sampled(covered, flank.bare_leg.centres) == 1, 1)
    levels = np.linspace(*TORSO, 64)
    left, right = (np.stack([wearer.on_edge(flank, level) for level in levels]) for flank in wearer.flanks)
    middle, half = (left + right) / 2, (right - left) / 2
    places = middle[:, None] + WITHIN[None, :, None] * half[:, None]
    rows = (sampled(covered, places) == 1).mean(axis=1) > COVERED
    _fill(mask, middle - half, middle + half, rows, 1)
    for seam, flank in zip(seams, wearer.flanks, strict=bool(seams)):  # arms are in front of torso and legs
        arm = flank.bare_arm
        inside = (np.linspace(0, arm.length, len(arm.centres)) < seam.sleeve_px) & (sampled(covered, arm.centres) == 1)
        _fill(mask, *arm.sides(ROUND), ~inside, 0)
        if seam.sleeve_px > 0:
            cv2.circle(mask, np.rint(flank.joint).astype(int).tolist(), int(SHOULDER * wearer.width), 1, -1)
            _fill(mask, *arm.sides(ROUND), inside, 1)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.0), np.float32)


def _fill(mask: NDArray[np.uint8], one: Values, other: Values, rows: NDArray[np.bool_], value: int) -> None:
    """Between two lines, N x 2 px, where both ends of a step are marked."""
    for index in np.flatnonzero(rows[1:] & rows[:-1]):
        corners = np.stack([one[index], one[index + 1], other[index + 1], other[index]])
        cv2.fillConvexPoly(mask, np.rint(corners * 8).astype(np.int32), value, shift=3)
