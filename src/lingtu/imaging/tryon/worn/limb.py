"""Arms and legs as ribbons: a centre line with half widths to both sides, measured on the parts of the person."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Labels, Values, along_rays, filled, median, sampled, smoothed

STATIONS = 64
SKIN = (Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS)
CLOTH = (Part.TORSO, Part.LOWER)
BARE = (Part.ARMS, Part.HANDS, Part.LEGS)
#: Half widths in shoulder widths, usual at shoulder, elbow, wrist and hip, knee, ankle.
ARM, LEG = (0.19, 0.15, 0.1), (0.34, 0.22, 0.13)
#: The same of bare limbs, and by how much a person's own may differ.
BARE_ARM, BARE_LEG, OWN = (0.126, 0.098, 0.068), (0.26, 0.155, 0.095), (0.75, 1.2)
#: Stations beside a cuff where a limb's edge is the cuff's; and over which a limb gets its usual width and place.
CUFF, ALONG = 2, 10.0
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


@dataclass(frozen=True)
class Limb:
    """Stations along a limb: centres and unit normals N x 2 (the normal points to the outside), half widths N, px.

    `length` in px from the first joint to the last, `joint` to the middle one (elbow or knee).
    """

    centres: Values
    normals: Values
    ahead: Values
    outer: Values
    inner: Values
    usual: Values
    length: float
    joint: float

    def sides(self, thickness: float | Values = 1.0) -> tuple[Values, Values]:
        """The outer and the inner edge, N x 2 px each, at so many half widths (or N x 1 of them) from the middle."""
        outer, inner = (thickness * self.normals * width[:, None] for width in (self.outer, self.inner))
        return self.centres + outer, self.centres - inner

    def point(self, at: Values, side: int, least: Values | float = 0.0, ease: float = 1.0) -> Values:
        """Points N x 2 at distances `at` (px) from the first joint, on the outer (1), middle (0) or inner (-1) edge.

        `least`: half width at least, px; beyond the last joint the limb goes on straight.
        """
        index = np.clip(at / self.length, 0, 1) * (STATIONS - 1)
        stations = np.arange(STATIONS)

        def read(values: Values) -> Values:
            return np.stack([np.interp(index, stations, values[:, axis]) for axis in (0, 1)], axis=1)

        beyond = np.maximum(0, at - self.length)[:, None]
        centre = read(self.centres) + read(self.ahead) * beyond
        width = np.interp(index, stations, self.outer if side > 0 else self.inner) * ease
        return np.asarray(centre + side * np.maximum(width, least)[:, None] * read(self.normals), np.float64)

    def recentred(self) -> Limb:
        """The same, with its middle in the middle of its edges."""
        half = (self.outer + self.inner) / 2
        aside = self.normals * (self.outer - half)[:, None]
        return replace(self, centres=self.centres + aside, outer=half, inner=half)

    def width_at(self, at: Values, side: int) -> Values:
        stations = np.linspace(0, self.length, STATIONS)
        return np.asarray(np.interp(at, stations, self.outer if side > 0 else self.inner), np.float64)


def measure_limb(
    joints: Values,
    turn: int,
    usual: tuple[float, ...],
    labels: Labels,
    width_px: float,
    hiding: tuple[Part, ...] = (),
) -> Limb:
    """The limb through three joints (3 x 2). `turn` is 1 where the outside lies to the left of the way down.

    Its edge is not seen behind parts that are `hiding` it.
    """
    steps = np.linalg.norm(np.diff(joints, axis=0), axis=1).clip(1e-3)
    ends = np.concatenate([[0], np.cumsum(steps)])
    at = np.linspace(0, ends[-1], STATIONS)
    centres = smoothed(np.stack([np.interp(at, ends, joints[:, axis]) for axis in (0, 1)], axis=1), 2.5)
    centres[0] = joints[0]
    ahead = smoothed(np.gradient(centres, axis=0), 3)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True) + 1e-9
    normals = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) * turn
    prior = np.interp(at, ends, usual) * width_px
    outer, outer_seen = _edge(centres, normals, prior, labels, hiding)
    inner, inner_seen = _edge(centres, -normals, prior, labels, hiding)
    # cloth against cloth shows no edge: there a limb is about as wide as on its other side
    inner = np.where(inner_seen, inner, np.minimum(inner, np.maximum(outer, 0.7 * prior)))
    outer = np.where(outer_seen, outer, np.minimum(outer, np.maximum(inner, 0.7 * prior)))
    return Limb(
        centres, normals, ahead, smoothed(outer, 2), smoothed(inner, 2), prior, float(ends[-1]), float(steps[0])
    )


def _edge(
    centres: Values, across: Values, prior: Values, labels: Labels, hiding: tuple[Part, ...]
) -> tuple[Values, NDArray[np.bool_]]:
    """Half widths to one side, and where they were seen."""
    distances = np.arange(2.0, max(4.0, 1.9 * float(prior.max())))
    met = along_rays(labels, centres, across, distances)
    is_bare = np.isin(sampled(labels, centres), SKIN)[:, None]
    ends = met == Part.BACKGROUND
    ends |= is_bare & np.isin(met, CLOTH) & (distances[None] > 0.35 * prior[:, None])
    ends &= (distances[None] > 0.3 * prior[:, None]) & (distances[None] < 1.9 * prior[:, None])
    hit = ends.argmax(axis=1)
    unknown = (met == 255) | np.isin(met, hiding)
    seen = ends.any(axis=1) & (np.cumsum(unknown, axis=1)[np.arange(len(met)), hit] == 0)
    relative = np.where(seen, distances[hit] / prior, 0)
    usual = filled(relative, seen) if np.count_nonzero(seen) > 4 else np.full(len(prior), 0.92)
    return smoothed(median(usual, 9).clip(0.45, 1.5), 2.5) * prior, seen


def free_of_cuffs(seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Stations that are seen and not beside a cuff; all that are seen if these are few."""
    hidden = np.convolve(~seen, np.ones(2 * CUFF + 1), mode="same") > 0
    return seen & ~hidden if np.count_nonzero(seen & ~hidden) > 4 else seen


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


