"""A top that is worn outside: how far down it hangs, how wide it must be, and what of the old clothes it hides."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.curves import Labels, Values, along_rays, first, sampled
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import LEVELS, Flank, Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Down to this level a top is as long as it is by itself, from there on by this share of it, and so far at most.
USUAL, LONGER, LONGEST = 1.02, 0.45, 1.22
#: Shorter tops than that part of the old one's length are not lengthened to it; on who is turned and looks narrow, more
#: than so many shoulder widths long, they are by so much more at most, as it is across that tops are measured.
LENGTHENED, TURNED, USUAL_TORSO = 1.7, 1.2, 1.27
#: So much below the old top's end, or where the waist was, the new one ends at least, levels: higher up, nothing of the
#: lower clothes tells how far around them it must reach.
BELOW = 0.07
#: Above a hand in a pocket it ends so much below them: where the old one did, the hand goes in.
ABOVE_POCKET = 0.03
#: Share of the columns of the body's middle in which the old top has ended there, and half their width, shoulder
#: widths; around the waist that the colours say so much, levels.
ENDED, MIDDLE, NEAR_WAIST = 90.0, 0.35, 0.15
#: Cloth goes so far around what it hides, half width of hips at most, shoulder widths, and a gap that is none, px.
EASE, WIDEST, GAP_PX = 0.025, 0.95, 2
#: Level from which forearms lie beside the side, and share of the arm from which they are in sleeves.
BESIDE_FOREARM, LONG_SLEEVES = 0.6, 0.75
#: From so far above the waist on the lower clothes are in it, levels.
FROM = 0.04
#: How straight a side hangs where the body is narrow: 0 along it, 1 not at all.
STRAIGHT = 0.55
#: How much a side narrows below where it is wide, and widens above, share of its width for each level.
TAPER, FLARE = 0.35, 0.9
#: Above the hem the lower clothes are hidden up to so far from it, and beside the cloth, shoulder widths.
WITHIN, BESIDE = 0.02, 0.1
#: Share from which a pixel hangs together with others.
SOME = 0.1
#: A hand that shows no more than this of itself below the wrist, torso lengths (shoulders of who is turned are narrow),
#: this share of its end at the lower clothes, is in a pocket; and how far from the knuckles it is looked for, shoulder
#: widths.
FINGERLESS, AT_CLOTHES, HAND = 0.22, 0.55, 0.45
#: One that shows no more than this, less than a palm, torso lengths, beside the hip needs no more than this share.
PALMLESS, BESIDE_CLOTHES = 0.15, 0.25
#: Where no hand shows, this much of the arm's end above the wrist is looked at instead, torso lengths; so far from the
#: forearm it is looked for (joints in pockets are guessed), shoulder widths.
ABOVE_WRIST, GUESSED = 0.11, 0.3
#: Share of such a hand that may lie before the top, from the wrist on.
BEFORE_TOP = 60.0
#: A hand in a pocket in front would be cut off in the middle of the top, which ends so far above all of it, levels. It
#: is one if so much of what is so far beyond its lower half, shoulder widths, is lower clothes; at the side is ground.
CLEAR, IN_FRONT, BEYOND = 0.03, 0.6, 0.04
#: Hands that are smaller are none, px.
LEAST_HAND_PX = 60


def hanging_level(own: float, worn: float, pocket: float = np.inf, torso: float = USUAL_TORSO) -> float:
    """Where a top ends that would end at `own` by its own length; `worn`: where the old one does. Levels.

    Above a hand in a `pocket` it ends there, if it can: over the hand it would stand out like a bell. `torso`: the
    wearer's length, shoulder widths.
    """
    usual = own if own < USUAL else min(USUAL + LONGER * (own - USUAL), LONGEST)
    longest = LENGTHENED * float(np.clip(torso / USUAL_TORSO, 1, TURNED)) * own
    level = max(usual, worn + BELOW) if worn < longest else usual
    return min(level, max(pocket, worn + ABOVE_POCKET))


def worn_end(layers: Layers, wearer: Wearer) -> float:
    """Level at which the old top ends over what is below it."""
    frame, waist = wearer.frame, wearer.outfit.waist
    cloth = (layers.labels == Part.TORSO) & (frame.across < MIDDLE) & ~frame.forearms
    columns = np.flatnonzero(cloth.any(axis=0))
    if not len(columns):
        return waist
    rows = cloth.shape[0] - 1 - cloth[::-1, columns].argmax(axis=0)
    end = float(np.percentile(frame.along[rows, columns], ENDED))
    return float(np.clip(end, waist, waist + NEAR_WAIST))


def around_px(wearer: Wearer, flank: Flank, levels: Values) -> Values:
    """How far from the axis cloth must reach for the lower clothes to be in it, px; 0 above them."""
    starts = np.stack([wearer.at(float(level), 0) for level in levels])
    ahead = np.repeat((wearer.right_hand * flank.sign)[None], len(starts), axis=0)
    distances = np.arange(0, WIDEST * wearer.width)
    met = along_rays(wearer.labels, starts, ahead, distances)
    ground = is_any(met, (Part.BACKGROUND, 255)).astype(np.uint8)
    ground = cv2.erode(ground, np.ones((1, 2 * GAP_PX + 1), np.uint8)) > 0
    # below the crotch the axis lies between the legs
    ends = first(ground & np.logical_or.accumulate(met == Part.LOWER, axis=1))
    inside = np.arange(len(distances))[None] < np.where(ends < 0, len(distances), ends)[:, None]
    reach = _farthest((met == Part.LOWER) & inside)
    if flank.in_pocket:  # the side is behind the forearm, not around the hand
        reach = np.minimum(reach, np.interp(levels, LEVELS, flank.edge))
    reach = np.where((levels > wearer.outfit.waist - FROM) & (reach > 0), reach + EASE * wearer.width, 0.0)
    if max(wearer.outfit.sleeves) < LONG_SLEEVES:
        # where hips are seen beyond an arm the old top above them there is around them
        top = _top_px(met) if flank.in_pocket else np.minimum(_top_beyond_px(met, inside), reach.max())
        reach = np.maximum(reach, np.where(levels > BESIDE_FOREARM, top, 0.0))
    return np.asarray(reach, np.float64)


def _top_px(met: Labels) -> Values:
    """How far the old top reaches on each way from the axis, N x D parts, before what is beside or in front of it."""
    ends = first(is_any(met, (Part.BACKGROUND, Part.HANDS, Part.ARMS, Part.BAGS, 255)))
    inside = np.arange(met.shape[1])[None] < np.where(ends < 0, met.shape[1], ends)[:, None]
    top = (met == Part.TORSO) & inside
    return _farthest(top)


def _top_beyond_px(met: Labels, inside: Mask) -> Values:
    """How far the old top reaches beyond an arm in front of it, on each way from the axis, N x D; 0 if it doesn't."""
    beyond = np.maximum.accumulate(is_any(met, (Part.ARMS, Part.HANDS)), axis=1)
    return _farthest((met == Part.TORSO) & beyond & inside)


