from __future__ import annotations

import numba
import numpy as np
import pytest

from lingtu.imaging.tone import GREY, Tone, to_display, to_scene

TONES = (Tone(), Tone(exposure_ev=-1.3), Tone(exposure_ev=0.7, contrast=1.1, white=8), Tone(contrast=1.5, white=20))


def _every_eight_bit_colour(step: int) -> np.ndarray:
    values = np.append(np.arange(0, 255, step), 255)
    grid = np.stack(np.meshgrid(values, values, values, indexing="ij"), axis=-1).reshape(1, -1, 3)
    return grid.astype(np.float32) / 255


@pytest.mark.parametrize("tone", TONES)
def test_a_picture_comes_back_to_the_byte(tone: Tone) -> None:
    picture = _every_eight_bit_colour(5)
    back = to_display(to_scene(picture, tone), tone)
    assert np.abs(back - picture).max() < 0.1 / 255  # a fifth of what rounding forgives


@pytest.mark.parametrize("tone", TONES)
def test_grey_stays_and_white_is_reached(tone: Tone) -> None:
    gain = 2**tone.exposure_ev
    light = np.array([GREY / gain, tone.white / gain, 0], np.float32)[None, :, None].repeat(3, axis=2)
    picture = to_display(light, tone)
    assert picture[0, 0] == pytest.approx(np.full(3, 0.4614), abs=1e-3)  # sRGB of 0.18
    assert picture[0, 1] == pytest.approx(np.ones(3), abs=1e-4)
    assert picture[0, 2] == pytest.approx(np.zeros(3), abs=1e-4)


def test_more_light_is_never_darker() -> None:
    light = np.geomspace(1e-4, 100, 500, dtype=np.float32)[None, :, None] * np.float32([1, 0.8, 0.3])
    assert (np.diff(to_display(light, Tone()), axis=1) >= -1e-6).all()


def test_light_comes_back() -> None:
    light = np.random.default_rng(1).uniform(0.02, 2, (40, 40, 1)).astype(np.float32) * np.float32([1, 0.9, 0.8])
    assert to_scene(to_display(light, Tone()), Tone()) == pytest.approx(light, rel=2e-3)


def test_same_bits_on_any_number_of_threads() -> None:
    picture = np.random.default_rng(2).random((61, 47, 3), np.float32)
    together = to_scene(picture, Tone())
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        assert np.array_equal(to_scene(picture, Tone()), together)
    finally:
        numba.set_num_threads(before)
