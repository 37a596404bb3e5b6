"""White garments on white, whose hems mattes tear."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.flat.even_hem import with_even_hem
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import TEE, tee

HEM = TEE["hem"][1]


def torn() -> np.ndarray:
    _, alpha = tee()
    alpha[HEM - 22 :, 330:352] = 0  # a bite
    alpha[HEM - 14 : HEM - 8, 200:220] = 0  # a hole
    alpha[HEM : HEM + 6, 240:252] = 1  # a speck below
    return alpha


def test_a_torn_hem_is_even_where_the_cloth_has_the_colour_of_its_ground() -> None:
    rgb, alpha = np.full((600, 600, 3), 0.97, np.float32), torn()
    found = with_even_hem(rgb, alpha, read_top(alpha > 0.5, False))
    assert (found[HEM - 30 : HEM - 3, 180:420] > 0.9).all()
    assert (found[HEM + 4 :] < 0.1).all()
    assert (found[: HEM - 120] == alpha[: HEM - 120]).all()


def test_a_hem_that_the_picture_tells_stays() -> None:
    rgb, _ = tee()
    alpha = torn()
    assert with_even_hem(rgb, alpha, read_top(alpha > 0.5, False)) is alpha


def test_a_hem_at_the_edge_of_its_picture_stays_where_the_ground_above_is_unlike_it() -> None:
    rgb, _ = tee()
    alpha = torn()[: HEM + 2]
    assert with_even_hem(rgb[: HEM + 2], alpha, read_top(np.pad(alpha > 0.5, ((0, 4), (0, 0))), False)) is alpha


def test_a_garment_that_is_read_has_the_even_hem() -> None:
    garment = read_garment(np.full((600, 600, 3), 0.97, np.float32), torn(), "upperBody")
    assert garment.top is not None
    assert np.ptp(garment.top.hem[3:-3, 1]) < 8


def test_ground_that_is_a_little_unlike_pale_cloth_is_not_filled_in() -> None:
    alpha = torn()
    bitten = np.s_[HEM - 18 : HEM - 3, 334:348]
    rgb = np.full((600, 600, 3), 0.97, np.float32)
    rgb[tee()[1] > 0.5] = 0.93
    assert with_even_hem(rgb, alpha, read_top(alpha > 0.5, False))[bitten].min() > 0.9
    rgb[HEM - 22 :, 330:352] = 0.97
    assert with_even_hem(rgb, alpha, read_top(alpha > 0.5, False))[bitten].max() < 0.1


def test_gaps_beside_the_hem_stay_open() -> None:
    alpha = torn()
    left, right = 150, TEE["hem"][0]
    sleeve = (np.s_[HEM - 150 : HEM + 2, left - 40 : left],)[0]
    alpha[sleeve] = 1
    rgb = np.full((600, 600, 3), 0.97, np.float32)
    top = read_top(alpha > 0.5, False)
    wide = replace(top, hem=np.concatenate([[[left - 30.0, HEM]], top.hem]))
    gap = np.s_[HEM - 100 : HEM - 10, left + 4 : right - 4]
    assert alpha[gap].max() == 0
    assert with_even_hem(rgb, alpha, wide)[gap].max() == 0
