"""A garment free of its background: the matte, checked against a model of plain backgrounds.

Mattes keep only the print of a white garment on white. Shops' backgrounds are plain but for their shade, so what
can't be reached from the border without leaving the background's colours is the garment.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import border, reached
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.bites import without_bites
from lingtu.imaging.tryon.flat.cast import without_cast
from lingtu.imaging.tryon.flat.corners import without_corners
from lingtu.imaging.tryon.flat.ground_gaps import without_ground_gaps
from lingtu.imaging.tryon.flat.pale import outlined
from lingtu.imaging.tryon.flat.pale_stripes import by_stripes
from lingtu.imaging.tryon.flat.studio import RINGING_PX, keyed

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Share of the border that must be of the background's colours, and their noise, Lab, for it to be plain.
PLAIN_SHARE, PLAIN_NOISE = 0.75, 3.5
#: Rows of a ground that is lit from above are off a quadratic by this at most, Lab; they are averaged over so many, px.
BANDS, BAND_PX = 3.0, 1.5
#: Up to this limit, Lab, a ground is a studio's, of paper.
STUDIO = 4.0
#: The matte lies in the garment to this share; and so much of the garment lies far from the matte, or less if it's so
#: much lighter than the ground, Lab: shadows are not.
WITHIN, FAR, FAR_LIGHT, LIGHT = 0.93, 0.05, 0.002, 1.5
#: What is added to a matte differs so much from the ground, in the matte's own difference: else it's ground, in shade.
LIKE_CLOTH = 0.75
#: Cloth whose edge, of so many px, differs less from the ground, Lab, has its outline drawn.
RIM_PX, PALE = 6, 8.0
#: Smaller bites of its outline are closed, of the root of its area.
BITE = 0.09
#: A garment's share of the picture, of its own box, and of the sides of the picture, at most.
OF_PICTURE, OF_BOX, OF_SIDES = 0.92, 0.97, 0.06


@dataclass(frozen=True)
class _Ground:
    """A plain background's own Lab colours, each pixel's distance from them, and from where on it is something else.

    `lighter`: how much lighter than it a pixel is.
    """

    lab: Floats
    distance: Floats
    lighter: Floats
    limit: float


def complete(rgb: Floats, alpha: Floats) -> Floats:
    """The coverage of a garment, H x W, whose matte is `alpha`."""
    ground = _plain_ground(rgb, alpha)
    if ground is None:
        return alpha
    striped = by_stripes(rgb, alpha, ground.distance)
    if striped is not alpha:
        return striped
    reached = _from_border(ground)
    garment = _largest(cv2.morphologyEx((~reached).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)))
    matte = alpha > 0.5
    lost = _was_lost(garment, matte, ground) and _is_cloth(garment & ~matte, matte, ground)
    bite_px = int(BITE * np.sqrt(np.count_nonzero(garment))) | 1
    whole = _without_edge(without_bites(garment, bite_px)) if lost else _completed(alpha, garment, ground)
    off = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab) - ground.lab
    found = keyed(whole, off)
    if ground.limit < STUDIO and (lost or (found is whole and _is_pale(matte, ground))):
        drawn = outlined(off, whole > 0.5)
        found = found if drawn is None else drawn
    found = without_ground_gaps(found, ground.distance, ground.limit)
    return without_corners(without_cast(found, off), ground.distance, ground.lighter)


def _without_edge(garment: Mask) -> Floats:
    core = cv2.erode(garment.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(core, (0, 0), 0.9), np.float32)


def _is_pale(matte: Mask, ground: _Ground) -> bool:
    """Whether cloth differs little from its ground at its edge."""
    edge = matte & (cv2.erode(matte.astype(np.uint8), np.ones((2 * RIM_PX + 1,) * 2, np.uint8)) == 0)
    return bool(edge.any()) and float(np.median(ground.distance[edge])) < PALE


def _completed(alpha: Floats, garment: Mask, ground: _Ground) -> Floats:
    """The matte with what it lost within its outline."""
    matte = alpha > 0.5
    outline = np.zeros(matte.shape, np.uint8)
    found, _ = cv2.findContours(matte.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(outline, found, -1, 1, -1)
    inside = cv2.erode(outline, np.ones((5, 5), np.uint8)) > 0
    return np.where(inside & garment & (ground.distance > ground.limit), np.maximum(alpha, 0.999), alpha)


def _plain_ground(rgb: Floats, alpha: Floats) -> _Ground | None:
    """A quadratic fit of the border's colours; None if they are not so plain."""
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 0.8), cv2.COLOR_RGB2Lab)
    height, width = alpha.shape
    rim = max(4, height // 50)
    ring = np.ones(alpha.shape, np.bool_)
    ring[rim:-rim, rim:-rim] = False
    free = ring & (alpha < 0.3)
    if np.count_nonzero(free) < 0.2 * np.count_nonzero(ring):
        free = ring
    y, x = np.mgrid[:height, :width].astype(np.float32)
    x, y = x / width, y / height
    terms = np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=-1)
    fitted = np.stack([_fit(terms, lab[..., axis], free) for axis in range(3)], axis=-1)
    beside = cv2.dilate((alpha > 0.05).astype(np.uint8), np.ones((2 * RINGING_PX + 1,) * 2, np.uint8)) > 0
    fitted += _by_rows(lab - fitted, free & ~beside, rim)
    distance = lengths((lab - fitted) * np.array([1, 1.3, 1.3], np.float32))
    noise = float(np.percentile(distance[free], 60))
    if float((distance[free] < 6).mean()) < PLAIN_SHARE or noise > PLAIN_NOISE:
        return None
    lighter = np.asarray((lab - fitted)[..., 0], np.float32)
    limit = float(np.clip(3.2 * noise, 1.0, 7))
    return _Ground(np.asarray(fitted, np.float32), np.asarray(distance, np.float32), lighter, limit)


