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


def test_seams_and_pockets_do_not_hide_a_black_gap_between_legs() -> None:
    plain, alpha = trousers()
    for y in range(60, 640, 24):
        plain[y : y + 2, 90:310] *= 0.62
    rgb = plain.copy()
    x, y = TROUSERS_CROTCH
    cv2.line(rgb, (x, y - 24), (x, y - 4), (0.01, 0.02, 0.03), 5)
    shown = without_crotch_shadow(rgb, alpha, read_bottom(alpha > 0.5))
    assert shown[y - 18 : y - 6, x].min() > 0.1
    assert np.array_equal(shown[y + 150 :], rgb[y + 150 :])


def test_a_crack_goes_up_to_the_shoulder_and_the_cloth_in_its_place_has_its_weave() -> None:
    rgb, alpha = tee()
    rgb += np.random.default_rng(0).normal(0, 0.03, (*alpha.shape, 1)).astype(np.float32)
    top = read_top(alpha > 0.5, is_dress=False)
    side = top.left
    ends = [np.rint(end).astype(int).tolist() for end in (np.add(side.armpit, (4, -4)), np.add(side.shoulder, (6, 12)))]
    line = np.zeros(alpha.shape, np.uint8)
    cv2.line(line, ends[0], ends[1], 1, 5)
    cracked = np.where(line[..., None] > 0, 0.02, rgb).astype(np.float32)
    shown = without_armpit_shadows(cracked, alpha, top)[line > 0]
    plain = rgb[line > 0]
    assert np.abs(shown - plain).mean() < 0.06
    assert shown.std(axis=0).min() > 0.6 * plain.std(axis=0).min()
