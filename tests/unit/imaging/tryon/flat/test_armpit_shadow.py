"""Black cracks at the armpits and the crotch of garments that lie."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lingtu.imaging.tryon.flat.armpit_shadow import without_armpit_shadows, without_crotch_shadow
from lingtu.imaging.tryon.flat.bottom import read_bottom
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import TROUSERS_CROTCH, tee, trousers


@pytest.mark.parametrize("striped", [False, True])
def test_a_black_crack_at_an_armpit_becomes_cloth_unless_the_garment_has_such_lines(striped: bool) -> None:
    rgb, alpha = tee()
    if striped:
        rgb[::16] *= 0.2
    plain = rgb.copy()
    cv2.line(rgb, (160, 180), (168, 160), (0.01, 0.02, 0.03), 5)
    shown = without_armpit_shadows(rgb, alpha, read_top(alpha > 0.5, is_dress=False))
    crack = shown[162:178, 158:170]
    assert (np.abs(crack - plain[162:178, 158:170]).max() < 0.1) == (not striped)
    assert np.array_equal(shown[300:], rgb[300:])


def test_a_grey_one_goes_on_plain_cloth_too() -> None:
    rgb, alpha = tee()
    plain = rgb.copy()
    cv2.line(rgb, (160, 180), (168, 160), (plain[170, 164] * 0.7).tolist(), 5)
    shown = without_armpit_shadows(rgb, alpha, read_top(alpha > 0.5, is_dress=False))
    assert np.abs(shown - plain)[162:178, 158:170].max() < 0.05


def test_a_top_without_sleeves_keeps_its_colours() -> None:
    rgb = np.zeros((400, 400, 3), np.float32)
    alpha = np.zeros((400, 400), np.float32)
    corners = [(130, 20), (110, 90), (90, 130), (90, 380), (310, 380), (310, 130), (290, 90), (270, 20)]
    cv2.fillPoly(alpha, [np.array(corners, np.int32)], 1)
    top = read_top(alpha > 0.5, is_dress=False)
    assert not top.sleeved
    assert without_armpit_shadows(rgb, alpha, top) is rgb


def test_a_black_crack_at_the_crotch_of_trousers_becomes_cloth() -> None:
    plain, alpha = trousers()
    rgb = plain.copy()
    x, y = TROUSERS_CROTCH
    cv2.line(rgb, (x, y - 14), (x, y - 4), (0.01, 0.02, 0.03), 5)
    bottom = read_bottom(alpha > 0.5)
    shown = without_crotch_shadow(rgb, alpha, bottom)
    assert np.abs(shown - plain)[y - 40 : y - 4].max() < 0.1
    assert np.array_equal(shown[y + 150 :], rgb[y + 150 :])
    assert without_crotch_shadow(rgb, alpha, replace(bottom, crotch=None)) is rgb  # a skirt
