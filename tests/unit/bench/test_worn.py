from __future__ import annotations

import cv2
import numpy as np

from lingtu.bench.quality.worn import pattern_kept, roughness

SIDE = 320
WHERE = np.zeros((SIDE, SIDE), np.bool_)
WHERE[20:300, 20:300] = True


def _print(seed: int) -> np.ndarray:
    cells = np.random.default_rng(seed).random((SIDE // 8, SIDE // 8, 3)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(np.kron(cells, np.ones((8, 8, 1), np.float32)), (0, 0), 1.2))


def _moved(picture: np.ndarray, bend_px: float) -> np.ndarray:
    """A little smaller, turned, and bent."""
    y, x = np.indices((SIDE, SIDE), np.float32)
    turn = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), 6, 0.9)
    bent = cv2.remap(picture, x + bend_px * np.sin(y / 40), y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(cv2.warpAffine(bent, turn, (SIDE, SIDE), borderMode=cv2.BORDER_REFLECT))


def test_a_print_that_is_bent_a_little_is_kept_and_another_one_or_a_torn_one_is_not() -> None:
    own = _print(1)
    kept = pattern_kept(own, WHERE, _moved(own, 3), WHERE)
    other = pattern_kept(own, WHERE, _print(2), WHERE)
    tiles = own.reshape(5, SIDE // 5, 5, SIDE // 5, 3)
    order = np.random.default_rng(3).permutation(5)
    torn = pattern_kept(own, WHERE, tiles[order][:, :, order[::-1]].reshape(own.shape), WHERE)
    assert kept is not None
    assert other is not None
    assert torn is not None
    assert kept > 0.3
    assert other < 0.02
    assert torn < 0.75 * (pattern_kept(own, WHERE, own, WHERE) or 0)


def test_plain_cloth_has_no_pattern_to_keep() -> None:
    plain = np.full((SIDE, SIDE, 3), 0.4, np.float32)
    assert pattern_kept(plain, WHERE, plain, WHERE) is None


def test_a_ragged_outline_is_rougher_than_a_smooth_one() -> None:
    disc = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(disc, (160, 160), 110, 1, -1)
    ragged = disc.copy()
    for turn in np.linspace(0, 2 * np.pi, 40):
        cv2.circle(ragged, (int(160 + 110 * np.cos(turn)), int(160 + 110 * np.sin(turn))), 6, int(turn * 9) % 2, -1)
    assert roughness(disc > 0) < 0.01
    assert roughness(ragged > 0) > 3 * roughness(disc > 0)
    assert roughness(np.zeros((9, 9), np.bool_)) == 0
