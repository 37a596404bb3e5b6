"""Bare arms below old long sleeves: from the shoulder, as arms are, into the hand or forearm that comes out of each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Labels, Values, along_rays, first, smoothed, unit
from lingtu.imaging.tryon.worn.arm_told import arm_told
from lingtu.imaging.tryon.worn.bare_limb import BEYOND, WITHIN, skin_edge, without_folds
from lingtu.imaging.tryon.worn.limb import STATIONS, Limb
from lingtu.imaging.tryon.worn.out_of_sleeve import Edge, OutOfSleeve, out_of_sleeve
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import sleeve_end_px

Floats = NDArray[np.float32]

#: Half widths of arms, shoulder widths, median of those that are seen bare: deltoid, biceps, narrower above the elbow,
#: widest below it, wrist, hand; at these places, 0 at the shoulder's joint, 1 at the elbow's, 2 at the wrist's.
PLACES = (0.0, 0.12, 0.3, 0.5, 0.7, 0.87, 1.0, 1.15, 1.3, 1.5, 1.65, 1.8, 1.92, 2.05, 2.35)
HALF = (0.122, 0.113, 0.106, 0.103, 0.104, 0.102, 0.105, 0.108, 0.105, 0.09, 0.075, 0.066, 0.063, 0.066, 0.085)
#: A person's own are so many times that at least and at most: told by a forearm that is seen, and by a hand alone.
OWN, OWN_BY_HAND = (0.82, 1.2), (0.92, 1.1)
#: An upper arm differs from the usual by this share of what the forearm does.
UPPER = 0.7
#: A sleeve from which on an arm is made up as a whole, share of the arm.
LONG = 0.7
#: From this place on the hand begins, whose width tells less; of a hand less than so many half widths is seen in part.
HAND, PART_SEEN = 1.9, 1.5
#: Distance over which an arm's direction turns to its hand's, shoulder widths; and its edges to those of a forearm, and
#: of a hand.
TURNS, JOINS, JOINS_HAND = 0.1, 0.08, 0.05
#: At a bent elbow bone is near the skin outside, and inside skin lies on skin: by how much less, of the bend's sine, an
#: arm's half widths are there, and how far around, shoulder widths.
BENT, BENT_OVER = 0.45, 0.11
#: The elbow follows the wrist's move by this share; and a forearm that is seen so long tells its line, shoulder widths.
FOLLOWS, TELLS = 0.35, 0.2
#: Smoothing of the bend, of how far an arm is moved aside within its sleeve, and of its edges, stations.
BEND, ASIDE, EVEN = 2.0, 4.0, 1.5
#: Of an old sleeve's outline so much is no skin, px at least.
RIM_PX = 4.5
#: Farthest that a sleeve's edge is looked for, half widths of the arm.
SLEEVE = 3.0


def with_arms_in_sleeves(wearer: Wearer, rgb: Floats) -> Wearer:
    """The wearer of the picture with what is in long sleeves of bare arms told by what comes out of these."""
    left, right = (_with_arm(wearer, flank, rgb) for flank in wearer.flanks)
    return replace(wearer, left=left, right=right)


def _with_arm(wearer: Wearer, flank: Flank, rgb: Floats) -> Flank:
    if sleeve_end_px(wearer, flank) < LONG * flank.arm.length:
        return flank
    seen = out_of_sleeve(wearer, flank, rgb)
    arm = flank.bare_arm if seen is None else arm_in_sleeve(wearer, flank, seen)
    return replace(flank, bare_arm=arm, arm_told=arm_told(wearer, flank, arm, seen))


def arm_in_sleeve(wearer: Wearer, flank: Flank, seen: OutOfSleeve) -> Limb:
    """The bare arm, down into what is seen of it: STATIONS + BEYOND stations, as `bare_limb.bare` has them."""
    arm, width = flank.arm, wearer.width
    line, elbow_px, cuff_px = _line(flank, seen, width)
    hand = np.asarray(wearer.frame.knuckles(flank.limbs), np.float64)
    end = max(arm.length + 0.7 * float(np.linalg.norm(hand - arm.centres[-1])), cuff_px + TURNS * width)
    at = np.concatenate([np.linspace(0, arm.length, STATIONS), np.linspace(arm.length, end, BEYOND + 1)[1:]])
    steps = np.append(0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1)))
    centres = np.stack([np.interp(at, steps, line[:, axis]) for axis in (0, 1)], axis=1)
    ahead = np.gradient(centres, axis=0)
    ahead = smoothed(ahead / (np.linalg.norm(ahead, axis=1, keepdims=True) + 1e-9), 1.0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True) + 1e-9
    normals = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    normals *= np.sign(np.sum(normals[:STATIONS] * arm.normals)) or 1.0
    wrist_px = max(arm.length, elbow_px + 0.6 * (arm.length - elbow_px))
    place = np.interp(at, [0, elbow_px, wrist_px, 2 * wrist_px - elbow_px], [0, 1, 2, 3])
    natural = np.interp(place, PLACES, HALF) * width
    scale = _scale(float(np.interp(cuff_px, at, place)), seen, float(np.interp(cuff_px, at, natural)))
    half = natural * (1 + (scale - 1) * np.interp(place, [0.8, 1.3], [UPPER, 1]))
    near_elbow = np.exp(-(((at - elbow_px) / (BENT_OVER * width)) ** 2))
    half = half * (1 - BENT * _bend(centres, elbow_px / arm.length) * near_elbow)
    limb = Limb(centres, normals, ahead, half, half, natural, end, elbow_px)
    limb = _within_sleeve(limb, wearer, at, cuff_px)
    seen = _both_edges(seen, float(np.interp(cuff_px, at, half)))
    over = (JOINS_HAND if float(np.interp(cuff_px, at, place)) > HAND else JOINS) * width
    outer, inner = (
        _joined(limb, side, at, cuff_px, edge, over, wearer.labels)
        for side, edge in ((1, seen.outer), (-1, seen.inner))
    )
    return replace(limb, outer=outer, inner=inner)


def _line(flank: Flank, seen: OutOfSleeve, width: float) -> tuple[Values, float, float]:
    """The arm's middle from the joint into the hand, N x 2 px; how far along it elbow and cuff are, px."""
    arm = flank.arm
    joint = flank.joint
    index = round(arm.joint / arm.length * (STATIONS - 1))
    elbow, wrist = arm.centres[index], arm.centres[-1]
    forearm = unit(wrist - elbow)
    aside = np.array([-forearm[1], forearm[0]])
    elbow = elbow + FOLLOWS * float((seen.middle - elbow) @ aside) * aside
    # of a forearm that is seen the line goes on
    bare = arm.length - arm.joint - float((seen.middle - elbow) @ forearm)
    off = elbow - seen.middle
    on_line = seen.middle + seen.ahead * float(off @ seen.ahead)
    elbow = elbow + (on_line - elbow) * np.clip(bare / (TELLS * width) - 0.5, 0, 1)
    before, after = (float(np.linalg.norm(step)) for step in (elbow - joint, seen.middle - elbow))
    ends = np.array([0, before, before + after])
    at = np.arange(0, before + after + 1e-6, 1.0)
    line = np.stack([np.interp(at, ends, np.stack([joint, elbow, seen.middle])[:, axis]) for axis in (0, 1)], axis=1)
    even = smoothed(line, BEND * arm.length / STATIONS)
    keep = (np.minimum(at, at[-1] - at) / (3 * BEND * arm.length / STATIONS)).clip(0, 1)[:, None]
    line = line * (1 - keep) + even * keep
    away = (at[-1] - at)[:, None]
    line = line + (unit(seen.middle - elbow) - seen.ahead) * away * np.exp(-away / (TURNS * width / 2))
    further = seen.middle + seen.ahead * np.arange(1.0, 0.6 * width)[:, None]
    return np.concatenate([line, further]), before, before + after


