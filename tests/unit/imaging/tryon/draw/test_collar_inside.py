"""A collar that stands off from the neck: its inside is dark there, and the neck stays."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.collar_inside import with_inside
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_the_inside_is_seen_between_collar_and_neck_and_nowhere_else() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    x, y = (int(each) for each in wearer.shoulders)
    line = np.array([[x - 40, y - 30], [x, y + 10], [x + 40, y - 30]], np.float64)
    shape = rgb.shape[:2]
    cloth, ground = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    cloth[y - 34 : y + 60, x - 70 : x - 40] = cloth[y - 34 : y + 60, x + 40 : x + 70] = 1
    ground[y - 40 : y, x - 40 : x - 30] = 1  # the gap; the rest is the neck
    picture = np.where(cloth[..., None] > 0, 0.8, 0.95).repeat(3, axis=2).astype(np.float32)
    result = with_inside(picture, line, cloth, ground, wearer)
    assert 0.2 < result[y - 27, x - 33].mean() < 0.7
    assert (result[:, x - 28 : x + 40] == picture[:, x - 28 : x + 40]).all()
    assert (result[y + 20 :] == picture[y + 20 :]).all()
