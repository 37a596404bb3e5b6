"""Hair's soft edge against clothes and throat: a matte in a band about its outline, where parsers see one line.

Closed-form matting (Levin, Lischinski, Weiss 2007) tells how much of a pixel is hair by the colours on both sides; what
has the colours of neither alone stays with the side that it lies on.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.closed_form import solve_alpha
from lingtu.imaging.people.agreement import colour_bins, share_of_colour
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import box_around, dilated, without_crumbs
from lingtu.imaging.tryon.arrays.smooth_fill import continued_roughly
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Half width of the band about hair's outline in which its share is looked for, shoulder widths, and its most, px.
BAND, MOST_PX = 0.04, 8
#: The middle of a narrow lock is surely hair, from so much of its half width on.
MIDDLE = 0.6
#: What hair lies on; and so near to it hair's edge is looked at, and to clothes that on the throat, shoulder widths.
BELOW, NEAR, THROAT = (Part.TORSO, Part.NECK, Part.ARMS), 0.05, 0.3
#: So far from these hair has its own colours alone, shoulder widths.
ALONE = 0.1
#: Whose colours are told from hair's.
CLOTH, SKIN = (Part.TORSO, Part.BACKGROUND), (Part.NECK, Part.ARMS)
#: What has hair's share is never taken from these.
OTHERS = (Part.FACE, Part.HANDS, Part.BAGS)
#: So much around it tells the colours of both, shoulder widths.
AROUND = 0.25
#: So deep in hair something else may be seen between strands, shoulder widths, by log odds of its colours: may, surely.
DEEP, MAY, SURE = 0.15, 1.0, 2.5
#: So far from hair more of it may be, shoulder widths; the soft edge of what its colours tell, px.
LOCK, SOFT_PX = 0.2, 2
#: Fewest pixels that tell a colour; the share of a colour that tells nothing.
FEWEST, FLOOR = 100, 1e-4
#: How much what was told before counts; variance of colour about which no edge is sharp.
WEIGHT, EVEN = 3e-3, 1e-4
#: Shares of hair that are none, and all: in texture a matte never gets there.
NONE, ALL = 0.12, 0.9
#: Colours, RGB in [0, 1], that are told apart hardly, and well, of what is so near, px.
APART, BESIDE_PX = (0.1, 0.25), 5
#: Strands hang together with hair by pixels that are at least so much of it.
SPECK = 0.08


def with_hair_edges(layers: Layers, width_px: float) -> Layers:
    """The layers with hair's share H x W by a matte where it meets clothes or the throat near them."""
    hair = layers.share(Part.HAIR)
    is_hair, below = hair > 0.5, np.isin(layers.labels, BELOW)
    near_clothes = dilated(layers.labels == Part.TORSO, int(THROAT * width_px))
    at = is_hair & dilated(below, max(2, int(NEAR * width_px))) & near_clothes
    box = box_around(at, int(AROUND * width_px))
    if not hair[box].size or min(np.count_nonzero(is_hair[box]), np.count_nonzero(below[box])) < FEWEST:
        return layers
    near = dilated(below[box], max(2, int(NEAR * width_px))) & near_clothes[box]
    unknown, told = _trimap(layers, box, near, width_px)
    free = layers.share(*OTHERS)[box] < 0.02
    unknown, known = unknown & free, free & (told != hair[box])
    trimap = np.where(unknown, 0.5, np.round(told)).astype(np.float32)
    matte = solve_alpha(np.ascontiguousarray(layers.rgb[box]), trimap, told, WEIGHT, EVEN)
    share = np.where(unknown, ((matte - NONE) / (ALL - NONE)).clip(0, 1), told)
    clear = _clear(layers.rgb[box], trimap, unknown)
    share = np.where(unknown, clear * share + (1 - clear) * hair[box], share)
    # dots of a print near hair are none of it
    share *= _joined(share > SPECK, trimap == 1) | ~unknown
    return _shared(layers, box, np.asarray(share, np.float32), unknown | known)


def _clear(rgb: Floats, trimap: Floats, unknown: Mask) -> Floats:
    """How clearly what is seen on both sides of the unknown can be told apart, H x W: else parsers know better."""
    sides = (continued_roughly(rgb, (trimap == value) & dilated(unknown, BESIDE_PX)) for value in (0, 1))
    apart = np.linalg.norm(np.subtract(*sides), axis=2)
    return np.asarray(((apart - APART[0]) / (APART[1] - APART[0])).clip(0, 1), np.float32)


def _trimap(layers: Layers, box: tuple[slice, slice], near: Mask, width_px: float) -> tuple[Mask, Floats]:
    """Where hair's share is unknown, and what is known of it, in the box."""
    hair, labels = layers.share(Part.HAIR)[box], layers.labels[box]
    band = int(min(MOST_PX, max(2, BAND * width_px)))
    is_hair = hair > 0.5
    inner = _inner(is_hair, band)
    outer = cv2.dilate((hair > 0.3).astype(np.uint8), disc(band)) > 0
    below = np.isin(labels, BELOW)
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
    lock = _joined(without_crumbs(on_it), is_hair)
    sure = cv2.erode((lock & (odds < -SURE)).astype(np.uint8), disc(SOFT_PX)) > 0
    told[sure] = 1
    unknown = (unknown | (dilated(lock, SOFT_PX) & ~inner)) & ~sure
    return unknown, told


def _inner(hair: Mask, band_px: int) -> Mask:
    """Hair so far from its outline; of narrow locks their middle."""
    deep = cv2.distanceTransform(hair.astype(np.uint8), cv2.DIST_L2, 3)
    most = cv2.dilate(deep, np.ones((2 * band_px + 1,) * 2, np.uint8))
    return np.asarray(deep > np.maximum(1.5, np.minimum(band_px, MIDDLE * most)))


def _joined(found: Mask, part: Mask) -> Mask:
    """What of it hangs together with the part."""
    return found & reached(found | part, part)


def _odds(rgb: Floats, labels: NDArray[np.uint8], hair: Mask, band_px: int) -> tuple[Floats, Floats]:
    """Log odds of colours H x W to be those of clothes or ground, and of skin; 0 where too little is seen of them."""
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


def _shared(layers: Layers, box: tuple[slice, slice], share: Floats, where: Mask) -> Layers:
    """With this share of hair there; what it was before is what lies beside it, the rest of a pixel as before."""
    shares, labels = layers.shares.copy(), layers.labels.copy()
    view = shares[(slice(None), *box)]
    rest = 1 - view[Part.HAIR]
    beside = _beside(labels[box], view)
    for part in range(len(view)):
        if part != Part.HAIR:
            # of what is hair alone nothing else is known but what is near
            of_rest = np.where(rest > 0.3, view[part] / np.maximum(rest, 1e-3), beside == part)
            view[part] = np.where(where, of_rest * (1 - share), view[part])
    view[Part.HAIR] = np.where(where, share, view[Part.HAIR])
    labels[box] = np.where(where, view.argmax(axis=0), labels[box]).astype(np.uint8)
    return replace(layers, shares=shares, labels=labels)


def _beside(labels: NDArray[np.uint8], shares: Floats) -> NDArray[np.uint8]:
    """The part other than hair that is nearest, H x W."""
    other = labels != Part.HAIR
    _, index = cv2.distanceTransformWithLabels(
        (~other).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_index = np.zeros(int(index.max()) + 1, np.uint8)
    of_index[index[other]] = labels[other]
    return np.asarray(of_index[index], np.uint8)
