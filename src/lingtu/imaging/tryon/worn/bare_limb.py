"""Limbs without clothes: where they are bare as they are seen, where they are hidden as what is seen of them tells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Labels, Values, along_rays, filled, median, sampled, smoothed
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.limb import Limb, free_of_cuffs

_BARE = (Part.ARMS, Part.HANDS, Part.LEGS)
#: Half widths of bare limbs in shoulder widths, usual at shoulder, elbow, wrist and hip, knee, ankle; and by how much a
#: person's own may differ.
BARE_ARM, BARE_LEG, OWN = (0.126, 0.098, 0.068), (0.26, 0.155, 0.095), (0.75, 1.2)
#: Stations over which a limb gets its usual width and place.
ALONG = 10.0
#: So much of a natural half width must be skin to tell its edge; so much of a whole width is seen of a whole limb.
LEAST_SKIN, WHOLE = 0.3, 0.85
#: Skin is looked for from so far on the other side of the middle; its edge is so far from there, natural half widths.
AROUND, OFF = 0.8, (-0.3, 1.6)
#: A limb's edge is so far within its clothes', shoulder widths.
WITHIN = 0.018
#: Smoothing that takes the folds out of a sleeve's edge, stations.
FOLDS = 4.0
#: Stations of a bare limb beyond its last joint, into the hand or foot.
BEYOND = 10


def bare(limb: Limb, usual: tuple[float, ...], labels: Labels, end: Values, width_px: float) -> Limb:
    """The limb without clothes: where it is bare as it is seen, where it is hidden as wide as that tells.

    It goes on to `end`, a place in the hand or foot; a hand alone tells how wide the wrist is.
    """
    stations = np.linspace(0, limb.length, len(limb.centres))
    natural = np.interp(stations, [0, limb.joint, limb.length], usual) * width_px
    bared = is_any(sampled(labels, limb.centres), (Part.ARMS, Part.LEGS))
    ratios = ((limb.outer + limb.inner) / 2 / natural)[bared]
    scale = float(np.clip(np.median(ratios), *OWN)) if len(ratios) > 4 else 1.0
    whole, natural = _longer(limb, natural, end)
    outer, outer_seen = skin_edge(whole, natural, 1, labels)
    inner, inner_seen = skin_edge(whole, natural, -1, labels)
    # what is seen of one that is behind the torso is no whole limb: that ends as far beyond as limbs do
    inner_seen &= ~outer_seen | (outer + inner > WHOLE * 2 * scale * natural)
    shown = outer_seen | inner_seen
    half = np.where(outer_seen & inner_seen, (outer + inner) / 2, scale * natural)
    half = natural * _ratio(half / natural, shown, scale)
    aside = _carried(np.where(outer_seen, outer - half, half - inner), shown)
    beside = _near(shown)
    halves = []
    for edge, seen, own, worn in (
        (outer, outer_seen, half + aside, whole.outer),
        (inner, inner_seen, half - aside, whole.inner),
    ):
        in_sleeve = (without_folds(worn) - WITHIN * width_px).clip(0.6 * natural)
        # right beside what is seen of it a sleeve tells nothing: its measured edge is half the cuff's
        hidden = smoothed(own * beside + np.minimum(own, in_sleeve) * (1 - beside), FOLDS)
        halves.append(_joined(edge, seen, hidden))
    return replace(whole, outer=halves[0], inner=halves[1], usual=natural)


def _near(seen: NDArray[np.bool_]) -> Values:
    """From 1 where a limb is seen to 0 far from there."""
    known = np.flatnonzero(seen)
    if not len(known):
        return np.zeros(len(seen))
    return np.asarray(np.exp(-np.abs(np.arange(len(seen))[:, None] - known[None]).min(axis=1) / ALONG), np.float64)


def _ratio(own: Values, seen: NDArray[np.bool_], usual: float) -> Values:
    """Half widths in natural ones: a limb's own where it is seen, and from there on more and more `usual`."""
    if np.count_nonzero(seen) <= 4:
        return np.full(len(own), usual)
    sure = free_of_cuffs(seen)
    known, trust = np.flatnonzero(sure), _near(sure)
    near = np.interp(np.arange(len(own)), known, smoothed(median(own[known], 5), 1.5))
    return np.asarray(smoothed(near * trust + usual * (1 - trust), 1.5), np.float64)


