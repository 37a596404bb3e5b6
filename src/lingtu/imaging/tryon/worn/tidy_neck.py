"""The neck's edges: its shaded sides are taken for a collar, a strap's rim for skin, its shadow for the face."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import without_crumbs
from lingtu.imaging.tryon.arrays.vectors import is_any, lengths

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Half width of the garment that is compared, shoulder widths; and of what no fewer pixels tell a hue.
CORE_OUT, FEWEST_PX = 0.5, 30
#: Where the neck's sides are, below the shoulders and from the axis, shoulder widths; least difference of the garment's
#: hue from the skin's, Lab; share of the garment that may have skin's hue for it.
NECK, NECK_OUT, UNLIKE_HUE, FEW = (-0.5, 0.02), 0.35, 14.0, 0.03
#: The same of a collar's wings; how much nearer to the garment's hue than to the skin's theirs is; the smallest one,
#: shoulder widths squared; and share of its outline that is the garment's.
COLLAR, COLLAR_HUE, WING, LEAST, BESIDE = (-0.4, 0.25), 8.0, 0.7, 0.002, 0.2

#: Down to where, and how far beside cloth, its rim may be taken for skin, shoulder widths; how far apart their chroma
#: by lightness must be, Lab, of which darker than this there is none; and how much nearer to the cloth's a rim is.
RIM_LOW, RIM_WIDE, APART, DARK, NEARER = 0.35, 0.08, 0.25, 10.0, 0.6
#: Smoothing of the line between face and neck, and what it may move, shoulder widths; from so far above the chin on,
#: heights of the head.
JAW, JAW_MOVED, JAW_FROM = 0.035, 0.08, 0.2
#: A shadow below the jaw that is taken for hair is so high at most, shoulder widths.
JAW_SHADOW = 0.15


def jaw_shadow(labels: Labels, frame: Frame) -> Mask:
    """The jaw's shadow on the throat that is said to be hair: a strip with the face close above and the neck below."""
    hair = labels == Part.HAIR
    rows = np.arange(len(labels))[:, None]
    above = np.maximum.accumulate(np.where(hair, -1, rows), axis=0)
    below = np.minimum.accumulate(np.where(hair, len(labels), rows)[::-1], axis=0)[::-1]
    low = below - above - 1 < JAW_SHADOW * frame.width
    over, under = (np.take_along_axis(labels, at.clip(0, len(labels) - 1), axis=0) for at in (above, below))
    near = cv2.distanceTransform((labels != Part.FACE).astype(np.uint8), cv2.DIST_L2, 5) < JAW_SHADOW * frame.width
    return np.asarray(hair & low & near & is_any(over, (Part.FACE, Part.NECK)) & (under == Part.NECK) & frame.neck)


@dataclass(frozen=True)
class _Hues:
    """How far each pixel's hue is from the upper garment's and from skin's, H x W, and these from each other, Lab."""

    core: Mask  # of the garment
    to_cloth: Floats
    to_skin: Floats
    apart: float

    @classmethod
    def of(cls, rgb: Floats, labels: Labels, frame: Frame, place: Mask) -> _Hues | None:
        """None where too little is seen of the garment, of skin or of the place that is asked about."""
        skin = is_any(labels, (Part.NECK, Part.FACE))
        core = (labels == Part.TORSO) & (_below(frame) > 0.1) & (frame.across < CORE_OUT)
        if min(np.count_nonzero(each) for each in (place, core, skin)) < FEWEST_PX:
            return None
        hue = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)[..., 1:]
        of_cloth, of_skin = (np.median(hue[part], axis=0) for part in (core, skin))
        to_cloth, to_skin = (lengths(hue - each) for each in (of_cloth, of_skin))
        return cls(core, to_cloth, to_skin, float(np.linalg.norm(of_cloth - of_skin)))


def _below(frame: Frame) -> Floats:
    """How far below the shoulders' line, shoulder widths, H x W."""
    return np.asarray(frame.along * frame.body.torso_px / frame.width, np.float32)


