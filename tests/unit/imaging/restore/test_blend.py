"""What must stay stays to the bit, and nobody sees where the painting begins, whatever was painted."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.restore.blend import feather_for, join, slope

SIDE = 240
Y, X = np.mgrid[:SIDE, :SIDE].astype(np.float32)


def photo(seed: int = 0) -> np.ndarray:
    """Soft shapes with edges and grain."""
    rng = np.random.default_rng(seed)
    picture = np.dstack([X / SIDE, Y / SIDE, 0.5 + 0 * X])
    for _ in range(12):
        centre, radius = rng.uniform(0, SIDE, 2), rng.uniform(10, 60)
        inside = np.hypot(X - centre[0], Y - centre[1]) < radius
        picture[inside] = 0.5 * picture[inside] + 0.5 * rng.uniform(0, 1, 3)
    soft = cv2.GaussianBlur(picture, (0, 0), 0.8) + rng.normal(0, 0.01, picture.shape)
    return soft.clip(0, 1).astype(np.float32)


ADVERSARIES = {
    "inverted": lambda p: 1 - p[..., ::-1],
    "noise": lambda p: np.random.default_rng(5).random(p.shape),
    "another": lambda p: photo(99),
    "turned": lambda p: p[::-1, ::-1],
    "flat": lambda p: np.full_like(p, 0.5),
}


def border(keep: np.ndarray) -> np.ndarray:
    kernel = np.ones((3, 3), np.uint8)
    return (cv2.dilate(keep.astype(np.uint8), kernel) > 0) & ~(cv2.erode(keep.astype(np.uint8), kernel) > 0)


@pytest.mark.parametrize("adversary", sorted(ADVERSARIES))
@pytest.mark.parametrize("seed", [1, 2])
def test_no_seam_whatever_is_painted(adversary: str, seed: int) -> None:
    own = photo(seed)
    painted = np.ascontiguousarray(ADVERSARIES[adversary](own), np.float32)
    keep = np.hypot(X - 130, (Y - 110) * 1.4) > 60
    found = join(own, painted, keep, feather_for(own, painted, keep, 2, 20), 30)
    assert np.array_equal(found[keep], own[keep])
    assert not np.array_equal(found[~keep], own[~keep])
    edge = border(keep)
    assert np.percentile(slope(found)[edge], 95) <= np.percentile(slope(own)[edge], 95) * 1.02


def test_a_painting_in_another_tone_takes_the_photos() -> None:
    own = photo(3)
    painted = (own * 0.92 + 0.02).astype(np.float32)
    keep = np.hypot(X - 120, Y - 120) > 50
    found = join(own, painted, keep, 2, 1000)
    assert np.abs(found - own).mean() < 0.3 * np.abs(painted - own)[~keep].mean() * (~keep).mean()


def test_far_from_the_photo_the_painting_is_its_own() -> None:
    own, painted = photo(4), photo(5)
    keep = X < 40
    found = join(own, painted, keep, 6, 8)
    assert np.abs(found - painted)[:, 140:].max() < 1e-3


def test_all_or_nothing() -> None:
    own, painted = photo(1), photo(2)
    everything = np.ones((SIDE, SIDE), np.bool_)
    assert np.array_equal(join(own, painted, everything, 3, 3), own)
    assert np.array_equal(join(own, painted, ~everything, 3, 3), painted)


def test_a_painting_that_fits_is_hardly_mixed() -> None:
    own = photo(6)
    keep = X < 120
    assert feather_for(own, own, keep, 2, 30) == 2
    assert feather_for(own, 1 - own, keep, 2, 30) > 8
