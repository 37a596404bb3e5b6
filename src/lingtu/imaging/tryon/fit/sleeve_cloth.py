"""Which cloth of a garment's sleeve lies where along the arm: its pattern runs along it as along the sleeve.

Rows across the flat sleeve come to lie across the arm. So the sleeve is turned about the shoulder, and where the arm
hangs farther down than that lies, the cloth at the seam is hidden in the fold of the armpit.
"""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values, evened_line, sampled, smoothed
from lingtu.imaging.tryon.arrays.outline import Mask, Points, at_shares, length
from lingtu.imaging.tryon.fit.above_seam import begun_higher, free_share
from lingtu.imaging.tryon.flat.top import HALF, Sleeve, Top

#: Rows along a sleeve and columns across it; rows that end at its seam at least, and below that.
ROWS, COLUMNS, LEAST_ROWS = 48, 7, (3, 8)
#: How far within its outline the garment is sampled, px of its picture: at the edge its ground shows through; at the
#: cuff less far: there is its trim.
INSET_PX, CUFF_INSET_PX = 3.0, 1.5
#: The part of a sleeve that ends in its trim, which is not stretched when the sleeve is drawn longer: of its length.
TRIM = 0.25
#: Smoothing of its edges in the garment's picture, rows: with every fold its pattern would be bent.
FOLDS = 5.0
#: How far a cuff in the garment's picture is from straight at most, of its width: more is misread.
CURVED = 0.12
#: A flat sleeve's armpit lies no farther down its outer edge, shares of that.
LOWEST_PIT = 0.85
#: Places along a sleeve's inner edge, and so near beyond that, its garment's shoulder widths, there is cloth along this
#: share of it where the sleeve lies on the body.
PLACES, CLOSE, ON_BODY = np.linspace(0.1, 0.8, 30), 0.04, 0.85
#: Beside the inner edge a sleeve goes on by so much of a column: its edge is soft.
BESIDE = 0.25


def rows_at_seam(outer: Points, pit: Values) -> int:
    """How many rows end at the seam, before that one which ends in the armpit; `outer`: the worn outer edge, N x 2."""
    line = at_shares(outer, np.linspace(0, 1, ROWS))
    return int(np.clip(np.linalg.norm(line - pit, axis=1).argmin(), LEAST_ROWS[0], ROWS - LEAST_ROWS[1]))


def lie_on_body(top: Top) -> bool:
    """Whether long sleeves lie along the body in the garment's picture: what crosses their seams goes on there."""
    sleeves = [side.sleeve for side in top.sides if side.sleeve is not None]
    return top.reach >= HALF and bool(sleeves) and min(_beside_cloth(each, top) for each in sleeves) > ON_BODY


def cloth_of(
    sleeve: Sleeve, scale: float, target: Points, seam_rows: int, other: Mask | None, on_body: bool = False
) -> Points:
    """The sleeve's grid on the garment, ROWS x COLUMNS x 2 px, within its outline; `target`: on the wearer.

    Its last row follows the cuff. What is stretched is the cloth above the trim. `on_body` as `lie_on_body`: then seam
    lies on seam.
    """
    outer_px, inner_px = length(target[:, 0]) / scale, length(target[seam_rows:, -1]) / scale
    trim = TRIM * (length(sleeve.outer) + length(sleeve.inner)) / 2
    outer_way, inner_way = begun_higher(sleeve, outer_px, inner_px, other)
    outer = evened_line(_above_trim(outer_way, outer_px, trim), FOLDS)
    inner = evened_line(at_shares(inner_way, np.linspace(0, 1, ROWS)), FOLDS)
    if on_body:
        far = np.concatenate(
            [
                outer[0] + (inner[0] - outer[0]) * np.linspace(0, 1, seam_rows + 1)[:-1, None],
                at_shares(inner, np.linspace(0, _end(inner), ROWS - seam_rows)),
            ]
        )
        across = far - outer
    else:
        far = _across(outer, inner, seam_rows, inner_px)
        across = (far - outer) * _shown(far - outer, target, seam_rows)[:, None]
    wide = np.linalg.norm(across, axis=1, keepdims=True)
    inset = across * np.minimum(INSET_PX / np.maximum(wide, 1e-6), 0.2)
    grid = ruled(outer + inset, outer + across - inset)
    return np.asarray(grid + _cuff_curve(sleeve)[None] * _near_cuff()[:, None, None], np.float64)


