from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtu.imaging.colour import Floats, to_srgb
from lingtu.imaging.studio import palette, reference, subject
from tests.unit.imaging.studio.cases import BOTTLE, product, studio

CHANNEL = st.floats(0, 1, width=32)


def lab(linear: Floats) -> Floats:
    found: Floats = cv2.cvtColor(to_srgb(linear)[None, None], cv2.COLOR_RGB2Lab)[0, 0]
    return found


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 200), wall=st.tuples(*[CHANNEL] * 3), own=st.tuples(*[CHANNEL] * 3))
def test_the_product_reads_before_the_wall(
    seed: int, wall: tuple[float, float, float], own: tuple[float, float, float]
) -> None:
    shown = subject.study(*product(BOTTLE, colour=own))
    colours = palette.choose(reference.study(studio(wall)), shown, seed)
    seen = lab(colours.wall)
    apart = abs(float(seen[0]) - float(shown.lab[0]))
    assert apart > 12, "in lightness"
    for colour in (colours.wall, colours.floor, colours.main, colours.second, colours.accent):
        assert colour.min() > 0
        assert colour.max() < 0.97


def test_a_red_product_gets_no_red_wall() -> None:
    shown = subject.study(*product(BOTTLE, colour=(0.8, 0.1, 0.1)))
    style = reference.study(studio((0.8, 0.15, 0.12)))
    for seed in range(8):
        seen = lab(palette.choose(style, shown, seed).wall)
        turned = abs((np.arctan2(seen[2], seen[1]) - shown.hue + np.pi) % (2 * np.pi) - np.pi)
        assert turned > 0.45 or np.hypot(seen[1], seen[2]) < 14