def _farthest(found: Mask) -> Values:
    """How far the last of what was found is on each way, N x D, px; 0 on ways without."""
    return np.asarray(np.where(found.any(axis=1), found.shape[1] - 1 - found[:, ::-1].argmax(axis=1), 0), np.float64)


def hung(half: Values, own: Values, levels: Values, straight: float = STRAIGHT, least: float = 0.0) -> Values:
    """Half widths of a side as cloth falls from where the body is wide: with less of the hollows below that.

    `own`: the garment's; its corner at the hem stays as round as it is, if it is as wide as `least` then, which what
    it goes around needs. `straight`: 1 leaves no hollow.
    """
    hull = half.copy()
    for start in range(len(half)):
        for end in range(start + 2, len(half)):
            between = slice(start + 1, end)
            line = np.interp(levels[between], levels[[start, end]], half[[start, end]])
            hull[between] = np.maximum(hull[between], line)
    result = half + straight * (hull - half)
    for index in range(1, len(result)):
        result[index] = max(result[index], result[index - 1] * (1 - TAPER * (levels[index] - levels[index - 1])))
    for index in range(len(result) - 2, 0, -1):  # over a wide skirt its corner is no spur
        result[index] = max(result[index], result[index + 1] * (1 - FLARE * (levels[index + 1] - levels[index])))
    result[-1] = max(min(result[-1], result[-2] * own[-1] / max(own[-2], 1e-6)), least)
    return np.asarray(result, np.float64)


def pocketed(layers: Layers, wearer: Wearer) -> Wearer:
    """With the levels above which tops end, so that hands in pockets are before them."""
    levels = []
    for flank in wearer.flanks:
        hand = hand_in_pocket(layers, wearer, flank)
        # all that is seen of an arm whose hand is in the pocket may lie before the top
        share = BEFORE_TOP if (layers.labels[hand] == Part.HANDS).any() else 100.0
        level = float(np.percentile(wearer.frame.along[hand], share)) if hand.any() else np.inf
        if hand.any() and _in_front(hand, layers.labels, wearer, flank):
            level = float(np.percentile(wearer.frame.along[hand], 2)) - CLEAR
        levels.append(level)
    left, right = (replace(flank, pocket_level=each) for flank, each in zip(wearer.flanks, levels, strict=True))
    return replace(wearer, left=left, right=right)


def _in_front(hand: Mask, labels: Labels, wearer: Wearer, flank: Flank) -> bool:
    """Whether a hand H x W in a pocket has the lower clothes beyond it, too, as seen from the body's middle."""
    y, x = np.nonzero(hand)
    low = y > np.median(y)
    outward = flank.sign * wearer.right_hand
    out = x * outward[0] + y * outward[1]
    rows = np.unique(y[low])
    last = np.array([np.where(y == row, out, -np.inf).argmax() for row in rows])
    places = np.stack([x[last], y[last]], axis=1) + BEYOND * wearer.width * outward
    return float((sampled(labels, places) == Part.LOWER).mean()) > IN_FRONT


