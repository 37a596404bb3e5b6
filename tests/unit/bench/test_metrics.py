from __future__ import annotations

import numpy as np

from lingtu.bench.quality import metrics
from lingtu.bench.quality.holes import blob

SIDE = 200
WHERE = np.zeros((SIDE, SIDE), bool)
WHERE[20:180, 20:180] = True


def noise(seed: int) -> np.ndarray:
    cells = np.random.default_rng(seed).random((SIDE // 4, SIDE // 4, 3)).astype(np.float32)
    return np.kron(cells, np.ones((4, 4, 1), np.float32))


def test_a_picture_is_like_itself_and_a_smear_has_no_texture() -> None:
    picture = noise(1)
    flat = np.full_like(picture, 0.5)
    assert metrics.ssim(picture, picture, WHERE) > 0.999
    assert metrics.psnr(picture, picture, WHERE) >= 100
    assert metrics.psnr(picture, flat, WHERE) < 15
    assert metrics.texture_energy(flat, WHERE) < 0.01 * metrics.texture_energy(picture, WHERE)


def test_what_is_there_twice_is_repetition_and_plain_walls_are_not() -> None:
    once = noise(2)
    twice = once.copy()
    twice[20:180, 100:180] = twice[20:180, 20:100]
    assert metrics.repetition(once, WHERE) < 0.02
    assert metrics.repetition(twice, WHERE) > 0.6
    assert metrics.repetition(np.full_like(once, 0.5), WHERE) == 0


def test_blobs_have_the_size_that_is_asked_for_and_their_place_by_the_seed() -> None:
    first, second = blob(120, 160, 0.2, 1), blob(120, 160, 0.2, 2)
    assert abs(first.mean() - 0.2) < 0.01
    assert not np.array_equal(first, second)
    assert np.array_equal(first, blob(120, 160, 0.2, 1))
