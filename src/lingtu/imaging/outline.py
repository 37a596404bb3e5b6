"""What a product's outline tells of how it was photographed."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats

_SOLID = 0.5  # alpha
_BASE = 0.1  # of the height: columns that end no farther above the lowest point belong to the base
_SIDE = 96  # px of the outline's picture that is judged
_ROUND_IOU, _ROUND_FILL = 0.93, (0.72, 0.85)  # of a plate with its mirror image upside down; share of its box
_ALIKE = 0.80  # overlap of a garment with its mirror image
_SLEEVES = 1.12  # how much broader than below a garment is at its sleeves
_EVEN = 0.07  # how much the width of a garment's lower part may differ
_LEG = 0.2  # of the width: less is no trouser leg, but the leg of a chair


def is_flat(alpha: Floats) -> bool:
    """Whether an outline, h x w in its own box, is a garment's or a round flat thing's, photographed from above."""
    solid = cv2.resize(alpha, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA) > _SOLID
    proportions = alpha.shape[1] / alpha.shape[0]
    return _is_round(solid, proportions) or _is_garment(solid, proportions)


def base_share(alpha: Floats) -> float:
    """Share of an outline's width, h x w in its own box, that comes down to what it stands on."""
    solid = alpha > _SOLID
    columns = solid.any(axis=0)
    if not columns.any():
        return 0.0
    gaps = solid[::-1].argmax(axis=0)[columns]
    return float((gaps <= gaps.min() + _BASE * alpha.shape[0]).mean())


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
