"""Noise of dark cloth, and what is no noise."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.dark_noise import without_dark_noise


def blocky(light: float, step: float) -> tuple[np.ndarray, np.ndarray]:
    """Cloth in squares of 8 px that differ by up to `step`, each in a tone of its own, and its coverage."""
    tones = np.random.default_rng(0).uniform(-step / 2, step / 2, (24, 24, 3))
    rgb = light + np.kron(tones, np.ones((8, 8, 1)))
    return rgb.astype(np.float32), np.ones(rgb.shape[:2], np.float32)


def test_blocks_of_a_compressed_picture_are_evened_in_the_dark_alone() -> None:
    rgb, alpha = blocky(0.06, 0.02)
    assert without_dark_noise(rgb, alpha).std() < 0.5 * rgb.std()
    rgb, alpha = blocky(0.5, 0.02)
    assert without_dark_noise(rgb, alpha) is rgb


def test_folds_and_prints_of_dark_cloth_stay() -> None:
    rgb, alpha = blocky(0.06, 0.0)
    rgb[:, 90:100] = 0.13
    rgb[20:60, 20:60] = (0.9, 0.1, 0.1)
    even = without_dark_noise(rgb, alpha)
    assert np.abs(even[:, 93:97] - 0.13).max() < 0.02
    assert np.abs(even[30:50, 30:50] - rgb[30:50, 30:50]).max() < 0.01
