"""Coverage by skin where hair lies before it or begins: a mixture of the colours of this skin and this hair.

An area or an edge says nothing where each pixel is a little of both. What a pixel lacks to the skin near it, it owes to
hair; where it is all hair it stays as it is, whatever a matte says, and so no fringe becomes a dark block.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.reface.regions import blurred, smooth_step

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Weights of sRGB's channels in luma.
LUMA = np.array([0.299, 0.587, 0.114], np.float32)
#: Scales at which the colours of skin and hair are taken, widths of the face; the finer gives way where it has so
#: little of either.
SCALES, GIVE_WAY = (0.06, 0.18, 0.6), (0.05, 0.05, 0.05)
#: How much darker (luma in sRGB) hair must be than skin that colours begin to tell, and that they do: light hair is as
#: light as skin in the shade.
DARKER = (0.15, 0.4)
#: How far from skin there is none under hair (from half of that on ever less), and how far from hair a pixel is skin
#: alone; widths of the face.
BEYOND, BESIDE = 0.16, 0.10
#: Pixels of hair that tell its colour, and the parts of the way from hair to skin at which a pixel is all of one: skin
#: beside hair is in its shade.
ENOUGH_PX, ENDS = 200, (0.06, 0.8)
#: Where colours don't tell, a border between hair and skin is so soft, widths of the face.
SOFT = 0.03
#: So soon it begins beside what is sure; twice as far from the person's rim, where the ground shines through.
RIM = 0.03


@dataclass(frozen=True)
class Strands:
    """Where hair and skin mix in each pixel: `share` of that (0: elsewhere), H x W; `skin`: the colour of skin near it.

    `coverage` by skin, fitted there.
    """

    coverage: Floats
    share: Floats
    skin: Floats


@dataclass(frozen=True)
class Known:
    """Where hair is, where it may be (the head), where there is surely bare skin, and the person; H x W each."""

    hair: Mask
    head: Mask
    skin: Mask
    person: Mask


def fit_strands(rgb: Floats, coverage: Floats, known: Known, width: float) -> Strands:
    """Coverage by skin, H x W, fitted on the head and near hair, but for sure skin and the person's rim.

    `width`: of the face, px.
    """
    made = Strands(coverage.copy(), np.zeros_like(coverage), rgb.copy())
    if np.count_nonzero(known.hair) < ENOUGH_PX or np.count_nonzero(known.skin) < ENOUGH_PX:
        return made
    left, top, wide, high = cv2.boundingRect((known.hair | known.head).astype(np.uint8))
    reach = round(2 * BESIDE * width)
    box = (slice(max(0, top - reach), top + high + reach), slice(max(0, left - reach), left + wide + reach))
    masks = (np.ascontiguousarray(each[box]) for each in (known.hair, known.head, known.skin, known.person))
    near = np.ascontiguousarray(rgb[box]), np.ascontiguousarray(coverage[box])
    made.coverage[box], made.share[box], made.skin[box] = _fitted(*near, Known(*masks), width)
    return made


def _fitted(rgb: Floats, coverage: Floats, known: Known, width: float) -> tuple[Floats, Floats, Floats]:
    skin_colour, hair_colour = (_local(rgb, mask.astype(np.float32), width) for mask in (known.skin, known.hair))
    way = skin_colour - hair_colour
    length = (way * way).sum(axis=-1)
    share = ((rgb - hair_colour) * way).sum(axis=-1) / np.maximum(length, 1e-6)
    share = ((share - ENDS[0]) / (ENDS[1] - ENDS[0])).clip(0, 1)
    share *= 1 - smooth_step(2 * _distance(~known.skin & (coverage < 0.5)) / (BEYOND * width) - 1)
    told = smooth_step(np.asarray((way @ LUMA - DARKER[0]) / (DARKER[1] - DARKER[0]), np.float32))
    soft = blurred(coverage, SOFT * width)
    zone = 1 - smooth_step(_distance(~(known.hair | known.head)) / (BESIDE * width))
    zone *= smooth_step(_distance(~known.skin) / (RIM * width))
    zone *= smooth_step(_distance(known.person) / (RIM * width) - 1)
    fitted = coverage + zone * (told * share + (1 - told) * soft - coverage)
    return fitted.astype(np.float32), np.asarray(zone * told, np.float32), skin_colour


def _distance(mask: Mask) -> Floats:
    """Of each pixel in a mask from what is not in it, px."""
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3), np.float32)


def _local(rgb: Floats, weight: Floats, width: float) -> Floats:
    """The mean colour of what is near in a mask, H x W x 3: of the nearest, if there is enough of it."""
    mean = (rgb * weight[..., None]).sum(axis=(0, 1)) / max(float(weight.sum()), 1e-6)
    result = np.broadcast_to(mean, rgb.shape).astype(np.float32)
    for scale, give_way in zip(SCALES[::-1], GIVE_WAY[::-1], strict=True):
        total = blurred(weight, scale * width)[..., None]
        result = (blurred(rgb * weight[..., None], scale * width) + give_way * result) / (total + give_way)
    return result
