"""A standing collar is a smooth tube, or two wings, with an outline of its own, not that of the picture.

Where it stands off from the neck one sees its inside there, behind the neck.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, smooth_step
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
#: A tube's upper corners, where it turns to the back, are as round as this; and so far out on the shoulders, and so far
#: up its sides its cloth leaves the shoulders in a hollow curve; shoulder widths and of its height.
CORNER, OUT, UP = 0.03, 0.055, 0.55
#: Out there it is so much lower, of that distance: shoulders fall less.
LOWER = 0.5
#: An open collar's leaves lie on the shoulders from so far out on; so hollow are their outer edges, from the straight
#: line to the corner at their base; from this share of their height on they turn over; shoulder widths.
FOLDED, HOLLOW, ROUND_FROM = 0.03, 0.15, 0.62
#: How much darker a tube is at its sides, where it turns away; out to so many half widths that fades.
AWAY, BESIDE_TUBE = 0.22, 1.25
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


def worn_tube(tube: Points, wearer: Wearer) -> Points:
    """The outline of a collar all around the neck, M x 2 px, with round corners: from N x 2 px with sharp ones."""
    left, right, upper = tube[0], tube[-1], tube[1:-1]
    low = LOWER * OUT * wearer.down
    start, end = (
        base + (sign * OUT * wearer.right_hand + low) * wearer.width for sign, base in ((-1, left), (1, right))
    )
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(upper, axis=0), axis=1))])
    turn = min(CORNER * wearer.width, 0.3 * way[-1])
    inner = upper[(way > turn) & (way < way[-1] - turn)]
    on_left, on_right = (
        np.array([np.interp(at, way, upper[:, axis]) for axis in (0, 1)]) for at in (turn, way[-1] - turn)
    )
    sides = [base + UP * (tip - base) for base, tip in ((left, upper[0]), (right, upper[-1]))]
    tips = [
        tip + (base - tip) * min(1 - UP, turn / max(float(np.linalg.norm(base - tip)), 1.0))
        for base, tip in ((left, upper[0]), (right, upper[-1]))
    ]
    return np.concatenate(
        [
            _bent(start, left, sides[0]),
            _bent(tips[0], upper[0], on_left),
            inner,
            _bent(on_right, upper[-1], tips[1]),
            _bent(sides[1], right, end),
        ]
    )


def _folded(wings: Points, wearer: Wearer) -> Points:
    """The outline of an open collar, M x 2 px, from N x 2 px with upright wings: what is folded down slopes outside."""
    sides = []
    for sign, base, tip, upper in ((-1, *wings[:3]), (1, *wings[:-4:-1])):
        start = base + (sign * FOLDED * wearer.right_hand + LOWER * FOLDED * wearer.down) * wearer.width
        high = base + ROUND_FROM * (tip - base)
        between = HOLLOW * base + (1 - HOLLOW) * (start + high) / 2
        sides.append(np.concatenate([_bent(start, between, high), _bent(high, tip, upper)[1:]]))
    return np.concatenate([sides[0], wings[3:-3], sides[1][::-1]])


def tube_light(tube: Points | None, shape: tuple[int, ...], wearer: Wearer) -> Floats:
    """A factor H x W for the colours of a round collar all around the neck, N x 2 px from its base on the left.

    1 everywhere without one.
    """
    factor = np.ones(shape, np.float32)
    if tube is None:
        return factor
    low, high = (tube[0] + tube[-1]) / 2, (tube[1] + tube[-2]) / 2
    halves = [float(np.linalg.norm(tube[last] - tube[first])) / 2 for first, last in ((0, -1), (1, -2))]
    aside = OUT * wearer.width
    (left, top), (right, bottom) = tube.min(axis=0).astype(int) - int(aside), tube.max(axis=0).astype(int) + int(aside)
    box = slice(max(0, top), max(0, bottom)), slice(max(0, left), max(0, right))
    y, x = np.indices(shape, np.float32)[:, *box]
    up = high - low
    share = ((x - low[0]) * up[0] + (y - low[1]) * up[1]) / max(float(up @ up), 1.0)
    on_axis = share.clip(0, 1)
    across = (x - low[0] - on_axis * up[0]) * wearer.right_hand[0] + (y - low[1] - on_axis * up[1]) * wearer.right_hand[
        1
    ]
    aslant = np.abs(across) / (halves[0] + (halves[1] - halves[0]) * on_axis)
    rising = smooth_step((share + 0.3) / 0.8)
    # beside it are the shoulders
    inside = smooth_step((BESIDE_TUBE - aslant) / (BESIDE_TUBE - 1))
    factor[box] = 1 - AWAY * np.minimum(aslant, 1) ** 4 * inside * rising
    return factor


def _bent(start: Values, corner: Values, end: Values) -> Points:
    """A round way, 9 x 2 px, from one place to another in place of the corner between them."""
    share = np.linspace(0, 1, 9)[:, None]
    return np.asarray((1 - share) ** 2 * start + 2 * share * (1 - share) * corner + share**2 * end, np.float64)


def around_neck(cloth: Cloth, tube: Points | None, wearer: Wearer, closed: bool) -> Cloth:
    """Cloth as it was drawn with the collar's outline, N x 2 px from its base on the left; as it is without one.

    `closed`: all around the neck.
    """
    if tube is None:
        return cloth
    alpha = _outlined(cloth.alpha, tube, wearer, closed)[1]
    known = cloth.alpha > SOLID
    rgb = np.where(known[..., None], cloth.rgb, continued(cloth.rgb, known.astype(np.float32)))
    return Cloth(np.asarray(rgb, np.float32), np.asarray(alpha, np.float32))


def with_its_outline(cloth: Cloth, tube: Points, front: Floats, wearer: Wearer, closed: bool) -> Cloth:
    """Cloth of a garment with a collar whose outline, N x 2 px, was frayed by what it was drawn out to or cut at.

    `front`: share of what is in front of it, H x W; `closed`: all around the neck.
    """
    place, alpha = _outlined(np.maximum(cloth.alpha, front), tube, wearer, closed)
    share = cv2.GaussianBlur(place, (0, 0), 1.0)
    return Cloth(cloth.rgb, np.asarray(cloth.alpha * (1 - share) + alpha * (1 - front) * share, np.float32))


def _outlined(alpha: Floats, tube: Points, wearer: Wearer, closed: bool) -> tuple[Floats, Floats]:
    """Where a collar may be, and coverage H x W with its outline there."""
    size = wearer.width
    left, right = tube[0], tube[-1]
    # an open one ends below its base
    into = INTO + max(0.0, float(((tube - (left + right) / 2) @ wearer.down).max()) / size)
    aside, up, low = (share * size for share in (wearer.right_hand * BESIDE, -ABOVE * wearer.down, into * wearer.down))
    place = polygon(
        np.stack([left - aside, left, right, right + aside, right + aside + up, left - aside + up]), alpha.shape
    )
    outline = worn_tube(tube, wearer) if closed else _folded(tube, wearer)
    inside = polygon(np.concatenate([[left + low], outline, [right + low]]), alpha.shape)
    result = np.maximum(alpha * (1 - place), inside)
    near = cv2.GaussianBlur(cv2.dilate(place, np.ones((5, 5), np.uint8)), (0, 0), 2.0)
    return place, np.asarray(result * (1 - near) + sharp(result, max(1.0, ROUNDED * size)) * near, np.float32)