def _fit(terms: Floats, values: Floats, used: Mask) -> Floats:
    """Least squares without outliers."""
    kept = used
    for _ in range(4):
        weights = np.linalg.lstsq(terms[kept], values[kept], rcond=None)[0]
        off = np.abs(values - terms @ weights)
        kept = used & (off < 3 * (1.48 * float(np.median(off[kept])) + 0.05) + 0.5)
        if np.count_nonzero(kept) < 200:
            kept = used
    return np.asarray(terms @ weights, np.float32)


def _by_rows(off: Floats, free: Mask, rim: int) -> Floats:
    """What a fit leaves of a ground that is lit from above, H x 1 x 3: the same in each row, from its two ends."""
    known = free & (np.abs(off) < BANDS).all(axis=2)
    known[:, rim:-rim] = False
    weight = known.sum(axis=1).astype(np.float32)[:, None]
    held = np.where(known[..., None], off, 0).sum(axis=1)
    size = (0, 0), 1e-3, BAND_PX
    sums, weights = cv2.GaussianBlur(held, *size), cv2.GaussianBlur(weight, *size)
    return np.asarray((sums / np.maximum(weights.reshape(-1, 1), rim / 2))[:, None], np.float32)


def _from_border(ground: _Ground) -> Mask:
    """What is of the background's colours and touches the border."""
    low = cv2.morphologyEx((ground.distance < ground.limit).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    near = ground.distance < 8
    low[0], low[-1], low[:, 0], low[:, -1] = near[0], near[-1], near[:, 0], near[:, -1]
    return reached(low > 0, border(low.shape))


def _largest(mask: NDArray[np.uint8]) -> Mask:
    count, areas, stats, _ = cv2.connectedComponentsWithStats(mask)
    return areas == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()) if count > 1 else mask > 0


def _is_cloth(added: Mask, matte: Mask, ground: _Ground) -> bool:
    """Whether what a matte lost is no ground: joints of tiles and folds of sheets bound ground, too."""
    if ground.limit < STUDIO:
        return True
    return float(np.median(ground.distance[added])) > LIKE_CLOTH * float(np.median(ground.distance[matte]))


def _was_lost(garment: Mask, matte: Mask, ground: _Ground) -> bool:
    """Whether the matte is only a part of the garment that the background tells of."""
    size = max(1, int(np.count_nonzero(garment)))
    reach = max(3, int(0.03 * np.sqrt(size)))
    grown = cv2.dilate(matte.astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8)) > 0
    far = garment & ~grown
    least = FAR_LIGHT if far.any() and float(np.median(ground.lighter[far])) > LIGHT else FAR
    within = int(np.count_nonzero(garment & matte)) / max(1, int(np.count_nonzero(matte)))
    _, _, wide, high = cv2.boundingRect(garment.astype(np.uint8))
    sides = float(garment[:, [0, 1, -2, -1]].mean())
    return bool(
        within > WITHIN
        and int(np.count_nonzero(far)) / size > least
        and garment.mean() < OF_PICTURE
        and size < OF_BOX * wide * high
        and sides < OF_SIDES
    )
