"""The line on which the upper garment meets the lower one, as one smooth curve across the body.

A lower garment lies under a top that hangs over the waist, whose hem is a true edge, and its waistband begins there if
that is at the hips; over one that is tucked in its own waistband is drawn a little above that line, so that nothing of
the old one is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.curves import Values, along_rays
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Labels, Layers
from lingtu.imaging.tryon.worn.wearer import Wearer
from lingtu.imaging.tryon.worn.worn_edges import lower_reach_px

#: Places across the body where it is looked for, shoulder widths, and how far above and below the waist, torsos.
ACROSS, REACH = np.linspace(-0.6, 0.6, 121), 0.35
#: So far below it there is lower garment alone, and above it upper garment or belly; shoulder widths.
BELOW, ABOVE = 0.08, 0.03
#: Share of what is so near that must be of that part.
MOSTLY = 0.8
#: Places that must be found, and from how many deviations on one counts for nothing (Tukey's biweight).
LEAST_FOUND, TUKEY = 24, 4.7
#: How far three quarters of the places are from a line at most, shoulder widths.
UNEVEN = 0.035
#: A top that ends above this level is tucked in; one of the lower garment's colour (Lab distance) is taken for it.
TUCKED, ALIKE = 0.945, 14.0
#: Where it has, the edge is no more than a guess, and a waistband may be above it: the new one is so much higher,
#: shoulder widths.
GUESSED = 0.12
#: What is drawn over the top: above the old edge, at most in all, and below its own edge; shoulder widths.
MARGIN, HIGHEST, DEEP = 0.014, 0.08, 0.1
#: Heights below the old edge at which it is told how far the lower garment reaches; and how far from there the new edge
#: begins to come down to the old one, shoulder widths.
HEIGHTS, ENDS = 5, 0.08
#: Beside where that edge was seen, shoulder widths, is no lower garment above it.
BESIDE = 0.03
#: But near hands, shoulder widths.
POCKET = 0.2
#: Share of an arm from which on its sleeve may hang over the waist.
SLEEVED = 0.75
#: Under a top that ends above this level, at the hips, a waist begins at its hem: else one would see neither waistband
#: nor pockets.
AT_HIPS = 1.02
#: Under a top that hangs farther down a waist is higher than the hem by this, levels, and no lower than that level.
HIDDEN, LOWEST = 0.15, 0.88
#: Steepest waist across the body.
STEEPEST = 0.15
#: Parts that may be just above lower garments.
_UPPER = (Part.TORSO, Part.NECK, Part.LEGS, Part.ARMS)
_BODY = (Part.TORSO, Part.NECK, Part.LEGS, Part.LOWER)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class WaistLine:
    """A parabola: how far below the shoulders, px, by the distance across from the body's axis, px.

    `first` to `last`: across where it was seen; `spread`: how far above and below it (negative and positive, 5 % and
    95 %) the seen edge goes, px; `is_cloth`: share along it where a garment and not the belly is above.
    """

    curve: Values
    first: float
    last: float
    spread: tuple[float, float]
    is_cloth: float

    def raised(self, up_px: float) -> WaistLine:
        """The same curve, higher."""
        return replace(self, curve=self.curve - np.array([0, 0, up_px])[-len(self.curve) :])

    def below_px(self, across: Values) -> Values:
        """Beyond where it was seen the line goes on straight."""
        inside = np.clip(across, self.first, self.last)
        slope = np.polyval(np.polyder(self.curve), inside)
        return np.asarray(np.polyval(self.curve, inside) + slope * (across - inside), np.float64)


def find_waist_line(labels: Labels, wearer: Wearer) -> WaistLine | None:
    """On parts H x W; None where too little of it is seen."""
    width, start = wearer.width, wearer.outfit.waist - REACH
    starts = wearer.at(start, 0) + ACROSS[:, None] * width * wearer.right_hand
    distances = np.arange(0, 2 * REACH * wearer.torso_px)
    met = along_rays(labels, starts, np.repeat(wearer.down[None], len(starts), axis=0), distances)
    lower, upper = met == Part.LOWER, is_any(met, _UPPER)
    below, above = max(3, int(BELOW * width)), max(2, int(ABOVE * width))
    ahead = _mean_of_next(lower, below)
    behind = _mean_of_next(upper[:, ::-1], above)[:, ::-1]
    begins = lower[:, 1:] & ~lower[:, :-1] & (ahead[:, 1:] > MOSTLY) & (behind[:, :-1] > MOSTLY)
    found = np.flatnonzero(begins.any(axis=1))
    if len(found) < LEAST_FOUND:
        return None
    at = begins[found].argmax(axis=1) + 1
    x, y = ACROSS[found] * width, distances[at] + start * wearer.torso_px
    curve, kept = _parabola(x, y)
    if np.count_nonzero(kept) < LEAST_FOUND:
        return None
    off = (y - np.polyval(curve, x))[kept]
    if float(np.percentile(np.abs(y - np.polyval(curve, x)), 75)) > UNEVEN * width:
        return None
    cloth = met[found, at - 1] == Part.TORSO
    spread = float(np.percentile(off, 5)), float(np.percentile(off, 95))
    return WaistLine(curve, float(x[kept].min()), float(x[kept].max()), spread, float(cloth[kept].mean()))


@dataclass(frozen=True)
class Waist:
    """How a lower garment's waist lies: its upper edge and the old one's, and whether it is over what is worn above."""

    edge: WaistLine
    old: WaistLine
    is_over: bool


def find_waist(layers: Layers, wearer: Wearer, shown: bool = True) -> Waist | None:
    """Of a lower garment on this wearer; None where the old one's waist is not seen.

    `shown`: whether its waistband may begin at a top's hem; a print would be squeezed then.
    """
    line = find_waist_line(layers.labels, wearer)
    if line is None:
        return None
    level = line.below_px(np.zeros(1))[0] / wearer.torso_px
    up, alike = MARGIN * wearer.width - line.spread[0], _alike(layers)
    seen = level < TUCKED or line.is_cloth < 0.5 or alike
    even = up < HIGHEST * wearer.width
    if alike and line.is_cloth > 0.5:
        return Waist(line.raised(GUESSED * wearer.width), line, True)
    if seen and even:
        return Waist(line.raised(up), line, True)
    if shown and level < AT_HIPS and even:
        return Waist(line.raised(up), line, False)
    hidden = max(HIDDEN, level - LOWEST) * wearer.torso_px
    return Waist(_straight(line, wearer, hidden), line, False)


def _straight(line: WaistLine, wearer: Wearer, up_px: float) -> WaistLine:
    """A waist that is so much higher than the middle of a hem that is seen, and nowhere below it: as the hips tilt."""
    left, right = (wearer.frame.body.points[flank.limbs.hip] - wearer.shoulders for flank in wearer.flanks)
    across = (right - left) @ wearer.right_hand
    tilt = float(np.clip((right - left) @ wearer.down / max(across, 1.0), -STEEPEST, STEEPEST))
    places = np.linspace(line.first, line.last, 32)
    middle = (line.first + line.last) / 2
    start = line.below_px(np.array([middle]))[0] - up_px - tilt * middle
    highest = float((line.below_px(places) - tilt * places).min()) - MARGIN * wearer.width
    return replace(line, curve=np.array([0.0, tilt, min(start, highest)]))


def ends_at(edge: WaistLine, wearer: Wearer) -> tuple[float, float]:
    """The levels at which a line meets the body's left and right side."""
    levels = []
    for flank in wearer.flanks:
        level = edge.below_px(np.zeros(1))[0] / wearer.torso_px
        for _ in range(3):
            across = (wearer.on_edge(flank, float(level)) - wearer.shoulders) @ wearer.right_hand
            level = edge.below_px(np.array([across]))[0] / wearer.torso_px
        levels.append(float(level))
    return levels[0], levels[1]


