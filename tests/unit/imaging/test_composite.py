from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtu.imaging.composite import Box, cover_crop, over, place, resize, visible_part

RNG = np.random.default_rng(1)


def noise(height: int, width: int) -> np.ndarray:
    return (RNG.integers(0, 256, (height, width, 3)) / 255).astype(np.float32)


@given(x=st.integers(-40, 60), y=st.integers(-40, 60))
def test_an_unscaled_picture_lands_on_the_pixel_and_unchanged(x: int, y: int) -> None:
    rgb, alpha = noise(20, 30), np.ones((20, 30), np.float32)
    canvas, covered = place(rgb, alpha, Box(x, y, 30, 20), 50, 40)
    assert canvas.shape == (40, 50, 3)
    for row in range(40):
        for column in (0, 1, 25, 48, 49):
            inside = 0 <= row - y < 20 and 0 <= column - x < 30
            assert covered[row, column] == inside
            if inside:
                assert np.array_equal(canvas[row, column], rgb[row - y, column - x])


@given(width=st.integers(1, 90), height=st.integers(1, 90))
def test_the_whole_picture_fills_its_box(width: int, height: int) -> None:
    rgb, alpha = np.full((20, 30, 3), 0.25, np.float32), np.ones((20, 30), np.float32)
    canvas, covered = place(rgb, alpha, Box(3, 4, width, height), 100, 100)
    expected = np.zeros((100, 100), np.float32)
    expected[4 : 4 + height, 3 : 3 + width] = 1
    assert np.array_equal(covered, expected)
    assert canvas[expected > 0] == pytest.approx(0.25, abs=2e-3)


def test_hidden_colours_do_not_bleed_into_a_scaled_edge() -> None:
    rgb = np.zeros((40, 40, 3), np.float32)
    rgb[:, 20:] = [0, 1, 0]  # hidden
    rgb[:, :20] = [0.8, 0, 0]
    alpha = np.zeros((40, 40), np.float32)
    alpha[:, :20] = 1
    for size in (13, 90):
        small, covered = resize(rgb, alpha, size, size)
        seen = covered > 0.02
        assert small[seen][:, 1].max() < 0.02
        assert small[seen][:, 0] == pytest.approx(0.8, abs=0.03)


def test_halving_a_checkerboard_averages_light_not_numbers() -> None:
    board = np.indices((64, 64)).sum(axis=0) % 2
    rgb = np.repeat(board[..., None], 3, axis=2).astype(np.float32)
    small, _ = resize(rgb, np.ones((64, 64), np.float32), 32, 32)
    assert small == pytest.approx(0.735, abs=0.005)  # sRGB of half the light


def test_opaque_product_pixels_are_copied_and_the_rest_stays() -> None:
    product, scene = noise(30, 30), noise(30, 30)
    alpha = np.zeros((30, 30), np.float32)
    alpha[5:15, 5:15] = 1
    alpha[15:20, 5:15] = 0.5
    result = over(product, alpha, scene)
    assert np.array_equal(result[alpha == 1], product[alpha == 1])
    assert np.array_equal(result[alpha == 0], scene[alpha == 0])
    half = alpha == 0.5
    low, high = np.minimum(product, scene)[half], np.maximum(product, scene)[half]
    assert (result[half] >= low - 0.01).all()
    assert (result[half] <= high + 0.01).all()


def test_nothing_visible_changes_nothing() -> None:
    scene = noise(10, 10)
    assert np.array_equal(over(noise(10, 10), np.zeros((10, 10), np.float32), scene), scene)
    assert visible_part(np.zeros((10, 10), np.float32)) == (slice(0, 0), slice(0, 0))


@pytest.mark.parametrize(("width", "height"), [(50, 50), (80, 40), (30, 60)])
def test_cover_crop_keeps_proportions(width: int, height: int) -> None:
    rgb = np.zeros((100, 100, 3), np.float32)
    rgb[49:51] = 1  # a line through the middle stays in the middle
    cropped = cover_crop(rgb, width, height)
    assert cropped.shape == (height, width, 3)
    middle = np.argwhere(cropped[:, width // 2, 0] > 0.2).mean()
    assert middle == pytest.approx((height - 1) / 2, abs=0.6)
