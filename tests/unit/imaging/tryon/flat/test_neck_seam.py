"""A rib's seam is told from plain cloth, also where it doesn't go quite along with the neckline."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.neck_seam import find_seam
from tests.unit.imaging.tryon.drawn import tee


def test_a_seam_below_the_neckline_is_found_and_none_on_plain_cloth() -> None:
    garment = read_garment(*tee(), "upperBody")
    assert garment.top is not None
    assert garment.neckline is not None
    curve, deep = garment.neckline.curve, 0.06 * garment.top.shoulders
    plain = np.full_like(garment.rgb, 0.6)
    sewn = plain.copy()
    cv2.polylines(sewn, [np.rint(curve + np.array([0, deep])).astype(np.int32)], False, (0.5, 0.5, 0.5), 2, cv2.LINE_AA)
    assert find_seam(plain, curve, garment.top) is None
    seam = find_seam(sewn, curve, garment.top)
    assert seam is not None
    assert abs(seam.depth[60] - 0.06) < 0.012
    assert seam.dark > 1