def over_top(layers: Layers, wearer: Wearer, waist: Waist) -> tuple[Floats, Floats, Floats]:
    """What a waist that is over the top covers of the body, where it does, and what is above its edge; shares H x W."""
    across, below = _off_edge(layers, wearer, waist.edge)
    middle = (waist.edge.first + waist.edge.last) / 2
    # a hand in a pocket hides its end at some heights
    low = waist.old.below_px(np.array([middle])) + np.linspace(0, DEEP, HEIGHTS) * wearer.width
    starts = wearer.shoulders + middle * wearer.right_hand + low[:, None] * wearer.down
    left, right = (lower_reach_px(wearer, flank, starts).max() for flank in wearer.flanks)
    lower = waist.old.below_px(np.array([middle]))[0] - waist.edge.below_px(np.array([middle]))[0]
    deep = max(DEEP * wearer.width, lower + waist.old.spread[1] + MARGIN * wearer.width)
    inside = (across - middle > -left) & (across - middle < right) & (below < deep)
    # at its ends it comes down to the old edge
    to_end = np.minimum(across - middle + left, right - across + middle) / (ENDS * wearer.width)
    above = (0.5 - below + lower * (1 - to_end.clip(0, 1)) ** 2).clip(0, 1)
    # one that looks much longer than the other is the top itself, before an arm behind it
    sleeve = wearer.frame.arms & (layers.labels == Part.TORSO) & (min(wearer.outfit.sleeves) > SLEEVED)
    zone = np.asarray(inside * (1 - above) * ~(sleeve | _hanging(layers, wearer, waist)), np.float32)
    band, zone = (cv2.GaussianBlur(each, (0, 0), 0.6) for each in (layers.share(*_BODY) * zone, zone))
    return np.asarray(band, np.float32), np.asarray(zone, np.float32), above.astype(np.float32)


