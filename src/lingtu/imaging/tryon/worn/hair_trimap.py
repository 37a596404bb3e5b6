"""Where it is unknown how much of a pixel is hair, and what is known of it: by parsers, and by colours they mistook."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.agreement import colour_bins, share_of_colour
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import dilated, without_crumbs
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: What hair lies on.
BELOW = (Part.TORSO, Part.NECK, Part.ARMS)
#: Half width of the band about hair's outline in which its share is looked for, shoulder widths, and its most, px.
BAND, MOST_PX = 0.04, 8
#: The middle of a narrow lock is surely hair, from so much of its half width on.
MIDDLE = 0.6
#: So far from what it lies on hair has its own colours alone, shoulder widths.
ALONE = 0.1
#: Whose colours are told from hair's.
CLOTH, SKIN = (Part.TORSO,), (Part.NECK, Part.ARMS)
#: So deep in hair something else may be seen between strands, shoulder widths, by log odds of its colours: may, surely.
DEEP, MAY, SURE = 0.15, 1.0, 2.5
#: So far from hair more of it may be, shoulder widths; the soft edge of what its colours tell, px.
LOCK, SOFT_PX = 0.2, 2
#: Fewest pixels that tell a colour; the share of a colour that tells nothing.
FEWEST, FLOOR = 100, 1e-4


def hair_trimap(layers: Layers, box: tuple[slice, slice], near: Mask, width_px: float) -> tuple[Mask, Floats]:
    """Where hair's share is unknown, and what is known of it, in the box."""
    hair, labels = layers.share(Part.HAIR)[box], layers.labels[box]
    band = int(min(MOST_PX, max(2, BAND * width_px)))
    is_hair = hair > 0.5
    inner = _inner(is_hair, band)
    outer = cv2.dilate((hair > 0.3).astype(np.uint8), disc(band)) > 0
    below = is_any(labels, BELOW)
    # what lies beside a throat may be taken for hair
    alone = inner & ~dilated(below, int(ALONE * width_px))
    alone = alone if np.count_nonzero(alone) >= 10 * FEWEST else inner
    of_cloth, of_skin = _odds(layers.rgb[box], labels, alone, band)
    odds = np.maximum(of_cloth, of_skin)
    # farther from clothes what has their colours may be an earring
    deep = is_hair & dilated(labels == Part.TORSO, int(DEEP * width_px)) & (of_cloth > MAY)
    deep |= is_hair & dilated(labels == Part.NECK, int(DEEP * width_px)) & (of_skin > MAY)
    inner &= ~deep
    unknown, told = near & outer & ~inner, hair.copy()
    other = without_crumbs(deep)
    unlike = (near & (odds > SURE) & ~inner & (other | ~is_hair)).astype(np.uint8)
    unlike = cv2.morphologyEx(unlike, cv2.MORPH_OPEN, disc(SOFT_PX)) > 0
    told[unlike] = 0
    unknown = (unknown | (dilated(other, SOFT_PX) & is_hair)) & ~unlike
    # parsers take locks for a throat, or for the clothes they lie on
    on_it = below & ~_own(labels, Part.NECK) & dilated(is_hair, int(LOCK * width_px)) & (odds < -MAY)
    lock = joined(without_crumbs(on_it), is_hair)
    sure = cv2.erode((lock & (odds < -SURE)).astype(np.uint8), disc(SOFT_PX)) > 0
    told[sure] = 1
    unknown = (unknown | (dilated(lock, SOFT_PX) & ~inner)) & ~sure
    return unknown, told


def _inner(hair: Mask, band_px: int) -> Mask:
    """Hair so far from its outline; of narrow locks their middle."""
    deep = cv2.distanceTransform(hair.astype(np.uint8), cv2.DIST_L2, 3)
    most = cv2.dilate(deep, np.ones((2 * band_px + 1,) * 2, np.uint8))
    return np.asarray(deep > np.maximum(1.5, np.minimum(band_px, MIDDLE * most)))


def joined(found: Mask, part: Mask) -> Mask:
    """What of it hangs together with the part."""
    return found & reached(found | part, part)


def _odds(rgb: Floats, labels: NDArray[np.uint8], hair: Mask, band_px: int) -> tuple[Floats, Floats]:
    """Log odds of colours H x W to be those of clothes, and of skin; 0 where too little is seen of them."""
    bins, nothing = colour_bins(rgb), np.zeros(labels.shape, np.float32)
    if np.count_nonzero(hair) < FEWEST:
        return nothing, nothing
    of_hair = share_of_colour(bins, hair) + FLOOR
    cloth, skin = (_colours(bins, labels, parts, band_px) / of_hair for parts in (CLOTH, SKIN))
    return cv2.blur(np.log(cloth), (3, 3)), cv2.blur(np.log(skin), (3, 3))


def _colours(bins: NDArray[np.int32], labels: NDArray[np.uint8], parts: tuple[Part, ...], band_px: int) -> Floats:
    """The share of each pixel's colour in that of these parts where it is most, H x W."""
    result = np.full(labels.shape, FLOOR, np.float32)
    for part in parts:
        seen = cv2.erode(_own(labels, part).astype(np.uint8), disc(band_px)) > 0
        if np.count_nonzero(seen) >= FEWEST:
            result = np.maximum(result, share_of_colour(bins, seen) + FLOOR)
    return result


def _own(labels: NDArray[np.uint8], part: Part) -> Mask:
    """Where a part is; of the throat its largest piece: others are often locks."""
    found = labels == part
    if part != Part.NECK:
        return np.asarray(found)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8), connectivity=4)
    return np.asarray(found & (pieces == 1 + np.argmax(stats[1:, cv2.CC_STAT_AREA]))) if len(stats) > 1 else found
