"""What is left of old cuffs beside bared wrists: parsers give their rims to the hand, the ground, or trousers."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.curves import sampled
from lingtu.imaging.tryon.arrays.masks import box_around, dilated, within
from lingtu.imaging.tryon.arrays.vectors import is_any, lengths
from lingtu.imaging.tryon.draw.forearms import FOREARM_FROM
from lingtu.imaging.tryon.draw.to_forearms import slits
from lingtu.imaging.tryon.worn.arm_in_sleeve import LONG
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import STATIONS, Limb
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import sleeve_end_px

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Arms that are less surely told stay in their old long sleeves.
SURE = 0.2
#: A new cuff that ends so far above the old one bares the arm, lengths of that.
SHORTER = 0.08
#: Around an old cuff its rests may lie so far above and below it, shoulder widths, and this many half widths aside;
#: pieces of what is said to be skin there that are no larger than this, shoulder widths squared.
ABOVE, BELOW, ASIDE, LARGEST = 0.14, 0.05, 2.2, 0.006
#: Lab distance from the colour of ground or lower clothes beside it from which nobody takes a pixel for that, and in
#: its deviations; pixels of it at least.
UNLIKE, DEVIATIONS, ENOUGH = ((Part.BACKGROUND, 8.0), (Part.LOWER, 20.0)), 5.0, 50
#: From so surely told arms on a hand is seen as a whole.
WHOLE = 0.8
#: Right at the old cuff skin has its colours and its shade so far, shoulder widths, px at least.
RIM, RIM_PX = 0.012, 2
#: Softness of a rest's edge, px.
SOFT_PX = 0.6


def bares_arm(flank: Flank, cuff_px: float, old_px: float) -> bool:
    """Whether a new cuff so far along an arm (px, 0 without a sleeve) bares what was in a sleeve so long."""
    return old_px > LONG * flank.arm.length and cuff_px + SHORTER * flank.arm.length < old_px


def without_old_cuffs(layers: Layers, wearer: Wearer, cuffs_px: tuple[float, float]) -> tuple[Layers, Wearer]:
    """The photo's layers in which the rests of old cuffs above bared hands are their sleeves, and its wearer.

    `cuffs_px`: how far along the arms new sleeves reach, px, 0 without.
    """
    rests = np.zeros(layers.labels.shape, np.bool_)
    if min(flank.arm_told for flank in wearer.flanks) <= SURE:
        return layers, wearer
    for flank, cuff in zip(wearer.flanks, cuffs_px, strict=True):
        if bares_arm(flank, cuff, sleeve_end_px(wearer, flank)):
            rests |= _rests(layers, flank, wearer.width)
    if not rests.any():
        return layers, wearer
    labels = np.where(rests, np.uint8(Part.TORSO), layers.labels)
    # beside them the sleeve's own edge was soft
    inner = rests | (dilated(rests, RIM_PX) & (layers.labels == Part.TORSO))
    share = cv2.GaussianBlur(inner.astype(np.float32), (0, 0), SOFT_PX)
    share[inner] = 1.0
    shares = layers.shares * (1 - share)
    shares[Part.TORSO] += share
    worn = np.where(rests, np.uint8(Part.TORSO), wearer.labels)
    return replace(layers, labels=labels, shares=shares), replace(wearer, labels=worn)


def _rests(layers: Layers, flank: Flank, width_px: float) -> Mask:
    """Those around the cuff in which an arm is, H x W."""
    arm = flank.bare_arm
    rests = np.zeros(layers.labels.shape, np.bool_)
    cloth = np.flatnonzero(sampled(layers.labels, arm.centres) == Part.TORSO)
    if not len(cloth) or cloth[-1] < STATIONS // 2:
        return rests
    per_px = (STATIONS - 1) / float(np.linalg.norm(np.diff(arm.centres[:STATIONS], axis=0), axis=1).sum())
    first = max(0, int(cloth[-1] - ABOVE * width_px * per_px))
    last = min(len(arm.centres) - 1, int(np.ceil(cloth[-1] + BELOW * width_px * per_px)) + 1)
    zone = _band(arm, (first, last), ASIDE, layers.labels.shape)
    forearm = _band(arm, (int(FOREARM_FROM * STATIONS * arm.joint / arm.length), last), 1.0, zone.shape)
    box = box_around(zone | forearm, 2 * int(ABOVE * width_px))
    labels, zone = layers.labels[box], zone[box]
    within_px = dilated(_band(arm, (first, last), 1.0, layers.labels.shape)[box], 1)
    above = _band(arm, (first, int(cloth[-1])), 1.0, layers.labels.shape)[box]
    skin = is_any(labels, (Part.ARMS, Part.HANDS)) & (flank.arm_told > WHOLE)
    sleeve = labels == Part.TORSO
    # a hand in a pocket is behind lower clothes
    lower = (labels == Part.LOWER) & bool((sampled(layers.labels, arm.centres[STATIONS:]) == Part.HANDS).any())
    found = above & is_any(labels, (Part.BACKGROUND, Part.LOWER)) | (forearm[box] & lower)
    found |= zone & (labels == Part.BACKGROUND) & slits(lower, skin | sleeve, width_px)
    found |= _small(zone & ~within_px & skin, LARGEST * width_px**2)
    lab = np.asarray(cv2.cvtColor(layers.rgb[box], cv2.COLOR_RGB2Lab), np.float32)
    no_skin = _off(lab, sleeve) < _off(lab, is_any(labels, (Part.ARMS, Part.HANDS)))
    for part, least in UNLIKE:
        own = labels == part
        off = _off(lab, own & ~zone)
        found |= (
            zone & own & no_skin & (off > max(least, DEVIATIONS * float(np.median(off[own])) if own.any() else 0.0))
        )
    found &= reached(dilated(found, 1) | sleeve, sleeve)
    found |= dilated(found, 1) & zone & ~within_px & ((labels == Part.BACKGROUND) | skin)
    # mixed with the sleeve are the clothes beside it as well; behind the arm they go on
    found |= dilated((found | sleeve) & (zone | forearm[box]), RIM_PX) & lower
    rests[box] = found | (zone & dilated(found | sleeve, max(RIM_PX, round(RIM * width_px))) & skin)
    return rests


def _band(arm: Limb, span: tuple[int, int], ease: float, shape: tuple[int, ...]) -> Mask:
    """Between two stations of an arm, H x W, so many half widths wide."""
    return within(arm.outline(ease, slice(span[0], span[1] + 1)), shape)


def _small(mask: Mask, most_px: float) -> Mask:
    """Its pieces that are no larger, H x W."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    small = stats[:, cv2.CC_STAT_AREA] <= most_px
    small[0] = False
    return np.asarray(small[pieces])


def _off(lab: Floats, part: Mask) -> Floats:
    """How far each colour is from a part's; 0 if that is not seen."""
    if np.count_nonzero(part) < ENOUGH:
        return np.zeros(part.shape, np.float32)
    return lengths(lab - np.median(lab[part], axis=0))
