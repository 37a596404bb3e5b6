from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.colour import Floats
from lingtu.imaging.edges import clean, without_fringe, without_shadow

SIDE = 400
BODY = np.float32([0.6, 0.3, 0.2])


def disc() -> Floats:
    alpha = np.zeros((SIDE, SIDE), np.float32)
    cv2.circle(alpha, (200, 180), 100, 1.0, -1)
    return cv2.GaussianBlur(alpha, (0, 0), 1.2)


def mixed(alpha: Floats, old: float) -> Floats:
    """What a photograph on a plain background shows, taken as the cut-out's colours."""
    found: Floats = (BODY * alpha[..., None] + old * (1 - alpha[..., None])).astype(np.float32)
    return found


@pytest.mark.parametrize("old", [0.0, 1.0])
def test_a_white_or_black_fringe_is_taken_out(old: float) -> None:
    alpha = disc()
    edge = (alpha > 0.15) & (alpha < 0.95)
    before, after = mixed(alpha, old), without_fringe(mixed(alpha, old), alpha)
    assert np.abs(after[edge] - BODY).mean() < 0.2 * np.abs(before[edge] - BODY).mean()


def test_a_clean_edge_stays() -> None:
    alpha = disc()
    rgb = np.broadcast_to(BODY, (SIDE, SIDE, 3)).copy()
    assert np.array_equal(without_fringe(rgb, alpha), rgb)


def test_covered_pixels_keep_their_bits() -> None:
    alpha = disc()
    rgb = np.where(alpha[..., None] == 1, np.random.default_rng(1).random((SIDE, SIDE, 3)), mixed(alpha, 1.0))
    found_rgb, found_alpha = clean(rgb.astype(np.float32), alpha)
    whole = alpha == 1
    assert np.array_equal(found_rgb[whole], rgb[whole].astype(np.float32))
    assert np.array_equal(found_alpha[whole], alpha[whole])


def with_shadow() -> tuple[Floats, Floats]:
    shade = np.zeros((SIDE, SIDE), np.float32)
    cv2.ellipse(shade, (230, 290), (120, 40), 0, 0, 360, 0.4, -1)
    shade, alpha = cv2.GaussianBlur(shade, (0, 0), 18), disc()
    rgb = np.where(alpha[..., None] > 0.01, BODY, np.float32(0.03)).astype(np.float32)
    return rgb, np.maximum(alpha, shade)


def test_a_baked_in_shadow_goes() -> None:
    rgb, alpha = with_shadow()
    found = without_shadow(rgb, alpha)
    assert found[disc() < 0.005].max() < 0.36
    assert found[disc() < 0.005].mean() < 0.02 * alpha[disc() < 0.005].mean()
    assert np.array_equal(found[disc() > 0.6], alpha[disc() > 0.6])


def test_dark_lenses_stay() -> None:
    """Even and thin, but with an edge: no shadow."""
    alpha = np.zeros((SIDE, SIDE), np.float32)
    cv2.circle(alpha, (200, 200), 110, 1.0, -1)
    cv2.circle(alpha, (200, 200), 90, 0.45, -1)
    rgb = np.full((SIDE, SIDE, 3), 0.05, np.float32)
    assert np.array_equal(without_shadow(rgb, alpha), alpha)


def test_black_tulle_stays() -> None:
    """Dark and thin, but full of threads."""
    threads = (np.indices((SIDE, SIDE)) % 6 < 2).any(axis=0).astype(np.float32)
    alpha = cv2.GaussianBlur(0.15 + 0.4 * threads, (0, 0), 0.7) * (disc() > 0.5)
    rgb = np.full((SIDE, SIDE, 3), 0.05, np.float32)
    assert np.array_equal(without_shadow(rgb, alpha.astype(np.float32)), alpha)


def test_glass_keeps_its_thin_parts() -> None:
    alpha = np.where(disc() > 0.5, np.float32(0.3), np.float32(0))
    rgb = np.full((SIDE, SIDE, 3), 0.8, np.float32)
    found_rgb, found_alpha = clean(rgb, alpha)
    assert np.array_equal(found_alpha, alpha)
    assert np.array_equal(found_rgb, rgb)