def _without_folds(worn: Values) -> Values:
    """A smooth line within a sleeve's edge, half widths: the folds' outline isn't the limb's."""
    even = smoothed(worn, FOLDS)
    return np.asarray(even - smoothed((even - worn).clip(0), FOLDS), np.float64)


def bare(limb: Limb, usual: tuple[float, ...], labels: Labels, end: Values, width_px: float) -> Limb:
    """The limb without clothes: where it is bare as it is seen, where it is hidden as wide as that tells.

    It goes on to `end`, a place in the hand or foot; a hand alone tells how wide the wrist is.
    """
    stations = np.linspace(0, limb.length, len(limb.centres))
    natural = np.interp(stations, [0, limb.joint, limb.length], usual) * width_px
    bared = np.isin(sampled(labels, limb.centres), (Part.ARMS, Part.LEGS))
    ratios = ((limb.outer + limb.inner) / 2 / natural)[bared]
    scale = float(np.clip(np.median(ratios), *OWN)) if len(ratios) > 4 else 1.0
    whole, natural = _longer(limb, natural, end)
    outer, outer_seen = _skin_edge(whole, natural, 1, labels)
    inner, inner_seen = _skin_edge(whole, natural, -1, labels)
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
        in_sleeve = (_without_folds(worn) - WITHIN * width_px).clip(0.6 * natural)
        # right beside what is seen of it a sleeve tells nothing: its measured edge is half the cuff's
        hidden = smoothed(own * beside + np.minimum(own, in_sleeve) * (1 - beside), FOLDS)
        halves.append(_joined(edge, seen, hidden))
    return replace(whole, outer=halves[0], inner=halves[1], usual=natural)


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


def _skin_edge(limb: Limb, natural: Values, side: int, labels: Labels) -> tuple[Values, NDArray[np.bool_]]:
    """How far from a limb's middle skin ends to one side, px, and where that is seen.

    The middle may be behind cloth, or beside the limb, as joints are guessed in clothes.
    """
    distances = np.arange(-AROUND * float(natural.max()), 1.7 * float(natural.max()))
    met = np.isin(along_rays(labels, limb.centres, side * limb.normals, distances), BARE)
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
