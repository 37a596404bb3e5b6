"""How trousers hang on legs that were not in any: straight from the hip to the hem, and round a knee that is in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values, evened_line, smooth_step, smoothed
from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.flat.bottom import Bottom
from lingtu.imaging.tryon.worn.limb import Limb

#: Half width of a leg in trousers by that of one that lies flat; and by a bare leg's at least.
ROUND, OVER_LEG = 0.41, 1.15
#: Share of a leg within which its width goes over from the hips' to its own.
THIGH = 0.4
#: Smoothing of the way that cloth takes around a knee, and how far from there it is taken, rows.
BENT, REACH = 3.0, 1
#: Half width of a knee in cloth, by a bare one's.
EASE = 1.0
#: What smoothing takes of it is given back up to this many times.
FULLER = 1.1
#: A leg that is pushed aside in it lies flatter: its other edge stays behind by this, half widths.
FLATTER = 0.22
#: Legs begin so much more stretched than they are on average at least and at most.
BEGUN = (0.45, 1.8)
#: Rows over which the garment's widths are evened, deviation.
EVEN = 2.0
#: Rows that lie so far apart at least, px.
LEAST_PX = 1e-3


@dataclass(frozen=True)
class Size:
    """How much larger the garment is worn than it is in its picture: in all, across its waist, down to the crotch."""

    scale: float
    across: float
    along: float


def flat_widths(bottom: Bottom, crotch: Points, rows: int) -> Values:
    """Widths of a leg from the crotch's row to the hem, so many of them, of both legs the mean."""
    shares, widths = np.linspace(0, 1, rows), []
    for side in bottom.legs:
        split = int(np.abs(side.outer[:, 1] - crotch[1]).argmin())
        outer, inner = (
            at_shares(line, shares) for line in (side.outer[split:], np.concatenate([crotch[None], side.inner]))
        )
        widths.append(np.linalg.norm(outer - inner, axis=1))
    return evened_line(np.mean(widths, axis=0)[:, None], EVEN)[:, 0]


def begun(shares: Values, stretch: float) -> Values:
    """Shares of a leg that begins as stretched as the hips end, by so much more than on average, and evens out."""
    more = float(np.clip(stretch, *BEGUN)) - 1
    return shares + more * shares * (1 - shares) ** 3


def begun_as(worn: Values) -> Values:
    """Widths that begin as the first that is seen, N; others that aren't are as wide as it takes."""
    seen = np.flatnonzero(worn > 0)
    return np.where(np.arange(len(worn)) < seen[0], worn[seen[0]], np.where(worn > 0, worn, np.inf))


def leg_halves(flat: Values, limb: Limb, at: Values) -> Values:
    """Half widths N of a leg in trousers at distances `at` N px down it; `flat`: N, widths of one that lies flat."""
    bare = np.maximum(limb.width_at(at, 1), limb.width_at(at, -1))
    return np.maximum(ROUND * flat, OVER_LEG * bare)


def hanging_leg(limb: Limb, at: Values, half: Values, start: Points, place: Points) -> tuple[Points, Points]:
    """The outer and the inner edge N x 2 of a leg from the hip's outer end `start` and the crotch `place` down.

    `limb`: the leg itself, in the middle of its edges; `half`: N, half widths.
    """
    shares = np.linspace(0, 1, len(at))
    begin, own = (start + place) / 2, limb.point(at, 0)
    straight = begin + (own[-1] - begin) * shares[:, None]
    ahead = (own[-1] - begin) / max(float(np.linalg.norm(own[-1] - begin)), LEAST_PX)
    across = np.array([-ahead[1], ahead[0]])
    off = (own - straight) @ across * smooth_step(shares / THIGH)
    bare = np.maximum(limb.width_at(at, 1), limb.width_at(at, -1))
    slack = (half - EASE * bare).clip(0)
    # it goes around all of the knee, and no more bent than need be
    need = np.sign(off) * (np.abs(off) - slack).clip(0)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(need, REACH, mode="edge"), 2 * REACH + 1)
    most = np.where(np.abs(around.max(axis=1)) > np.abs(around.min(axis=1)), around.max(axis=1), around.min(axis=1))
    bent = smoothed(most, BENT)
    # smoothing must not leave the knee outside
    bent *= min(float(np.abs(need).max()) / max(float(np.abs(bent).max()), LEAST_PX), FULLER)
    bent = bent - bent[0] * (1 - shares) - bent[-1] * shares
    into = smooth_step(shares / THIGH)
    # at the top as wide as the hips are there
    half = smoothed(float(np.linalg.norm(start - place)) / 2 * (1 - into) + half * into, 1.0)
    behind = np.sign(bent) * (np.abs(bent) - FLATTER * half).clip(0)
    outwards = 1.0 if (start - place) @ across > 0 else -1.0
    outer, inner = (
        _beside(straight, np.where(side * bent > 0, bent, behind), side * half, across)
        for side in (outwards, -outwards)
    )
    left = (1 - into)[:, None]
    return outer + (start - outer[0]) * left, inner + (place - inner[0]) * left


def _beside(straight: Points, bent: Values, half: Values, across: Values) -> Points:
    """An edge so far from a way that is bent aside from a straight one."""
    middle = straight + bent[:, None] * across
    along = smoothed(np.gradient(middle, axis=0), 2.0)
    along /= np.linalg.norm(along, axis=1, keepdims=True).clip(LEAST_PX)
    return np.asarray(middle + half[:, None] * np.stack([-along[:, 1], along[:, 0]], axis=1), np.float64)
