"""Arms and legs as ribbons: a centre line with half widths to both sides, measured on the parts of the person."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Labels, Values, along_rays, filled, median, sampled, smoothed
from lingtu.imaging.tryon.arrays.vectors import is_any

STATIONS = 64
SKIN = (Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS)
CLOTH = (Part.TORSO, Part.LOWER)
#: Half widths in shoulder widths, usual at shoulder, elbow, wrist and hip, knee, ankle.
ARM, LEG = (0.19, 0.15, 0.1), (0.34, 0.22, 0.13)
#: Stations beside a cuff where a limb's edge is the cuff's.
CUFF = 2


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

    def outline(self, thickness: float = 1.0, span: slice = slice(None)) -> Values:
        """Corners N x 2 px around a span of its stations: down the outer edge and up the inner one."""
        outer, inner = (side[span] for side in self.sides(thickness))
        return np.concatenate([outer, inner[::-1]])

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
    is_bare = is_any(sampled(labels, centres), SKIN)[:, None]
    ends = met == Part.BACKGROUND
    ends |= is_bare & is_any(met, CLOTH) & (distances[None] > 0.35 * prior[:, None])
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
