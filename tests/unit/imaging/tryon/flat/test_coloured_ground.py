"""A carpet that is seen in the neck's opening of a drawn T-shirt whose matte has it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.coloured_ground import without_coloured_ground
from tests.unit.imaging.tryon.drawn import TEE, filled, tee

CARPET, GREY, PAPER = (0.62, 0.3, 0.3), (0.5, 0.5, 0.5), (0.95, 0.95, 0.95)
#: A neck's opening that goes down to this row, and its middle.
LOW, MIDDLE = 95, (300, 60)


def _picture(ground: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """A grey T-shirt on a ground, and the matte, to which the neck's opening belongs."""
    _, matte = tee()
    (left, top), right = TEE["neck"], 600 - TEE["neck"][0]
    opening = filled([(left + 5, top), (right - 5, top), (right - 30, LOW), (left + 30, LOW)], matte.shape)
    cloth = (matte * (1 - opening))[..., None]
    rgb = np.array(GREY) * cloth + np.array(ground) * (1 - cloth)
    # a line of the carpet's pattern, a hanger's bar
    rgb[70:73, left + 20 : right - 20] = GREY
    rgb[:80, 318:322] = 0.05
    return np.asarray(rgb, np.float32), matte


def test_the_ground_in_the_opening_is_none_of_the_garment_nor_what_is_before_it() -> None:
    found = without_coloured_ground(*_picture(CARPET))
    x, y = MIDDLE
    assert found[y, x] < 0.05
    assert found[72, x] < 0.05
    assert found[50, 320] < 0.05
    below = found[LOW + 4 : 500, 200:400]
    assert below.min() > 0.99


def test_a_ground_without_a_hue_tells_nothing() -> None:
    rgb, matte = _picture(PAPER)
    assert without_coloured_ground(rgb, matte) is matte


def test_a_print_in_the_hue_of_a_spot_on_the_ground_stays() -> None:
    rgb, matte = _picture(PAPER)
    rgb[50:80, 285:315] = CARPET
    rgb[:20, :60] = CARPET
    assert without_coloured_ground(rgb, matte) is matte
