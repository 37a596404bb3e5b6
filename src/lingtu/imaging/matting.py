"""Cutting the subject out of a picture: found by a net, made exact by its colours, freed of its background's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.closed_form import solve_alpha
from lingtu.imaging.enlarge import enlarge_alpha, reduce
from lingtu.imaging.foreground import own_colours
from lingtu.imaging.person import complete_person
from lingtu.imaging.saliency import U2NETP, Look, Model, Net, find_subject
from lingtu.imaging.trimap import trimap

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]

#: Longest side at which the matte is worked out; larger pictures get it along their own edges.
WORK_SIDE_PX = 1024
#: Coverage of its own bounding rectangle from which a cut-out counts as a rectangle, and of the picture's sides.
RECTANGLE_SHARE = 0.97
RECTANGLE_REACH = 0.9


@dataclass(frozen=True)
class MattingNets:
    """The models that matting uses, as functions of arrays."""

    #: Saliency: 1 x 3 x side x side -> 1 x 1 x side x side, as `model` wants it.
    subject: Net
    #: BlazeFace short range: 1 x 128 x 128 x 3 in [-1, 1] -> boxes, scores.
    face: Net
    #: Selfie segmentation: 1 x 256 x 256 x 3 in [0, 1] -> 1 x 256 x 256 x 1.
    person: Net
    model: Model = U2NETP


@dataclass(frozen=True)
class Matte:
    """A cut-out subject: its own colours H x W x 3, its coverage H x W; at the size of the picture."""

    rgb: Rgb
    alpha: Alpha


def matte(rgb: Rgb, nets: MattingNets) -> Matte:
    """Separate the main subject."""
    small = reduce(rgb, WORK_SIDE_PX)
    seen = complete_person(small, find_subject(small, nets.subject, nets.model), nets.face, nets.person)
    return finished(rgb, refined(small, seen))


def is_empty(alpha: Alpha) -> bool:
    """Whether nothing of a cut-out would be seen."""
    return float(alpha.max()) < 1 / 255


def fills_rectangle(alpha: Alpha) -> bool:
    """Whether a cut-out nearly fills the picture, as of a book or a box: the rectangle is the product then."""
    rows, columns = np.nonzero(alpha > 0.5)
    if not len(rows):
        return False
    height, width = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    spans = min(height / alpha.shape[0], width / alpha.shape[1]) >= RECTANGLE_REACH
    return bool(spans and len(rows) / (height * width) >= RECTANGLE_SHARE)


def refined(small: Rgb, rough: Look) -> Alpha:
    """A rough look made exact by the picture's colours, H x W."""
    return solve_alpha(small, trimap(rough.alpha, rough.grain_px), rough.alpha)


def finished(rgb: Rgb, small_alpha: Alpha) -> Matte:
    """The matte at the picture's size, with the subject's own colours."""
    alpha = enlarge_alpha(small_alpha, rgb)
    return Matte(own_colours(rgb, alpha), alpha)
