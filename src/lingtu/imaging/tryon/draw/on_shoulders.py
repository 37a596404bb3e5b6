"""Shoulders that end at armholes: their upper edge is the seam on the body, not that of the garment's picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.arrays.masks import polygon
from lingtu.imaging.tryon.arrays.outline import at_shares
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Seams that are shorter than this are straps', shoulder widths.
LEAST = 0.1
#: Cloth that is so far above a seam was drawn out, and so far below it is the shoulder's; so far past its tip the seam
#: goes straight on; shoulder widths.
ABOVE, BELOW, PAST = 0.1, 0.03, 0.1
#: Shares of a seam between which cloth reaches up to it: its corners are round.
WHOLE = (0.1, 0.85)
#: Beside sleeves nothing stands above a seam between the neck and the first of these shares of it, and at the second so
#: much does; a collar's upper end is so far from the seam; shoulder widths. At the neck cloth has a corner that is so
#: much lower, over this share of the seam.
BESIDE_NECK, LOOSE, COLLAR, ROUND, ROUNDED = (0.45, 0.75), 0.05, 0.03, 0.012, 0.12
#: Thorns of so half a width are cut off so near to the armhole's straight line, shoulder widths.
THORN, NEAR = 0.018, 0.1
#: Blur of a photo itself, px.
LENS_PX = 0.7


def on_shoulders(cloth: Cloth, fit: TopFit, wearer: Wearer) -> Cloth:
    """Cloth of a garment without sleeves that reaches up to its shoulders' seams, and ends there."""
    alpha = cloth.alpha
    for seam, pit in zip(fit.slopes, fit.armpits, strict=True):
        if np.linalg.norm(seam[-1] - seam[0]) < LEAST * wearer.width:
            continue
        up, low = -ABOVE * wearer.width * wearer.down, BELOW * wearer.width * wearer.down
        even = at_shares(seam, np.linspace(*WHOLE, 25))
        whole = polygon(np.concatenate([even, even[::-1] + low]), alpha.shape)
        over = polygon(np.concatenate([_longer(seam, wearer), _longer(seam, wearer)[::-1] + up]), alpha.shape)
        alpha = np.maximum(alpha, whole) * (1 - cv2.GaussianBlur(over, (0, 0), LENS_PX))
        alpha = _without_thorns(np.asarray(alpha, np.float32), seam[-1], pit, wearer.width)
    if alpha is cloth.alpha:
        return cloth
    return Cloth(goes_on(cloth.rgb, cloth.alpha > 0.9, alpha > cloth.alpha), alpha)


def trimmed_beside_neck(cloth: Cloth, fit: TopFit, wearer: Wearer) -> Cloth:
    """Cloth of a garment with sleeves without what stands above its shoulders beside the neck: rags of its outline."""
    alpha, size = cloth.alpha, wearer.width
    for seam, end in zip(fit.slopes, fit.neckline[[0, -1]], strict=True):
        if np.linalg.norm(end - seam[0]) > COLLAR * size:
            continue
        shares = np.linspace(0, BESIDE_NECK[1], 25)
        lift = LOOSE * ((shares - BESIDE_NECK[0]) / (BESIDE_NECK[1] - BESIDE_NECK[0])).clip(0, 1)
        lift -= ROUND * (1 - shares / ROUNDED).clip(0) ** 2
        low = at_shares(seam, shares) - lift[:, None] * size * wearer.down
        over = polygon(np.concatenate([low, low[::-1] - ABOVE * size * wearer.down]), alpha.shape)
        alpha = np.asarray(alpha * (1 - cv2.GaussianBlur(over, (0, 0), LENS_PX)), np.float32)
    return Cloth(cloth.rgb, alpha)


def _longer(seam: Values, wearer: Wearer) -> Values:
    """A seam that goes straight on past its tip."""
    ahead = seam[-1] - seam[-3]
    return np.concatenate([seam, [seam[-1] + ahead / np.linalg.norm(ahead) * PAST * wearer.width]])


def _without_thorns(alpha: Floats, tip: Values, pit: Values, width_px: float) -> Floats:
    """The coverage without what sticks out thinly of an armhole: rags of its outline in the garment's picture."""
    radius, around = max(1, round(THORN * width_px)), max(1, round(NEAR * width_px))
    low, high = (np.rint(each).astype(int) for each in (np.minimum(tip, pit), np.maximum(tip, pit)))
    left, top = np.maximum(low - around - 2 * radius, 0)
    right, bottom = high + around + 2 * radius
    view = (slice(top, max(top, bottom)), slice(left, max(left, right)))
    if not alpha[view].size:
        return alpha
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)
    near = np.zeros(alpha.shape, np.uint8)
    cv2.line(near, np.rint(tip).astype(int).tolist(), np.rint(pit).astype(int).tolist(), 1, 2 * around)
    opened = cv2.morphologyEx(alpha[view], cv2.MORPH_OPEN, disc)
    result = alpha.copy()
    result[view] = np.where(near[view] > 0, opened, alpha[view])
    return result
