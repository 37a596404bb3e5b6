"""What the product is, as far as its outline and its box tell: how it stands, how wide its base is, its colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part
from lingtu.imaging.scene import Stance

_SOLID = 0.5  # alpha
_SIDE = 96  # px of the outline's picture that is judged
_ROUND_IOU, _ROUND_FILL = 0.93, (0.72, 0.85)  # of a plate with its mirror image upside down; share of its box
_ALIKE = 0.80  # overlap of a garment with its mirror image
_SLEEVES = 1.12  # how much broader than below a garment is at its sleeves
_EVEN = 0.07  # how much the width of a garment's lower part may differ
_LEG = 0.2  # of the width: less is no trouser leg, but the leg of a chair


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """A placed product; px of the canvas."""

    left: int
    top: int
    right: int
    bottom: int
    #: The middle of what touches the ground.
    base_x: float
    #: How it is seen, by its outline.
    stance: Stance
    #: CIE Lab, of the visible part: mean lightness, and the colour that strikes.
    lab: Floats

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def hue(self) -> float:
        """Radians."""
        return float(np.arctan2(self.lab[2], self.lab[1]))

    @property
    def chroma(self) -> float:
        return float(np.hypot(self.lab[1], self.lab[2]))


def study(rgb: Floats, alpha: Floats) -> Subject:
    """Of a product laid on a canvas; where there is none, of a small box in the middle."""
    rows, columns = visible_part(alpha, _SOLID)
    if rows.stop - rows.start < 2 or columns.stop - columns.start < 2:
        height, width = alpha.shape
        rows, columns = slice(height // 2, 3 * height // 4), slice(3 * width // 8, 5 * width // 8)
        rgb, alpha = np.full((*alpha.shape, 3), 0.5, np.float32), np.ones_like(alpha)
    part = alpha[rows, columns]
    lowest = np.flatnonzero(part[-max(1, part.shape[0] // 50) :].max(axis=0) > _SOLID)
    return Subject(
        left=columns.start,
        top=rows.start,
        right=columns.stop,
        bottom=rows.stop,
        base_x=columns.start + float(lowest.min() + lowest.max() + 1) / 2,
        stance=_stance(part),
        lab=_lab(rgb[rows, columns], part),
    )


def _lab(rgb: Floats, alpha: Floats) -> Floats:
    small = cv2.resize(rgb, (32, 32), interpolation=cv2.INTER_AREA)
    solid = cv2.resize(alpha, (32, 32), interpolation=cv2.INTER_AREA) > _SOLID
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2Lab).reshape(-1, 3)
    kept = lab[solid.reshape(-1)] if solid.any() else lab
    # White parts of a coloured product make it no less coloured.
    weights = np.hypot(kept[:, 1], kept[:, 2]) + 1
    hue = (kept[:, 1:] * weights[:, None]).sum(axis=0) / weights.sum()
    return np.array([kept[:, 0].mean(), *hue], np.float32)


def _stance(alpha: Floats) -> Stance:
    """Garments and round flat things are photographed from above; all else stands."""
    solid = cv2.resize(alpha, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA) > _SOLID
    proportions = alpha.shape[1] / alpha.shape[0]
    return "lying" if _is_round(solid, proportions) or _is_garment(solid, proportions) else "standing"


def _overlap(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    return float((one & other).sum()) / max(1, int((one | other).sum()))


def _is_round(solid: NDArray[np.bool_], proportions: float) -> bool:
    fill = float(solid.mean())
    even = min(_overlap(solid, solid[::-1]), _overlap(solid, solid[:, ::-1]))
    return 0.9 < proportions < 1.1 and _ROUND_FILL[0] < fill < _ROUND_FILL[1] and even > _ROUND_IOU


def _is_garment(solid: NDArray[np.bool_], proportions: float) -> bool:
    """Shirts are broadest at their sleeves, and straight below; trousers have two broad legs, long sleeves hang."""
    if not 0.35 < proportions < 1.6 or _overlap(solid, solid[:, ::-1]) < _ALIKE:
        return False
    widths = solid.sum(axis=1) / _SIDE
    upper, lower = float(widths[8:46].max()), widths[58:-3]
    if _runs(solid[70]) in (2, 3) and _runs(solid[86]) in (2, 3):
        legs = lower.mean() > 2 * _LEG and lower.std() < 2 * _EVEN
        return bool(legs and _runs(solid[12]) == 1)
    straight = float(lower.std() / max(lower.mean(), 0.01)) < _EVEN
    collar = float(widths[2]) < 0.85 * upper
    return bool(straight and collar and upper > _SLEEVES * float(lower.mean()) and float(lower.mean()) > 0.5)


def _runs(row: NDArray[np.bool_]) -> int:
    """How many separate parts a row has."""
    return int((np.diff(np.concatenate([[0], row.astype(np.int8)])) == 1).sum())
