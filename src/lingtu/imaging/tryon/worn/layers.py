"""The photo of a wearer as soft layers that sum to one: one set of edges for what is kept, taken off and put on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import box_around, sharp
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.arrays.vectors import strongest
from lingtu.imaging.tryon.worn.edges import sharpened

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: The guided filter that fits the parts' edges to the picture's: radius in px, and eps of colours in [0, 1].
RADIUS_PX, EPS = 4, 4e-4
#: From so far beside a part on the filter finds none of it, px.
FAR_PX = 2 * RADIUS_PX + 2
#: The filter's edges are softer than the picture's.
STEEPER = 3.0
#: Blur of the photo itself, px.
LENS_PX = 1.0
#: At clothes that are taken off the outline of arms and hands is so near to them, px.
RIM_PX, SKIN = 2, (Part.ARMS, Part.HANDS)
#: Smoothing of that outline of arms, shoulder widths.
EVEN = 0.035
#: What sticks out of it between dents narrower than twice this is none of it, shoulder widths; smoothing of hands, px.
DENT, HAND_EVEN_PX = 0.012, 2.0
#: From its arm on a hand's outline becomes its own over so far, and in its middle so far from an arm's even one,
#: shoulder widths: a step between both would look cut.
WRIST, BULGE = 0.15, 0.03
#: Smoothing of what is left of a hand, and of a finger: pixel by pixel a smaller one would have a jagged edge, px.
LEFT_PX, FINGER_PX = 1.3, 1.0
#: So near are the clothes that such a rim is given to, px.
GIVEN_PX = 8
#: No part; and the blur of edges that are known to a pixel, px.
UNKNOWN, SOFT_PX = 255, 0.6
#: A pixel shows one layer alone from this share on.
PURE = 0.9


@dataclass(frozen=True)
class Layers:
    """The picture H x W x 3, the part of each pixel, and each part's share in it, parts x H x W, summing to 1."""

    rgb: Floats
    labels: Labels
    shares: Floats

    def share(self, *parts: Part) -> Floats:
        result: Floats = self.shares[parts[0]].copy()
        for part in parts[1:]:
            result += self.shares[part]
        return result

    def own_colours(self, share: Floats) -> Floats:
        """The picture in which a layer's colours go on to where it is mixed with others, from where it is pure.

        There it keeps its texture: what it is mixed with is taken off, but no farther than to the layer's own colour.
        """
        pure = cv2.erode((share > PURE).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        if not pure.any():
            return self.rgb
        own = continued(self.rgb, pure.astype(np.float32))
        others = continued(self.rgb, (share < 1 - PURE).astype(np.float32))
        # lenses and JPEG carry the others' colours a pixel farther
        mixed = 1 - np.minimum(share, cv2.GaussianBlur(share, (0, 0), LENS_PX))
        unmixed = self.rgb + mixed[..., None] * (own - others)
        unmixed = unmixed.clip(np.minimum(self.rgb, own), np.maximum(self.rgb, own))
        return np.where((share > 1 - PURE)[..., None], unmixed, own)


def within_rim(
    layers: Layers,
    taken_off: tuple[Part, ...],
    width_px: float = 0.0,
    hidden: Floats | float = 0.0,
    inside_px: float = 0.0,
) -> Layers:
    """Arms and hands smaller, and with an even outline, where they meet clothes that are taken off.

    By two pixels, by one where that would leave nothing of a finger: lenses carry the clothes' colours so far.
    `hidden`: 1 where clothes hide an arm, H x W, which goes on below them; `width_px` across the shoulders;
    `inside_px`: how far inside their own the even outline of arms lies.
    """
    layers = without_rim(layers, taken_off)
    beyond = _beyond_even(layers, layers.share(*taken_off) * (1 - hidden), width_px, inside_px)
    skin = layers.share(*SKIN)
    return _given(layers, skin - np.minimum(skin, 1 - beyond), taken_off)


def without_rim(layers: Layers, others: tuple[Part, ...], covered: Floats | float = 1.0) -> Layers:
    """Arms and hands smaller where they meet other parts, and those are `covered`, a share H x W."""
    skin, share = layers.share(*SKIN), layers.share(*others)
    beside = cv2.dilate(share, np.ones((2 * RIM_PX + 1,) * 2, np.uint8))
    core = cv2.erode(skin, np.ones((2 * RIM_PX + 1,) * 2, np.uint8))
    thick = cv2.dilate(core, np.ones((2 * RIM_PX + 3,) * 2, np.uint8)) > 0.5
    finger = cv2.erode(skin, np.ones((3, 3), np.uint8))
    left = np.where(thick, sharp(core, LEFT_PX), sharp(finger, FINGER_PX))
    return _given(layers, (skin - np.minimum(skin, left)) * beside * covered, others)


def _given(layers: Layers, rim: Floats, taken_off: tuple[Part, ...]) -> Layers:
    """With a rim of arms and hands, a share H x W of the picture, as what of these clothes is nearest."""
    box = box_around(rim, GIVEN_PX)
    rim = rim[box]
    if not rim.size:
        return layers
    shares, kernel = layers.shares.copy(), np.ones((2 * GIVEN_PX + 1,) * 2, np.uint8)
    of_each = np.stack([cv2.dilate(np.ascontiguousarray(shares[part][box]), kernel) for part in taken_off])
    of_each *= rim / np.maximum(of_each.sum(axis=0), 1e-3)
    left = 1 - rim / np.maximum(layers.share(*SKIN)[box], 1e-3)
    for part in SKIN:
        shares[part][box] *= left
    for part, more in zip(taken_off, of_each, strict=True):
        shares[part][box] += more
    return replace(layers, shares=shares)


def past_wrist(labels: Labels, width_px: float) -> Floats:
    """How far beyond the even outline of its arm a hand's own may lie, H x W px: more and more, then anywhere."""
    arms = labels == Part.ARMS
    far = cv2.distanceTransform((~arms).astype(np.uint8), cv2.DIST_L2, 3) / (WRIST * width_px)
    away = far.clip(0, 1)
    return np.asarray(BULGE * width_px * (away / np.maximum(1 - away, 1e-3)).clip(0, 1e3), np.float32)


def _beyond_even(layers: Layers, clothes: Floats, width_px: float, inside_px: float) -> Floats:
    """1 beyond the even outline of arms and hands before clothes, H x W: what parsers leave there is ragged.

    It is smoothed from the side of the clothes, as of an arm a narrow strip may be seen; hands have less even ones.
    """
    result = np.zeros(clothes.shape, np.float32)
    if width_px <= 0:
        return result
    box = box_around(layers.share(*SKIN), int(3 * EVEN * width_px) + 1)
    if not clothes[box].any():
        return result
    clothes, hands = clothes[box], layers.share(Part.HANDS)[box]
    closed = cv2.morphologyEx(clothes, cv2.MORPH_CLOSE, disc(DENT * width_px))
    arm = sharp(closed, max(1.0, EVEN * width_px), past_wrist(layers.labels[box], width_px) - inside_px)
    hand = np.maximum(clothes, sharp(clothes, HAND_EVEN_PX))
    at_hand = cv2.GaussianBlur(cv2.dilate(hands, np.ones((5, 5), np.uint8)), (0, 0), HAND_EVEN_PX)
    result[box] = np.maximum(arm, hand * at_hand)
    return result


def split(rgb: Floats, small_labels: Labels, coverage: Floats, fine: Labels | None = None) -> Layers:
    """Layers of a picture whose parts are known at any size; `coverage` of the person H x W.

    `fine`: the parts H x W where they are known to a pixel, elsewhere UNKNOWN.
    """
    size = rgb.shape[1::-1]
    rough = np.stack(
        [cv2.resize((small_labels == part).astype(np.float32), size, interpolation=cv2.INTER_LINEAR) for part in Part]
    )
    if fine is not None:
        known = fine != UNKNOWN
        rough[:, known] = fine[known] == np.arange(len(rough))[:, None]
    present = [part for part in Part if part and rough[part].any()]
    shares = np.zeros_like(rough)
    for part in present:
        shares[part] = _along_edges(rgb, rough[part])
    person = _along_edges(rgb, coverage)
    total = shares.sum(axis=0)
    shares *= (person / np.maximum(total, 1e-3))[None]
    shares[Part.BACKGROUND] = 1 - shares.sum(axis=0).clip(0, 1)
    shares[shares < 0.02] = 0
    if fine is not None and known.any():
        _set(shares, fine)
    shares = sharpened(rgb, shares / shares.sum(axis=0))
    return Layers(rgb, strongest(rough), shares)


def _set(shares: Floats, fine: Labels) -> None:
    """The parts where they are known, with soft edges, in place of their shares there."""
    known = fine != UNKNOWN
    x, y, width, height = cv2.boundingRect(known.astype(np.uint8))
    box = slice(y, y + height), slice(x, x + width)
    for part, share in enumerate(shares):
        exact = np.where(known[box], fine[box] == part, share[box]).astype(np.float32)
        if exact.any() or share[box].any():
            share[box] = np.where(known[box], cv2.GaussianBlur(exact, (0, 0), SOFT_PX), share[box])


def _along_edges(rgb: Floats, share: Floats) -> Floats:
    """A share H x W with its edges where the picture's are."""
    result = np.zeros_like(share)
    box = box_around(share, FAR_PX)
    if share[box].size:
        filtered = cv2.ximgproc.guidedFilter(rgb[box], np.ascontiguousarray(share[box]), RADIUS_PX, EPS)
        result[box] = ((filtered - 0.5) * STEEPER + 0.5).clip(0, 1)
    return result
