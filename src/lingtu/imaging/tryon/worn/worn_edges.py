"""Where the old garment ends on the wearer: its neckline and its sleeves.

A new one that is a little shorter goes as far, so that nothing need be invented.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, along_rays, first, sampled, smoothed
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer

#: Places of the neckline that are looked at, across, shoulder widths; from where to where along the body, as well.
ACROSS, ABOVE, BELOW = np.linspace(-0.42, 0.42, 43), 0.45, 0.5
#: Below its edge there is cloth so far at least, shoulder widths.
EDGE_RUN = 0.05
#: The old neckline is taken over if it is higher by less than this, shoulder widths, along this share of the new one,
#: or by no more than that where one side of both lies alike; places of it that must be seen.
HIGHER, MOSTLY, CLOSE, LEAST_SEEN = 0.12, 0.6, 0.12, 8
#: Smoothing of how far it is raised, places of the new neckline.
EVEN = 1.0
#: A shoulder's outline is above its straight line by this at most, shoulder widths.
LIFTED = 0.12
#: And below it by this at most, shoulder widths.
HOLLOW = 0.08
#: Share of a limb's width that must be cloth for it to be in a sleeve or a trouser leg.
IN_SLEEVE = 0.5
#: A cuff's slant, and how far it may lie on the hand, shoulder widths; share of the arm's width that still is cuff.
SLANTED, ON_HAND, LEAST_SLEEVE = 0.25, 0.3, 0.12
#: From here on a sleeve is a long one, lengths of the arm.
NEAR_WRIST = 0.85
#: Down to here the old hem is looked for, lengths of the leg.
PAST_ANKLE = 1.2
#: Half width of hips at most, shoulder widths.
WIDEST = 0.9
#: How far inside a sleeve is looked for, half widths of the arm; share of that which is skin where some of it is bare;
#: from where on cuffs are slanted, of the sleeve; stations below that tell the arm's inner edge, and how near to that
#: skin ends, half widths; it is so soft.
INSIDE, LEAST_SKIN, CUFF_FROM, BELOW_END, AT_EDGE = 2.0, 0.08, 0.6, 8, 0.25
#: What is beside an old garment at the neck if its edge is seen.
_BESIDE = (Part.NECK, Part.ARMS, Part.FACE, Part.BACKGROUND)
#: What may lie in front of trousers.
_OVER_HIPS = (Part.HANDS, Part.ARMS, Part.BAGS)
#: Places along the shoulder where the garment may begin, shoulder widths.
_SHOULDER = np.linspace(0.14, 0.45, 32)

#: Share of an arm below which a sleeve is short, how far below its end skin is looked for, and so much of it at most is
#: seen of an arm that is behind the body.
SHORT_SLEEVE, PAST_CUFF, SEEN_BEHIND = 0.6, 0.1, 0.08


def neckline_px(wearer: Wearer) -> Values:
    """How far below the shoulders' line the old upper garment begins at ACROSS, px; NaN where that is not seen."""
    starts = wearer.shoulders + (ACROSS[:, None] * wearer.right_hand - ABOVE * wearer.down) * wearer.width
    distances = np.arange(0, (ABOVE + BELOW) * wearer.width)
    met = along_rays(wearer.labels, starts, np.repeat(wearer.down[None], len(starts), axis=0), distances)
    skin, cloth = is_any(met, (Part.NECK, Part.FACE)), met == Part.TORSO
    # crumbs of what is taken for cloth below the chin are no edge
    run = max(1, int(EDGE_RUN * wearer.width))
    solid: NDArray[np.bool_] = np.all(np.lib.stride_tricks.sliding_window_view(cloth, run, axis=1), axis=2)
    begins = np.where(solid.any(axis=1), solid.argmax(axis=1), -1)
    rows = np.arange(len(met))
    seen = (begins > 2) & skin[rows, np.maximum(begins - 2, 0)]
    return np.where(seen, distances[np.maximum(begins, 0)] - ABOVE * wearer.width, np.nan)


def as_high(neckline: Values, wearer: Wearer, one_sided: bool = False) -> Values:
    """A new neckline on the wearer (N x 2 px), raised to the old one if that is not much higher.

    If it may be raised on one side alone: sleeves hide the old garment but for that; over a vest it is seen anyway.
    """
    offset = neckline - wearer.shoulders
    across, below = offset @ wearer.right_hand / wearer.width, offset @ wearer.down
    old = neckline_px(wearer)
    known = ~np.isnan(old)
    if np.count_nonzero(known) < LEAST_SEEN:
        return neckline
    at_old = np.interp(across, ACROSS[known], old[known], left=np.nan, right=np.nan)
    rise = np.nan_to_num(below - at_old).clip(0)
    highest = rise.max() / wearer.width
    close = one_sided and highest <= CLOSE
    if highest > HIGHER or ((rise > 0).mean() < MOSTLY and not close):  # straps are no neckline
        return neckline
    # evenly, and as high as the highest of its steps
    even = smoothed(np.lib.stride_tricks.sliding_window_view(np.pad(rise, 1, mode="edge"), 3).max(axis=1), EVEN)
    return np.asarray(neckline - wearer.down * even[:, None], np.float64)


def neck_half(wearer: Wearer, flank: Flank) -> float | None:
    """Distance from the axis at which the old garment begins on the shoulder, shoulder widths; None if not seen."""
    inside = wearer.down * 0.04 * wearer.width
    places = np.stack([wearer.on_shoulder(flank, float(across)) + inside for across in _SHOULDER])
    labels = sampled(wearer.labels, places)
    cloth = np.flatnonzero(labels == Part.TORSO)
    if not len(cloth) or (
        cloth[0] > 0 and labels[cloth[0] - 1] not in (Part.NECK, Part.ARMS, Part.FACE, Part.BACKGROUND)
    ):
        return None
    return float(_SHOULDER[cloth[0]])


def shoulder_lift(wearer: Wearer, flank: Flank, across: Values) -> Values:
    """How far the body's outline is above the shoulder's straight line, px, at these distances from the axis.

    Towards the neck it rises, and between neck and shoulder it may be lower. 0 where it is hidden all along; distances
    in shoulder widths.
    """
    start = HOLLOW * wearer.width
    line = np.stack([wearer.on_shoulder(flank, float(each)) for each in across]) + wearer.down * start
    distances = np.arange(0, start + LIFTED * wearer.width)
    met = along_rays(wearer.labels, line, np.repeat(-wearer.down[None], len(line), axis=0), distances)
    ends = first(~is_any(met, (Part.NECK, Part.TORSO, Part.ARMS)))
    seen = (ends > 0) & (met[np.arange(len(met)), ends] == Part.BACKGROUND)
    if not seen.any():
        return np.zeros(len(across))
    return np.asarray(np.interp(across, across[seen], distances[ends[seen]] - start), np.float64)


def sleeve_px(wearer: Wearer, flank: Flank) -> float:
    """How far along the arm the old sleeve reaches, px; 0 without one."""
    arm = flank.arm
    shares = np.linspace(-0.6, 0.6, 7)
    width = np.where(shares[None] > 0, arm.outer[:, None], arm.inner[:, None])
    places = arm.centres[:, None] + (shares[None] * width)[..., None] * arm.normals[:, None]
    met = sampled(wearer.labels, places)
    cloth = (met == Part.TORSO).mean(axis=1) > IN_SLEEVE
    # hair on a sleeve hides some of it
    ends = np.flatnonzero(~(is_any(met, (Part.TORSO, Part.HAIR)).mean(axis=1) > IN_SLEEVE)[4:])
    last = 4 + int(ends[0]) if len(ends) else len(cloth) - 1
    while last > 4 and not cloth[last - 1]:
        last -= 1
    return float(last / (len(cloth) - 1) * arm.length) if last > 4 else 0.0


def sleeve_end_px(wearer: Wearer, flank: Flank) -> float:
    """How far along the arm any of the old sleeve is, its slanted cuff or one on the hand, px; 0 without one."""
    end = sleeve_px(wearer, flank)
    if not end:
        return 0.0
    at = np.arange(end, min(end + SLANTED * wearer.width, flank.arm.length + ON_HAND * wearer.width), 2.0)
    if not len(at):
        return end
    middle, outer, inner = (flank.arm.point(at, side) for side in (0, 1, -1))
    shares = np.linspace(-0.75, 0.75, 9)[None, :, None]
    places = middle[:, None] + np.where(
        shares > 0, shares * (outer - middle)[:, None], -shares * (inner - middle)[:, None]
    )
    met = sampled(wearer.labels, places)
    left = (met == Part.TORSO).mean(axis=1) >= LEAST_SLEEVE
    # between a long sleeve and the hand there is nothing but its cuff
    skin = is_any(met, (Part.ARMS, Part.HANDS)).mean(axis=1) > 0.5
    other = is_any(met, (Part.LOWER, Part.BAGS)).mean(axis=1) > 0.5
    wrist = (at > NEAR_WRIST * flank.arm.length) & (np.cumsum(skin[::-1])[::-1] > 0) & (np.cumsum(other) == 0)
    bare = np.flatnonzero(~left & ~(wrist & (np.cumsum(skin) == 0)))
    return float(at[bare[0]] if len(bare) else at[-1])


def sleeve_inside(wearer: Wearer, flank: Flank, usual: Values) -> Values:
    """How far inside an old sleeve is at most at each station of the arm, half widths of it: `usual`, N, at first.

    Where bare skin ends towards the torso there is nothing of a sleeve any more, what follows is the torso's own cloth;
    and above that, beside a slanted cuff, it is no wider than the arm that comes out of it.
    """
    arm = flank.arm
    last = len(arm.centres) - 1
    end = sleeve_end_px(wearer, flank) / arm.length * last
    places = np.linspace(-1, INSIDE, 49)
    shares = places[None] * np.where(places[None] > 0, arm.inner[:, None], arm.outer[:, None])
    met = sampled(wearer.labels, arm.centres[:, None] - shares[..., None] * arm.normals[:, None])
    skin = is_any(met, (Part.ARMS, Part.HANDS))
    bare = (skin.mean(axis=1) > LEAST_SKIN) & (np.arange(last + 1) > CUFF_FROM * end)
    innermost = places[len(places) - 1 - skin[:, ::-1].argmax(axis=1)]
    below = bare & (np.arange(last + 1) >= end) & (np.arange(last + 1) < end + BELOW_END)
    if not below.any():
        return usual
    edge = float(np.median(innermost[below]))
    inside = np.where(innermost > edge - AT_EDGE, innermost - AT_EDGE, edge)
    return np.asarray(np.where(bare, np.minimum(usual, inside), usual), np.float64)


def is_behind_body(wearer: Wearer, flank: Flank) -> bool:
    """Whether an arm is hidden from where the other one's short sleeve ends: nothing is seen of its skin there."""
    other = wearer.left if flank is wearer.right else wearer.right
    end = sleeve_end_px(wearer, other) / other.arm.length
    if not 0 < end < SHORT_SLEEVE:
        return False
    arm = flank.arm
    at = np.linspace(end + PAST_CUFF, 1.0, 32) * arm.length
    edges = [arm.point(at, side) for side in (-1, 1)]
    shares = np.linspace(0.1, 0.9, 7)
    places = edges[0][:, None] + shares[None, :, None] * (edges[1] - edges[0])[:, None]
    met = sampled(wearer.labels, places)
    return float(is_any(met, (Part.ARMS, Part.HANDS)).mean()) < SEEN_BEHIND


def hem_px(wearer: Wearer, flank: Flank) -> float:
    """How far down the leg old trousers reach, px from the hip; 0 where the leg isn't in them."""
    leg = flank.leg
    at = np.linspace(0.5, PAST_ANKLE, 200) * leg.length
    shares = np.linspace(-0.6, 0.6, 7)
    edges = [leg.point(at, side) for side in (-1, 1)]
    places = edges[0][:, None] + ((shares + 1) / 2)[None, :, None] * (edges[1] - edges[0])[:, None]
    cloth = (sampled(wearer.labels, places) == Part.LOWER).mean(axis=1) > IN_SLEEVE
    return float(at[np.flatnonzero(cloth)[-1]]) if cloth.any() else 0.0


def lower_half_px(wearer: Wearer, flank: Flank, levels: Values) -> Values:
    """How far from the axis the old lower garment reaches at each level, px; 0 where nothing of it is seen there.

    On the axis a top may hang over it.
    """
    starts = np.stack([wearer.at(float(level), 0) for level in levels])
    return _reach_px(wearer, flank, starts, (Part.LOWER, Part.TORSO))


def lower_reach_px(wearer: Wearer, flank: Flank, starts: Values) -> Values:
    """How far to the outside from places, N x 2, the old lower garment reaches, px; 0 where they aren't in it."""
    return _reach_px(wearer, flank, starts, (Part.LOWER,))


def bare_reach_px(wearer: Wearer, flank: Flank, starts: Values) -> Values:
    """How far to the outside from places, N x 2, a bare leg reaches, px; 0 where its edge isn't seen.

    From places in a skirt's hem that hangs before it, as well.
    """
    ahead = np.repeat((wearer.right_hand * flank.sign)[None], len(starts), axis=0)
    met = along_rays(wearer.labels, starts, ahead, np.arange(0, WIDEST * wearer.width))
    ends, rows = first(~is_any(met, (Part.LEGS, Part.LOWER))), np.arange(len(met))
    seen = (ends > 0) & (met[rows, ends] == Part.BACKGROUND) & (met[rows, ends - 1] == Part.LEGS)
    return np.asarray(np.where(seen, ends, 0), np.float64)


def _reach_px(wearer: Wearer, flank: Flank, starts: Values, within: tuple[Part, ...]) -> Values:
    """How far to the outside from places in these parts lower clothes reach, px; 0 where there are none."""
    ahead = np.repeat((wearer.right_hand * flank.sign)[None], len(starts), axis=0)
    distances = np.arange(0, WIDEST * wearer.width)
    met = along_rays(wearer.labels, starts, ahead, distances)
    # they go on below hands and what these hold
    ends = first(~np.isin(met, (*within, *_OVER_HIPS)))
    before = np.arange(len(distances)) < np.where(ends < 0, len(distances), ends)[:, None]
    cloth = (met == Part.LOWER) & before
    last = len(distances) - 1 - cloth[:, ::-1].argmax(axis=1)
    seen = (ends > 0) & cloth.any(axis=1) & np.isin(met[:, 0], within)
    return np.asarray(np.where(seen, distances[last], 0.0), np.float64)