def under_seam(
    source: Points, target: Points, seam_rows: int, px: float, scale: float, other: Mask | None
) -> tuple[Points, Points]:
    """What a sleeve goes on with under its seam, `px` towards the torso: ROWS x 2 on the garment and on the wearer.

    On the garment it ends before `other` cloth.
    """
    at_seam = np.arange(len(target)) <= seam_rows
    columns = []
    for grid, size in ((source, px / scale), (target, px)):
        seam = grid[: seam_rows + 1, -1]
        chord = seam[-1] - seam[0]
        normal = np.array([-chord[1], chord[0]]) / (np.linalg.norm(chord) + 1e-9)
        normal *= -np.sign(float((grid[: seam_rows + 1, 0] - seam).sum(axis=0) @ normal)) or 1.0
        if grid is source and other is not None:
            size *= free_share(seam[[0, -1]], np.array([size * normal] * 2), other)
        beside = BESIDE * (grid[:, -1] - grid[:, -2])
        columns.append(grid[:, -1] + np.where(at_seam[:, None], size * normal, beside))
    return columns[0], columns[1]


def ruled(one: Points, other: Points) -> Points:
    """A grid, N x COLUMNS x 2, straight from the points of one line to those of another."""
    share = np.linspace(0, 1, COLUMNS)[None, :, None]
    return np.asarray(one[:, None] * (1 - share) + other[:, None] * share, np.float64)


def _across(outer: Points, inner: Points, seam_rows: int, inner_px: float) -> Points:
    """Where the rows across a flat sleeve end, ROWS x 2: at its seam, and below its armpit at its inner edge.

    Straight across, but where the worn inner edge, `inner_px` long, needs more cloth than that, half of it is given.
    """
    at = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(outer, axis=0), axis=1))])
    pit = min(float(at[np.linalg.norm(outer - inner[0], axis=1).argmin()]), LOWEST_PIT * at[-1], float(at[seam_rows]))
    pit = max(pit, 1e-6)
    end = _end(inner)
    below = ((at - pit) / (at[-1] - pit)).clip(0, 1) * end
    needed = max(0.0, 1 - inner_px / max(length(inner), 1e-6))
    start = min(float(below[seam_rows]), (float(below[seam_rows]) + needed) / 2)
    below = np.concatenate([below[:seam_rows].clip(max=start), np.linspace(start, end, len(at) - seam_rows)])
    seam = outer[0] + (inner[0] - outer[0]) * (at / pit).clip(0, 1)[:, None]
    return np.asarray(np.where((at < pit)[:, None], seam, at_shares(inner, below)), np.float64)


def _end(edge: Points) -> float:
    """How far down an edge the garment is sampled, share of it."""
    return 1 - CUFF_INSET_PX / max(length(edge), 4 * INSET_PX)


def _beside_cloth(sleeve: Sleeve, top: Top) -> float:
    """Share of a sleeve's inner edge beyond which there is cloth."""
    inwards = -sleeve.across(PLACES)
    inwards /= np.linalg.norm(inwards, axis=1, keepdims=True) + 1e-9
    beyond = at_shares(sleeve.inner, PLACES) + CLOSE * top.shoulders * inwards
    return float((sampled(top.mask.astype(np.uint8), beyond) == 1).mean())


def _shown(across: Points, target: Points, seam_rows: int) -> Values:
    """What share of each row across the sleeve, ROWS x 2 px, is seen: at the seam no wider than below the armpit."""
    own, worn = (np.linalg.norm(each, axis=1) for each in (across, target[:, -1] - target[:, 0]))
    scale = float(np.median((worn / np.maximum(own, 1e-6))[seam_rows : seam_rows + LEAST_ROWS[0]]))
    share = worn / np.maximum(scale * own, 1e-6)
    return np.where(np.arange(len(own)) < seam_rows, share.clip(0, 1), 1.0)


def _cuff_curve(sleeve: Sleeve) -> Points:
    """How far the cuff is from straight, COLUMNS x 2 px; more than a cuff can be is misread."""
    chord = ruled(sleeve.cuff[:1], sleeve.cuff[-1:])[0]
    curve = smoothed(at_shares(sleeve.cuff, np.linspace(0, 1, COLUMNS)), 0.8) - chord
    curve -= np.linspace(curve[0], curve[-1], COLUMNS)
    size = np.linalg.norm(curve, axis=1).max() / (CURVED * np.linalg.norm(chord[-1] - chord[0]) + 1e-9)
    return np.asarray(curve / max(1.0, float(size)), np.float64)


def _near_cuff() -> Values:
    """How much of the cuff's curve each row has."""
    shares = np.linspace(0, 1, ROWS)
    return np.asarray(((shares - 1 + 2 * TRIM) / TRIM).clip(0, 1), np.float64)


def _above_trim(edge: Points, wanted: float, trim: float) -> Points:
    """ROWS points of a sleeve's edge that is `wanted` long, its last `trim` as it is; garment px."""
    own = max(length(edge), 2 * INSET_PX)
    if wanted <= own:
        shares = np.linspace(0, 1, ROWS)
    else:
        trim = min(trim, 0.45 * own)
        shares = np.interp(np.linspace(0, 1, ROWS), [0, 1 - trim / wanted, 1], [0, 1 - trim / own, 1])
    return at_shares(edge, shares * (1 - CUFF_INSET_PX / max(own, 4 * INSET_PX)))