def hand_in_pocket(layers: Layers, wearer: Wearer, flank: Flank) -> Mask:
    """The hand of this side if its fingers are in the lower clothes; if all of it is, the end of the arm."""
    frame, labels, nothing = wearer.frame, layers.labels, np.zeros(layers.labels.shape, np.bool_)
    knuckles = np.asarray(frame.knuckles(flank.limbs), np.float64)
    wrist = np.asarray(frame.body.points[flank.limbs.wrist], np.float64)
    near = np.zeros(labels.shape, np.uint8)
    cv2.circle(near, (int(knuckles[0]), int(knuckles[1])), int(HAND * wearer.width), 1, -1)
    ahead = (knuckles - wrist) / (np.linalg.norm(knuckles - wrist) + 1e-6)
    y, x = np.indices(labels.shape)
    below = ((x - wrist[0]) * ahead[0] + (y - wrist[1]) * ahead[1]) / wearer.torso_px
    hand = (labels == Part.HANDS) & (near > 0)
    if np.count_nonzero(hand) < LEAST_HAND_PX:
        hand = _end_of_arm((labels == Part.ARMS) & _around_forearm(wearer, flank), below)
    if np.count_nonzero(hand) < LEAST_HAND_PX:
        return nothing
    ring = (cv2.dilate(hand.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0) & ~hand
    end = ring & (below > np.percentile(below[hand], 60))
    reach = float(np.percentile(below[hand], 98))
    at_clothes = float((labels[end] == Part.LOWER).mean()) if end.any() else 0.0
    least = BESIDE_CLOTHES if reach < PALMLESS else AT_CLOTHES
    return hand if reach < FINGERLESS and at_clothes > least else nothing


def _end_of_arm(arm: Mask, below: Floats) -> Mask:
    """The end of an arm H x W that goes into a pocket above the wrist; `below` that, torso lengths."""
    if not arm.any():
        return arm
    end = min(0.0, float(np.percentile(below[arm], 98)))
    return np.asarray(arm & (below > end - ABOVE_WRIST))


def _around_forearm(wearer: Wearer, flank: Flank) -> Mask:
    """Around it from the elbow to the knuckles, H x W."""
    _, elbow, wrist, knuckles = wearer.frame.arm(flank.limbs)
    return np.asarray(wearer.frame.tube([elbow, wrist, knuckles], (GUESSED,) * 3), np.bool_)


def hidden_below(layers: Layers, wearer: Wearer, sides: tuple[Values, Values], hem: Values) -> Floats:
    """The lower clothes' share, H x W, that the top hides: above its hem, between its sides and close to them.

    `sides` from the armpits to the hem, `hem` from left to right, N x 2 px.
    """
    across, up = wearer.right_hand * WIDEST * wearer.width, wearer.down * wearer.torso_px
    line = np.concatenate([hem[:1] - across, hem, hem[-1:] + across]) - wearer.down * WITHIN * wearer.width
    above, top = np.zeros(layers.labels.shape, np.uint8), np.zeros(layers.labels.shape, np.uint8)
    cv2.fillPoly(above, [np.rint(np.concatenate([line, line[::-1] - up])).astype(np.int32)], 1)
    cv2.fillPoly(top, [np.rint(np.concatenate([sides[0], hem, sides[1][::-1]])).astype(np.int32)], 1)
    side = 2 * int(BESIDE * wearer.width) + 1
    near = cv2.dilate(top, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    for flank, edge in zip(wearer.flanks, sides, strict=True):
        if flank.in_pocket:  # the pocket is seen beside the cloth
            cv2.fillPoly(near, [np.rint(np.concatenate([edge, edge[::-1] + flank.sign * across])).astype(np.int32)], 0)
    zone = cv2.GaussianBlur((above * near).astype(np.float32), (0, 0), 1.0)
    hidden = layers.share(Part.LOWER) * zone
    # a strip that is seen beyond an arm stays: a piece of the top there would hang on nothing
    top = layers.labels == Part.TORSO
    together = reached(top | (hidden > SOME), top).astype(np.uint8)
    return np.asarray(hidden * cv2.dilate(together, np.ones((3, 3), np.uint8)), np.float32)


def with_hidden(layers: Layers, hidden: Floats) -> Layers:
    """The layers with what is `hidden` of the lower clothes as a part of the old top."""
    shares = layers.shares.copy()
    shares[Part.TORSO] += hidden
    shares[Part.LOWER] -= hidden
    labels = np.where((layers.labels == Part.LOWER) & (hidden > 0.5), Part.TORSO, layers.labels)
    return replace(layers, labels=labels.astype(np.uint8), shares=shares)
