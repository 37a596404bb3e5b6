"""Where the wearer's neck is: what a collar goes around."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Labels, Values, sampled
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.wearer import Wearer

Mask = NDArray[np.bool_]

#: Where a neck's edges are looked for across the body's axis, and its usual half width, shoulder widths.
ACROSS, USUAL = np.linspace(-0.5, 0.5, 201), 0.18
#: A neck's half widths, shoulder widths: least and most.
LEAST, MOST = 0.13, 0.24
#: Where along the shoulders' line the neck begins; rows from there up past the chin; shoulder widths.
BASE, STEP, PAST_CHIN, ROWS = 0.2, 0.01, 0.06, 8
#: A row that is wider than this, in those of the narrowest, is of the shoulders or of the jaw; and where the narrowest
#: is so wide, shoulder widths, and hair hides this share of them, all that are seen are.
WIDER, ALL_WIDER, HIDDEN = 1.12, 0.41, 0.4
#: Where one edge alone is seen, what is farther out than its innermost place by more than this is no neck's either.
OUT = 0.035
#: Rows that tell an edge; over what height they tell how a neck leans, shoulder widths; and how much it does at most.
ENOUGH, LEANS, LEAN = 3, 0.08, 0.3
#: An edge is looked for from so far inside of the other one on, of the neck's width, and to so far outside of where it
#: is told to be, shoulder widths.
MIDDLE, FAR_OFF = 0.5, 0.06
#: What is so far below the chin is no face, heights of the head; and below so much above where a chin is guessed to be,
#: of a head that the picture cuts off, shoulder widths: guesses are low.
BELOW_CHIN, ABOVE_GUESS = 0.06, 0.1
#: So far within a neck's edge the face may be, shoulder widths.
FACE_BESIDE = (0.0, 0.02, 0.04)
_BODY = (Part.FACE, Part.NECK, Part.TORSO, Part.ARMS)


@dataclass(frozen=True)
class Neck:
    """Heights are above the shoulders' joints, places from the body's axis to the picture's right; shoulder widths."""

    wearer: Wearer
    base: float  # height of the shoulders' line beside the neck
    chin: float  # height of the chin
    lean: float  # how far the neck goes aside on its way up, per height
    left: float  # edges at the base
    right: float

    @property
    def half(self) -> float:
        return (self.right - self.left) / 2

    def across(self, sign: int, height: float) -> float:
        """Place of an edge; `sign` is -1 on the picture's left."""
        return (self.left if sign < 0 else self.right) + self.lean * (height - self.base)

    def edge(self, sign: int, height: float, away: float = 0.0) -> Values:
        """The picture's place, px, at a distance outside of the edge."""
        wearer = self.wearer
        across = self.across(sign, height) + sign * away
        return wearer.at(-height * wearer.width / wearer.torso_px, across * wearer.width)

    def seen_edge(self, sign: int, height: float, away: float = 0.0) -> Values:
        """The same where the picture shows the edge at this very height, or not far from it; else as it is told."""
        inside = self.across(-sign, height) * MIDDLE + self.across(sign, height) * (1 - MIDDLE)
        out = np.arange(0, abs(self.across(sign, height) - inside) + FAR_OFF, STEP / 2)
        starts = self.wearer.at(-height * self.wearer.width / self.wearer.torso_px, 0.0)
        places = starts + (inside + sign * out)[:, None] * self.wearer.right_hand * self.wearer.width
        met = sampled(self.wearer.labels, places)
        skin = is_any(met, (Part.NECK, Part.FACE))
        end = int(np.argmin(skin)) if skin[0] and not skin.all() else 0
        told = self.edge(sign, height, away)
        if not end or met[end] != Part.BACKGROUND:
            return told
        off = abs(inside + sign * out[end] - self.across(sign, height))
        seen = places[end] + sign * away * self.wearer.width * self.wearer.right_hand
        return np.asarray(seen if off < FAR_OFF else told, np.float64)

    @property
    def face_from(self) -> float:
        """The height below which nothing is the face's, whatever parsers say."""
        frame = self.wearer.frame
        return self.chin + (ABOVE_GUESS if frame.face is None else -BELOW_CHIN * frame.head_px / frame.width)

    def below_face(self, sign: int, height: float, least: float) -> float:
        """This height, or the next one, but no lower than `least`, at which nothing of the face is beside the edge."""
        wearer, heights = self.wearer, np.arange(height, max(least, self.face_from), -STEP)
        if not len(heights):
            return height
        places = np.stack([self.edge(sign, float(each), -inside) for each in heights for inside in FACE_BESIDE])
        face = (sampled(wearer.labels, places) == Part.FACE).reshape(len(heights), -1).any(axis=1)
        return max(least, self.face_from) if face.all() else float(heights[int(face.argmin())])


