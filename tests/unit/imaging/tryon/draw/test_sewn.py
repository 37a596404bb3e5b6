"""What is sewn on: shoulders end at armholes without horns, and cracks at the seams of sleeves are closed."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.sewn import _closed, shadow, with_round_tips
from lingtu.imaging.tryon.worn.layers import split
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person

WIDTH_PX = 200.0


def with_horn(left: int) -> tuple[Cloth, np.ndarray, np.ndarray]:
    """Cloth right of a column with a horn of 4 x 6 px at its upper left corner, and its shoulder's two ends."""
    alpha = np.zeros((200, 200), np.float32)
    alpha[60:, left:150] = 1
    alpha[54:60, left : left + 4] = 1
    rgb = np.full((200, 200, 3), 0.4, np.float32)
    return Cloth(rgb, alpha), np.array([149.0, 60.0]), np.array([float(left), 60.0])


def test_a_shoulder_ends_without_a_horn() -> None:
    cloth, neck, tip = with_horn(60)
    whole = with_round_tips(cloth, (neck,), (tip,), WIDTH_PX)
    assert whole.alpha[54:58, 58:70].max() < 0.2
    assert (whole.alpha[100:] == cloth.alpha[100:]).all()
    assert (whole.alpha[:, 100:] == cloth.alpha[:, 100:]).all()


def test_a_strap_stays() -> None:
    cloth, neck, tip = with_horn(138)
    assert with_round_tips(cloth, (neck,), (tip,), WIDTH_PX) is cloth


@pytest.mark.parametrize(("wide", "is_closed"), [(0.05, True), (0.12, False)])
def test_narrow_cracks_in_an_armpit_are_closed(wide: float, is_closed: bool) -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    shape = wearer.labels.shape
    x, y = np.rint(wearer.left.joint + 0.3 * wearer.width * wearer.down).astype(int)
    half = int(wide * wearer.width / 2)
    alpha = np.zeros(shape, np.float32)
    alpha[y - 60 : y + 60, x - 60 : x + 60] = 1
    alpha[y - 20 : y + 60, x - half : x + half] = 0
    layers = split(rgb, np.full(shape, Part.TORSO, np.uint8), np.ones(shape, np.float32))
    closed = _closed(Cloth(rgb, alpha), layers, wearer, np.ones(shape, np.float32), np.zeros(shape, np.float32))
    assert (closed.alpha[y, x] > 0.9) == is_closed


def test_a_sleeve_is_parted_from_the_torso_by_a_shadow_that_is_deepest_where_they_touch() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    sleeve = np.zeros(wearer.labels.shape, np.float32)
    edge = int(wearer.shoulders[0]) + 40
    sleeve[:, edge:] = 1
    factor = shadow(sleeve, wearer)
    row = int(wearer.at(wearer.pit_level + 0.3, 0)[1])
    assert factor[row, edge - 1] < 0.8
    assert factor[row, edge - 4] > factor[row, edge - 1] + 0.05
    assert factor[row, edge - 30] > 0.98
    assert factor[int(wearer.shoulders[1]), edge - 1] == 1
