"""A garment's shadow on the ground is no part of it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.cast import without_cast


def _off(*cloth: float) -> np.ndarray:
    """Cloth of a colour (Lab off the ground) with a grey shadow of 8 px beside its lower end."""
    off = np.zeros((120, 120, 3), np.float32)
    off[20:100, 20:80] = cloth
    off[76:100, 80:88] = (-6, 0, 0)
    return off


def test_grey_shadow_beside_coloured_cloth_is_taken_away() -> None:
    alpha = np.zeros((120, 120), np.float32)
    alpha[20:100, 20:80] = alpha[76:100, 80:88] = 1
    result = without_cast(alpha, _off(-12, 1, 9))
    assert result[76:100, 83:].max() < 0.1
    assert result[22:98, 22:76].min() == 1


def test_shadow_of_grey_cloth_cannot_be_told_from_it() -> None:
    alpha = np.zeros((120, 120), np.float32)
    alpha[20:100, 20:80] = alpha[76:100, 80:88] = 1
    assert (without_cast(alpha, _off(-12, 0, 1)) == alpha).all()