def _carried(aside: Values, seen: NDArray[np.bool_]) -> Values:
    """How far aside of its guessed middle a limb lies: as it is seen, and from there on less up to its first joint."""
    known = np.flatnonzero(free_of_cuffs(seen))
    if len(known) <= 4:
        return np.zeros(len(aside))
    values = smoothed(median(aside[known], 5), 1.5)
    return np.asarray(np.interp(np.arange(len(aside)), np.append(-1, known), np.append(0, values)), np.float64)


def without_folds(worn: Values) -> Values:
    """A smooth line within a sleeve's edge, half widths: the folds' outline isn't the limb's."""
    even = smoothed(worn, FOLDS)
    return np.asarray(even - smoothed((even - worn).clip(0), FOLDS), np.float64)


def _joined(edge: Values, seen: NDArray[np.bool_], hidden: Values) -> Values:
    """An edge where it is seen, and where it is hidden a line that begins there, without a step."""
    seen = free_of_cuffs(seen)
    known = np.flatnonzero(seen)
    if not len(known):
        return hidden
    even = np.where(seen, smoothed(filled(edge, seen), 1), hidden)
    away = np.abs(np.arange(len(edge))[:, None] - known[None])
    off = (even - hidden)[known[away.argmin(axis=1)]]
    return np.asarray(np.where(seen, even, hidden + off * np.exp(-away.min(axis=1) / ALONG)), np.float64)


def skin_edge(limb: Limb, natural: Values, side: int, labels: Labels) -> tuple[Values, NDArray[np.bool_]]:
    """How far from a limb's middle skin ends to one side, px, and where that is seen.

    The middle may be behind cloth, or beside the limb, as joints are guessed in clothes.
    """
    distances = np.arange(-AROUND * float(natural.max()), 1.7 * float(natural.max()))
    met = is_any(along_rays(labels, limb.centres, side * limb.normals, distances), _BARE)
    met &= distances[None] > -AROUND * natural[:, None]
    start, rows = met.argmax(axis=1), np.arange(len(met))
    left = ~met & (np.arange(len(distances)) > start[:, None])
    end = np.where(left.any(axis=1), left.argmax(axis=1), 0)
    edge = distances[end] - 0.5
    seen = met[rows, start] & (end - start > LEAST_SKIN * natural)
    seen &= (edge > OFF[0] * natural) & (edge < OFF[1] * natural)
    return np.asarray(edge, np.float64), seen


def _longer(limb: Limb, natural: Values, end: Values) -> tuple[Limb, Values]:
    """A limb, and its natural half widths, on to a place in its hand or foot."""
    further = np.linspace(0, 1, BEYOND + 1)[1:, None]
    last = limb.centres[-1]
    ahead = end - last
    size = float(np.linalg.norm(ahead)) + 1e-9
    turned = np.array([-ahead[1], ahead[0]]) / size
    turned *= np.sign(turned @ limb.normals[-1]) or 1.0

    def longer(values: Values, more: Values) -> Values:
        return np.concatenate([values, np.repeat(more[None], BEYOND, axis=0)])

    return replace(
        limb,
        centres=np.concatenate([limb.centres, last + further * ahead]),
        normals=longer(limb.normals, turned),
        ahead=longer(limb.ahead, ahead / size),
        outer=longer(limb.outer, limb.outer[-1]),
        inner=longer(limb.inner, limb.inner[-1]),
        length=limb.length + size,
    ), longer(natural, natural[-1])
