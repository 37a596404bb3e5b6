"""The border between what is worn above and below the waist: where it is, and what lies over what."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import sharp
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Waistbands begin so much above the waist that is seen, levels.
BAND = 0.03
#: A top that ends lower hangs over the waist.
LONG_TOP = 1.12
#: Down to so much below the waist legwear widens by this slope from the old one's width; levels.
BESIDE, BESIDE_SLOPE = 0.4, 0.3
#: Smoothing of that one's outline, shoulder widths.
EVEN = 0.02
#: From so much above the waist a top that is tucked in narrows by this slope to the old one's width, which it has from
#: so much above the waist on; levels.
TUCK, TUCK_SLOPE, TUCK_END = 0.35, 0.3, 0.04
#: A waistband in which a top may be tucked: half height and half width of where it is looked for, levels and shoulder
#: widths, its width at least and how uneven its edge is at most, shoulder widths.
BAND_NEAR, BAND_MIDDLE, BAND_LEAST, BAND_OFF = 0.12, 0.3, 0.5, 0.014
#: From so much above the waist on skin is a bare belly, levels.
BELLY = 0.3


def waist_levels(layers: Layers, wearer: Wearer) -> tuple[float, float]:
    """Levels of the waist on both sides: a little above where the old garment begins; bodies tilt."""
    usual = float(np.clip(wearer.outfit.waist - BAND, 0.6, 0.95))
    if wearer.outfit.waist > LONG_TOP:  # under a long top, in front of it
        return 0.85, 0.85
    along, across = wearer.frame.along, wearer.frame.across
    right = (np.indices(layers.labels.shape)[1] - wearer.shoulders[0]) * wearer.right_hand[0] > 0
    band = (layers.labels == Part.LOWER) & (across > 0.15) & (along < usual + 0.35)
    levels = []
    for side in (~right, right):
        part = along[band & side]
        seen = float(np.percentile(part, 1)) - BAND if part.size > 50 else usual
        levels.append(float(np.clip(seen, usual - 0.12, usual + 0.12)))
    return levels[0], levels[1]


def has_straight_band(layers: Layers, wearer: Wearer) -> bool:
    """Whether a clean waistband is seen, in which another top can be tucked: its upper edge is a smooth line."""
    frame, outfit = wearer.frame, wearer.outfit
    lower = (layers.labels == Part.LOWER) & (frame.along > outfit.waist - BAND_NEAR)
    middle = lower & (frame.across < BAND_MIDDLE) & (frame.along < outfit.waist + BAND_NEAR)
    columns = np.flatnonzero(middle.any(axis=0))
    if len(columns) < BAND_LEAST * wearer.width:
        return False
    rows = middle[:, columns].argmax(axis=0)
    line = np.polyval(np.polyfit(columns, rows, 2), columns)
    off = float(np.percentile(np.abs(rows - line), 90)) / wearer.width
    return off < BAND_OFF


def around_waist(layers: Layers, wearer: Wearer, garment: Garment, tucked: bool) -> tuple[Floats, Floats]:
    """What lies over the garment (the waistband it is tucked in, an upper garment over trousers), and where it
    isn't although nothing lies over it (below the waistband it is tucked in)."""
    nothing = np.zeros(layers.labels.shape, np.float32)
    if garment.kind == "lowerBody":
        upper = layers.share(Part.TORSO) if not wearer.outfit.one_piece else nothing
        # mattes leave a ragged rim
        ground = 1 - sharp(1 - layers.share(Part.BACKGROUND), max(1.0, EVEN * wearer.width))
        outside = cv2.distanceTransform((ground > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
        below = wearer.frame.along - wearer.outfit.waist
        room = BESIDE_SLOPE * np.maximum(below, 0) * wearer.torso_px
        # at the photo's own soft edge where there is no room yet
        beyond = np.minimum(ground, (outside + 1 - room).clip(0, 1)) * (below < BESIDE)
        return np.asarray(upper, np.float32), np.asarray(beyond, np.float32)
    if not tucked:
        return nothing, nothing
    along, waist = wearer.frame.along, wearer.outfit.waist
    torso = (layers.labels == Part.TORSO) | _belly(layers, wearer)
    outside = cv2.distanceTransform((~torso).astype(np.uint8), cv2.DIST_L2, 5)
    room = TUCK_SLOPE * (waist - TUCK_END - along) * wearer.torso_px
    beyond = ((along > waist - TUCK) & (outside > np.maximum(room, 1.5))) | (along > waist + 0.09)
    return layers.share(Part.LOWER), np.asarray(cv2.GaussianBlur(beyond.astype(np.float32), (0, 0), 1.0), np.float32)


def _belly(layers: Layers, wearer: Wearer) -> Mask:
    """Skin between a short top and the waistband: a longer one that is tucked in covers it."""
    levels = np.linspace(wearer.outfit.waist - BELLY, wearer.outfit.waist + BELLY / 2, 8)
    left, right = ([wearer.on_edge(flank, float(level)) for level in levels] for flank in wearer.flanks)
    body = np.zeros(layers.labels.shape, np.uint8)
    cv2.fillPoly(body, [np.rint(left + right[::-1]).astype(np.int32)], 1)
    return np.asarray((body > 0) & is_any(layers.labels, (Part.NECK, Part.ARMS, Part.LEGS)))
