"""Rims and scraps of old clothes that stay."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.kept_rims import rims, scraps

WIDTH_PX = 100.0
SLEEVE = slice(20, 120), slice(20, 50)


def found(right: int, cloth_from: int) -> np.ndarray:
    """What stays of an old sleeve that reaches so far to the right of what is known to stay, beside new cloth."""
    mask, share, cloth = (np.zeros((140, 200), kind) for kind in (np.uint8, np.float32, np.float32))
    mask[SLEEVE], share[20:120, 20:right] = 1, 1
    cloth[:, cloth_from:] = 1
    return rims(mask, share, cloth, WIDTH_PX)


def test_a_strip_along_a_sleeve_that_stays_does_too() -> None:
    assert found(58, 100)[20:120, 50:58].all()
    assert not found(58, 100)[:, 70:].any()


def test_what_is_beside_the_new_garment_or_wide_does_not() -> None:
    assert not found(58, 61).any()
    assert not found(80, 120).any()


def test_little_pieces_are_scraps() -> None:
    seen = np.zeros((100, 100), np.uint8)
    seen[10:15, 10:15] = seen[40:80, 40:80] = 1
    assert scraps(seen, 200)[10:15, 10:15].all()
    assert not scraps(seen, 200)[40:80, 40:80].any()
