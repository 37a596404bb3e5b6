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
from lingtu.imaging.tryon.arrays.vectors import dots, lengths
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from clothes hair may show them between its tips, and from hair strands may lie on them, shoulder widths.
#: The same of fine ones on cloth that has hardly anything fine and dark elsewhere.
INTO_HAIR, ONTO_CLOTH, FINE_ONTO = 0.2, 0.06, 0.2
#: How far from hair more of it may lie on clothes, shoulder widths.
LOCK = 0.25
#: How far from the other a part has its own colour alone, shoulder widths; fewest such pixels that tell it.
CORE, FEWEST = (0.04, 0.06), 60
#: How unlike hair and cloth must be, and how far from the line between both a mixture may be, RGB in [0, 1].
APART, OFF = 0.3, 0.14
#: Shares of hair in a pixel that are none, and all, beyond the shade around it: cloth below hair lies in its shadow.
NONE, ALL = 0.15, 0.7
#: The same where all around is as dark: that is no shadow of hair on cloth, but hair, which shines.
DARK, HAIR = 0.6, 0.85
#: Widest strand, shoulder widths: a shadow is wider. Fine ones are part of one that is so much of a pixel.
WIDEST, FINE = 0.06, 0.2
#: Mixtures are so near to what is told, px.
SOFT_PX = 2
#: A speck between what is told that has neither colour, as where ground is seen there, has the share of what is around
#: it if it is smaller than this, shoulder widths squared.
SPECK = 0.0002
#: Blur of the edges of what is told by its colour alone, px.
EDGE_PX = 1.0
#: Log odds from which a colour may be the clothes' own, and surely is; the share of a colour that tells nothing.
OWN, SURE, FLOOR = 0.5, 1.0, 1e-4
#: Deviation of plain cloth's colours, RGB: on others a print may look like a strand.
PLAIN = 0.06
#: Most of the cloth far from hair that may look like strands; so near the throat a neckband may, shoulder widths.
LIKE_STRANDS, AT_NECK = 0.03, 0.03


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
    told, share, between = found
    both = (hair + cloth)[box]
    of_hair, of_cloth = hair[box] > 0.5, cloth[box] > 0.5
    odds = _odds(layers.rgb, box, hair, cloth, zone)
    told &= zone[box] & (both > 0.5) & ~(of_cloth & (odds > OWN))
    # cloth between tips hangs together with cloth, and strands on it with hair: no earring is either
    gaps = _joined(told & of_hair & (share < 0.5), of_cloth)
    strands = _joined(told & of_cloth & (share > FINE), of_hair)
    told &= dilated(gaps | strands, SOFT_PX)
    skin = dilated(layers.share(Part.NECK, Part.FACE)[box] > 0.5, max(1, int(AT_NECK * width_px)))
    fine = _fine_strands(between & (share > FINE) & of_cloth, of_hair, of_cloth & ~skin, width_px)
    told |= dilated(fine, 1) & between & of_cloth
    # what is not between both colours may still be the one's that has it elsewhere
    band = _joined(without_crumbs(of_hair & zone[box] & (odds > SURE)), of_cloth)
    lock = _joined(without_crumbs(of_cloth & near[box] & (odds < -SURE)), of_hair)
    band_share, lock_share = (cv2.GaussianBlur(each.astype(np.float32), (0, 0), EDGE_PX) for each in (band, lock))
    share = np.where(told, share, of_hair)
    share = np.minimum(np.maximum(share, lock_share), 1 - band_share)
    told |= np.maximum(band_share, lock_share) > 0.02
    specks = _specks(of_hair & ~told, SPECK * width_px**2) & dilated(told, 1)
    share, told = np.where(specks, _around(share, told), share), told | specks
    shares, labels = layers.shares.copy(), layers.labels.copy()
    shares[Part.HAIR][box] = np.where(told, both * share, hair[box])
    shares[Part.TORSO][box] = np.where(told, both * (1 - share), cloth[box])
    labels[box] = np.where(told & (both > 0.5), np.where(share > 0.5, Part.HAIR, Part.TORSO), labels[box])
    return replace(layers, shares=shares, labels=labels)


