"""Black cloth is as dark as in photos, no darker; other cloth and prints stay."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.black import LEAST, lifted_black
from lingtu.imaging.tryon.draw.render import Cloth


def of(colour: tuple[float, float, float], noise: float = 0.0) -> Cloth:
    """Plain cloth with a pale print."""
    rgb = np.full((120, 100, 3), colour, np.float32)
    rgb += np.random.default_rng(0).normal(0, noise, (120, 100, 1)).astype(np.float32)
    rgb[50:70, 40:60] = 0.8
    return Cloth(rgb.clip(0, 1), np.ones((120, 100), np.float32))


def test_black_is_lifted_and_keeps_its_knit_and_print() -> None:
    cloth = of((0.05, 0.05, 0.05), 0.01)
    lifted = lifted_black(cloth).rgb
    assert abs(float(np.median(lifted[:40])) - LEAST) < 0.01
    assert lifted[:40].std() > 0.85 * cloth.rgb[:40].std()
    assert np.array_equal(lifted[50:70, 40:60], cloth.rgb[50:70, 40:60])


def test_darker_stays_darker() -> None:
    ramp = np.repeat(np.linspace(0, 1, 200, dtype=np.float32)[None, :, None], 3, axis=2)
    rgb = np.concatenate([np.zeros((300, 200, 3), np.float32), ramp])
    lifted = lifted_black(Cloth(rgb, np.ones(rgb.shape[:2], np.float32))).rgb
    assert (np.diff(lifted[-1, :, 0]) > 0).all()


def test_navy_so_dark_that_it_is_nearly_black_becomes_no_bright_blue() -> None:
    lifted = lifted_black(of((0.0, 0.0, 0.15))).rgb[0, 0]
    assert lifted[2] > lifted[0]
    assert lifted[2] < 0.32


def test_cloth_that_is_not_black_stays() -> None:
    grey = of((0.3, 0.3, 0.3))
    assert lifted_black(grey) is grey
