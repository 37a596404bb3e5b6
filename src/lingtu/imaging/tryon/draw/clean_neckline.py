"""The front's upper edge as one clean line: a mesh waves where a neckline is drawn narrower than it lies flat."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, evened_line
from lingtu.imaging.tryon.arrays.masks import polygon
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.piece import Piece, carried
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Smoothing of what the mesh moves the line, and of the line itself, its stations; how high above it all is open, how
#: far below it cloth is made whole, shoulder widths; but not over such a share of it at its ends.
WAVES, EVEN, ABOVE, BELOW, ENDS = 6.0, 1.0, 0.6, 0.035, 0.06
#: How near to its ends slits are closed and spikes are cut off, and half the width of these, shoulder widths.
ENDS_NEAR, SLIT, SPIKE = 0.12, 0.025, 0.015
#: Share of a keyhole that lies over old clothes from which it is not open.
CLOTHED = 0.1
#: Blur of a photo itself, and over how far its edges go, px.
LENS_PX, SOFT_PX = 0.7, 1.0


def clean_neckline(garment: Garment, torso: Piece, wanted: Values) -> Values | None:
    """The line on the wearer, N x 2 px from left to right; None where the garment's own outline is its neckline.

    `wanted`: where it is to lie, M x 2 px at even shares of its length; the mesh of the torso comes near to that.
    """
    if garment.neckline is None or garment.neckline.is_outline:
        return None
    return _line(garment.neckline.curve, torso, wanted)


def made_whole(cloth: Cloth, line: Values, wearer: Wearer) -> Cloth:
    """Cloth that reaches up to the line, and ends there."""
    inner = line[_inner(line)]
    whole = polygon(np.concatenate([inner, inner[::-1] + BELOW * wearer.width * wearer.down]), cloth.alpha.shape)
    return Cloth(cloth.rgb, np.maximum(cloth.alpha, whole) * (1 - _opening(line, cloth.alpha.shape, wearer)))


def cut(cloth: Cloth, line: Values, wearer: Wearer) -> Cloth:
    """Cloth without what was drawn out above the line."""
    # its own edge is soft
    opening = _opening(line - wearer.down * SOFT_PX, cloth.alpha.shape, wearer)
    alpha = np.asarray(cloth.alpha * (1 - opening), np.float32)
    _without_thin(alpha, line, SPIKE, wearer)
    return Cloth(cloth.rgb, alpha)


def keyhole(outline: Values | None, torso: Piece, shape: tuple[int, ...]) -> Floats:
    """Share within an outline on the garment, N x 2 px, as it is worn, H x W; 0 everywhere without one."""
    return np.zeros(shape, np.float32) if outline is None else polygon(carried(torso, outline), shape)


def with_keyhole(cloth: Cloth, hole: Floats, old: Floats) -> Cloth:
    """Cloth open in a keyhole, H x W; not where something of the `old` clothes, H x W, would have to be taken off.

    No skin is made up for it; what stays of them below is seen in it.
    """
    if not hole.any() or (hole * old).sum() > CLOTHED * hole.sum():
        return cloth
    return Cloth(cloth.rgb, np.asarray(cloth.alpha * (1 - cv2.GaussianBlur(hole, (0, 0), LENS_PX)), np.float32))


def _opening(line: Values, shape: tuple[int, ...], wearer: Wearer) -> Floats:
    """Coverage of what is above the line, H x W, with an edge as soft as a lens draws it."""
    up = -ABOVE * wearer.width * wearer.down
    opening = polygon(np.concatenate([line, [line[-1] + up, line[0] + up]]), shape)
    _without_thin(opening, line, SLIT, wearer)  # where the line rises from its end no slit is cut into the shoulder
    return np.asarray(cv2.GaussianBlur(opening, (0, 0), LENS_PX), np.float32)


def _without_thin(share: Floats, line: Values, half: float, wearer: Wearer) -> None:
    """Without what is thinner than twice this, shoulder widths, near the line's ends; H x W, in place."""
    radius, reach = max(1, int(half * wearer.width)), int(ENDS_NEAR * wearer.width)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)
    # at the sides of what is looked at it would find corners
    more = 2 * radius
    for end in np.rint(line[[0, -1]]).astype(int):
        (left, top), (right, bottom) = np.maximum(0, end - reach), np.maximum(0, end + reach + 1)
        x, y = np.maximum(0, end - reach - more)
        wide = share[y : bottom + more, x : right + more]
        if wide.size:
            opened = cv2.morphologyEx(wide, cv2.MORPH_OPEN, disc)
            share[top:bottom, left:right] = opened[top - y : bottom - y, left - x : right - x]


def _line(curve: Values, torso: Piece, wanted: Values) -> Values:
    """The curve on the wearer, without the mesh's waves."""
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    shares = np.linspace(0, 1, len(wanted)) * way[-1]
    target = np.stack([np.interp(way, shares, wanted[:, axis]) for axis in (0, 1)], axis=1)
    return evened_line(target + evened_line(carried(torso, curve) - target, WAVES), EVEN)


def _inner(line: Values) -> NDArray[np.bool_]:
    """Stations that are not near the line's ends."""
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    return np.asarray((way > ENDS * way[-1]) & (way < (1 - ENDS) * way[-1]))
