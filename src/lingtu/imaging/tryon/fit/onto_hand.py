"""A long sleeve's end moved onto the hand that comes out of it: wrists bend, and joints in wide sleeves are guessed."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, sampled, smooth_step, unit
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.wearer import Wearer

#: Beyond the cuff the hand is looked at so far, shoulder widths, and to each side so far, half widths of the cuff.
PAST, ASIDE = 0.06, 3.5
#: Rows in which it must be seen, of those; how wide it may be, half widths of the cuff: else it is half hidden, or two.
SEEN, WIDTHS = 0.5, (1.1, 3.4)
#: The cuff moves so far at most, half widths of its; and goes so far around the hand, px.
FARTHEST, AROUND_PX = 1.7, 1.5
#: From this share of its length on a sleeve bends to its hand.
FROM = 0.45


def onto_hand(target: Points, wearer: Wearer) -> Points:
    """A sleeve's grid on the wearer, R x C x 2 px; the same where no whole hand is seen below its last row."""
    last = target[-1]
    middle, across = (last[0] + last[-1]) / 2, last[-1] - last[0]
    half = float(np.linalg.norm(across)) / 2
    if half < 1:
        return target
    across = unit(across)
    ahead = unit((target[-1] - target[-2]).mean(axis=0))
    found = _hand(middle, across, ahead, half, wearer)
    if found is None:
        return target
    first, end = found
    aside = float(np.clip((first + end) / 2, -FARTHEST * half, FARTHEST * half))
    wider = max(1.0, ((end - first) / 2 + AROUND_PX) / half) - 1
    share = smooth_step((np.linspace(0, 1, len(target)) - FROM) / (1 - FROM))[:, None, None]
    off = target - (target[:, :1] + target[:, -1:]) / 2
    return np.asarray(target + share * (aside * across + wider * off), np.float64)


def _hand(middle: Values, across: Values, ahead: Values, half: float, wearer: Wearer) -> tuple[float, float] | None:
    """Where the hand begins and ends across, px from the cuff's middle; None where it isn't seen whole."""
    away = np.arange(2.0, max(4.0, PAST * wearer.width))
    aside = np.arange(-ASIDE * half, ASIDE * half + 1)
    places = middle + away[:, None, None] * ahead + aside[None, :, None] * across
    hand = is_any(sampled(wearer.labels, places), (Part.HANDS, Part.ARMS))
    spans = [_run(row, len(aside) // 2) for row in hand]
    ends = np.array([span for span in spans if span is not None])
    if len(ends) < SEEN * len(away):
        return None
    first, end = np.median(ends, axis=0).astype(int)
    if first == 0 or end == len(aside) - 1 or not WIDTHS[0] * half < end - first < WIDTHS[1] * half:
        return None
    return float(aside[first]), float(aside[end])


def _run(row: np.ndarray, near: int) -> tuple[int, int] | None:
    """First and last index of the hits that hang together, of those nearest to a place; None without any."""
    hits = np.flatnonzero(row)
    if not len(hits):
        return None
    at = int(hits[np.abs(hits - near).argmin()])
    misses = np.flatnonzero(~row)
    before, after = misses[misses < at], misses[misses > at]
    return int(before[-1]) + 1 if len(before) else 0, int(after[0]) - 1 if len(after) else len(row) - 1
