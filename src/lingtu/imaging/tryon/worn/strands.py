"""Strands of hair on clothes: parsers see one solid outline, with cloth between the tips and strands cut off.

A pixel there is a mixture of hair and cloth (Porter and Duff 1984): its place between the two colours says how much
of each.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.agreement import colour_bins, share_of_colour
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated, without_crumbs
from lingtu.imaging.tryon.arrays.smooth_fill import continued_roughly
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from clothes hair may show them between its tips, and from hair strands may lie on them, shoulder widths.
INTO_HAIR, ONTO_CLOTH = 0.2, 0.06
#: How far from hair more of it may lie on clothes, shoulder widths.
LOCK = 0.25
#: How far from the other a part has its own colour alone, shoulder widths; fewest such pixels that tell it.
CORE, FEWEST = (0.04, 0.06), 60
#: How unlike hair and cloth must be, and how far from the line between both a mixture may be, RGB in [0, 1].
APART, OFF = 0.3, 0.14
#: Shares of hair in a pixel that are none, and all: cloth below hair lies in its shadow, hair shines.
NONE, ALL = 0.3, 0.75
#: Mixtures are so near to what is told, px.
SOFT_PX = 2
#: Blur of the edges of what is told by its colour alone, px.
EDGE_PX = 1.0
#: Log odds from which a colour may be the clothes' own, and surely is; the share of a colour that tells nothing.
OWN, SURE, FLOOR = 0.5, 1.0, 1e-4
#: Deviation of plain cloth's colours, RGB: on others a print may look like a strand.
PLAIN = 0.06


def with_strands(layers: Layers, width_px: float) -> Layers:
    """The layers with hair and upper clothes told apart by their colours where they meet."""
    hair, cloth = layers.share(Part.HAIR), layers.share(Part.TORSO)
    into, onto = (max(2, int(reach * width_px)) for reach in (INTO_HAIR, ONTO_CLOTH))
    zone = ((hair > 0.5) & dilated(cloth > 0.5, into)) | ((cloth > 0.5) & dilated(hair > 0.5, onto))
    near = dilated(hair > 0.5, max(2, int(LOCK * width_px)))
    if not zone.any():
        return layers
    x, y, width, height = cv2.boundingRect((dilated(zone, into) | near).astype(np.uint8))
    box = slice(y, y + height), slice(x, x + width)
    found = _hair(layers.rgb[box], hair[box], cloth[box], width_px)
    if found is None:
        return layers
    told, share = found
    both = (hair + cloth)[box]
    of_hair, of_cloth = hair[box] > 0.5, cloth[box] > 0.5
    odds = _odds(layers.rgb, box, hair, cloth, zone)
    told &= zone[box] & (both > 0.5) & ~(of_cloth & (odds > OWN))
    # cloth between tips hangs together with cloth, and strands on it with hair: no earring is either
    gaps = _joined(told & of_hair & (share < 0.5), of_cloth)
    strands = _joined(told & of_cloth & (share > 0.5), of_hair)
    told &= dilated(gaps | strands, SOFT_PX)
    # what is not between both colours may still be the one's that has it elsewhere
    band = _joined(without_crumbs(of_hair & zone[box] & (odds > SURE)), of_cloth)
    lock = _joined(without_crumbs(of_cloth & near[box] & (odds < -SURE)), of_hair)
    band_share, lock_share = (cv2.GaussianBlur(each.astype(np.float32), (0, 0), EDGE_PX) for each in (band, lock))
    share = np.where(told, share, of_hair)
    share = np.minimum(np.maximum(share, lock_share), 1 - band_share)
    told |= np.maximum(band_share, lock_share) > 0.02
    shares, labels = layers.shares.copy(), layers.labels.copy()
    shares[Part.HAIR][box] = np.where(told, both * share, hair[box])
    shares[Part.TORSO][box] = np.where(told, both * (1 - share), cloth[box])
    labels[box] = np.where(told & (both > 0.5), np.where(share > 0.5, Part.HAIR, Part.TORSO), labels[box])
    return replace(layers, shares=shares, labels=labels)


def _odds(rgb: Floats, box: tuple[slice, slice], hair: Floats, cloth: Floats, zone: Mask) -> Floats:
    """Log odds of colours, in the box, to be the clothes' rather than hair: by what is seen of both elsewhere.

    A dark neckband may be as dark as hair. 0 where too little is seen of them.
    """
    elsewhere = [((each > 0.97) & ~zone)[::2, ::2] for each in (cloth, hair)]
    if min(np.count_nonzero(each) for each in elsewhere) < FEWEST:
        return np.zeros(zone[box].shape, np.float32)
    bins = colour_bins(rgb[::2, ::2])
    of_cloth, of_hair = (share_of_colour(bins, each) + FLOOR for each in elsewhere)
    odds = cv2.blur(np.log(of_cloth / of_hair), (3, 3))
    return np.asarray(cv2.resize(odds, zone.shape[::-1], interpolation=cv2.INTER_LINEAR)[box], np.float32)


def _joined(found: Mask, part: Mask) -> Mask:
    """What of it hangs together with the part."""
    return found & reached(found | part, part)


def _hair(rgb: Floats, hair: Floats, cloth: Floats, width_px: float) -> tuple[Mask, Floats] | None:
    """Where colours tell hair from cloth, and hair's share there, H x W; None where neither has a colour of its own."""
    deep = [
        (hair > 0.97) & ~dilated(cloth > 0.03, max(1, int(CORE[0] * width_px))),
        (cloth > 0.97) & ~dilated(hair > 0.03, max(1, int(CORE[1] * width_px))),
    ]
    if min(np.count_nonzero(core) for core in deep) < FEWEST:
        return None
    # among hair are gaps, too
    deep[0] &= np.linalg.norm(rgb - np.median(rgb[deep[0]], axis=0), axis=2) < APART
    own, other = (continued_roughly(rgb, core) for core in deep)
    apart = own - other
    size = np.linalg.norm(apart, axis=2)
    along = ((rgb - other) * apart).sum(axis=2) / np.maximum(size, 1e-3) ** 2
    off = np.linalg.norm(rgb - other - along[..., None] * apart, axis=2)
    share = ((along - NONE) / (ALL - NONE)).clip(0, 1)
    uneven = np.sqrt(
        continued_roughly(((rgb - other) ** 2).sum(axis=2, keepdims=True).repeat(3, axis=2), deep[1])[..., 0]
    )
    told = (size > APART) & (off < OFF) & ((hair > 0.5) | (uneven < PLAIN))
    return told, np.asarray(share, np.float32)
