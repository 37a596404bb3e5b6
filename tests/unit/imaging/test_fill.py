from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging import fill as filling

HEIGHT, WIDTH = 160, 200


def scene() -> np.ndarray:
    """A wall above a striped floor."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    picture = np.full((HEIGHT, WIDTH, 3), (0.8, 0.75, 0.7), np.float32)
    floor = y > 100
    picture[floor] = np.where((x % 20 < 10)[..., None], 0.45, 0.35)[floor]
    return picture


def hole() -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    mask[60:130, 80:120] = 1
    return mask


def fill(picture: np.ndarray, mask: np.ndarray, seed: int) -> np.ndarray:
    return filling.fill(picture, mask, seed).rgb


def test_pixels_outside_of_the_hole_stay() -> None:
    filled = fill(scene(), hole(), 1)
    assert np.array_equal(filled[hole() == 0], scene()[hole() == 0])


def test_it_continues_the_scene_better_than_its_mean() -> None:
    truth, inside = scene(), hole() > 0
    broken = truth.copy()
    broken[inside] = (1, 0, 1)
    error = np.abs(fill(broken, hole(), 1) - truth)[inside].mean()
    mean = np.abs(truth[~inside].mean(axis=0) - truth)[inside].mean()
    assert error < 0.5 * mean
    assert fill(broken, hole(), 1)[inside].max() < 0.95, "nothing of what was masked is left"


def test_the_same_seed_gives_the_same_pixels() -> None:
    assert np.array_equal(fill(scene(), hole(), 5), fill(scene(), hole(), 5))


def test_no_hole_changes_nothing_and_all_hole_is_an_error() -> None:
    assert np.array_equal(fill(scene(), np.zeros((HEIGHT, WIDTH), np.float32), 1), scene())
    with pytest.raises(ValueError, match="whole scene"):
        fill(scene(), np.ones((HEIGHT, WIDTH), np.float32), 1)
