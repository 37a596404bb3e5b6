"""A rolled collar that is seen from above ends at its front's edge."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.neckline import Neckline
from lingtu.imaging.tryon.flat.rolled_neck import with_rolled_neck
from tests.unit.imaging.tryon.drawn import tee


def test_the_inside_of_a_roll_is_no_front() -> None:
    garment = read_garment(*tee(), "upperBody")
    top = garment.top
    assert top is not None
    half = float(top.right.neck[0] - top.left.neck[0]) / 2
    middle = (top.left.neck + top.right.neck) / 2 + np.array([0, 1.2 * half])
    low = float(middle[1])
    turn = np.linspace(0, np.pi / 2, 20)
    # straight up from the shoulders, and then round to a narrow top
    way = np.stack([np.concatenate([np.full(20, 1.0), np.cos(turn) * 0.7 + 0.3]), np.zeros(40)], axis=1)
    way[:, 1] = np.concatenate([np.linspace(0, -0.6, 20), -0.6 - 0.3 * np.sin(turn)])
    collars = [middle + way * (sign, 1) * half for sign in (-1, 1)]
    sides = [replace(side, neck=each[0], collar=each) for side, each in zip(top.sides, collars, strict=True)]
    rim = np.linspace(collars[0][-1], collars[1][-1], 20)
    rolled = replace(top, left=sides[0], right=sides[1], rim=rim)
    rgb, alpha = np.full_like(garment.rgb, 0.5), np.ones_like(garment.alpha)
    centre = int(middle[0]), int(low - 0.6 * half)
    cv2.ellipse(rgb, centre, (int(half), int(0.3 * half)), 0, 0, 360, (0.1, 0.1, 0.1), -1, cv2.LINE_AA)
    inside = np.zeros(alpha.shape, np.uint8)
    cv2.ellipse(inside, centre, (int(half), int(0.3 * half)), 0, 0, 360, (1,), -1)
    alpha[: centre[1]] = inside[: centre[1]]  # nothing is above the back's edge
    shallow = Neckline(rim, 0.05 * half, False)
    shorter, neckline = with_rolled_neck(rgb, alpha, rolled, shallow)
    assert len(shorter.left.collar) < len(collars[0])
    assert abs(float(neckline.curve[:, 1].max()) - (low - 0.3 * half)) < 0.08 * half
    assert with_rolled_neck(np.full_like(rgb, 0.5), alpha, rolled, shallow)[0] is rolled
    opened = replace(shallow, depth=half)
    assert with_rolled_neck(rgb, alpha, rolled, opened)[1] is opened
    assert with_rolled_neck(rgb, alpha, top, shallow)[0] is top
