"""Sleeves of a garment's body cloth: where their own lies crumpled or twisted in its picture, it would be smeared.

A sleeve that shows too little cloth is drawn out across the arm, and its pattern with it. The body lies flatter: a
piece of it is cut as a tailor would, along the sleeve, at the body's scale. Its cuff stays its own.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, smoothed
from lingtu.imaging.tryon.arrays.masks import within
from lingtu.imaging.tryon.arrays.outline import Mask, Points, at_shares
from lingtu.imaging.tryon.fit.above_seam import of_other_colours
from lingtu.imaging.tryon.fit.own_cuff import (
    HALF_LIGHT,
    SAME,
    SAME_PRINT,
    has_others,
    is_poor,
    light_of_cuff,
    own_cuff,
    unlike,
)
from lingtu.imaging.tryon.fit.piece import Piece
from lingtu.imaging.tryon.fit.plain_place import Body, box, plainest, read_body
from lingtu.imaging.tryon.fit.sleeve_cloth import COLUMNS
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.pattern import is_printed
from lingtu.imaging.tryon.flat.top import HALF, Sleeve

Floats = NDArray[np.float32]

#: A sleeve's cloth that is drawn out by this more than the body's is smeared; and a long one's print, where there is
#: no plain cloth, that is drawn out by so much more in one direction than in the other.
SMEARED, SQUEEZED = 1.35, 1.3
#: The part of the outer line that goes around the shoulder; below it cloth follows the line; and its smoothing, rows.
CAP, EVEN = 0.25, 4.0
#: So much smaller a piece may be cut than it is worn, across and along the arm, where the body is too small for it.
SMALLER = ((1.0, 1.0), (1.0, 0.8), (0.85, 0.85), (0.85, 0.7), (0.72, 0.72), (0.72, 0.6))
#: How unlike a sleeve's own cloth and the body's are at most, as of `unlike`: more is other cloth.
UNLIKE = 9.0
#: Columns of a sleeve's ribbon.
ACROSS = COLUMNS + 3


def of_clean_cloth(garment: Garment, pieces: list[Piece], torso: Piece, scale: float) -> list[Piece]:
    """A top's two sleeves, of the body's cloth where their own is smeared, each with its own cuff after it.

    `torso`: the body as it is worn, by which its pattern is as large on the sleeves; `scale`: of the garment.
    """
    assert garment.top is not None
    drawn_out, squeezed = (max((each(piece) for piece in pieces), default=0.0) for each in (_drawn_out, _squeezed))
    if drawn_out > SMEARED * scale:
        same = SAME
    elif squeezed > SQUEEZED and garment.top.reach >= HALF and is_printed(garment.rgb, garment.mask):
        same = SAME_PRINT
    else:
        return pieces
    lab = cv2.cvtColor(garment.rgb, cv2.COLOR_RGB2Lab) * HALF_LIGHT
    body = read_body(lab, garment.top, of_other_colours(garment.rgb, garment.top))
    worn = float(np.median(torso.stretch[:, :2]))
    cut = [
        _cut(garment, lab, body, side.sleeve, side.sign, piece, worn, same)
        for side, piece in zip(garment.top.sides, pieces, strict=True)
        if side.sleeve is not None
    ]
    found = [each for each in cut if each is not None]
    # both sleeves are alike
    most = min(len(each) for each in found) if len(found) == len(pieces) else 0
    return [piece for each in found for piece in each[:most]] if most else pieces


def _cut(
    garment: Garment, lab: Floats, body: Body, sleeve: Sleeve, sign: int, piece: Piece, scale: float, same: float
) -> list[Piece] | None:
    """A sleeve of body cloth, and over it its own cuff if that is not as smeared; None where the body has none like it.

    `piece`: the sleeve as it is, a ribbon; `sign`: its side; `scale`: of the body;
    `same`: how unlike the body's cloth its cuff is at most.
    """
    assert garment.top is not None
    assert piece.edge is not None
    way = _on_grain(piece.target.reshape(-1, ACROSS, 2)) / scale
    low, size = way.reshape(-1, 2).min(axis=0), np.ptp(way.reshape(-1, 2), axis=0)
    for smaller in (np.array(each) for each in SMALLER):
        corner = plainest(body, garment.top, sign, smaller * size)
        if corner is not None:
            break
    else:
        return None
    there, own = box(corner, smaller * size), _upper(sleeve, garment.top.mask)
    if not own.any() or unlike(lab[own], lab[there]) > UNLIKE or has_others(lab[own], lab[there]):
        return None
    gain = light_of_cuff(garment, lab, piece, there, ACROSS, same)
    if gain is None:
        return None
    at = (way - low) * smaller
    across = corner[0] + at[..., 0] if sign < 0 else corner[0] + smaller[0] * size[0] - at[..., 0]
    source = np.stack([across, corner[1] + at[..., 1]], axis=-1).reshape(-1, 2)
    cut = replace(piece, source=source)
    return [cut] if is_poor(piece, ACROSS, gain, SMEARED * scale) else [cut, own_cuff(piece, ACROSS, gain)]


def _drawn_out(piece: Piece) -> float:
    """The larger stretch of most of a piece's area."""
    return _of_most(piece.stretch[:, 0], piece.stretch[:, 2])


def _squeezed(piece: Piece) -> float:
    """How much larger that is than the other one."""
    return _of_most(piece.stretch[:, 0] / np.maximum(piece.stretch[:, 1], 1e-3), piece.stretch[:, 2])


def _of_most(values: Values, areas: Values) -> float:
    """The median by area."""
    order = np.argsort(values)
    area = np.cumsum(areas[order])
    return float(values[order[np.searchsorted(area, area[-1] / 2)]])


def _on_grain(grid: Points) -> Points:
    """Where places of a sleeve's grid, R x C x 2 px, lie on its cloth: across from its outer edge, and down it.

    Around the shoulder the cloth goes on straight up, and the outline cuts it.
    """
    outer, cap = grid[:, 0], int(CAP * len(grid))
    ahead = smoothed(np.gradient(outer, axis=0), EVEN)
    ahead[:cap] = ahead[cap]
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True) + 1e-9
    side = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    side *= np.sign(float(((grid[:, -1] - outer) * side).sum())) or 1.0
    down = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(outer, axis=0), axis=1))])
    start = outer.copy()
    start[:cap], down[:cap] = outer[cap], down[cap]
    off = grid - start[:, None]
    across = (off * side[:, None]).sum(axis=2)
    return np.stack([across, down[:, None] + (off * ahead[:, None]).sum(axis=2)], axis=2)


def _upper(sleeve: Sleeve, mask: Mask) -> Mask:
    """Of the picture H x W the sleeve above its trim."""
    upper = np.linspace(0, 0.7, 16)
    ways = at_shares(sleeve.outer, upper), at_shares(sleeve.inner, upper)[::-1]
    part = within(np.concatenate(ways), mask.shape) & mask
    return np.asarray(cv2.erode(part.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0)
