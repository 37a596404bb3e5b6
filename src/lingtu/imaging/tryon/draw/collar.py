"""A standing collar is a smooth tube, or two wings, with an outline of its own, not that of the picture.

Where it stands off from the neck one sees its inside there, behind the neck.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import polygon, sharp
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: How far the garment's own outline is replaced beside the collar, and above it; shoulder widths.
BESIDE, ABOVE = 0.3, 0.6
#: How round the tube's upper ends and its meeting with the shoulder are, shoulder widths.
ROUNDED = 0.012
#: The tube goes on so far below its base, which lies on the shoulders, shoulder widths.
INTO = 0.1
#: An open collar's fold at its upper ends: how wide, and how much lower outside, shoulder widths.
FOLD = (0.022, 0.008)
#: Cloth of this coverage has its own colours alone.
SOLID = 0.95


def winged(neckline: Points, bases: tuple[Points, Points], wearer: Wearer) -> Points:
    """The outline of an open collar from its base on the left, N x 2 px; folded cloth ends bluntly.

    `neckline`: its edge in front, M x 2 px from left to right; `bases`: its ends on the shoulders.
    """
    size, down = wearer.width, wearer.down
    blunt = [
        end + (sign * FOLD[0] * wearer.right_hand + FOLD[1] * down) * size
        for sign, end in ((-1, neckline[0]), (1, neckline[-1]))
    ]
    return np.concatenate([bases[0][None], blunt[0][None], neckline, blunt[1][None], bases[1][None]])


def around_neck(cloth: Cloth, tube: Points | None, wearer: Wearer) -> Cloth:
    """Cloth as it was drawn with the collar's outline, N x 2 px from its base on the left; as it is without one."""
    if tube is None:
        return cloth
    alpha = _outlined(cloth.alpha, tube, wearer)[1]
    known = cloth.alpha > SOLID
    rgb = np.where(known[..., None], cloth.rgb, continued(cloth.rgb, known.astype(np.float32)))
    return Cloth(np.asarray(rgb, np.float32), np.asarray(alpha, np.float32))


def with_its_outline(cloth: Cloth, tube: Points, front: Floats, wearer: Wearer) -> Cloth:
    """Cloth of a garment with a collar whose outline, N x 2 px, was frayed by what it was drawn out to or cut at.

    `front`: share of what is in front of it, H x W.
    """
    place, alpha = _outlined(np.maximum(cloth.alpha, front), tube, wearer)
    share = cv2.GaussianBlur(place, (0, 0), 1.0)
    return Cloth(cloth.rgb, np.asarray(cloth.alpha * (1 - share) + alpha * (1 - front) * share, np.float32))


def _outlined(alpha: Floats, tube: Points, wearer: Wearer) -> tuple[Floats, Floats]:
    """Where a collar may be, and coverage H x W with its outline there."""
    size = wearer.width
    left, right = tube[0], tube[-1]
    # an open one ends below its base
    into = INTO + max(0.0, float(((tube - (left + right) / 2) @ wearer.down).max()) / size)
    aside, up, low = (share * size for share in (wearer.right_hand * BESIDE, -ABOVE * wearer.down, into * wearer.down))
    place = polygon(
        np.stack([left - aside, left, right, right + aside, right + aside + up, left - aside + up]), alpha.shape
    )
    inside = polygon(np.concatenate([[left + low], tube, [right + low]]), alpha.shape)
    result = np.maximum(alpha * (1 - place), inside)
    near = cv2.GaussianBlur(cv2.dilate(place, np.ones((5, 5), np.uint8)), (0, 0), 2.0)
    return place, np.asarray(result * (1 - near) + sharp(result, max(1.0, ROUNDED * size)) * near, np.float32)
