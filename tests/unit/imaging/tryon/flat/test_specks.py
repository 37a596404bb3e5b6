"""Specks of the ground that a matte took for cloth."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.specks import without_specks
from tests.unit.imaging.tryon.drawn import tee


def with_bump(rgb: np.ndarray, alpha: np.ndarray, colour: np.ndarray) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """A round bump of this colour at the outer edge of the body, and its place (x, y)."""
    row = 350
    x = int(np.flatnonzero(alpha[row] > 0.5)[0]) - 5
    bump = np.zeros(alpha.shape, np.uint8)
    cv2.circle(bump, (x, row), 6, 1, -1)
    bump = (bump > 0) & (alpha < 0.5)
    return (
        np.where(bump[..., None], colour, rgb).astype(np.float32),
        np.where(bump, 1, alpha).astype(np.float32),
        (x, row),
    )


def test_a_bump_of_the_grounds_colour_is_ground() -> None:
    rgb, alpha = tee()
    spoilt, bumpy, (x, y) = with_bump(rgb, alpha, rgb[0, 0])
    assert bumpy[y, x] == 1
    found = without_specks(spoilt, bumpy)
    assert found[y, x] == 0
    # but for a line along the edge
    assert np.count_nonzero(found != alpha) < 0.25 * np.count_nonzero(bumpy != alpha)


def test_a_bump_of_the_cloths_colour_is_cloth() -> None:
    rgb, alpha = tee()
    same, bumpy, (x, y) = with_bump(rgb, alpha, rgb[300, 300])
    assert without_specks(same, bumpy)[y, x] == 1


def test_a_bump_of_a_print_that_has_the_grounds_colour_stays() -> None:
    rgb, alpha = tee()
    rgb[250:300, 220:380] = rgb[0, 0]
    spoilt, bumpy, _ = with_bump(rgb, alpha, rgb[0, 0])
    assert without_specks(spoilt, bumpy) is bumpy


def test_nothing_is_told_from_a_ground_like_the_cloth() -> None:
    rgb, alpha = tee()
    pale = np.full_like(rgb, 0.95)
    _, bumpy, _ = with_bump(rgb, alpha, rgb[0, 0])
    assert without_specks(pale, bumpy) is bumpy


def test_a_garment_that_is_read_has_a_clean_edge() -> None:
    rgb, alpha = tee()
    spoilt, bumpy, _ = with_bump(rgb, alpha, rgb[0, 0])
    clean, read = (read_garment(*each, "upperBody").alpha > 0.5 for each in ((rgb, alpha), (spoilt, bumpy)))
    assert np.count_nonzero(read != clean) < 0.25 * np.count_nonzero(bumpy != alpha)
