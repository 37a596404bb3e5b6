from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.restore.checks import is_blank, likeness
from lingtu.imaging.restore.product import remains, without

SIDE = 256
Y, X = np.mgrid[:SIDE, :SIDE].astype(np.float32)
ALPHA = (np.hypot(X - 128, (Y - 140) / 1.4) < 50).astype(np.float32)
STRIPES = np.repeat((0.3 + 0.5 * ((X // 12 + Y // 17) % 2))[..., None], 3, axis=2).astype(np.float32)


def painted(rgb: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    backdrop = np.dstack([Y / SIDE, 0.5 + 0 * X, X / SIDE]).astype(np.float32)
    return backdrop + (rgb - backdrop) * alpha[..., None]


def moved(picture: np.ndarray, scale: float, shift: float) -> np.ndarray:
    place = cv2.getRotationMatrix2D((128, 140), 0, scale) + np.array([[0, 0, shift], [0, 0, 0]])
    return cv2.warpAffine(picture, place, (SIDE, SIDE))


def test_blank() -> None:
    assert is_blank(np.zeros((64, 64, 3), np.float32))
    assert is_blank(np.full((64, 64, 3), np.nan, np.float32))
    assert not is_blank(STRIPES)


def test_likeness_sees_the_product_through_light_and_colour_not_another_one() -> None:
    assert likeness(STRIPES, ALPHA, painted(STRIPES, ALPHA)) > 0.95
    assert likeness(STRIPES, ALPHA, painted(STRIPES * (0.6, 0.8, 1) + 0.05, ALPHA).astype(np.float32)) > 0.6
    assert likeness(STRIPES, ALPHA, painted(np.full_like(STRIPES, 0.6), ALPHA)) < 0.35
    assert likeness(STRIPES, ALPHA, painted(moved(STRIPES, 1, 40), moved(ALPHA, 1, 40))) < 0.35


def test_what_sticks_out_is_taken_out() -> None:
    larger = moved(ALPHA, 1.05, 2)
    picture = painted(np.full_like(STRIPES, 0.95), larger)
    rim = remains(larger, ALPHA)
    assert rim[(larger > 0.5) & (ALPHA == 0)].all()
    assert not rim[ALPHA == 1].any()
    found = without(picture, rim, ALPHA)
    clean = painted(STRIPES, np.zeros_like(ALPHA))
    assert np.abs(found - clean)[rim].mean() < 0.1
    assert np.array_equal(found[~rim], picture[~rim])


def test_what_goes_on_behind_the_product_is_no_remains() -> None:
    table = ((Y > 150) & (Y < 230)).astype(np.float32)
    assert remains(np.maximum(ALPHA, table), ALPHA).sum() < 200
    assert not remains(ALPHA, ALPHA).any()