def _hanging(layers: Layers, wearer: Wearer, waist: Waist) -> NDArray[np.bool_]:
    """Cords of the top that hang farther down than a waist over it covers, H x W."""
    below = _off_edge(layers, wearer, waist.old)[1]
    top = (layers.labels == Part.TORSO) & (below > max(waist.old.spread[1], 0))
    return dilated(reached(top, top & (below > DEEP * wearer.width)), 2)


def beside_top(layers: Layers, wearer: Wearer, waist: Waist) -> Floats:
    """What is above the old edge beside the top, where no lower garment can be; a share H x W."""
    across, below = _off_edge(layers, wearer, waist.old)
    high = (-ABOVE * wearer.width + waist.old.spread[0] - below).clip(0, 1)
    off = np.maximum(waist.old.first - across, across - waist.old.last) - BESIDE * wearer.width
    # the pocket that a hand is in bulges
    pocket = dilated(layers.labels == Part.HANDS, int(POCKET * wearer.width))
    return np.asarray(high * off.clip(0, 1) * ~pocket, np.float32)


def _off_edge(layers: Layers, wearer: Wearer, edge: WaistLine) -> tuple[Floats, Floats]:
    """How far each pixel is across from the body's axis, and below the edge; px, H x W."""
    offset = np.indices(layers.labels.shape, np.float32)[::-1] - wearer.shoulders[:, None, None]
    across, along = (np.tensordot(axis, offset, 1) for axis in (wearer.right_hand, wearer.down))
    return np.asarray(across, np.float32), np.asarray(along - edge.below_px(across), np.float32)


def _alike(layers: Layers) -> bool:
    """Whether the upper and the lower garment have one colour."""
    lab = cv2.cvtColor(layers.rgb, cv2.COLOR_RGB2Lab)
    parts = [lab[layers.labels == part] for part in (Part.TORSO, Part.LOWER)]
    if min(len(part) for part in parts) < 50:
        return False
    return bool(np.linalg.norm(np.median(parts[0], axis=0) - np.median(parts[1], axis=0)) < ALIKE)


def _mean_of_next(values: NDArray[np.bool_], count: int) -> Values:
    """Of each value and those after it, `count` in all, N x M."""
    sums = np.cumsum(np.pad(values.astype(np.float64), ((0, 0), (1, count))), axis=1)
    return np.asarray((sums[:, count:] - sums[:, :-count])[:, : values.shape[1]] / count, np.float64)


def _parabola(x: Values, y: Values) -> tuple[Values, NDArray[np.bool_]]:
    """Coefficients, and the places that count."""
    weights = np.ones(len(x))
    curve = np.array([0.0, 0.0, float(np.median(y))])
    for step in range(8):
        off = y - np.polyval(curve, x)
        scale = TUKEY * (1.48 * float(np.median(np.abs(off))) + 0.5)
        weights = np.where(np.abs(off) < scale, (1 - (off / scale) ** 2) ** 2, 0)
        if np.count_nonzero(weights) < 6:
            break
        curve = np.polyfit(x, y, 1 if step < 2 else 2, w=np.sqrt(weights) + 1e-9)
    return np.asarray(curve, np.float64), weights > 0
