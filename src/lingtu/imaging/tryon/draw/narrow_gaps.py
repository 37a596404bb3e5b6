"""Gaps in which new cloth goes on: narrow ones between it and an arm, and those in a hand, behind which it hangs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Narrower gaps are none, shoulder widths; the photo shows ground in them to this share at least. Where it showed
#: clothes between arm and body alone a gap may be so wide and is none.
GAP, GROUND, CLAD = 0.03, 0.1, 0.13
#: What is bare skin to this share, beside a halter's strap, is no gap.
BARED = 0.5
#: A hole in cloth near an arm that is smaller is none, widths of narrow gaps squared.
LITTLE = 4.0
#: The largest gap in a hand, shoulder widths squared; so much of it has cloth behind it.
IN_HAND, BEHIND = 0.025, 0.9
#: Cloth and arm meet below each other's soft edges, px.
UNDER_PX = 2
#: Coverage of cloth that has its own colours.
SOLID = 0.9


def without_narrow_gaps(
    cloth: Cloth, layers: Layers, width_px: float, made_up: Floats, shoulders: Mask | float = 0.0
) -> Cloth:
    """The cloth reaches up to an arm that it nearly touches; `width_px` of the shoulders.

    `made_up`: share H x W of skin that is uncovered: an arm goes on as that. What is mostly that or the throat on the
    `shoulders`, a mask H x W, is no gap.
    """
    drawn, arms, ground = cloth.alpha > 0.5, layers.share(Part.ARMS, Part.HANDS), layers.share(Part.BACKGROUND)
    gap = narrow_gaps(drawn, arms > 0.5, GAP * width_px) & (ground > GROUND)
    skin = np.minimum(arms + made_up * dilated(arms > 0.5, int(CLAD * width_px)), 1)
    bared = (made_up + layers.share(Part.NECK)) * shoulders
    clad = _clad(narrow_gaps(drawn, skin > 0.5, CLAD * width_px), ground, bared)
    if not gap.any() and not clad.any():
        return cloth
    wanted = dilated(gap | clad, UNDER_PX + 1)
    share = cv2.GaussianBlur(dilated(gap, UNDER_PX).astype(np.float32), (0, 0), 0.7)
    # what is made up lies behind the cloth, which covers its soft edge
    share = np.maximum(share, dilated(clad, UNDER_PX) * (2 - 2 * skin).clip(0, 1))
    alpha = np.maximum(cloth.alpha, share * wanted)
    return Cloth(goes_on(cloth.rgb, cloth.alpha > SOLID, wanted), np.asarray(alpha, np.float32))


def narrow_gaps(cloth: Mask, arm: Mask, gap_px: float) -> Mask:
    """What both enclose, H x W, and is narrower than this all along: a wide gap has a tip."""
    found = np.zeros(arm.shape, np.bool_)
    left, upper, wide, high = cv2.boundingRect(arm.astype(np.uint8))
    rim = int(gap_px) + 2
    view = slice(max(0, upper - rim), upper + high + rim), slice(max(0, left - rim), left + wide + rim)
    cloth, arm = cloth[view], arm[view]
    if not arm.any():
        return found
    open_ = (~(cloth | arm)).astype(np.uint8)
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(open_)
    gaps = np.ones(count, np.bool_)
    gaps[0] = False
    gaps[pieces[cv2.distanceTransform(open_, cv2.DIST_L2, 3) >= gap_px / 2]] = False
    gaps[np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])] = False
    for each, little in ((cloth, 0.0), (arm, LITTLE * gap_px**2)):
        beside = stats[:, cv2.CC_STAT_AREA] < little
        beside[pieces[dilated(each, 1)]] = True
        gaps &= beside
    found[view] = gaps[pieces]
    return found


def _clad(gaps: Mask, ground: Floats, bared: Floats) -> Mask:
    """Those of them, H x W, in which the photo shows hardly any of the `ground` and that aren't `bared`, shares."""
    if not gaps.any():
        return gaps
    count, pieces = cv2.connectedComponents(gaps.astype(np.uint8))
    size = np.maximum(np.bincount(pieces[gaps], minlength=count), 1)
    seen, bare = (np.bincount(pieces[gaps], share[gaps], count) / size for share in (ground, bared))
    return np.asarray(gaps & ((seen < GROUND) & (bare < BARED))[pieces], np.bool_)


def gaps_in_hands(cloth: Floats, front: Floats, width_px: float) -> Mask:
    """Small gaps in what is in `front`, and their soft edges, where all behind is `cloth`; shares H x W."""
    open_ = (front < 0.5).astype(np.uint8)
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(open_, connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < IN_HAND * width_px**2
    small[0] = False
    small[np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])] = False
    behind = np.bincount(pieces.ravel(), cloth.ravel(), count) / np.maximum(stats[:, cv2.CC_STAT_AREA], 1)
    gaps = np.asarray((small & (behind > BEHIND))[pieces])
    return dilated(gaps, UNDER_PX) & (cloth > 0.5) if gaps.any() else gaps
