from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.colour import mean_delta_e, to_linear, to_srgb


def test_points_of_the_standard() -> None:
    srgb = np.array([0, 0.04045, 0.5, 1], np.float32)
    assert to_linear(srgb) == pytest.approx([0, 0.0031308, 0.2140411, 1], abs=2e-5)


def test_every_8_bit_value_comes_back() -> None:
    values = (np.arange(256) / 255).astype(np.float32)
    back = to_srgb(to_linear(values))
    assert np.array_equal(np.rint(back * 255), np.arange(256))


def test_what_lies_outside_is_clipped() -> None:
    assert to_srgb(np.array([-1, 2], np.float32)) == pytest.approx([0, 1])


def test_delta_e_of_black_and_white_is_100() -> None:
    black = np.zeros((2, 2, 3), np.float32)
    assert mean_delta_e(black, black + 1) == pytest.approx(100, abs=0.1)
    assert mean_delta_e(black, black) == 0
