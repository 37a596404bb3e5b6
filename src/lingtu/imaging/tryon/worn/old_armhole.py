"""The edge of an old sleeveless top beside a bare arm: what ends there bares nothing, and covers no arm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Labels, Values, along_rays, filled, median, smoothed
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer

#: Levels at which it is looked for.
LEVELS = np.linspace(-0.2, 0.5, 71)
#: Distances from the axis between which it is; the arm is seen beyond it so far at least, and at most of its levels so
#: far, shoulder widths: beside a sleeve's edge it is not.
INNER, OUTER, ARM, MOST_ARM = 0.18, 0.8, 0.04, 0.06
#: Share of the levels between the first and the last one at which it is seen at least; the window of the median and the
#: smoothing of its line, levels.
LEAST, EVEN, SMOOTH = 0.75, 5, 1.0
#: How long it is at least; above which level it begins, and if its upper end is seen, at the shoulder; how far above
#: its end it tells anything, levels.
SHORTEST, LOWEST, SHOULDER, ABOVE = 0.2, 0.25, 0.06, 0.1
#: Cloth that reaches so much farther out than most of it is a sleeve's, shoulder widths; at so few levels it is crumbs.
SLEEVE, FEW = 0.16, 3


@dataclass(frozen=True)
class OldArmhole:
    """Distances from the axis, px, at the levels at which it is seen."""

    levels: Values
    across: Values

    @property
    def at_shoulder(self) -> float | None:
        """Its distance from the axis at the shoulder, px; None where it does not go up so far."""
        return float(self.across[0]) if self.levels[0] < SHOULDER else None

    def below(self, level: float) -> OldArmhole | None:
        """What of it is below a level; None if that is nothing."""
        low = self.levels > level
        return OldArmhole(self.levels[low], self.across[low]) if np.count_nonzero(low) > 1 else None

    def beyond(self, levels: Values, across: Values) -> Values:
        """How much farther out it is than places are, px; 0 for those above or below it."""
        out = np.interp(levels, self.levels, self.across) - across
        share = 1.0 if self.at_shoulder is not None else ((levels - self.levels[0]) / ABOVE + 1).clip(0, 1)
        return np.where(levels < self.levels[-1], out * share, 0.0)


def old_armhole(wearer: Wearer, flank: Flank) -> OldArmhole | None:
    """None where there is a sleeve, or too little is seen."""
    starts = np.stack([wearer.at(float(level), 0) for level in LEVELS])
    ahead = np.repeat((wearer.right_hand * flank.sign)[None], len(starts), axis=0)
    distances = np.arange(INNER * wearer.width, OUTER * wearer.width)
    met = along_rays(wearer.labels, starts, ahead, distances)
    ends, arms = _ends(met)
    rows = np.flatnonzero((ends >= 0) & (arms > ARM * wearer.width))
    if len(rows) < 2:
        return None
    whole = np.arange(rows[0], rows[-1] + 1)
    if len(rows) < LEAST * len(whole) or _too_short(LEVELS[rows]):
        return None
    if np.median(arms[rows]) < MOST_ARM * wearer.width:
        return None
    across = filled(distances[ends[whole].clip(0)], np.isin(whole, rows))
    farther = distances[ends[: rows[-1] + 1]] > np.median(across) + SLEEVE * wearer.width
    if np.count_nonzero(farther & (ends[: rows[-1] + 1] >= 0)) > FEW:
        return None
    return OldArmhole(LEVELS[whole], smoothed(median(across, EVEN), SMOOTH))


def _too_short(levels: Values) -> bool:
    return bool(levels[0] > LOWEST or levels[-1] - levels[0] < SHORTEST)


def _ends(met: Labels) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Index of the last cloth of each ray, and for how long skin with an arm in it goes on from there; -1 without."""
    count = met.shape[1]
    at = np.arange(count)
    cloth = met == Part.TORSO
    ends = np.where(cloth.any(axis=1), count - 1 - cloth[:, ::-1].argmax(axis=1), -1)
    past = at > ends[:, None]
    skin = np.logical_and.accumulate(is_any(met, (Part.NECK, Part.ARMS)) | ~past, axis=1) & past
    has_arm = (skin & (met == Part.ARMS)).any(axis=1) & (ends >= 0)
    return ends, np.where(has_arm, skin.sum(axis=1), 0)
