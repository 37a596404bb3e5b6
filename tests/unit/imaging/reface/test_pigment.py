"""Skin with another amount of pigment."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.colour import luminance, to_linear, to_srgb
from lingtu.imaging.reface.pigment import LIGHT_SKIN, in_light_of, retone

LIGHT, DARK = (np.array(lab, np.float32) for lab in ([72, 14, 18], [36, 14, 18]))


def rgb_of(lab: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(lab.reshape(-1, 1, 3).astype(np.float32), cv2.COLOR_Lab2RGB).reshape(lab.shape)


def lab_of(rgb: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(rgb.astype(np.float32), cv2.COLOR_RGB2Lab)


def flat(rgb: np.ndarray) -> np.ndarray:
    return np.broadcast_to(rgb, (8, 8, 3)).astype(np.float32)


@pytest.mark.parametrize(("own", "wanted"), [(LIGHT, DARK), (DARK, LIGHT)], ids=["darker", "lighter"])
def test_the_tone_becomes_the_wanted_one_and_light_keeps_its_order(own: np.ndarray, wanted: np.ndarray) -> None:
    found = []
    for light in (0.4, 1.0, 1.3):
        lit = flat(to_srgb(to_linear(rgb_of(own)) * np.float32(light)))
        found.append(lab_of(retone(lit, flat(own), wanted))[4, 4])
    assert np.linalg.norm(found[1] - wanted) < 2
    assert found[0][0] < found[1][0] < found[2][0]


@pytest.mark.parametrize("own", [60, 80, 90, 94])
def test_pale_skin_becomes_dark_as_well(own: float) -> None:
    tone = np.array([own, 6, 8], np.float32)
    result = lab_of(retone(flat(rgb_of(tone)), flat(tone), DARK))[4, 4]
    assert abs(result[0] - DARK[0]) < 2


def test_a_shadow_keeps_its_depth() -> None:
    """A neck with a fifth of the face's light doesn't turn black where the skin gets darker."""
    shaded = flat(to_srgb(to_linear(rgb_of(LIGHT)) * np.float32(0.2)))
    result = retone(shaded, flat(LIGHT), DARK)[4, 4]
    ratio = luminance(to_linear(result)) / luminance(to_linear(rgb_of(DARK)))
    assert 0.07 < ratio < 0.2


def test_a_highlight_stays() -> None:
    """White light off the surface is added to skin of any tone."""
    gloss = np.float32(0.15)
    shining = flat(to_srgb(to_linear(rgb_of(LIGHT)) + gloss))
    result = to_linear(retone(shining, flat(LIGHT), DARK))[4, 4]
    assert luminance(result) - luminance(to_linear(rgb_of(DARK))) == pytest.approx(0.7 * gloss, rel=0.3)


def test_a_dark_tone_takes_the_cast_of_the_light() -> None:
    plain, orange = in_light_of(LIGHT_SKIN, DARK), in_light_of(LIGHT_SKIN + np.float32([0, 5, 18]), DARK)
    assert orange[2] / orange[1] > 1.1 * plain[2] / plain[1]


def test_a_dark_tone_is_lighter_in_brighter_light_and_not_paler() -> None:
    plain, bright = in_light_of(LIGHT_SKIN, DARK), in_light_of(np.float32([84, 7, 9.5]), DARK)
    assert bright[0] > plain[0] + 2
    assert np.hypot(*bright[1:]) > 0.95 * np.hypot(*plain[1:])


def test_light_on_skin_that_becomes_light_stays_below_white() -> None:
    """A gleaming dark cheek must not burn out."""
    lit = flat(to_srgb(to_linear(rgb_of(DARK)) * np.float32(2.5)))
    result = lab_of(retone(lit, flat(DARK), np.float32([77, 15, 15])))[4, 4]
    assert 80 < result[0] < 93
