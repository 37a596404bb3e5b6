"""Things held beside the legs that were taken for lower clothes: they stick out of the clothes' side line."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES, Limbs
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Labels

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: What a bag beside a skirt is taken for.
MISTAKEN = (Part.LOWER, Part.LEGS, Part.SHOES)
#: Bumps of the side line that are lower are none of the clothes', and rows that are hidden by an arm as far outside of
#: it, shoulder widths.
LONGEST, BESIDE_ARM = 1.1, 0.12
#: Clothes stick out so far at most, and what lies beyond this is held, shoulder widths.
STICKS_OUT, BEYOND = 0.22, 0.05
#: Share of the usual width that a row within the clothes has; rows that tell a line.
WHOLE, LEAST_ROWS = 0.6, 8
#: What is held is so near below the knuckles, shoulder widths to the side and down.
ASIDE, ABOVE, BELOW = 0.6, 0.1, 0.9


def sticking_out(labels: Labels, frame: Frame) -> Mask:
    """Lower clothes H x W beside and below a hand that reach beyond the line of the clothes above and below them."""
    found = np.zeros(labels.shape, np.bool_)
    for limbs, sign in zip(SIDES, (1, -1), strict=True):
        found |= _beside(labels, frame, limbs, sign)
    return found


def _beside(labels: Labels, frame: Frame, limbs: Limbs, sign: int) -> Mask:
    """The same on one side, 1 on the picture's right; the picture's rows are taken for the body's."""
    found = np.zeros(labels.shape, np.bool_)
    middle = int(np.clip(frame.body.hips[0], 1, labels.shape[1] - 2))
    outward = labels[:, middle:] if sign > 0 else labels[:, middle::-1]
    lower = is_any(outward, MISTAKEN)
    rows = _in_clothes(outward == Part.LOWER)
    if len(rows) < LEAST_ROWS:
        return found
    edge = outward.shape[1] - 1.0 - lower[:, ::-1].argmax(axis=1)
    known = rows[~_at_arm(outward, edge, int(BESIDE_ARM * frame.width))[rows]]
    if len(known) < LEAST_ROWS:
        return found
    line = np.interp(np.arange(rows[0], rows[-1] + 1), known, edge[known]).astype(np.float32)[:, None]
    kernel = np.ones((int(LONGEST * frame.width) | 1, 1), np.uint8)
    smooth = cv2.morphologyEx(line, cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_REPLICATE)
    columns = np.arange(outward.shape[1])[None]
    held = np.zeros(outward.shape, np.bool_)
    held[rows[0] : rows[-1] + 1] = columns > smooth + BEYOND * frame.width
    held &= lower & _below_hand(outward.shape, frame, limbs, sign * (frame.knuckles(limbs)[0] - middle))
    far = float((line - smooth)[held[rows[0] : rows[-1] + 1].any(axis=1)].max(initial=0.0))
    if far > STICKS_OUT * frame.width:
        (found[:, middle:] if sign > 0 else found[:, middle::-1])[held] = True
    return found


def _in_clothes(lower: Mask) -> NDArray[np.intp]:
    """Rows with clothes, without those at a slanting waist or a frayed hem."""
    count = np.count_nonzero(lower, axis=1)
    usual = float(np.median(count[count > 0])) if count.any() else 0.0
    return np.asarray(np.flatnonzero(count > WHOLE * usual), np.intp)


def _at_arm(outward: Labels, edge: Floats, px: int) -> Mask:
    """Rows whose edge is hidden by an arm or hand."""
    at = (edge[:, None] + np.arange(1, px + 1)).astype(int).clip(0, outward.shape[1] - 1)
    return np.asarray(is_any(np.take_along_axis(outward, at, axis=1), (Part.ARMS, Part.HANDS)).any(axis=1))


def _below_hand(shape: tuple[int, ...], frame: Frame, limbs: Limbs, right: float) -> Mask:
    """Where things hang that the hand holds, so far right of the first column."""
    along, down = np.arange(shape[1]) - right, np.arange(shape[0]) - frame.knuckles(limbs)[1]
    near = (np.abs(along) < ASIDE * frame.width)[None]
    return np.asarray(near & ((down > -ABOVE * frame.width) & (down < BELOW * frame.width))[:, None])
