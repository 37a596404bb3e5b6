from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.colour import mean_delta_e
from lingtu.imaging.vary import vary


def reference(colour: tuple[float, float, float]) -> np.ndarray:
    picture = np.full((120, 160, 3), colour, np.float32)
    picture[90:] = 0.5
    return picture


@pytest.mark.parametrize("colour", [(0.9, 0.6, 0.5), (0.1, 0.1, 0.1), (1, 1, 1), (0, 0, 1)])
def test_scenes_are_usable_and_differ_by_seed(colour: tuple[float, float, float]) -> None:
    scenes = [vary(reference(colour), seed) for seed in range(4)]
    for scene in scenes:
        assert scene.shape == (120, 160, 3)
        assert scene.dtype == np.float32
        assert 0.25 < scene.mean() < 0.95
        assert (scene >= 0.999).all(axis=2).mean() < 0.02, "no clipped whites"
    assert np.array_equal(scenes[0], vary(reference(colour), 0))
    pairs = [mean_delta_e(scenes[a], scenes[b]) for a in range(4) for b in range(a)]
    assert min(pairs) > 3


def test_the_reference_gives_the_colours() -> None:
    warm, cold = vary(reference((0.9, 0.5, 0.3)), 1), vary(reference((0.3, 0.5, 0.9)), 1)
    assert (warm[..., 0] - warm[..., 2]).mean() > 0.02 > -0.02 > (cold[..., 0] - cold[..., 2]).mean()
