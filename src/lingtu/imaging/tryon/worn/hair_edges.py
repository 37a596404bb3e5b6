"""Hair's soft edge against clothes and throat: a matte in a band about its outline, where parsers see one line.

Closed-form matting (Levin, Lischinski, Weiss 2007) tells how much of a pixel is hair by the colours on both sides.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.closed_form import solve_alpha
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import box_around, dilated
from lingtu.imaging.tryon.arrays.smooth_fill import continued_roughly
from lingtu.imaging.tryon.arrays.vectors import is_any, lengths
from lingtu.imaging.tryon.worn.hair_trimap import BELOW, FEWEST, hair_trimap, joined
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: So near to what it lies on hair's edge is looked at, and so near to clothes its edge on the throat, shoulder widths.
NEAR, THROAT = 0.05, 0.3
#: These have nothing of it.
OTHERS = (Part.FACE, Part.HANDS, Part.BAGS)
#: So much around it tells the colours of both, shoulder widths.
AROUND = 0.25
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
    is_hair, below = hair > 0.5, is_any(layers.labels, BELOW)
    near_clothes = dilated(layers.labels == Part.TORSO, int(THROAT * width_px))
    at = is_hair & dilated(below, max(2, int(NEAR * width_px))) & near_clothes
    box = box_around(at, int(AROUND * width_px))
    if not hair[box].size or min(np.count_nonzero(is_hair[box]), np.count_nonzero(below[box])) < FEWEST:
        return layers
    near = dilated(below[box], max(2, int(NEAR * width_px))) & near_clothes[box]
    unknown, told = hair_trimap(layers, box, near, width_px)
    free = layers.share(*OTHERS)[box] < 0.02
    unknown, known = unknown & free, free & (told != hair[box])
    trimap = np.where(unknown, 0.5, np.round(told)).astype(np.float32)
    matte = solve_alpha(np.ascontiguousarray(layers.rgb[box]), trimap, told, WEIGHT, EVEN)
    share = np.where(unknown, ((matte - NONE) / (ALL - NONE)).clip(0, 1), told)
    clear = _clear(layers.rgb[box], trimap, unknown)
    share = np.where(unknown, clear * share + (1 - clear) * hair[box], share)
    # dots of a print near hair are none of it
    share *= joined(share > SPECK, trimap == 1) | ~unknown
    return _shared(layers, box, np.asarray(share, np.float32), unknown | known)


def _clear(rgb: Floats, trimap: Floats, unknown: Mask) -> Floats:
    """How clearly what is seen on both sides of the unknown can be told apart, H x W: else parsers know better."""
    sides = (continued_roughly(rgb, (trimap == value) & dilated(unknown, BESIDE_PX)) for value in (0, 1))
    apart = lengths(np.subtract(*sides))
    return np.asarray(((apart - APART[0]) / (APART[1] - APART[0])).clip(0, 1), np.float32)


def _shared(layers: Layers, box: tuple[slice, slice], share: Floats, where: Mask) -> Layers:
    """With this share of hair there; what it was before is what lies beside it, the rest of a pixel as before."""
    shares, labels = layers.shares.copy(), layers.labels.copy()
    view = shares[(slice(None), *box)]
    rest = 1 - view[Part.HAIR]
    beside = _beside(labels[box])
    for part in range(len(view)):
        if part != Part.HAIR:
            # of what is hair alone nothing else is known but what is near
            of_rest = np.where(rest > 0.3, view[part] / np.maximum(rest, 1e-3), beside == part)
            view[part] = np.where(where, of_rest * (1 - share), view[part])
    view[Part.HAIR] = np.where(where, share, view[Part.HAIR])
    labels[box] = np.where(where, view.argmax(axis=0), labels[box]).astype(np.uint8)
    return replace(layers, shares=shares, labels=labels)


def _beside(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The part other than hair that is nearest, H x W."""
    other = labels != Part.HAIR
    _, index = cv2.distanceTransformWithLabels(
        (~other).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_index = np.zeros(int(index.max()) + 1, np.uint8)
    of_index[index[other]] = labels[other]
    return np.asarray(of_index[index], np.uint8)
