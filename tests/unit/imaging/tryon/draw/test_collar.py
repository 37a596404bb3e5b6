"""An open collar's wings are whole and smooth, whatever their cloth was cut at or drawn out to."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.collar import tube_light, winged, with_its_outline, worn_tube
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_a_wing_that_was_cut_off_and_one_that_was_drawn_out_are_as_each_other() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    x, y = (int(each) for each in wearer.shoulders)
    line = np.array([[x - 30, y - 30], [x, y + 20], [x + 30, y - 30]], np.float64)
    outline = winged(line, (np.array([x - 40.0, y]), np.array([x + 40.0, y])), wearer)
    cloth = np.zeros(rgb.shape[:2], np.float32)
    cloth[y:, x - 60 : x + 60] = 1  # the left wing is cut off
    cloth[y - 40 :, x + 30 : x + 60] = 1
    whole = with_its_outline(Cloth(rgb, cloth), outline, np.zeros_like(cloth), wearer, False).alpha
    assert whole[y - 12, x - 30] > 0.9
    assert whole[y - 12, x + 30] > 0.9
    assert whole[y - 30 : y - 4, x + 52 : x + 60].max() < 0.1
    assert np.abs(whole[y - 40 : y - 2, x - 60 : x + 61] - whole[y - 40 : y - 2, x - 60 : x + 61][:, ::-1]).max() < 0.15


def test_a_tube_has_no_corners_and_is_darker_where_it_turns_away() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    (x, y), size = wearer.shoulders, wearer.width
    upper = np.stack([np.linspace(-0.18, 0.18, 13) * size + x, np.full(13, y - 0.2 * size)], axis=1)
    bases = np.array([[x - 0.22 * size, y], [x + 0.22 * size, y]])
    tube = np.concatenate([bases[:1], upper, bases[1:]])
    worn = worn_tube(tube, wearer)
    ahead = np.diff(worn, axis=0)
    turns = np.abs(np.diff(np.unwrap(np.arctan2(ahead[:, 1], ahead[:, 0]))))
    assert turns.max() < np.radians(35)
    light = tube_light(tube, rgb.shape[:2], wearer)
    row = light[int(y - 0.15 * size)]
    assert row[int(x)] > 0.99
    assert row[int(x - 0.18 * size)] < 0.9
