"""Cloth beyond its edge, on drawn patterns."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.goes_on import goes_on, without_rags

HALF = np.zeros((80, 100), bool)
HALF[:, :50] = True


def striped(across: bool) -> np.ndarray:
    """Stripes of 8 px, up to the edge of the picture or along it."""
    light = (np.indices(HALF.shape)[0 if across else 1] // 4) % 2
    return np.repeat(light[..., None], 3, axis=2).astype(np.float32)


def test_stripes_that_meet_an_edge_go_on_beyond_it() -> None:
    whole = striped(across=True)
    drawn = goes_on(np.where(HALF[..., None], whole, 0.5).astype(np.float32), HALF)
    assert np.abs(drawn[4:-4, 50:80] - whole[4:-4, 50:80]).mean() < 0.05


def test_stripes_along_an_edge_come_again_as_wide_as_they_are() -> None:
    drawn = goes_on(np.where(HALF[..., None], striped(across=False), 0.5).astype(np.float32), HALF)
    edges = np.flatnonzero(np.abs(np.diff(drawn[40, 50:90, 0])) > 0.4)
    assert 8 <= len(edges) <= 12
    assert np.abs(drawn[20:60] - drawn[40]).max() < 0.1


def test_only_what_is_wanted_changes() -> None:
    wanted = np.zeros_like(HALF)
    wanted[30:50, 40:60] = True
    before = np.where(HALF[..., None], striped(across=True), 0.5).astype(np.float32)
    drawn = goes_on(before, HALF, wanted)
    changed = (drawn != before).any(axis=2)
    assert changed.any()
    assert not (changed & ~(wanted & ~HALF)).any()


def test_a_gap_is_filled_from_both_sides_without_rays() -> None:
    known = np.ones_like(HALF)
    known[:, 46:56] = False
    whole = striped(across=True)
    drawn = goes_on(np.where(known[..., None], whole, 0.5).astype(np.float32), known)
    assert np.abs(drawn[4:-4] - whole[4:-4]).mean() < 0.03


def test_rags_of_an_edge_are_told_and_a_strap_is_none() -> None:
    known = HALF.copy()
    known[40:42, 50:56] = True  # a thread
    known[70:76, 50:] = True  # a strap: far from the edge it is all there is
    core = without_rags(known)
    assert not core[40:42, 52:].any()
    assert core[72:74, 80:].all()
    assert core[4:76, :45].all()
