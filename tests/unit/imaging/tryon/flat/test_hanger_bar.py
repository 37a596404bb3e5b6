"""A hanger's bar in the neck of the drawn T-shirt."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.hanger_bar import find_bar, without_bar
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import tee

COLOUR = (0.2, 0.4, 0.7)


def test_a_bar_across_the_neck_becomes_cloth() -> None:
    rgb, alpha = tee(COLOUR)
    top = read_top(alpha > 0.5, is_dress=False)
    assert without_bar(rgb, alpha, top) is rgb
    rgb[70:75, 245:355] = 0.8
    rgb[66:79, 296:304] = COLOUR  # a label hangs over it
    assert find_bar(rgb, alpha, top)[71:74, 250:290].mean() > 0.9
    clean = without_bar(rgb, alpha, top)
    assert np.abs(clean[60:90, 250:350] - COLOUR).max() < 0.05
    assert (clean[100:] == rgb[100:]).all()


def test_stripes_are_no_bar() -> None:
    rgb, alpha = tee(COLOUR, stripes=True)
    assert not find_bar(rgb, alpha, read_top(alpha > 0.5, is_dress=False)).any()
