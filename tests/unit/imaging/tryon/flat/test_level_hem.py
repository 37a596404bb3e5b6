"""A dress' and a top's hem is drawn level."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.level_hem import with_level_hem
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import filled


def dress(hem: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """A dress of 640 x 400 px without sleeves on white, with these corners between its hem's ends, and its coverage."""
    left = [(160, 40), (120, 55), (132, 110), (105, 190), (118, 330), (110, 600)]
    right = [(400 - x, y) for x, y in left[::-1]]
    alpha = filled([*left, *hem, *right, (230, 90), (170, 90)], (640, 400))
    return np.where(alpha[..., None] > 0.5, np.float32([0.2, 0.3, 0.6]), np.float32(1)), alpha


def bottom(alpha: np.ndarray) -> np.ndarray:
    solid = alpha[:, 125:275] > 0.5
    return alpha.shape[0] - 1 - solid[::-1].argmax(axis=0)


def test_a_dent_is_drawn_level() -> None:
    rgb, alpha = dress([(150, 612), (200, 590), (250, 612)])
    assert np.ptp(bottom(alpha)) > 15
    garment = read_garment(rgb, alpha, "dresses")
    low = garment.mask.shape[0] - 1 - garment.mask[::-1].argmax(axis=0)
    middle = low[garment.mask.shape[1] // 2 - 70 : garment.mask.shape[1] // 2 + 70]
    assert np.ptp(middle) < 6


def test_a_level_hem_stays() -> None:
    rgb, alpha = dress([])
    same = with_level_hem(rgb, alpha, read_top(alpha > 0.5, True), True)
    assert same[0] is rgb
    assert same[1] is alpha


def test_scallops_stay() -> None:
    rgb, alpha = dress([(x, 600 + 5 * (x // 8 % 2)) for x in range(116, 290, 8)])
    assert with_level_hem(rgb, alpha, read_top(alpha > 0.5, True), True)[1] is alpha


def test_a_wide_skirt_keeps_its_waves() -> None:
    _, alpha = dress([])
    wide = np.maximum(alpha, filled([(118, 330), (20, 600), (200, 575), (380, 600), (282, 330)], alpha.shape))
    rgb = np.zeros((*wide.shape, 3), np.float32)
    assert with_level_hem(rgb, wide, read_top(wide > 0.5, True), True)[1] is wide


def top_with(hem: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """A sleeveless top of 480 x 400 px on white, with these corners between its hem's ends, and its coverage."""
    left = [(160, 40), (110, 55), (122, 110), (85, 190), (80, 420)]
    right = [(400 - x, y) for x, y in left[::-1]]
    alpha = filled([*left, *hem, *right, (230, 70), (170, 70)], (480, 400))
    return np.where(alpha[..., None] > 0.5, np.float32([0.2, 0.3, 0.6]), np.float32(1)), alpha


def test_a_tops_lobe_and_the_dent_between_two_folds_are_drawn_level() -> None:
    rgb, alpha = top_with([(130, 420), (150, 436), (170, 420), (220, 420), (224, 402), (230, 402), (234, 420)])
    _, level = with_level_hem(rgb, alpha, read_top(alpha > 0.5, False), False)
    assert np.ptp(bottom(alpha)) > 30
    assert np.ptp(bottom(level)) < 5


def test_the_arch_of_a_top_that_lies_is_drawn_level() -> None:
    rgb, alpha = top_with([(140, 405), (200, 400), (260, 405)])
    assert np.ptp(bottom(with_level_hem(rgb, alpha, read_top(alpha > 0.5, False), False)[1])) < 5


def test_a_shirts_tails_stay() -> None:
    rgb, alpha = top_with([(120, 445), (200, 455), (280, 445)])
    assert with_level_hem(rgb, alpha, read_top(alpha > 0.5, False), False)[1] is alpha


def test_a_top_s_crumpled_hem_is_drawn_to_one_line_although_its_halves_are_alike() -> None:
    rgb, alpha = top_with([(x, 420 + 7 * (x // 20 % 2)) for x in range(90, 311, 20)])
    level = with_level_hem(rgb, alpha, read_top(alpha > 0.5, False), False)[1]
    assert np.ptp(bottom(alpha)) > 5
    assert np.ptp(bottom(level)) < 4
