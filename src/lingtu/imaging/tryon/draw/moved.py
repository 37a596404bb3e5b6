"""Cloth whose colours are moved with its outline."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.draw.render import Cloth

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Cloth of this coverage has its own colours alone.
SOLID = 0.95
#: Depth, in tolerances, from which cloth isn't moved.
DEPTH = 2.5
#: Within drawn cloth an edge begins to be cut, and is, so far from that one's own, tolerances.
CUT = (0.8, 1.4)
#: So near to what is in front no edge is the cloth's own, px.
BESIDE_PX = 3
#: At the picture's edge cloth that is moved out of it is stretched over so many times the way.
STRETCHED_OVER = 3.0


def moved(
    cloth: Cloth, drawn: Mask, whole: Mask, reach_px: float, front: Mask | None = None, evenly: bool = False
) -> Floats:
    """Colours moved with the outline: what was at its edge is at its edge again, what is deep inside stays.

    Where something is in `front` of it the outline has no edge: below a hand cloth goes on. `evenly`: less and less
    with the depth, so that cloth is stretched and not mirrored at its edge; for what is moved by the reach at most.
    """
    # a pixel inside the drawn edge, whose colours are the cloth's alone
    rim = _edge(cv2.erode(drawn.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    solid = goes_on(cloth.rgb, cloth.alpha > SOLID, cv2.dilate(whole.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0)
    if not rim.any() or (whole == drawn).all():
        return solid
    _, labels = cv2.distanceTransformWithLabels((~rim).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    rows, columns = np.nonzero(rim)
    at = np.zeros((int(labels.max()) + 1, 2), np.float32)
    at[labels[rows, columns]] = np.stack([columns, rows], axis=1)
    y, x = np.indices(drawn.shape, np.float32)
    offset = at[labels] - np.stack([x, y], axis=2)
    edge = _edge(whole)
    if front is not None:
        edge &= ~dilated(front, BESIDE_PX)
        whole = whole | front
    depth = cv2.distanceTransform(whole.astype(np.uint8), cv2.DIST_L2, 5)
    # an edge that is cut far within drawn cloth, as a gap between legs that touch in that one, moves none of it
    far = np.hypot(offset[..., 0], offset[..., 1]) / max(reach_px, 1.0) - CUT[0]
    offset *= (edge * np.where(drawn, 1 - far / (CUT[1] - CUT[0]), 1).clip(0, 1))[..., None]
    known = edge if evenly else edge | (depth > DEPTH * reach_px)
    field = continued(np.concatenate([offset, offset[..., :1]], axis=2), known.astype(np.float32))
    if evenly:
        field = np.asarray(field * (1 - depth / (DEPTH * reach_px)).clip(0, 1)[..., None], np.float32)
    field = _in_picture(cv2.GaussianBlur(field, (0, 0), 2.0)[..., :2])
    # this samples what was sampled once: by less than cubics a pattern would be blurred
    there = x + field[..., 0], y + field[..., 1]
    taken = cv2.remap(solid, *there, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(taken.clip(0, 1), np.float32)


def _in_picture(field: Floats) -> Floats:
    """Where colours come from, offsets H x W x 2, never beyond the picture: cut off cloth would end in streaks there.

    Towards the picture's edge they get smaller, so that cloth is stretched.
    """
    place = np.indices(field.shape[:2], np.float32)[::-1]
    room = [np.where(field[..., axis] > 0, field.shape[1 - axis] - 1 - place[axis], place[axis]) for axis in (0, 1)]
    share = np.stack(room, axis=2) / np.maximum(STRETCHED_OVER * np.abs(field), 1e-6)
    return np.asarray(field * share.clip(0, 1), np.float32)


def _edge(mask: Mask) -> Mask:
    return np.asarray(mask & (cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0))
