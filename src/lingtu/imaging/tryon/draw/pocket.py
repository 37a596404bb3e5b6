"""Pockets that hands go into: the new garment has openings there, else hands would end at the cloth as if cut off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, sampled, unit
from lingtu.imaging.tryon.fit.hang import hand_in_pocket
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Of the hand's edge what is farther from the wrist than this share of it is in the pocket; fewer pixels say nothing.
FAR, LEAST_PX = 50.0, 12
#: How much of a hand's end is cut straight, and how far the opening goes on beyond it to each side at most, shoulder
#: widths, and half widths of the hand's end: a longer one looks drawn on.
TRIMMED, BEYOND, BEYOND_HAND = 0.012, 0.04, 0.3
#: How much an opening bends at most, its depth in its length.
BENT = 0.25
#: Of what lies behind the opening so much is cloth at least: else it ends above the hand, or beside it.
IN_CLOTH = 0.75
#: Shadow of the opening's rim on the hand and how far it goes, shoulder widths; of the opening, and its width, px.
RIM, RIM_WIDTH, SLIT, SLIT_PX = 0.5, 0.022, 0.45, 1.0
#: How much fainter the opening is in white cloth, which is light within its folds too.
PALE = 0.7


@dataclass(frozen=True)
class Opening:
    """Where the hand goes in: a place, the way along the rim and the way in; there the rim is `bend` of its length."""

    middle: Values
    along: Values
    inward: Values
    half: float  # of the hand's end, px
    bend: Values  # polynomial of the place along it, px

    def beside(self, along: Floats, width_px: float) -> Floats:
        """1 along the hand's end, falling to 0 where the opening ends beside it."""
        beyond = min(BEYOND * width_px, BEYOND_HAND * self.half)
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
    found = []
    for flank in wearer.flanks:
        hand = hand_in_pocket(layers, wearer, flank)
        if hand.any():
            wrist = np.asarray(wearer.frame.body.points[flank.limbs.wrist], np.float64)
            opening = _opening(hand, layers.labels == Part.LOWER, wrist)
            found.append(opening)
    return tuple(each for each in found if each is not None)


def _opening(hand: Mask, clothes: Mask, wrist: Values) -> Opening | None:
    """Along the edge of the hand's end that is at the clothes; None where there is little of it."""
    rows, columns = np.nonzero(hand)
    middle = np.array([columns.mean(), rows.mean()])
    ahead = unit(middle - wrist)
    beside = cv2.dilate(clothes.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    edge = hand & (cv2.erode(hand.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0) & beside
    y, x = np.nonzero(edge)
    places = np.stack([x, y], axis=1).astype(np.float64)
    if len(places) < LEAST_PX:
        return None
    far = (places - wrist) @ ahead
    places = places[far > np.percentile((np.stack([columns, rows], axis=1) - wrist) @ ahead, FAR)]
    if len(places) < LEAST_PX:
        return None
    middle = places.mean(axis=0)
    _, _, axes = np.linalg.svd(places - middle, full_matrices=False)
    along = np.asarray(axes[0], np.float64)
    inward = np.array([-along[1], along[0]])
    inward *= np.sign(inward @ ahead) or 1.0
    at, depth = (places - middle) @ along, (places - middle) @ inward
    first, last = np.percentile(at, [2, 98])
    middle, at, half = middle + along * (first + last) / 2, at - (first + last) / 2, float(last - first) / 2
    bend = np.polyfit(at, depth, 2)
    most = BENT * 2 * half / max(half**2, 1.0)
    bend[0] = np.clip(bend[0], -most, most)
    return Opening(middle, along, inward, half, np.asarray(bend, np.float64))


def cut_at_openings(layers: Layers, openings: tuple[Opening, ...], width_px: float) -> Layers:
    """Hands that end at the openings' rims, in one line."""
    if not openings:
        return layers
    shares, labels = layers.shares.copy(), layers.labels
    for opening in openings:
        along, inward = opening.places(labels.shape)
        behind = (inward + TRIMMED * width_px + 0.5).clip(0, 1) * (inward < opening.half)
        behind = behind * (opening.beside(along, width_px) > 0)
        moved = shares[Part.HANDS] * behind
        shares[Part.HANDS] -= moved
        shares[Part.LOWER] += moved
        labels = np.where((labels == Part.HANDS) & (behind > 0.5), Part.LOWER, labels)
    return replace(layers, labels=labels.astype(np.uint8), shares=shares)


def with_openings(rgb: Floats, openings: tuple[Opening, ...], cloth: Floats, hands: Floats, width_px: float) -> Floats:
    """The picture H x W x 3 with the pockets' openings in the `cloth` (a share), before which `hands` are."""
    result, sure = rgb, cloth > 0.5
    for opening in openings:
        along, inward = opening.places(cloth.shape)
        inward = inward + TRIMMED * width_px
        at = np.linspace(-opening.half, opening.half, 24)
        rim = opening.middle + at[:, None] * opening.along + np.polyval(opening.bend, at)[:, None] * opening.inward
        behind = rim + 2 * RIM_WIDTH * width_px * opening.inward
        if float((sampled(sure.astype(np.uint8), behind) == 1).mean()) < IN_CLOTH:
            continue
        end = opening.beside(along, width_px)
        shadow = RIM * np.exp(np.minimum(inward, 0) / (RIM_WIDTH * width_px)) * (inward < 0) * end * hands
        deep = SLIT * (1 - PALE * _lightness(rgb, sure, behind))
        slit = deep * np.exp(-((inward / SLIT_PX) ** 2)) * end * np.maximum(cloth, hands)
        shade = (1 - shadow) * (1 - slit)
        result = np.asarray(result * shade[..., None], np.float32)
    return result


def _lightness(rgb: Floats, cloth: Mask, places: Values) -> float:
    """How light cloth H x W of a picture H x W x 3 is at these places, N x 2 px: 0 black to 1 white."""
    tones = sampled((rgb.mean(axis=2).clip(0, 1) * 255).astype(np.uint8), places) / 255
    return float(tones[sampled(cloth.astype(np.uint8), places) == 1].mean())
