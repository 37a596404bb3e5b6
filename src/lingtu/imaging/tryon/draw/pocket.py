"""Pockets that hands go into: the new garment has openings there, else hands would end at the cloth as if cut off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, unit
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.fit.hang import hand_in_pocket
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: What is so near to a hand is of it, shoulder widths; of its edge what faces away from the elbow, by this cosine, is
#: in the pocket; fewer pixels say nothing; blur of the hand for that, px.
AROUND, FACES, LEAST_PX, SOFT_PX = 0.12, 0.4, 12, 3.0
#: Where the ends of a hand's edge are, of its half width.
ENDS = 0.85
#: An opening goes on so far beyond the hand to each side, shoulder widths: it is longer than a hand is wide.
BEYOND = 0.13
#: Its edge is so much inside what is seen of the hand, shoulder widths; and cloth whose edge goes around a hand, with
#: its ends so much farther in than its middle, half widths, is a pocket's own.
TRIMMED, HOLLOW = 0.006, 0.1
#: So far behind an opening the hand goes, half widths of its end.
DEEP = 3.0
#: How much an opening is bowed by the hand in it, its depth in its length.
BOWED = 0.05


@dataclass(frozen=True)
class Opening:
    """Where the hand goes in: a place, the way along the rim and the way in; there the rim is `bend` of its length."""

    middle: Values
    along: Values
    inward: Values
    half: float  # of the hand's end, px
    bend: Values  # polynomial of the place along it, px
    is_edge: bool = False  # whether cloth ends there, around a hand that goes in behind it: nothing need be drawn

    def beside(self, along: Floats, width_px: float) -> Floats:
        """1 along the hand's end, falling to 0 where the opening ends beside it."""
        beyond = BEYOND * width_px
        return np.asarray(((self.half + beyond - np.abs(along)) / beyond).clip(0, 1), np.float32)

    def places(self, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
        """Of each pixel of a picture how far along the opening it is, and how far within the pocket; H x W px."""
        y, x = np.indices(shape, np.float32)
        off_x, off_y = x - self.middle[0], y - self.middle[1]
        along = off_x * self.along[0] + off_y * self.along[1]
        near = along.clip(-self.half, self.half)
        slope = np.polyval(np.polyder(self.bend), near)
        rim = np.polyval(self.bend, near) + slope * (along - near)
        inward = (off_x * self.inward[0] + off_y * self.inward[1] - rim) / np.sqrt(1 + slope**2)
        return np.asarray(along, np.float32), np.asarray(inward, np.float32)


def find_openings(layers: Layers, wearer: Wearer) -> tuple[Opening, ...]:
    """Where hands go into pockets of the old clothes."""
    found, skin = [], is_any(layers.labels, (Part.ARMS, Part.HANDS))
    for flank in wearer.flanks:
        hand = hand_in_pocket(layers, wearer, flank)
        if hand.any():
            # of a hand that is hardly seen parsers take a half for the arm
            whole = skin & (cv2.distanceTransform((~hand).astype(np.uint8), cv2.DIST_L2, 3) < AROUND * wearer.width)
            rows, columns = np.nonzero(hand)
            elbow = np.asarray(wearer.frame.arm(flank.limbs)[1], np.float64)
            ahead = unit(np.array([columns.mean(), rows.mean()]) - elbow)
            found.append(_opening(whole, layers.labels == Part.LOWER, ahead, wearer.width))
    return tuple(each for each in found if each is not None)


def _opening(hand: Mask, clothes: Mask, ahead: Values, width_px: float) -> Opening | None:
    """Along the edge of the hand's end that is at the clothes; None where there is little of it.

    `ahead`: the way of the forearm.
    """
    beside = cv2.dilate(clothes.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    edge = hand & (cv2.erode(hand.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0) & beside
    soft = cv2.GaussianBlur(hand.astype(np.float32), (0, 0), SOFT_PX)
    out = -np.stack([cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)], axis=-1)[edge]
    faces = out @ ahead > FACES * np.linalg.norm(out, axis=1)
    y, x = (each[faces] for each in np.nonzero(edge))
    places = np.stack([x, y], axis=1).astype(np.float64)
    if len(places) < LEAST_PX:
        return None
    middle = places.mean(axis=0)
    _, _, axes = np.linalg.svd(places - middle, full_matrices=False)
    along = np.asarray(axes[0], np.float64)
    inward = np.array([-along[1], along[0]])
    inward *= np.sign(inward @ ahead) or 1.0
    at = (places - middle) @ along
    bend = np.polyfit(at, (places - middle) @ inward, 2)
    first, last = np.percentile(at, [3, 97])
    half = float(last - first) / 2
    # a hand is cut straight between the ends of its edge: a round end would look like a stump
    end = float(np.polyval(bend, (first + last) / 2 + ENDS * half * np.array([-1.0, 1.0])).mean())
    middle = middle + along * (first + last) / 2 + inward * end
    bow = BOWED * 2 * half
    if bend[0] * half > HOLLOW:
        return Opening(middle, along, inward, half, np.zeros(3), is_edge=True)
    middle = middle - inward * (0.7 * bow + TRIMMED * width_px)
    return Opening(middle, along, inward, half, np.array([-bow / max(half, 1.0) ** 2, 0.0, bow]))


def cut_at_openings(layers: Layers, openings: tuple[Opening, ...], width_px: float) -> Layers:
    """Hands that end at the openings' rims, in one line."""
    if not openings:
        return layers
    shares, labels = layers.shares.copy(), layers.labels
    for opening in openings:
        if opening.is_edge:
            continue
        along, inward = opening.places(labels.shape)
        behind = (inward + 0.5).clip(0, 1) * (inward < 2 * opening.half)
        behind = behind * (opening.beside(along, width_px) > 0)
        for part in (Part.HANDS, Part.ARMS):
            moved = shares[part] * behind
            shares[part] -= moved
            shares[Part.LOWER] += moved
        skin = is_any(labels, (Part.HANDS, Part.ARMS))
        labels = np.where(skin & (behind > 0.5), Part.LOWER, labels)
    return replace(layers, labels=labels.astype(np.uint8), shares=shares)


def around_hands(openings: tuple[Opening, ...], shape: tuple[int, ...], width_px: float) -> Floats:
    """Where cloth must be for hands to be in its pockets, H x W, a share: behind and beside the openings."""
    found = np.zeros(shape, np.float32)
    for opening in openings:
        along, inward = opening.places(shape)
        near = (inward > -BEYOND * width_px) & (inward < DEEP * opening.half) & (opening.beside(along, width_px) > 0)
        found = np.maximum(found, near)
    return cv2.GaussianBlur(found, (0, 0), SOFT_PX) if openings else found
