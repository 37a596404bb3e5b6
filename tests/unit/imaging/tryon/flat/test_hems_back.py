"""The inside of a back below a front's hem."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.hems_back import without_hems_back
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import TEE, tee

#: Height of what is seen below the front's hem, px.
STRIP = 16
HEM = TEE["hem"][1]


def tee_with_strip(strip: tuple[float, float, float], shade: float) -> tuple[np.ndarray, np.ndarray]:
    """A T-shirt whose lowest rows have another colour, in a shadow at their upper edge."""
    rgb, alpha = tee((0.75, 0.7, 0.3))
    rows = np.arange(rgb.shape[0])
    below = (rows > HEM - STRIP) & (rows < HEM + 3)
    light = 1 - shade * np.exp(-(rows - HEM + STRIP) / 4.0)
    rgb[below] = np.where(alpha[below, :, None] > 0.5, np.array(strip) * light[below, None, None], rgb[below])
    return rgb.astype(np.float32), alpha


def cut(rgb: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    return without_hems_back(rgb, alpha, read_top(alpha > 0.5, False))


def test_a_back_below_the_front_is_cut_off() -> None:
    rgb, alpha = tee_with_strip((0.5, 0.2, 0.3), 0.4)
    found = cut(rgb, alpha)
    assert found[HEM - STRIP + 2 :, 170:430].max() < 0.5
    assert (found[: HEM - STRIP - 3] == alpha[: HEM - STRIP - 3]).all()


def test_a_band_without_shadow_a_light_one_and_a_fold_stay() -> None:
    for strip, shade in (((0.5, 0.2, 0.3), 0.0), ((0.95, 0.95, 0.9), 0.3), ((0.75, 0.7, 0.3), 0.5)):
        rgb, alpha = tee_with_strip(strip, shade)
        assert cut(rgb, alpha) is alpha


def test_a_plain_hem_stays() -> None:
    rgb, alpha = tee()
    assert cut(rgb, alpha) is alpha


def test_an_edge_that_goes_but_halfway_across_is_none() -> None:
    rgb, alpha = tee_with_strip((0.5, 0.2, 0.3), 0.4)
    rgb[:, 300:] = tee((0.75, 0.7, 0.3))[0][:, 300:]
    assert cut(rgb, alpha) is alpha


def test_a_garment_that_is_read_ends_at_its_front() -> None:
    top = read_garment(*tee_with_strip((0.5, 0.2, 0.3), 0.4), "upperBody").top
    whole = read_garment(*tee((0.75, 0.7, 0.3)), "upperBody").top
    assert top is not None
    assert whole is not None
    assert STRIP - 3 < whole.length - top.length < STRIP + 5