def _specks(mask: Mask, least_px: float) -> Mask:
    """Pieces of a mask that are smaller than this."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < least_px
    small[0] = False
    return np.asarray(small[pieces])


def _around(share: Floats, known: Mask) -> Floats:
    """The mean of a share H x W over the pixels around each where it is known."""
    weight = known.astype(np.float32)
    total = cv2.boxFilter(np.asarray(share, np.float32) * weight, -1, (3, 3), normalize=False)
    return np.asarray(total / np.maximum(cv2.boxFilter(weight, -1, (3, 3), normalize=False), 1), np.float32)


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


def _fine_strands(found: Mask, hair: Mask, cloth: Mask, width_px: float) -> Mask:
    """What of thin dark lines on clothes goes out from hair and ends near it: seams and trimmings go on.

    Half of it at least is on `cloth`, which is no neckband.
    """
    near = dilated(hair, max(3, int(FINE_ONTO * width_px)))
    far = cloth & ~near
    if np.count_nonzero(found & far) > LIKE_STRANDS * np.count_nonzero(far):
        return np.zeros_like(found)
    fine = _joined(found, hair) & near
    _, pieces = cv2.connectedComponents((fine & ~hair).astype(np.uint8))
    area, on_cloth, going_on = (
        np.bincount(pieces[where], minlength=pieces.max() + 1)
        for where in (fine, fine & cloth, fine & dilated(~near, 2))
    )
    kept = (2 * on_cloth >= area) & (going_on == 0)
    return np.asarray(fine & kept[pieces])


def _joined(found: Mask, part: Mask) -> Mask:
    """What of it hangs together with the part."""
    return found & reached(found | part, part)


def _hair(rgb: Floats, hair: Floats, cloth: Floats, width_px: float) -> tuple[Mask, Floats, Mask] | None:
    """Where colours tell hair from cloth, and hair's share there; and where they are between both's, H x W.

    None where neither has a colour of its own.
    """
    deep = [
        (hair > 0.97) & ~dilated(cloth > 0.03, max(1, int(CORE[0] * width_px))),
        (cloth > 0.97) & ~dilated(hair > 0.03, max(1, int(CORE[1] * width_px))),
    ]
    if min(np.count_nonzero(core) for core in deep) < FEWEST:
        return None
    # among hair are gaps, too
    deep[0] &= lengths(rgb - np.median(rgb[deep[0]], axis=0)) < APART
    own, other = (continued_roughly(rgb, core) for core in deep)
    apart = own - other
    size = lengths(apart)
    along = dots(rgb - other, apart) / np.maximum(size, 1e-3) ** 2
    off = lengths(rgb - other - along[..., None] * apart)
    share = _beyond_shade(along, width_px)
    uneven = np.sqrt(
        continued_roughly(((rgb - other) ** 2).sum(axis=2, keepdims=True).repeat(3, axis=2), deep[1])[..., 0]
    )
    between = np.asarray((size > APART) & (off < OFF))
    return between & ((hair > 0.5) | (uneven < PLAIN)), share, between


def _beyond_shade(along: Floats, width_px: float) -> Floats:
    """Share of hair of pixels that are so far along from cloth in full light to hair, H x W.

    What is wider than strands, and no darker than a shadow, is cloth in shade.
    """
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * max(1, round(WIDEST * width_px / 2)) + 1,) * 2)
    clipped = np.asarray(along, np.float32).clip(0, 1)
    shade = cv2.morphologyEx(cv2.blur(clipped, (3, 3)), cv2.MORPH_OPEN, disc)
    beyond = (clipped - shade) / np.maximum(1 - shade, 0.1)
    share = np.maximum((beyond - NONE) / (ALL - NONE), (clipped - DARK) / (HAIR - DARK))
    return np.asarray(share.clip(0, 1), np.float32)
