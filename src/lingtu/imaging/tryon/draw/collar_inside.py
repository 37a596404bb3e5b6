"""A standing collar goes on behind the neck: where it stands off from that, its inside is seen and no background."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.arrays.masks import polygon
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: What is seen of it is so much lower than the ends of the collar's edge, which are round, shoulder widths.
LOWER = 0.012
#: Light inside of it: at its edge, and so far below that or deeper; the latter in shoulder widths.
AT_EDGE, DEEP, DEPTH = 0.72, 0.42, 0.07
#: Over so much it changes into what is before it, px.
SOFT_PX = 0.7
#: Cloth of this coverage has its own colours alone.
SOLID = 0.95
#: So far outside of it there is cloth, shoulder widths.
OUTSIDE = 0.012
#: So far around the ends of the neckline something of it may be seen, shoulder widths.
AROUND = 0.1


def with_inside(rgb: Floats, line: Points, cloth: Floats, ground: Floats, wearer: Wearer) -> Floats:
    """The picture H x W x 3 with the inside between the collar and the neck, in the collar's own colours in shade.

    `line`: the collar's edge in front, N x 2 px from left to right; `cloth`: coverage of the garment; `ground`: where
    the background is seen otherwise, H x W.
    """
    share, light = _inside(_as_drawn(line, cloth, wearer), cloth.shape, wearer)
    share = np.asarray(share * ground.clip(0, 1) * (1 - cloth), np.float32)
    seen = share > 0.02
    if not seen.any():
        return rgb
    own = goes_on(rgb, cloth > SOLID, seen)
    shaded = own * light[..., None]
    return np.where(seen[..., None], rgb + share[..., None] * (shaded - rgb), rgb).astype(np.float32)


def _as_drawn(line: Points, cloth: Floats, wearer: Wearer) -> Points:
    """The line without what of its ends is above the cloth that was drawn."""
    out = OUTSIDE * wearer.width * wearer.right_hand * np.where(np.arange(len(line)) * 2 < len(line), -1, 1)[:, None]
    at = np.rint(line + out).astype(int)
    x, y = at[:, 0].clip(0, cloth.shape[1] - 1), at[:, 1].clip(0, cloth.shape[0] - 1)
    beside = np.flatnonzero(cloth[y, x] > 0.5)
    return line[beside[0] : beside[-1] + 1] if len(beside) > 1 else line[:0]


def _inside(line: Points, shape: tuple[int, ...], wearer: Wearer) -> tuple[Floats, Floats]:
    """Where the inside would be seen without a neck, H x W, and its light there."""
    if len(line) < 2:
        return np.zeros(shape, np.float32), np.ones(shape, np.float32)
    left, right = line[0], line[-1]
    edge = np.stack([left, right]) + LOWER * wearer.width * wearer.down
    whole = polygon(np.concatenate([edge, line[::-1]]), shape)
    near = np.zeros(shape, np.uint8)
    for x, y in (left, right):
        cv2.circle(near, (int(x), int(y)), int(AROUND * wearer.width), 1, -1)
    y, x = np.indices(shape, np.float32)
    across = (right - left) / max(float(np.linalg.norm(right - left)), 1.0)
    down = np.array([-across[1], across[0]])
    deep = ((x - left[0]) * down[0] + (y - left[1]) * down[1]) / (DEPTH * wearer.width)
    light = AT_EDGE + (DEEP - AT_EDGE) * deep.clip(0, 1)
    return np.asarray(cv2.GaussianBlur(whole, (0, 0), SOFT_PX) * near, np.float32), np.asarray(light, np.float32)
