"""What is taken over from the old garment: its folds, not its pattern."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.folds import read_folds

SIZE, WIDTH_PX = 300, 200.0
INSIDE = np.zeros((SIZE, SIZE), np.bool_)
INSIDE[20:-20, 20:-20] = True


def factor(light: np.ndarray) -> np.ndarray:
    """In the garment's middle, of a grey one whose light goes across like this."""
    rgb = np.repeat(np.repeat(light[None, :, None], SIZE, axis=0), 3, axis=2).astype(np.float32)
    return np.exp(read_folds(rgb, INSIDE, WIDTH_PX).folds[120:180, 60:-60])


def test_folds_are_taken_over_and_checks_of_the_same_hue_are_not() -> None:
    across = np.arange(SIZE)
    folds = factor(0.5 + 0.03 * np.sin(across / 6))
    assert np.ptp(folds) > 0.04
    checks = factor(np.where((across // 12) % 2 == 0, 0.35, 0.55))
    assert np.ptp(checks) < 0.5 * np.ptp(folds)


def test_a_print_or_black_cloth_tells_little_of_the_light() -> None:
    plain = np.full((SIZE, SIZE, 3), 0.6, np.float32)
    checks = np.where(
        (np.indices((SIZE, SIZE)).sum(axis=0) // 15 % 2 == 0)[..., None], (0.8, 0.2, 0.1), (0.1, 0.3, 0.7)
    )
    assert read_folds(plain, INSIDE, WIDTH_PX).trust > 0.9
    assert read_folds(checks.astype(np.float32), INSIDE, WIDTH_PX).trust == 0
    assert read_folds(0.02 * plain, INSIDE, WIDTH_PX).trust < 0.1


def test_at_the_old_hem_folds_fade() -> None:
    """There they are of where the old garment is held: a longer new one would show them in its middle."""
    waves = 0.6 + 0.03 * np.sin(np.arange(SIZE) / 6)
    rgb = np.repeat(np.repeat(waves[None, :, None], SIZE, axis=0), 3, axis=2).astype(np.float32)
    folds = read_folds(rgb, INSIDE, WIDTH_PX).folds
    inside, at_hem = (float(np.ptp(folds[row, 60:-60])) for row in (SIZE // 2, SIZE - 20 - 9))
    assert inside > 0.03
    assert at_hem < 0.6 * inside
