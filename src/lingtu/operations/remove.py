"""擦除: what the mask marks is gone, and what is around it goes on there."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from lingtu.engines.base import Engine
from lingtu.errors import PictureError
from lingtu.gallery.catalogue import Gallery
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.operations.mask import hole_of
from lingtu.operations.operation import Outcome, Output, Report
from lingtu.operations.params import RemoveParams

#: Of the longer side: so far around the mask is erased as well. Masks end on an object's edge, where its colour is
#: still mixed into the pixels, and what is left of it would be continued into the hole.
REACH = 0.004
MIN_REACH_PX = 2  # a soft edge is as wide


def run(
    engine: Engine,
    gallery: Gallery,
    params: RemoveParams,
    pictures: Mapping[str, bytes],
    seed: int,
    report: Report,
) -> Outcome:
    """Fill what the mask marks; all other pixels, and transparency, stay as they are."""
    picture = codec.decode(pictures["image"])
    height, width = picture.rgb.shape[:2]
    hole = _grown(hole_of(pictures["mask"], width, height))
    if not hole.any():
        raise PictureError("mask 中没有白色区域，无可擦除", "mask has no white: there is nothing to erase")
    if hole.all():
        raise PictureError("mask 全为白色，没有可参照的画面", "mask is white all over: nothing is left to go on from")
    report(0.1)
    made = engine.fill(picture.rgb, hole, seed)
    output = Output(data=codec.encode(made.rgb, picture.alpha, params.format), format=params.format)
    return Outcome(variations=((output,),), notes=made.notes)


def _grown(hole: Floats) -> Floats:
    reach = max(MIN_REACH_PX, round(REACH * max(hole.shape)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate(hole, disc), np.float32)
