"""Threads that hang from the hems of trousers."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.loose_threads import without_loose_threads
from tests.unit.imaging.tryon.drawn import filled, trousers


def with_threads(alpha: np.ndarray) -> np.ndarray:
    """A tassel of two strands at the inner corner of each hem."""
    tassels = [filled([(x, 630), (x + 8, 630), (x + 5, 672), (x, 672)], alpha.shape) for x in (150, 163, 229, 242)]
    return np.maximum.reduce([alpha, *tassels])


def test_threads_are_no_part_of_the_hem() -> None:
    _, alpha = trousers()
    spoilt = with_threads(alpha)
    assert (spoilt[650:670] > 0.5).any()
    found = without_loose_threads(spoilt)
    assert not (found[645:] > 0.5).any()
    np.testing.assert_array_equal(found[:630], alpha[:630])


def test_slanted_hems_stay() -> None:
    _, alpha = trousers()
    tips = [
        filled([(80, 640), (170, 640), (80, 664)], alpha.shape),
        filled([(230, 640), (320, 640), (320, 664)], alpha.shape),
    ]
    slanted = np.maximum.reduce([alpha, *tips])
    assert without_loose_threads(slanted) is slanted


def test_legs_that_are_read_end_above_their_threads() -> None:
    rgb, alpha = trousers()
    clean, read = (read_garment(rgb, each, "lowerBody").bottom for each in (alpha, with_threads(alpha)))
    assert clean is not None
    assert read is not None
    for one, two in zip(clean.legs, read.legs, strict=True):
        assert np.abs(one.outer[-1] - two.outer[-1]).max() < 12
        assert np.abs(one.inner[-1] - two.inner[-1]).max() < 12
