from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.finish import finish, grain_of
from lingtu.imaging.sharpness import edge_px

SIDE = 256
DRAW = np.random.default_rng(4)
SQUARES = cv2.resize(
    DRAW.uniform(0.1, 0.9, (16, 16, 3)).astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_NEAREST
)
ALPHA = np.zeros((SIDE, SIDE), np.float32)
ALPHA[64:192, 64:192] = 1


def grain(sigma: float) -> np.ndarray:
    found = np.full((SIDE, SIDE, 3), 0.4, np.float32) + DRAW.normal(0, sigma, (SIDE, SIDE, 1)).astype(np.float32)
    return found.astype(np.float32)


@pytest.mark.parametrize("sigma", [0.004, 0.01])
def test_grain_is_measured_and_matched(sigma: float) -> None:
    assert grain_of(grain(sigma)) == pytest.approx(sigma, rel=0.25)
    inside = finish(np.full_like(SQUARES, 0.5), ALPHA, grain(sigma), 1)[90:166, 90:166]
    assert 0.5 * sigma < inside.std(axis=(0, 1)).mean() < 1.2 * sigma


def test_a_clean_scene_changes_the_rim_alone() -> None:
    scene = np.zeros((SIDE, SIDE, 3), np.float32)
    scene[:, SIDE // 2 :] = 0.9
    after = finish(SQUARES, ALPHA, scene, 1)
    assert np.abs(after[80:176, 80:176] - SQUARES[80:176, 80:176]).max() < 2e-3
    assert (after[100:150, 190] >= SQUARES[100:150, 190] - 1e-6).all()
    assert after[100:150, 190].mean() > SQUARES[100:150, 190].mean()


@pytest.mark.parametrize("width", [0.8, 1.5])
def test_a_softer_scene_softens_the_product(width: float) -> None:
    soft = cv2.GaussianBlur(SQUARES, (0, 0), width)
    assert edge_px(soft[..., 1]) == pytest.approx(width, rel=0.35)
    after = finish(SQUARES, ALPHA, soft, 1)
    widths = [edge_px(np.ascontiguousarray(picture[70:186, 70:186, 1])) for picture in (SQUARES, after)]
    assert widths[0] is not None
    assert widths[1] is not None
    assert widths[0] < widths[1]


def test_a_picture_without_edges_has_no_sharpness() -> None:
    assert edge_px(np.full((SIDE, SIDE), 0.5, np.float32)) is None


def test_blacks_are_hardly_raised() -> None:
    after = finish(np.zeros_like(SQUARES), ALPHA, np.full_like(SQUARES, 0.6), 1)
    assert after[100:150, 100:150].max() <= 0.0151


def test_blacks_that_fit_stay() -> None:
    faded = 0.05 + 0.9 * SQUARES
    after = finish(faded, ALPHA, faded, 1)
    assert np.abs(after - faded)[80:176, 80:176].max() < 2e-3


def test_a_product_with_grain_gets_what_it_lacks() -> None:
    scene = grain(0.01)
    same, half = (finish(grain(sigma), ALPHA, scene, 1)[70:186, 70:186] for sigma in (0.01, 0.005))
    assert same.std(axis=(0, 1)).mean() == pytest.approx(0.01, rel=0.15)
    assert 0.007 < half.std(axis=(0, 1)).mean() < 0.0115


def test_a_tiny_product_is_finished_too() -> None:
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[100:105, 90:130] = 1
    assert np.isfinite(finish(SQUARES, alpha, grain(0.01), 1)).all()


def test_the_same_seed_is_the_same_product() -> None:
    scene = grain(0.01)
    one, same, other = (finish(SQUARES, ALPHA, scene, seed) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
