"""Cloth with pale stripes of the ground's colour: its outline is told by the dark ones."""

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.pale_stripes import by_stripes

CREAM, BROWN, BLACK = (0.85, 0.8, 0.72), (0.4, 0.22, 0.12), (0.05, 0.05, 0.05)
BODY = slice(60, 304), slice(60, 240)


def _picture(stripe=BROWN):
    """Colours with a hanger above striped cloth, a matte bitten along the pale ones, and the ground's distance."""
    rgb = np.full((360, 300, 3), CREAM, np.float32)
    matte = np.zeros(rgb.shape[:2], np.float32)
    matte[BODY] = 1
    for row in range(60, 304, 12):
        rgb[row : row + 4, BODY[1]] = stripe
        matte[row + 4 : row + 12, 60:72] = 0
    rgb[40:60, 130:170] = BLACK
    matte[40:60, 130:170] = 1
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    return rgb, matte, np.linalg.norm(lab - lab[0, 0], axis=2)


def test_bites_along_pale_stripes_are_closed_and_a_hanger_is_cut_off():
    found = by_stripes(*_picture()) > 0.5
    assert found[80:280, 64:236].all()
    assert not found[:50].any()
    assert not found[:, :56].any()


def test_a_bitten_outline_of_plain_cloth_stays():
    rgb, matte, distance = _picture(stripe=CREAM)
    assert by_stripes(rgb, matte, distance) is matte
