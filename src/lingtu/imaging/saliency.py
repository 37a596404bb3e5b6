"""Where the main subject is, by U2-Net's small model: several looks, of which the surest counts.

The model sees 320 x 320 pixels, and on a busy picture its answer hangs on how the picture is put before it. It is shown
the whole picture, if need be upside-down too, then the box that the surer of these found, so that the subject is larger
and what led it astray is gone. Of all looks the one with the least grey in it is taken: being sure goes with being
right (rank correlation .4 to .6 within a picture), while averages of looks keep everybody's mistakes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]
#: Takes one tensor; gives the model's outputs in its own order.
Net = Callable[[NDArray[np.float32]], list[NDArray[np.float32]]]

NET_SIDE_PX = 320
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)

#: A look at the whole as sure as this needs no second one; a look at the box needs none after it.
WHOLE_ENOUGH, SURE_ENOUGH = 0.9, 0.95
#: Pixels beyond each side of the box, as a share of those above one half: stray spots don't stretch it.
STRAY_SHARE = 0.005
#: What a box always gets on each side, as a share of the picture's.
LEAST_MARGIN = 0.01


class Turn(Enum):
    """How a picture is put before the model; each undoes itself."""

    UPRIGHT = (slice(None), slice(None))
    MIRRORED = (slice(None), slice(None, None, -1))
    UPSIDE_DOWN = (slice(None, None, -1), slice(None))
    HALF_TURN = (slice(None, None, -1), slice(None, None, -1))

    def of(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.ascontiguousarray(picture[self.value])


#: How the box is shown: the margin around it, as a share of its side, and the turn.
BOX_LOOKS = ((0.1, Turn.UPRIGHT), (0.2, Turn.UPSIDE_DOWN), (0.1, Turn.MIRRORED))


@dataclass(frozen=True)
class Box:
    """A rectangle of whole pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        """The part of a picture that it frames, as a view."""
        return picture[self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True)
class Look:
    """What the model saw: coverage H x W in [0, 1], the size of its pixels, and how sure it was, up to 1."""

    alpha: Alpha
    grain_px: float
    sureness: float


def find_subject(rgb: Rgb, net: Net) -> Look:
    """The main subject as the model sees it: soft, and right to a few of the model's pixels."""
    best = _look_at_whole(rgb, net)
    first = best.alpha
    for margin, turn in BOX_LOOKS:
        box = subject_box(first, margin)
        if box is None:
            break
        best = max(best, look(rgb, box, turn, net), key=_sureness)
        if best.sureness >= SURE_ENOUGH:
            break
    return best


def _look_at_whole(rgb: Rgb, net: Net) -> Look:
    whole = Box(0, 0, rgb.shape[1], rgb.shape[0])
    upright = look(rgb, whole, Turn.UPRIGHT, net)
    if upright.sureness >= WHOLE_ENOUGH:
        return upright
    return max(upright, look(rgb, whole, Turn.HALF_TURN, net), key=_sureness)


def look(rgb: Rgb, box: Box, turn: Turn, net: Net) -> Look:
    """Show the model a part of the picture; outside of it there is no subject."""
    alpha = np.zeros(rgb.shape[:2], np.float32)
    part = box.of(rgb)
    small = turn.of(cv2.resize(part, (NET_SIDE_PX, NET_SIDE_PX), interpolation=cv2.INTER_AREA))
    seen = turn.of(_saliency(small, net))
    box.of(alpha)[:] = cv2.resize(seen, part.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return Look(alpha, max(part.shape[:2]) / NET_SIDE_PX, _share_of_black_and_white(alpha))


def subject_box(alpha: Alpha, margin: float) -> Box | None:
    """The box of what is above one half, widened; None if nothing is."""
    rows, columns = np.nonzero(alpha > 0.5)
    if not len(rows):
        return None
    left, right = _span(columns, alpha.shape[1], margin)
    top, bottom = _span(rows, alpha.shape[0], margin)
    return Box(left, top, right, bottom)


def _saliency(small: Rgb, net: Net) -> Alpha:
    tensor = (small / max(float(small.max()), 1e-6) - MEAN) / DEVIATION
    seen = net(np.ascontiguousarray(tensor.transpose(2, 0, 1)[None], np.float32))[0][0, 0]
    return np.asarray((seen - seen.min()) / max(float(seen.max() - seen.min()), 1e-6), np.float32)


def _share_of_black_and_white(alpha: Alpha) -> float:
    """1 if every pixel is 0 or 1; less by the grey there is beside the subject's area."""
    return float(1 - (4 * alpha * (1 - alpha)).sum() / max(float(alpha.sum()), 1.0))


def _sureness(one: Look) -> float:
    return one.sureness


def _span(places: NDArray[np.intp], size: int, margin: float) -> tuple[int, int]:
    low, high = np.quantile(places, [STRAY_SHARE, 1 - STRAY_SHARE])
    reach = margin * (high - low) + LEAST_MARGIN * size
    return max(0, int(low - reach)), min(size, int(high + reach) + 1)
