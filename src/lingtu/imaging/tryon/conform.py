"""The new cloth drawn out to the old garment's outline where that is only a little farther.

The photo's own outline has the right edge, and leaves nothing to invent: no rim of skin or background where the old
garment was a little wider, longer or higher. What of it is wider than a tolerance is uncovered.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.neckline import spread
from lingtu.imaging.tryon.render import Cloth
from lingtu.imaging.tryon.smooth_fill import continued

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Smoothing of the outline that is drawn, shoulder widths, and of what is added to it, widths of that.
SMOOTH, ADDED = 0.014, 0.12
#: Depth, in tolerances, from which cloth isn't moved.
DEPTH = 2.5
#: A remnant beside the new cloth that is smaller is covered whatever its shape, tolerances squared.
LITTLE = 0.3
#: Share of a piece of the old garment that must be too wide for all of it to be uncovered, and for none of it.
MOSTLY_WIDE, HARDLY_WIDE = 0.35, 0.05
#: Lines of cloth that are narrower are none, shoulder widths.
SLIVER = 0.035
#: Pieces of cloth smaller than this share of the largest are none.
LEAST_PIECE = 0.04


def conform(cloth: Cloth, old: Floats, width_px: float, most: float) -> Cloth:
    """The cloth as it is drawn H x W, the share of the old garment and what is in front of it, and the tolerance.

    `most`: width of what is added, shoulder widths.
    """
    drawn = _largest(cv2.GaussianBlur(cloth.alpha, (0, 0), max(1.0, SMOOTH * width_px)) > 0.5)
    added = _rim((old > 0.5) & ~drawn, drawn, most * width_px)
    whole = drawn | added
    own = cv2.GaussianBlur(whole.astype(np.float32), (0, 0), 1.0)
    own = ((own - 0.5) * 1.6 + 0.5).clip(0, 1)
    near = cv2.dilate(added.astype(np.float32), np.ones((5, 5), np.uint8)) > 0
    alpha = np.where(near, np.maximum(old, own * whole), own)
    return Cloth(_moved(cloth, drawn, whole, most * width_px), np.asarray(alpha, np.float32))


def far_from(drawn: Cloth, worn: Cloth, reach_px: float) -> float:
    """Area of the worn cloth that is farther than this from where it was drawn, px."""
    return float(np.count_nonzero((worn.alpha > 0.5) & (_outside(drawn.alpha > 0.5) > reach_px)))


def without_slivers(alpha: Floats, old: Floats, width_px: float) -> Floats:
    """Coverage without lines that are left of cloth beside what is in front of it; over the old garment all stays."""
    radius = max(1, int(SLIVER * width_px / 2))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)
    solid = ((alpha > 0.5) | (old > 0.3)).astype(np.uint8)
    wide = cv2.dilate(cv2.morphologyEx(solid, cv2.MORPH_OPEN, disc), np.ones((5, 5), np.uint8))
    kept = cv2.GaussianBlur(np.maximum(wide, old > 0.02).astype(np.float32), (0, 0), 0.8)
    return np.asarray(alpha * kept, np.float32)


def _rim(rest: Mask, drawn: Mask, width_px: float) -> Mask:
    """What of the old garment lies along the new one, narrower than this; not a strap that leads away from it."""
    radius = max(1, int(width_px / 2))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)
    thick = cv2.morphologyEx(rest.astype(np.uint8), cv2.MORPH_OPEN, disc).astype(np.float32)
    _, areas, stats, _ = cv2.connectedComponentsWithStats(rest.astype(np.uint8))
    wide = np.bincount(areas.ravel(), thick.ravel(), len(stats)) / stats[:, cv2.CC_STAT_AREA]
    thick = np.where((wide > MOSTLY_WIDE)[areas], 1, np.where((wide < HARDLY_WIDE)[areas], 0, thick))
    thick = cv2.GaussianBlur(thick.astype(np.float32), (0, 0), max(1.0, ADDED * width_px))
    inside = cv2.distanceTransform(rest.astype(np.uint8), cv2.DIST_L2, 5)
    across = 2 * cv2.dilate(inside, disc)
    beside = cv2.dilate(drawn.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    little = np.isin(np.arange(len(stats)), np.unique(areas[beside])) & (
        stats[:, cv2.CC_STAT_AREA] < LITTLE * width_px**2
    )
    rim = (thick < 0.5) & (_outside(drawn) < 1.2 * across + 2)
    return np.asarray(rest & (rim | little[areas]))


def _outside(mask: Mask) -> Floats:
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def _largest(mask: Mask) -> Mask:
    count, areas, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 3:
        return mask
    sizes = stats[1:, cv2.CC_STAT_AREA]
    return np.isin(areas, 1 + np.flatnonzero(sizes > LEAST_PIECE * sizes.max()))


def _edge(mask: Mask) -> Mask:
    return np.asarray(mask & (cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0))


def _moved(cloth: Cloth, drawn: Mask, whole: Mask, reach_px: float) -> Floats:
    """Colours moved with the outline: what was at its edge is at its edge again, what is deep inside stays."""
    # a pixel inside the drawn edge, whose colours are the cloth's alone
    rim = _edge(cv2.erode(drawn.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    solid = spread(cloth.rgb, cloth.alpha > 0.95)
    if not rim.any() or (whole == drawn).all():
        return solid
    _, labels = cv2.distanceTransformWithLabels((~rim).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    rows, columns = np.nonzero(rim)
    at = np.zeros((int(labels.max()) + 1, 2), np.float32)
    at[labels[rows, columns]] = np.stack([columns, rows], axis=1)
    y, x = np.indices(drawn.shape, np.float32)
    offset = at[labels] - np.stack([x, y], axis=2)
    edge = _edge(whole)
    depth = cv2.distanceTransform(whole.astype(np.uint8), cv2.DIST_L2, 5)
    known = (edge | (depth > DEPTH * reach_px)).astype(np.float32)
    offset *= edge[..., None]
    field = continued(np.concatenate([offset, offset[..., :1]], axis=2), known)
    field = cv2.GaussianBlur(field, (0, 0), 2.0)
    return np.asarray(
        cv2.remap(solid, x + field[..., 0], y + field[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )
