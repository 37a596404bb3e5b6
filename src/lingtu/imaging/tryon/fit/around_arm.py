"""The arm that a new sleeve goes around: without the old sleeve's width, and all of its skin covered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, along_rays, concave, sampled, smoothed
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer

#: Width of a tight sleeve in bare arms, and what share of an old sleeve's width it has at least.
OVER_ARM, LEAST_OLD = 1.12, 0.5
#: What is measured of an arm is its old sleeve's until so far below that one's end, tenths of the arm.
PAST_CUFF = 1.5
#: From this share of the arm on the hand may begin; share of its width that is the hand's there, and room, px.
WRIST, HAND, HAND_PX = 0.85, 0.15, 2.0
#: Skin so far beyond a sleeve's line is covered, shoulder widths, and by so much more, px.
BEYOND, COVERED_PX = 0.15, 2.0


def without_old_sleeve(flank: Flank, old_px: float) -> Limb:
    """The arm; where it was in the old sleeve, which is so long, no wider than it can be in a tight one."""
    arm, bare = flank.arm, flank.bare_arm
    stations = np.linspace(0, arm.length, len(arm.centres))
    # a wide cuff's edge is felt in the arm's for a while
    hidden = ((old_px - stations) / (0.1 * arm.length) + PAST_CUFF).clip(0, 1)
    outer, inner = (
        smoothed(seen + hidden * (np.maximum(OVER_ARM * own[: len(seen)], LEAST_OLD * seen).clip(max=seen) - seen), 3)
        for seen, own in ((arm.outer, bare.outer), (arm.inner, bare.inner))
    )
    return replace(arm, outer=outer, inner=inner)


def hand_px(wearer: Wearer, flank: Flank) -> float:
    """How far along the arm the hand begins, px; the arm's length if it isn't seen on the forearm."""
    arm = flank.arm
    at = np.linspace(WRIST * arm.length, arm.length, 64)
    outer, inner = arm.point(at, 1), arm.point(at, -1)
    shares = np.linspace(0.1, 0.9, 9)[None, :, None]
    met = sampled(wearer.labels, outer[:, None] * (1 - shares) + inner[:, None] * shares)
    hand = np.flatnonzero((met == Part.HANDS).mean(axis=1) > HAND)
    return float(at[hand[0]]) - HAND_PX if len(hand) else arm.length


def over_skin(outer: Points, wearer: Wearer, flank: Flank) -> Points:
    """The outer line moved outwards over what bare arm is seen beyond it: a sleeve flares, but has no bulbs."""
    ahead = smoothed(np.gradient(outer, axis=0), 2)
    normals = np.stack([ahead[:, 1], -ahead[:, 0]], axis=1) * flank.sign
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
    distances = np.arange(0, BEYOND * wearer.width)
    met = along_rays(wearer.labels, outer, normals, distances)
    bare = np.cumprod(is_any(met, (Part.ARMS, Part.NECK)), axis=1).sum(axis=1).astype(np.float64)
    bare = np.where(bare < len(distances), bare, 0) + COVERED_PX * (bare > 0)  # else it's in front of the body
    wide = max(1, len(outer) // 16)
    # a strip across the line is the shadow of an old cuff
    most = _windows(_windows(bare, wide // 2).min(axis=1), wide + wide // 2).max(axis=1)
    weight = (np.arange(len(outer)) / (0.1 * len(outer))).clip(0, 1)  # the shoulder's tip stays
    return np.asarray(outer + normals * smoothed(concave(most * weight), wide / 2)[:, None], np.float64)


def _windows(values: Values, half: int) -> Values:
    """Around each value those up to `half` places from it, N x (2 half + 1)."""
    return np.lib.stride_tricks.sliding_window_view(np.pad(values, half, mode="edge"), 2 * half + 1)