def measure_neck(wearer: Wearer) -> Neck:
    """From the parts of the person: by both edges, by the one that hair leaves free, or by the throat."""
    base = float(np.mean([flank.slope[0] * BASE + flank.slope[1] for flank in wearer.flanks]))
    chin = float((wearer.shoulders - wearer.frame.chin) @ wearer.down) / wearer.width
    heights = np.arange(base, max(chin + PAST_CHIN, base + ROWS * STEP), STEP)
    middle, left, right = _rows(wearer, heights)
    wide = right - left
    both = np.zeros(len(wide), np.bool_) if np.isnan(wide).all() else wide < WIDER * np.nanmin(wide)
    if np.isnan(wide).mean() > HIDDEN:
        both &= wide < ALL_WIDER
    half, lean = USUAL, 0.0
    if np.count_nonzero(both) >= ENOUGH:
        half = float(np.median(wide[both])) / 2
        middle = np.where(both, (left + right) / 2, np.nan)
        at = heights[both]
        if np.ptp(at) > LEANS:
            lean = float(np.clip(np.polyfit(at, middle[both], 1)[0], -LEAN, LEAN))
    else:
        sign, one = max(((1, left), (-1, right)), key=lambda each: int(np.count_nonzero(~np.isnan(each[1]))))
        if np.count_nonzero(~np.isnan(one)) >= ENOUGH:
            # farther out are the shoulders and the jaw
            middle = np.where(sign * one > np.nanmax(sign * one) - OUT, one + sign * USUAL, np.nan)
    half = float(np.clip(half, LEAST, MOST))
    centre = float(np.nanmedian(middle - lean * (heights - base)))
    return Neck(wearer, base, chin, lean, centre - half, centre + half)


def _rows(wearer: Wearer, heights: Values) -> tuple[Values, Values, Values]:
    """At each height the middle of the neck, and where its edges meet the background; NaN where they don't."""
    starts = wearer.shoulders - heights[:, None] * wearer.down * wearer.width
    places = starts[:, None] + ACROSS[None, :, None] * wearer.right_hand * wearer.width
    met = sampled(wearer.labels, places)
    to_chin = (np.asarray(wearer.frame.chin, np.float64) - wearer.shoulders) @ wearer.right_hand / wearer.width
    middles, lefts, rights = [], [], []
    for row in met:
        throat = np.flatnonzero(row == Part.NECK)
        throat = throat[np.abs(ACROSS[throat]) < 0.35]
        middle = float(ACROSS[throat].mean()) if len(throat) else float(to_chin)
        index = int(np.abs(ACROSS - middle).argmin())
        body = is_any(row, _BODY)
        middles.append(middle)
        lefts.append(_end(row, body, index, -1))
        rights.append(_end(row, body, index, 1))
    return np.array(middles), np.array(lefts), np.array(rights)


def _end(row: Labels, body: Mask, start: int, step: int) -> float:
    """Where the body ends from a place in its row on; NaN if not at the background."""
    index = start
    while 0 <= index < len(row) and body[index]:
        index += step
    if not 0 <= index < len(row) or row[index] != Part.BACKGROUND:
        return float("nan")
    return float(ACROSS[index] - step * (ACROSS[1] - ACROSS[0]) / 2)
