from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.restore.align import aligned

HEIGHT, WIDTH = 500, 640
Y, X = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)


def photo(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    coarse = cv2.resize(rng.random((16, 20, 3)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    fine = cv2.resize(rng.random((80, 100, 3)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return (0.7 * coarse + 0.3 * fine).clip(0, 1)


def drifted(picture: np.ndarray, zoom: float, shift: float) -> np.ndarray:
    place = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), 0.3, zoom) + np.array([[0, 0, shift], [0, 0, -shift / 2]])
    return cv2.warpAffine(picture, place, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)


@pytest.mark.parametrize(("zoom", "shift"), [(1.015, 3.0), (0.99, -4.0), (1.0, 6.0)])
def test_drift_is_undone_although_tone_and_clothes_are_others(zoom: float, shift: float) -> None:
    own = photo(1)
    changed = own.copy()
    changed[180:380, 240:420] = photo(2)[180:380, 240:420]
    painted = (drifted(changed, zoom, shift) * (0.9, 0.95, 1.0) + 0.03).astype(np.float32)
    same = np.ones((HEIGHT, WIDTH), np.bool_)
    same[160:400, 220:440] = False
    found = aligned(painted, own, same)
    toned = (own * (0.9, 0.95, 1.0) + 0.03).astype(np.float32)
    inner = same & (X > 20) & (X < WIDTH - 20) & (Y > 20) & (Y < HEIGHT - 20)
    before, after = (np.abs(each - toned)[inner].mean() for each in (painted, found))
    assert after < 0.2 * before


def test_what_lies_right_or_shows_something_else_stays_as_it_is() -> None:
    own = photo(1)
    everywhere, nowhere = np.ones((HEIGHT, WIDTH), np.bool_), np.zeros((HEIGHT, WIDTH), np.bool_)
    for painted, same in (
        ((own * 0.9).astype(np.float32), everywhere),
        (photo(7), everywhere),
        (drifted(own, 1.3, 0), everywhere),
        (drifted(own, 1.0, 5), nowhere),
        (np.full_like(own, 0.5), everywhere),
    ):
        assert np.array_equal(aligned(painted, own, same), painted)
