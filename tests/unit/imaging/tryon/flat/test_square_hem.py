"""A hem whose corners a matte has rounded, and which it has frayed."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.flat.square_hem import with_square_hem
from tests.unit.imaging.tryon.drawn import filled

LEFT, RIGHT, HEM = 110, 290, 600


def dress(hem: list[tuple[int, int]]) -> np.ndarray:
    """Coverage of a dress of 640 x 400 px without sleeves, with these corners between its sides' ends at HEM - 20."""
    left = [(160, 40), (120, 55), (132, 110), (105, 190), (LEFT, 330), (LEFT, HEM - 20)]
    right = [(400 - x, y) for x, y in left[::-1]]
    return filled([*left, *hem, *right, (230, 90), (170, 90)], (640, 400))


def squared(alpha: np.ndarray) -> np.ndarray:
    return with_square_hem(alpha, read_top(alpha > 0.5, True))


def test_round_corners_are_corners_again() -> None:
    rounded = dress([(LEFT + 3, HEM - 8), (LEFT + 12, HEM), (RIGHT - 12, HEM), (RIGHT - 3, HEM - 8)])
    assert rounded[HEM - 4, [LEFT + 4, RIGHT - 4]].max() < 0.5
    found = squared(rounded)
    assert found[HEM - 4, [LEFT + 4, RIGHT - 4]].min() > 0.9
    assert found[HEM + 3 :].max() < 0.1
    assert (found[: HEM - 60] == rounded[: HEM - 60]).all()


def test_a_frayed_hem_is_even() -> None:
    frayed = dress([(x, HEM + 2 * (x // 6 % 2)) for x in range(LEFT, RIGHT, 6)])
    frayed[HEM - 2 : HEM + 8, 200:204] = 1
    found = squared(frayed)
    bottom = found.shape[0] - 1 - (found[:, LEFT + 5 : RIGHT - 5] > 0.5)[::-1].argmax(axis=0)
    assert np.ptp(bottom) <= 1


def test_a_shirt_tail_and_scallops_stay() -> None:
    x = np.arange(LEFT, RIGHT, 4)
    tail = dress([(int(each), int(HEM + 30 - 50 * ((each - 200) / 90) ** 2)) for each in x])
    assert squared(tail) is tail
    scallops = dress([(int(each), HEM - 8 + 14 * int(each // 8 % 2)) for each in x])
    assert squared(scallops) is scallops


def test_a_garment_that_is_read_has_its_corners() -> None:
    alpha = dress([(LEFT + 3, HEM - 8), (LEFT + 12, HEM), (RIGHT - 12, HEM), (RIGHT - 3, HEM - 8)])
    soft = cv2.GaussianBlur(alpha, (0, 0), 2.0)
    rgb = np.where(soft[..., None] > 0.5, np.float32([0.2, 0.3, 0.6]), np.float32(1))
    top = read_garment(rgb, soft, "dresses").top
    assert top is not None
    assert np.ptp(top.hem[:, 1]) < 4
    assert abs(np.ptp(top.hem[:, 0]) - (RIGHT - LEFT)) < 4
