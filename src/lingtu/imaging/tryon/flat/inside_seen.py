"""The inside of a back beside the line that was found as the front's edge: it is nowhere seen on a wearer."""

from __future__ import annotations

from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.neckline import Neckline

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: So far beside the line the inside may be seen at most, and the front is below that, widths of the neck.
REACH, FRONT = 0.2, 0.35
#: The inside and the front are told by their colours if these are so far apart, and each of them is plain: half of its
#: pixels are nearer to its median than that, Lab.
APART, PLAIN = 12.0, 6.0
#: Colours are as one in a bin of this size and those beside it, from the lowest on, Lab; and a front's have this share
#: of it at least.
BIN, BINS, LOWEST, RARE = 8.0, 32, np.array([0.0, -128.0, -128.0], np.float32), 0.0005

#: Crumbs of labels and their shadows below the line: how far, how wide and how tall at most, and where the front is
#: that they are unlike, widths of the neck; and how much so, Lab and deviations of a plain front.
CRUMB, CRUMB_WIDE, CRUMB_FRONT = 0.09, 0.4, 0.16
CRUMB_UNLIKE, DEVIATIONS, EVEN = 5.0, 5.0, 2.0


def inside_seen(rgb: Floats, alpha: Floats, neckline: Neckline) -> Mask:
    """What goes on below the line in the colours of what is above it, H x W; nothing where colours don't tell."""
    none = np.zeros(alpha.shape, np.bool_)
    width = float(np.ptp(neckline.curve[:, 0]))
    inside = neckline.inside(alpha.shape)
    below_px = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, 3) / max(width, 1.0)
    cloth = alpha > 0.9
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 0.7), cv2.COLOR_RGB2Lab)
    parts = inside & cloth, (below_px > REACH) & (below_px < FRONT) & cloth
    if min(np.count_nonzero(part) for part in parts) < 50:
        return none
    back, front = (np.median(lab[part], axis=0) for part in parts)
    spreads = [
        float(np.median(np.linalg.norm(lab[part] - middle, axis=1)))
        for part, middle in zip(parts, (back, front), strict=True)
    ]
    if np.linalg.norm(front - back) < APART or max(spreads) > PLAIN:
        other = _unlike(lab, cloth & ~inside & (below_px > REACH))
    else:
        other = lengths(lab - back) < lengths(lab - front)
    seen = reached(inside | (other & (below_px < REACH)), inside) & ~inside
    return seen | _crumbs(lab, cloth & ~inside & ~seen, below_px, inside | seen, width)


def _crumbs(lab: Floats, front: Mask, below_px: Floats, inside: Mask, width: float) -> Mask:
    """Small pieces beside the inside that are unlike an even front below them; `width` of the neck, px."""
    none = np.zeros(front.shape, np.bool_)
    below = front & (below_px > CRUMB) & (below_px < CRUMB_FRONT)
    if np.count_nonzero(below) < 50:
        return none
    usual = np.median(lab[below], axis=0)
    spread = float(np.median(np.linalg.norm(lab[below] - usual, axis=1)))
    if spread > EVEN:
        return none
    unlike = lengths(lab - usual) > max(CRUMB_UNLIKE, DEVIATIONS * spread)
    place = front & unlike & (below_px < CRUMB)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(place.astype(np.uint8), connectivity=8)
    small = stats[:, cv2.CC_STAT_WIDTH] < CRUMB_WIDE * width
    small[0] = False
    # what goes on farther down is the front's own
    small[np.unique(pieces[dilated(front & unlike & (below_px >= CRUMB), 1)])] = False
    crumbs = small[pieces]
    return np.asarray(crumbs & reached(crumbs | inside, inside))


def _unlike(lab: Floats, front: Mask) -> Mask:
    """What has a colour that is nowhere in the front."""
    bins = ((lab - LOWEST) / BIN).astype(np.int32).clip(0, BINS - 1)
    index = (bins[..., 0] * BINS + bins[..., 1]) * BINS + bins[..., 2]
    counts = np.bincount(index[front], minlength=BINS**3).reshape((BINS,) * 3).astype(np.float32)
    near = np.zeros_like(counts)
    for shift in product((-1, 0, 1), repeat=3):
        near += np.roll(counts, shift, (0, 1, 2))
    least = RARE * float(np.count_nonzero(front))
    return np.asarray(near.reshape(-1)[index] < max(least, 1.0))