def _bend(centres: Values, elbow: float) -> float:
    """Sine of half the angle by which an arm turns at its elbow, a share of the arm."""
    index = int(np.clip(round(elbow * (STATIONS - 1)), 8, STATIONS - 8))
    before, after = unit(centres[index - 8] - centres[0]), unit(centres[STATIONS - 1] - centres[index + 6])
    return float(np.sqrt(max(0.0, 1 - float(before @ after)) / 2))


def _scale(place: float, seen: OutOfSleeve, natural: float) -> float:
    """How many times the usual width this person's arm has, by what is seen of it at a place."""
    low, high = OWN if place < HAND else OWN_BY_HAND
    own = (seen.outer.aside + seen.inner.aside) / 2 / natural
    return float(np.clip(own, low, high)) if own > PART_SEEN / 2 else 1.0


def _both_edges(seen: OutOfSleeve, half: float) -> OutOfSleeve:
    """With an arm's width where only a part of it is seen: beside what hides the rest."""
    if seen.outer.aside + seen.inner.aside > PART_SEEN * half:
        return seen
    if seen.inner.seen and not seen.outer.seen:
        return replace(seen, outer=replace(seen.inner, aside=2 * half - seen.inner.aside, slope=0.0))
    return replace(seen, inner=replace(seen.outer, aside=2 * half - seen.outer.aside, slope=0.0))


def _within_sleeve(limb: Limb, wearer: Wearer, at: Values, cuff_px: float) -> Limb:
    """The same inside of the old sleeve's outline: moved aside where there is room, else narrower."""
    within = max(WITHIN * wearer.width, RIM_PX)
    hidden = at < cuff_px
    rooms = []
    for side in (1, -1):
        distances = np.arange(0, SLEEVE * float(limb.usual.max()))
        met = along_rays(wearer.labels, limb.centres, side * limb.normals, distances)
        ends = first(met == Part.BACKGROUND)
        room = np.where(ends >= 0, distances[ends], distances[-1])
        rooms.append(np.where(hidden, without_folds(room) - within, distances[-1]))
    outer, inner = rooms
    half = np.minimum(limb.outer, (outer + inner) / 2).clip(0.6 * limb.usual)
    aside = np.zeros(len(at)).clip(half - inner, np.maximum(outer - half, half - inner))
    near = ((cuff_px - at) / (2 * JOINS * wearer.width)).clip(0, 1)
    aside = smoothed(aside * near, ASIDE)
    half = smoothed(half, EVEN)
    return replace(limb, centres=limb.centres + aside[:, None] * limb.normals, outer=half, inner=half)


def _joined(limb: Limb, side: int, at: Values, cuff_px: float, edge: Edge, over: float, labels: Labels) -> Values:
    """Half widths to one side that go over into the edge that is seen, where and as steep as it begins."""
    half = limb.outer if side > 0 else limb.inner
    begin = cuff_px + edge.ahead
    off = edge.aside - float(np.interp(begin, at, half))
    slope = edge.slope - float(np.interp(begin, at, np.gradient(half, at)))
    above = (begin - at).clip(0)
    hidden = half + (off + (off / over - slope) * above) * np.exp(-above / over)
    seen = edge.aside + edge.slope * (at - begin).clip(0, over)
    skin, known = skin_edge(limb, limb.usual, side, labels)
    seen = np.where(known & (at > begin + over / 4), skin, seen)
    return np.asarray(np.where(at < begin, hidden.clip(0.5 * half), smoothed(seen, 1.0)), np.float64)