def _beside(like: Mask, part: Mask, least_px: float, share: float) -> Mask:
    """Pieces larger than `least_px` of a mask, crumbs off, of whose outline more than `share` is a part's."""
    opened = without_crumbs(like).astype(np.uint8)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    found = np.zeros(like.shape, np.bool_)
    for index in np.flatnonzero(stats[:, cv2.CC_STAT_AREA] > least_px):
        piece = pieces == index
        ring = (cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~piece
        if index and float(part[ring].mean()) > share:
            found |= piece
    return found


def shaded_neck(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """The neck's side in shadow: a collar, as it is said, beside the neck that has skin's hue, not the garment's."""
    below = _below(frame)
    place = (labels == Part.TORSO) & (below > NECK[0]) & (below < NECK[1]) & (frame.across < NECK_OUT)
    hues = _Hues.of(rgb, labels, frame, place)
    if hues is None or hues.apart < UNLIKE_HUE:
        return np.zeros(labels.shape, np.bool_)
    skin = hues.to_skin < hues.to_cloth
    if (hues.core & skin).sum() > FEW * hues.core.sum():
        return np.zeros(labels.shape, np.bool_)
    return _beside(place & skin, labels == Part.NECK, 0, 0)


def collar_as_neck(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """The wings of a collar, as they are said the neck's skin: beside the garment, and of its hue, not the skin's."""
    below = _below(frame)
    place = (labels == Part.NECK) & (below > COLLAR[0]) & (below < COLLAR[1]) & (frame.across < NECK_OUT)
    hues = _Hues.of(rgb, labels, frame, place)
    if hues is None or hues.apart < COLLAR_HUE:
        return np.zeros(labels.shape, np.bool_)
    like = place & (hues.to_cloth < WING * hues.to_skin)
    return _beside(like, labels == Part.TORSO, LEAST * frame.width**2, BESIDE)


def cloth_as_skin(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """What lies beside the upper garment on neck and shoulders, is said to be skin and has the colour of that, H x W.

    Colours are told by chroma in lightness: the shade of a strap has its own.
    """
    cloth, skin = labels == Part.TORSO, is_any(labels, (Part.NECK, Part.ARMS))
    place = skin & (_below(frame) < RIM_LOW)
    if min(np.count_nonzero(place), np.count_nonzero(cloth)) < 200:
        return np.zeros(labels.shape, np.bool_)
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    colour = lab[..., 1:] / np.maximum(lab[..., :1], DARK)
    of_cloth, of_skin = np.median(colour[cloth], axis=0), np.median(colour[place], axis=0)
    if np.linalg.norm(of_cloth - of_skin) < APART:
        return np.zeros(labels.shape, np.bool_)
    nearer = lengths(colour - of_cloth) < NEARER * lengths(colour - of_skin)
    near = cv2.distanceTransform((~cloth).astype(np.uint8), cv2.DIST_L2, 5) < RIM_WIDE * frame.width
    rim = place & nearer & near
    return np.asarray(rim & reached(rim | cloth, cloth))


def even_jaw(labels: Labels, frame: Frame) -> Labels:
    """Parts with a smooth line between face and neck: where the jaw's shadow is the parser leaves steps and crumbs."""
    face, neck = ((labels == part).astype(np.float32) for part in (Part.FACE, Part.NECK))
    if not face.any() or not neck.any():
        return labels
    sigma, reach = JAW * frame.width, JAW_MOVED * frame.width
    share = cv2.GaussianBlur(face, (0, 0), sigma) / np.maximum(cv2.GaussianBlur(face + neck, (0, 0), sigma), 1e-3)
    to_face, to_neck = (cv2.distanceTransform((part < 0.5).astype(np.uint8), cv2.DIST_L2, 5) for part in (face, neck))
    low = np.arange(labels.shape[0])[:, None] > frame.chin[1] - JAW_FROM * frame.head_px
    moved = low & (face + neck > 0.5) & (to_face < reach) & (to_neck < reach)
    even = np.where(share > 0.5, np.uint8(Part.FACE), np.uint8(Part.NECK))
    return np.where(moved, even, labels).astype(np.uint8)
