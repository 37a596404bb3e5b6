"""Trousers and skirts that hang by their waist: the clips that hold it, their bar, and the wall seen below that."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.flat.hanger import UNLIKE, kept, largest, no_bars
from lingtu.imaging.tryon.flat.main_colours import COLOURS, from_colours, main_colours

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Width of clips, of the garment's at most, and how low they are, of its height.
CLIP, AT_WAIST = 0.3, 0.16
#: What sticks out of a waist is clips if it's so much of the garment's area, to this share unlike its cloth, and so
#: much of it on each side: one clip doesn't hold trousers.
CLIPS, OF_OUT, EACH_SIDE = 0.002, 0.6, 0.2
#: The waist's upper edge is a parabola with this share of its columns above it: cut-out clips and the sides are below
#: (a quantile, by so many rounds of weighted least squares).
ABOVE, ROUNDS = 0.12, 25


def without_clips(rgb: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """Colours and coverage of the garment alone, H x W: where a clip lies over its waist the cloth goes on below."""
    mask = largest(alpha > 0.5)
    if np.count_nonzero(mask.any(axis=1)) < 40:
        return rgb, alpha
    level = _level(mask)
    out = mask & ~level
    if np.count_nonzero(out) < CLIPS * np.count_nonzero(mask):
        return rgb, kept(alpha, level)
    clips = _clips(rgb, alpha, mask, out)
    if clips is None:
        return rgb, kept(alpha, level)
    cloth = _under_clips(mask, largest(mask & ~clips))
    grown = cv2.dilate(clips.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    filled = continued(rgb, (cloth & ~grown & (alpha > 0.9)).astype(np.float32))
    return np.where((grown & cloth)[..., None], filled, rgb), kept(alpha, cloth)


def _level(mask: Mask) -> Mask:
    """Without thin bars, and what is narrow above the waist."""
    found = no_bars(mask, AT_WAIST)
    rows = np.flatnonzero(found.any(axis=1))
    end = int(rows[0] + AT_WAIST * np.ptp(rows))
    across = np.ones((1, max(3, int(CLIP * np.ptp(np.flatnonzero(found.any(axis=0)))))), np.uint8)
    found[:end] = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, across)[:end] > 0
    return largest(found)


def _clips(rgb: Floats, alpha: Floats, mask: Mask, out: Mask) -> Mask | None:
    """What at the waist hangs together with what sticks `out` of it, and has none of the cloth's colours; or None."""
    rows = np.flatnonzero(mask.any(axis=1))
    end = int(rows[0] + AT_WAIST * np.ptp(rows))
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.5), cv2.COLOR_RGB2Lab)
    core = alpha > 0.9
    core[: int(rows[0] + 2 * AT_WAIST * np.ptp(rows))] = False
    if np.count_nonzero(core) < 10 * COLOURS:
        return None
    unlike = (mask & (from_colours(lab, main_colours(lab[core])) > UNLIKE)).astype(np.uint8)
    unlike[end:] = 0
    closed = cv2.morphologyEx(unlike, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) > 0
    middle = int(np.flatnonzero(mask.any(axis=0)).mean())
    shares = [np.count_nonzero((closed & out)[:, side]) / np.count_nonzero(out) for side in np.s_[:middle, middle:]]
    if sum(shares) < OF_OUT or min(shares) < EACH_SIDE:
        return None
    return reached(closed, closed & out)


def _under_clips(mask: Mask, rest: Mask) -> Mask:
    """What is left of a garment whose clips are cut out, with a waist that goes on where these were."""
    rows = np.flatnonzero(rest.any(axis=1))
    first = np.where(rest.any(axis=0), rest.argmax(axis=0), len(rest))
    down, across = np.arange(len(rest))[:, None], np.linspace(-1, 1, rest.shape[1])
    waist = first < rows[0] + AT_WAIST * np.ptp(rows)
    line: NDArray[np.floating] = np.zeros(len(across))
    weights = np.ones(int(waist.sum()))
    for _ in range(ROUNDS):
        line = np.polyval(np.polyfit(across[waist], first[waist], 2, w=np.sqrt(weights)), across)
        off = (first - line)[waist]
        weights = np.where(off < 0, 1 - ABOVE, ABOVE) / np.maximum(np.abs(off), 1)
    return largest((rest | mask) & (down >= np.rint(line)) & rest.any(axis=0))
