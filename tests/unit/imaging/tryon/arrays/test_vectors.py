"""Vectors along the last axis and masks of labels, against NumPy's own way."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.vectors import dots, is_any, lengths, maxima, means, strongest

RNG = np.random.default_rng(1)
ONE, OTHER = (RNG.standard_normal((9, 7, 3)).astype(np.float32) for _ in range(2))


def test_lengths_products_means_and_maxima_are_numpys() -> None:
    assert np.allclose(lengths(ONE), np.linalg.norm(ONE, axis=2), atol=1e-6)
    assert np.allclose(lengths(ONE[..., 1:]), np.linalg.norm(ONE[..., 1:], axis=2), atol=1e-6)
    assert np.allclose(dots(ONE, OTHER), (ONE * OTHER).sum(axis=2), atol=1e-6)
    assert np.allclose(dots(ONE, OTHER[0, 0]), (ONE * OTHER[0, 0]).sum(axis=2), atol=1e-6)
    assert np.allclose(means(ONE), ONE.mean(axis=2), atol=1e-6)
    assert (maxima(ONE) == ONE.max(axis=2)).all()


def test_of_no_vectors_there_are_no_lengths() -> None:
    assert lengths(ONE[:0]).shape == (0, 7)


def test_the_first_of_equally_strong_ones_is_the_strongest() -> None:
    values = RNG.integers(0, 3, (5, 9, 7)).astype(np.float32)
    assert (strongest(values) == values.argmax(axis=0)).all()


def test_labels_are_any_of_some_parts_whatever_their_shape() -> None:
    labels = RNG.integers(0, 255, (4, 5, 6)).astype(np.uint8)
    assert (is_any(labels, (1, 100, 200)) == np.isin(labels, (1, 100, 200))).all()
    assert not is_any(labels, ()).any()
