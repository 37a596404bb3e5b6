"""Where a top's outline has the corner of its neck, and where a standing collar has its base."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.outline import Points, nearest
from lingtu.imaging.tryon.flat.top import TopSide

#: A corner of the neck stands out of the line from the middle of the opening to the shoulder's tip by this, widths, and
#: by this share of its distance from where the neck is taken to end else, which is this at least, widths.
SHARP, SHARP_ASIDE, SHARP_APART = 0.035, 0.15, 0.06


def neck_and_base(way: Points, outward: Points, width: float, sign: int) -> tuple[int, int]:
    """Indices of the outline's corner at the neck, and of the base of a standing collar (the same without one)."""
    allowed = outward > 0.06 * width
    if not allowed.any():
        return 0, 0
    corner = int(np.where(allowed, -way[:, 1] - 0.22 * (outward[-1] - outward), -np.inf).argmax())
    base = _collar_base(way, corner, width, sign)
    if base > corner:
        return corner, base
    # beside a level shoulder the opening's own corner stands out
    sharp, out = _standing_out(way, allowed, sign)
    apart = float(np.linalg.norm(way[sharp] - way[corner]))
    own = apart > SHARP_APART * width and out > max(SHARP * width, SHARP_ASIDE * apart)
    return (sharp, sharp) if own else (corner, corner)


def _collar_base(way: Points, corner: int, width: float, sign: int) -> int:
    """Index of a standing collar's base, below the outline's corner at the neck; the corner's without one."""
    rest = way[corner:]
    if len(rest) <= 12:
        return corner
    chord = rest[-1] - rest[0]
    offset = rest - rest[0]
    hollow = -sign * (offset[:, 0] * chord[1] - offset[:, 1] * chord[0]) / (np.hypot(*chord) + 1e-6)
    deepest = int(hollow.argmax())
    drop, run = offset[deepest, 1], abs(offset[deepest, 0])
    stands = hollow[deepest] > 0.022 * width and drop > 0.05 * width and drop > 0.8 * run
    return corner + deepest if stands else corner


def _standing_out(way: Points, allowed: NDArray[np.bool_], sign: int) -> tuple[int, float]:
    """Index of the place farthest above the straight line between a way's ends, and how far, px."""
    chord, offset = way[-1] - way[0], way - way[0]
    above = sign * (offset[:, 0] * chord[1] - offset[:, 1] * chord[0]) / (np.hypot(*chord) + 1e-6)
    index = int(np.where(allowed, above, -np.inf).argmax())
    return index, float(above[index])


def like_collars(axis: float, *sides: TopSide) -> tuple[TopSide, ...]:
    """Both sides of a symmetric top; a collar that was found on one alone is on the other its mirror image."""
    found = [len(side.collar) > 1 for side in sides]
    if all(found) or not any(found):
        return sides
    known, other = sides if found[0] else sides[::-1]
    base = nearest(other.slope, np.array([2 * axis - known.neck[0], known.neck[1]]))
    if not 0 < base < len(other.slope) - 1:
        return sides
    slope = other.slope
    mended = replace(other, neck=slope[base], slope=slope[base:], collar=slope[: base + 1][::-1])
    return (known, mended) if found[0] else (mended, known)
