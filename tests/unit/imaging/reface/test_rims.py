"""Coverage at a rim fitted to the picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.reface.rims import fit_rims

SKIN, WHITE, NAVY = ((0.45, 0.28, 0.2), (0.97, 0.97, 0.97), (0.1, 0.1, 0.2))
#: Of the face, px.
WIDTH = 100.0


def arm() -> np.ndarray:
    """True coverage, H x W: an upright arm with a soft edge."""
    hard = np.zeros((60, 60), np.float32)
    hard[:, 20:40] = 1
    return cv2.GaussianBlur(hard, (0, 0), 0.8)


@pytest.mark.parametrize("behind", [WHITE, NAVY], ids=["white", "navy"])
@pytest.mark.parametrize("shift", [-2, 2], ids=["too narrow", "too wide"])
def test_a_rim_that_is_off_by_two_pixels_is_set_right(behind: tuple[float, ...], shift: int) -> None:
    true = arm()
    picture = true[..., None] * np.float32(SKIN) + (1 - true[..., None]) * np.float32(behind)
    change = cv2.erode if shift < 0 else cv2.dilate
    found = change(true, np.ones((5, 5), np.uint8))
    before, after = (np.abs(each - true)[8:52].max() for each in (found, fit_rims(picture, found, WIDTH)))
    assert before > 0.7
    assert after < 0.1


def test_where_both_sides_are_of_one_colour_the_coverage_stays() -> None:
    found = arm()
    picture = np.full((60, 60, 3), SKIN, np.float32)
    assert np.abs(fit_rims(picture, found, WIDTH) - found).max() < 1e-3


def test_what_is_neither_side_stays() -> None:
    """A thin dark seam between skin and white cloth is no share of either."""
    found = np.zeros((60, 60), np.float32)
    found[:, :30] = 1
    picture = np.where(found[..., None] > 0, np.float32(SKIN), np.float32(WHITE))
    picture[:, 30:32] = (0.0, 0.3, 0.9)
    assert fit_rims(picture, found, WIDTH)[30, 31] < 0.1


@pytest.mark.parametrize("behind", [WHITE, NAVY], ids=["white", "navy"])
def test_a_strip_of_skin_that_was_missed_is_found(behind: tuple[float, ...]) -> None:
    true, found = (np.zeros((60, 120), np.float32) for _ in range(2))
    true[:, 20:80], found[:, 20:75] = 1, 1
    picture = true[..., None] * np.float32(SKIN) + (1 - true[..., None]) * np.float32(behind)
    assert np.abs(fit_rims(picture, found, WIDTH) - true).max() < 0.1


def test_shade_within_skin_stays_skin() -> None:
    found = np.zeros((60, 120), np.float32)
    found[:, 20:80] = 1
    picture = np.where(found[..., None] > 0, np.float32(SKIN), np.float32(NAVY))
    picture[:, 20:28] *= 0.8
    fitted = fit_rims(picture, found, WIDTH)
    assert fitted[:, 25:80].min() > 0.95
