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


@dataclass(frozen=True)
class Model:
    """How a saliency model wants its pictures, and how often it is worth asking."""

    #: Pixels of each side of what it takes.
    side_px: int
    #: Of the channels, for levels in [0, 1].
    mean: tuple[float, float, float]
    deviation: tuple[float, float, float]
    #: Whether the picture's brightest level is brought to 1 first, and the answer's range to [0, 1].
    stretched: bool
    #: Whether the whole is shown again, turned, if the first look was unsure.
    looks_twice: bool
    #: How the box is shown: the margin around it, as a share of its side, and the turn.
    box_looks: tuple[tuple[float, Turn], ...]


U2NETP = Model(
    side_px=320,
    mean=(0.485, 0.456, 0.406),
    deviation=(0.229, 0.224, 0.225),
    stretched=True,
    looks_twice=True,
    box_looks=((0.1, Turn.UPRIGHT), (0.2, Turn.UPSIDE_DOWN), (0.1, Turn.MIRRORED)),
)
#: Opt-in: sharper and three times as slow, so it looks at the whole and at the box once each.
ISNET = Model(
    side_px=1024,
    mean=(128 / 255, 128 / 255, 128 / 255),
    deviation=(256 / 255, 256 / 255, 256 / 255),
    stretched=False,
    looks_twice=False,
    box_looks=((0.1, Turn.UPRIGHT),),
)


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


def find_subject(rgb: Rgb, net: Net, model: Model = U2NETP) -> Look:
    """The main subject as the model sees it: soft, and right to a few of the model's pixels."""
    best = _look_at_whole(rgb, net, model)
    first = best.alpha
    for margin, turn in model.box_looks:
        box = subject_box(first, margin)
        if box is None:
            break
        best = max(best, look(rgb, box, turn, net, model), key=_sureness)
        if best.sureness >= SURE_ENOUGH:
            break
    return best


def _look_at_whole(rgb: Rgb, net: Net, model: Model) -> Look:
    whole = Box(0, 0, rgb.shape[1], rgb.shape[0])
    upright = look(rgb, whole, Turn.UPRIGHT, net, model)
    if upright.sureness >= WHOLE_ENOUGH or not model.looks_twice:
        return upright
    return max(upright, look(rgb, whole, Turn.HALF_TURN, net, model), key=_sureness)


def look(rgb: Rgb, box: Box, turn: Turn, net: Net, model: Model = U2NETP) -> Look:
    """Show the model a part of the picture; outside of it there is no subject."""
    alpha = np.zeros(rgb.shape[:2], np.float32)
    part = box.of(rgb)
    small = turn.of(cv2.resize(part, (model.side_px, model.side_px), interpolation=cv2.INTER_AREA))
    seen = turn.of(_saliency(small, net, model))
    box.of(alpha)[:] = cv2.resize(seen, part.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return Look(alpha, max(part.shape[:2]) / model.side_px, _share_of_black_and_white(alpha))


def subject_box(alpha: Alpha, margin: float) -> Box | None:
    """The box of what is above one half, widened; None if nothing is."""
    rows, columns = np.nonzero(alpha > 0.5)
    if not len(rows):
        return None
    left, right = _span(columns, alpha.shape[1], margin)
    top, bottom = _span(rows, alpha.shape[0], margin)
    return Box(left, top, right, bottom)


def _saliency(small: Rgb, net: Net, model: Model) -> Alpha:
    brightest = max(float(small.max()), 1e-6) if model.stretched else 1.0
    tensor = (small / brightest - np.array(model.mean)) / np.array(model.deviation)
    seen = net(np.ascontiguousarray(tensor.transpose(2, 0, 1)[None], np.float32))[0][0, 0]
    if not model.stretched:
        return np.asarray(seen.clip(0, 1), np.float32)
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
