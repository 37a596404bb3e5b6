"""Cloth above a sleeve's seam, by which the sleeve is drawn longer: no collar, pocket or print comes with it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import unit
from lingtu.imaging.tryon.arrays.masks import dilated, within
from lingtu.imaging.tryon.arrays.outline import Mask, Points, at_shares, length
from lingtu.imaging.tryon.flat.top import Sleeve, Top

Floats = NDArray[np.float32]

#: A sleeve is drawn longer than it is by this at most: what lacks is cloth above its seam, but no more than this share
#: of its own length, as there may be a collar.
LONGEST, MOST_ABOVE = 1.15, 0.5
#: Its way up is read off so much of its outer edge.
UPPER = 0.4
#: The part of a sleeve whose colours are its own: below it is its trim, of its length.
ABOVE_TRIM = 0.7
#: Bins of a sleeve's colours, Lab with half of lightness, which folds change; share of it that is no speck.
BIN, SPECK = 12.0, 0.002
#: Above the seam it goes as far as there is none of other colours that is so wide at least, px, nor so near; steps that
#: are looked at.
WIDE_PX, NEAR_PX, STEPS = 5, 4, 12


def begun_higher(sleeve: Sleeve, outer_px: float, inner_px: float, other: Mask | None = None) -> tuple[Points, Points]:
    """The sleeve's edges, begun above its seam where they are shorter than so long; garment px.

    An inner edge is short where the sleeve lies on the body: there it goes on along the sleeve, up to its shoulder.
    `other`: cloth H x W that the sleeve has not, as of `of_other_colours`; before it both end.
    """
    start = sleeve.outer[0]
    along = unit(start - at_shares(sleeve.outer, np.array([UPPER]))[0])
    seam = start - sleeve.inner[0]
    up = unit(along + unit(seam))
    outer = min(max(0.0, outer_px / LONGEST - length(sleeve.outer)), MOST_ABOVE * length(sleeve.outer)) * along
    inner = float(np.clip(inner_px - length(sleeve.inner), 0, max(0.0, float(seam @ up)))) * up
    if other is not None:
        outer, inner = free_share(np.array([start, sleeve.inner[0]]), np.array([outer, inner]), other) * np.array(
            [outer, inner]
        )
    return (
        np.concatenate([(start + outer)[None], sleeve.outer]),
        np.concatenate([(sleeve.inner[0] + inner)[None], sleeve.inner]),
    )


def is_long_enough(sleeve: Sleeve, outer_px: float, inner_px: float) -> bool:
    """Whether a sleeve need hardly begin above its seam for its edges to be so long; garment px."""
    return outer_px < LONGEST * length(sleeve.outer) and inner_px < LONGEST * length(sleeve.inner)


def of_other_colours(rgb: Floats, top: Top) -> Mask:
    """Where a garment's picture has colours that its sleeves have not above their trim, and beside it, H x W."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab) * (0.5, 1, 1)
    bins = ((lab - (0, -128, -128)) / BIN).astype(np.int32) + 1
    size = tuple(int(each) + 2 for each in bins.reshape(-1, 3).max(axis=0))
    own = np.zeros(top.mask.shape, np.bool_)
    upper = np.linspace(0, ABOVE_TRIM, 16)
    for sleeve in (side.sleeve for side in top.sides if side.sleeve is not None):
        ways = at_shares(sleeve.outer, upper), at_shares(sleeve.inner, upper)[::-1]
        own |= within(np.concatenate(ways), own.shape)
    number = np.ravel_multi_index(tuple(np.moveaxis(bins, 2, 0)), size)
    counts = np.bincount(number[own & top.mask], minlength=int(np.prod(size))).reshape(size)
    known = (counts > SPECK * max(1, counts.sum())).astype(np.uint8)
    # colours beside known ones are theirs in another light
    near = np.zeros(size, np.bool_)
    for shift in np.ndindex(3, 3, 3):
        near |= np.roll(known, tuple(each - 1 for each in shift), axis=(0, 1, 2)) > 0
    other = (~near.reshape(-1)[number]).astype(np.uint8)
    return dilated(cv2.morphologyEx(other, cv2.MORPH_OPEN, np.ones((WIDE_PX, WIDE_PX), np.uint8)) > 0, NEAR_PX)


def free_share(places: Points, ways: Points, other: Mask) -> float:
    """How far two places go their ways, shares of these, before there is other cloth between those ways."""
    free = 0.0
    for share in np.linspace(0, 1, STEPS + 1)[1:]:
        strip = within(np.concatenate([places, (places + share * ways)[::-1]]), other.shape)
        if (strip & other).any():
            break
        free = float(share)
    return free
