"""Cloth beyond its edge, on drawn patterns."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.arrays.goes_on import goes_on, without_rags
from lingtu.imaging.tryon.flat.garment import read_garment
from tests.unit.imaging.tryon.drawn import tee

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


def test_scallops_of_a_hem_are_no_rags() -> None:
    rgb, alpha = tee()
    row = int(np.flatnonzero(alpha.max(axis=1) > 0.5).max())
    scallops = np.zeros(alpha.shape, np.uint8)
    for column in range(200, 400, 12):
        cv2.circle(scallops, (column, row), 5, 1, -1)
    rgb, alpha = np.where(scallops[..., None] > 0, 0, rgb).astype(np.float32), np.maximum(alpha, scallops)
    garment = read_garment(rgb, alpha.astype(np.float32), "upperBody")
    dark = (garment.rgb.max(axis=2) < 0.1) & (garment.alpha > 0.5)
    assert np.count_nonzero(dark) > 0.7 * np.count_nonzero(scallops)


def test_beside_its_edge_cloth_goes_on_in_that_one_s_colours() -> None:
    rgb = np.full((*HALF.shape, 3), 0.8, np.float32)
    rgb[:, 46:50] = 0.1
    known = HALF.copy()
    known[::16, 44:50] = False
    known[1::16, 44:50] = False
    drawn = goes_on(rgb, known)
    assert (drawn[6:14, 50:52] < 0.2).all()


def test_a_stripe_along_a_slanting_edge_is_mirrored_without_that_one_s_steps() -> None:
    y, x = np.indices((160, 90), np.float32)
    inside = (40 + y / 8 - x) / np.hypot(1, 1 / 8)  # px from the edge
    stripe = 0.5 - 0.5 * np.cos(np.clip(inside / 5, 0, 1) * 2 * np.pi)
    rgb = np.repeat(np.where(inside > 0, stripe, 0.3)[..., None], 3, axis=2).astype(np.float32)
    drawn = goes_on(rgb, inside > 0)[..., 0]
    rows = np.arange(20, 140)
    along = [drawn[row, round(40 + row / 8 + 2 * 1.008)] for row in rows]
    expected = [
        0.5 - 0.5 * np.cos((round(40 + row / 8 + 2 * 1.008) - 40 - row / 8) / 1.008 / 5 * 2 * np.pi) for row in rows
    ]
    assert np.abs(np.subtract(along, expected)).max() < 0.6
