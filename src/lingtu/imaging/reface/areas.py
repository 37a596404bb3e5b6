"""Areas of one material, each of which is bare skin or is not: cloth of skin's colour is never recoloured by half.

An area's looks, hue, place and size count together, and areas between which there is no strong edge decide alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.complexion import ratios
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.reface.evidence import BARE, Evidence
from lingtu.imaging.reface.segmentation import borders

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Indices = NDArray[np.int32]

#: Areas of fewer pixels say nothing as a whole.
LEAST_PX = 60
#: Log odds of a pixel are believed so far; those of the parts' labels, and of a whole area that is known by its place.
MOST_ODDS, LABELS, KNOWN = 4.0, 1.5, 6.0
#: How skin's log ratios (red to green, green to blue) change with L; their tolerances as share of the face's, at least,
#: and how much more redness is tolerated; hue counts so much at most.
HUE_BY_LIGHT, TOLERANCE, LEAST_TOLERANCE = np.array([-0.0055, -0.0036], np.float32), 0.3, 0.035
REDDER, MOST_HUE = 2.0, 4.0
#: What log odds lose: for each unit of texture above so much more than the face's, for each unit of L above so much
#: lighter than it, on the trunk, in hair by the parts, and for each doubling beyond the face's size.
ROUGH, ROUGHER = 0.3, 4.0
LIGHT, LIGHTER = 0.12, 8.0
ON_TRUNK, IN_HAIR, LARGE = 2.0, 1.5, 0.8
#: What an ear gains near the face, and how much darker (L) than the face the hair is of which it stands out.
EAR, DARK_HAIR = 2.5, -40.0
#: The trunk: below the chin in heights of the face, beside it in widths. Near a face, in its widths: ears.
TRUNK, BESIDE, NEAR = (0.7, 3.5), 1.1, 0.22
#: Feet are nowhere nearer below the chin, in heights of the face; what is shorter than this is no leg.
FEET, SHORT = 5.0, 0.8
#: A face's own: share of what is surely skin, or within its outline. Hair: share of the head's top.
OWN, WITHIN, CROWN = 0.4, 0.6, 0.3
#: Hair before a forehead: so far above the chin, in heights, and so much darker than the face (L).
FOREHEAD, DARKER = -0.75, 25.0
#: An area has face and hair in one if both chances have so large shares of it.
MIXED, SOME, LITTLE = 0.08, 0.005, 0.02
#: Neighbours count up to so much, less across edges of more than so many units of CIELAB; rounds.
COUPLING, EDGE, ROUNDS = 4.0, 5.0, 5
#: Areas larger than this share of the face are decided: as skin from these log odds on, else as none; and log odds
#: that are a narrow margin, if by the parts more than such a share is bare.
LARGE_AREA, SKIN_FROM, DECIDED, NARROW, BARELY = 0.12, 1.0, 1.6, 2.0, 0.1


@dataclass(frozen=True)
class Areas:
    """The areas of a person in a picture; `index` as `split` gives it."""

    evidence: Evidence
    index: Indices

    @cached_property
    def odds(self) -> Floats:
        """Log odds of each area to be bare skin: large areas are never left open."""
        odds = self._open_odds
        decided = np.where(odds > SKIN_FROM, np.maximum(odds, DECIDED), np.minimum(odds, -DECIDED))
        return np.where(self._is_large, decided, odds).astype(np.float32)

    @property
    def doubt(self) -> float:
        """Pixels of large areas that are skin or are not by a narrow margin, as share of all skin's."""
        odds = self._open_odds
        narrow = self._is_large & (np.abs(odds) < NARROW) & (self._share(self.evidence.around(NEAR)) < 0.3)
        narrow &= self._bare > BARELY
        return float(self._size[narrow].sum() / max(float(self._size[odds > 0].sum()), 1.0))

    @cached_property
    def _open_odds(self) -> Floats:
        odds = self._coupled(*self._alone)
        return np.where(self._shod(odds), -KNOWN, odds).astype(np.float32)

    @cached_property
    def _is_large(self) -> Mask:
        return np.asarray(self._size > LARGE_AREA * self._face_px)

    @cached_property
    def whole(self) -> Mask:
        """Whether each area is of one material: face and hair at times have no edge between."""
        chance = self.evidence.chance
        mixed = np.minimum(self._share(chance < 0.1), self._share(chance > 0.9)) > MIXED
        face = (self._within > 0.8) | ((self._own > OWN) & (self._crown < LITTLE))
        two = (mixed & (self._own > SOME) & ~face) | ((self._own > 0.1) & (self._crown > 0.05))
        return np.asarray((self._size >= LEAST_PX) & ~two)

    @cached_property
    def _alone(self) -> tuple[Floats, Mask]:
        """Log odds of each area without its neighbours, and which are sure by their place."""
        evidence = self.evidence
        looks = np.log((evidence.chance + 1e-3) / (1 - evidence.chance + 1e-3)).clip(-MOST_ODDS, MOST_ODDS)
        own_odds = self._inner_mean(looks)
        bare = self._bare
        near, trunk = self._share(evidence.around(NEAR)), self._share(self._trunk)
        odds = own_odds - self._off_hue + LABELS * (2 * bare - 1) + 2 * near * (1 - bare)
        odds -= ROUGH * (1 - near) * (self._rougher - ROUGHER).clip(0, None)
        odds -= LIGHT * (1 - near) * (self._lighter - LIGHTER).clip(0, None)
        odds -= ON_TRUNK * trunk + LARGE * np.log2(np.maximum(self._size / self._face_px, 1))
        odds -= IN_HAIR * (self._share(evidence.labels == Part.HAIR) > 0.5) * (self._own < 0.05)
        odds += EAR * near * self._stands_out_of_hair
        above = self._inner_mean(evidence.below_chin) < FOREHEAD
        fringe = above & (self._within > 0.2) & (self._lighter < -DARKER) & (self._own < OWN)
        skin = (self._own > OWN) | ((self._within > WITHIN) & ~fringe & ~(above & (odds < -DECIDED)))
        hair = ~skin & (fringe | ((self._crown > CROWN) & (own_odds < 1)))
        odds = np.where(skin, KNOWN, np.where(hair, -KNOWN, odds))
        return odds.astype(np.float32), np.asarray(skin | hair)

    def _coupled(self, odds: Floats, pinned: Mask) -> Floats:
        """Neighbours pull one another by the share of the outline that they have in common, less across an edge."""
        one, other, length, edge = borders(self.evidence.rgb, self.index)
        around = np.bincount(one, length, len(odds)) + np.bincount(other, length, len(odds))
        pull = COUPLING * length * np.exp(-((edge / EDGE) ** 2))
        result = odds
        for _ in range(ROUNDS):
            side = np.tanh(result / 2)
            added = np.bincount(one, pull * side[other], len(odds)) + np.bincount(other, pull * side[one], len(odds))
            result = np.where(pinned, odds, odds + added / np.maximum(around, 1))
        return np.asarray(result, np.float32)

    def _shod(self, odds: Floats) -> Mask:
        """What looks like bare feet without bare legs: shoes of skin's colour, if they are all seen."""
        below = self.evidence.below_chin
        skin = self._person & (odds[self.index] > 0)
        _, pieces = cv2.connectedComponents(skin.astype(np.uint8))
        shod = np.zeros(skin.shape, np.bool_)
        for piece in np.unique(pieces[skin & (below > FEET)]):
            inside = pieces == piece
            leg = np.isin(self.evidence.labels[inside], (Part.LEGS, Part.LOWER, Part.SHOES)).mean() > 0.5
            if leg and np.ptp(below[inside]) < SHORT and not inside[-1].any():
                shod |= inside
        return np.asarray(self._share(shod) > 0.5)

    @cached_property
    def _off_hue(self) -> Floats:
        """What log odds lose by a hue that is not this skin's in such light."""
        hues, lit = ratios(cv2.GaussianBlur(self.evidence.rgb, (0, 0), 1.0)), self.evidence.lit
        own = np.median(hues[lit], axis=0)
        tolerance = np.maximum(LEAST_TOLERANCE, TOLERANCE * own)
        lost = np.zeros(len(self._size), np.float32)
        for column in (0, 1):
            off = self._inner_mean(hues[..., column]) - own[column] - HUE_BY_LIGHT[column] * self._lighter
            lost += 0.5 * (off / (tolerance[column] * np.where(off < 0, 1, REDDER))) ** 2
        return np.minimum(lost, MOST_HUE)

    @cached_property
    def _stands_out_of_hair(self) -> Mask:
        """Whether an area is about as light as the face, and the hair much darker."""
        light, evidence = self.evidence.looks[..., 0], self.evidence
        if not evidence.crown.any():
            return np.zeros(len(self._size), np.bool_)
        hair = float(np.median(light[evidence.crown]) - np.median(light[evidence.lit]))
        return np.asarray((hair < DARK_HAIR) & (self._lighter > 0.5 * DARK_HAIR))

    @cached_property
    def _lighter(self) -> Floats:
        return self._beyond_face(0)

    @cached_property
    def _rougher(self) -> Floats:
        return self._beyond_face(3)

    def _beyond_face(self, column: int) -> Floats:
        looks = self.evidence.looks[..., column]
        return self._inner_mean(looks) - float(np.median(looks[self.evidence.lit]))

    @cached_property
    def _trunk(self) -> Mask:
        below, beside = self.evidence.below_chin, self.evidence.beside_chin
        return np.asarray((below > TRUNK[0]) & (below < TRUNK[1]) & (beside < BESIDE))

    @cached_property
    def _face_px(self) -> float:
        return max(float(self.evidence.outline.sum()), 1.0)

    @cached_property
    def _bare(self) -> Floats:
        """By the parts."""
        return self._share(np.isin(self.evidence.labels, BARE))

    @cached_property
    def _own(self) -> Floats:
        return self._share(self.evidence.anchors)

    @cached_property
    def _within(self) -> Floats:
        return self._share(self.evidence.outline)

    @cached_property
    def _crown(self) -> Floats:
        return self._share(self.evidence.crown)

    @cached_property
    def _size(self) -> Floats:
        """Of the person's pixels of each area."""
        return np.bincount(self.index[self._person], minlength=int(self.index.max()) + 1).astype(np.float32)

    @cached_property
    def _person(self) -> Mask:
        return self.evidence.coverage > 0.5

    def _share(self, mask: Mask) -> Floats:
        """How much of each area is in the mask."""
        found = np.bincount(self.index[self._person & mask], minlength=len(self._size))
        return np.asarray(found / np.maximum(self._size, 1), np.float32)

    @cached_property
    def _inner(self) -> Mask:
        """The person's pixels that no other area touches: at a border colours are mixed."""
        index, kernel = self.index.astype(np.float32), np.ones((3, 3), np.uint8)
        return np.asarray(self._person & (cv2.erode(index, kernel) == cv2.dilate(index, kernel)))

    def _inner_mean(self, values: Floats) -> Floats:
        """Mean of each area; where it has no inner pixels, of all of it."""
        means = []
        for mask in (self._inner, self._person):
            count = np.bincount(self.index[mask], minlength=len(self._size))
            total = np.bincount(self.index[mask], values[mask], len(self._size))
            means.append((count, total / np.maximum(count, 1)))
        (inner, by_inner), (_, by_all) = means
        return np.where(inner > 20, by_inner, by_all).astype(np.float32)
