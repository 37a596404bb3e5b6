"""Where a gap between sleeve and body ends in a garment's picture: mattes close its narrow tip, ground and all."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from an armpit tips are looked for, and how far from where the ground is seen, of the distance between both.
AROUND, REACH = 0.2, 0.06
#: Lab distances: of the ground from the cloth where it is told, and of most (percentile) plain cloth from its tone.
#: Prints may have the ground's colour, and in them nobody sees a speck.
APART, PLAIN, MOST = 15.0, 12.0, 95
#: A gap's upper part that sleeve and body close off, in any cloth: so near to the armpit it comes, its size (root of
#: its area) at most, of the distance between both armpits; its area at least, px.
BEGINS, SMALL, LEAST_PX = 0.1, 0.09, 6
#: Half the side of where such parts are, of that distance.
WINDOW = 0.3
#: Lab distances: of the ground's colour in it, and of the ground from the cloth's tone at least.
LIKE, OTHER = 12.0, 35.0
#: How far the ground in shadow is from plain cloth, of its own difference; the percentile of cloth that is nearer.
SHADED, USUAL = 0.15, 90
#: How far the ground's colour is blurred, px.
BLURRED_PX = 2


def gap_tips(rgb: Floats, alpha: Floats, top: Top) -> Mask:
    """Pixels H x W of a garment with the coverage `alpha` that show the ground at the armpits.

    At its outline they are told where cloth is plain; what it closes off is told by its shape in prints, too.
    """
    found = np.zeros(alpha.shape, np.bool_)
    pits = [side.sleeve.inner[0] for side in top.sides if side.sleeve is not None]
    ground = alpha < 0.03
    if len(pits) < 2 or not ground.any():
        return found
    apart = float(np.linalg.norm(pits[0] - pits[1]))
    from_ground = cv2.distanceTransform((alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    inside = from_ground > REACH * apart
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    behind = continued(lab, ground.astype(np.float32))
    for pit in pits:
        found |= _closed_off(lab, behind, alpha, pit, apart)
        near = _around(pit, AROUND * apart, alpha.shape)
        if not (near & inside).any():
            continue
        tone = np.median(lab[near & inside], axis=0)
        to_cloth, to_ground = lengths(lab - tone), lengths(lab - behind)
        if np.percentile(to_cloth[near & inside], MOST) < PLAIN:
            told = lengths(behind - tone) > APART
            found |= near & (from_ground > 0) & ~inside & told & (to_ground < to_cloth)
    side = 2 * BLURRED_PX + 1
    return np.asarray(cv2.dilate(found.astype(np.uint8), np.ones((side, side), np.uint8)) > 0)


def _closed_off(lab: Floats, behind: Floats, alpha: Floats, pit: Points, apart: float) -> Mask:
    """Little upright places at an armpit that show the ground `behind` the cloth, which has another colour.

    In cloth that is plain there, farther from it too, and where the ground lies in shadow.
    """
    found = np.zeros(alpha.shape, np.bool_)
    (left, upper), (right, lower) = (np.rint(pit + way * WINDOW * apart).astype(int).clip(0) for way in (-1, 1))
    view = slice(upper, lower), slice(left, right)
    cloth = alpha[view] > 0.5
    if not cloth.any():
        return found
    tone = np.median(lab[view][cloth], axis=0)
    way, off = behind[view] - tone, lab[view] - tone
    far = lengths(way)
    likely = cloth & (far > OTHER)
    like = likely & (lengths(lab[view] - behind[view]) < LIKE)
    found[view] = _little(like, apart, _around(pit, BEGINS * apart, alpha.shape)[view])
    # the way from the cloth's colour to the ground's that a pixel is, which folds are for a little
    share = (off * way).sum(axis=2) / np.maximum(far, 1.0) ** 2
    usual = float(np.percentile(np.abs(share[cloth]), USUAL))
    if usual < SHADED:
        aside = lengths(off - share[..., None] * way)
        shaded = likely & (share > max(SHADED, 2 * usual)) & (aside < LIKE)
        found[view] |= _little(shaded, apart, _around(pit, AROUND * apart, alpha.shape)[view])
    return found


def _little(like: Mask, apart: float, near: Mask) -> Mask:
    """Pieces of a mask that are small, higher than wide, and come near; what goes on beyond the mask is print."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(like.astype(np.uint8))
    area = stats[:, cv2.CC_STAT_AREA]
    gaps = (area >= LEAST_PX) & (area < (SMALL * apart) ** 2)
    gaps &= stats[:, cv2.CC_STAT_HEIGHT] > stats[:, cv2.CC_STAT_WIDTH]
    gaps &= np.isin(np.arange(len(stats)), pieces[near])
    gaps[np.unique(np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1], [0]]))] = False
    return np.asarray(gaps[pieces])


def _around(place: Points, px: float, shape: tuple[int, ...]) -> Mask:
    mask = np.zeros(shape, np.uint8)
    cv2.circle(mask, (int(place[0]), int(place[1])), int(px), 1, -1)
    return mask > 0
