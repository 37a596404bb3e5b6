"""Where trousers, shorts or a skirt come to lie on the wearer, as ribbons that share their seams."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values, evened_line, smoothed
from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.fit.leg_hang import Size, begun, begun_as, flat_widths, hanging_leg, leg_halves
from lingtu.imaging.tryon.fit.leg_width import WIDER, as_wide, as_wide_inside, between_legs, hanging, slender, thigh_px
from lingtu.imaging.tryon.fit.loose_shorts import taut, to_knees
from lingtu.imaging.tryon.fit.piece import Piece, beyond, ribbon
from lingtu.imaging.tryon.fit.replaces import LONGER, SHORTS_EASE, covers_legs, is_in_place, seen_px
from lingtu.imaging.tryon.flat.bottom import Bottom, Leg
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.leg_joints import EDGE
from lingtu.imaging.tryon.worn.stance import around_px, aside_px
from lingtu.imaging.tryon.worn.waist_line import WaistLine
from lingtu.imaging.tryon.worn.wearer import LEVELS, Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import hem_px, lower_half_px

ROWS, LEG_ROWS, COLUMNS = 14, 26, 5  # columns of half a garment
#: The crotch below the hips' joints, shoulder widths.
CROTCH = 0.27
#: Long trousers reach beyond the ankle, lengths of the leg.
FULL = 1.05
#: They are worn beyond the hem of old ones, shoulder widths.
OVER_HEM = 0.03
#: Above an old hem by so much old trousers are as wide as they end, shoulder widths.
ABOVE_HEM = 0.08
#: Where the top hides the waist it is so high that hips are drawn out across this many times as much as along.
SQUEEZED = 2.4
#: How far within the cloth the inner seam of a leg and the crotch are taken, shares of the leg's width and of the rise.
INSIDE = 0.05
#: Rows over which the garment's sides are evened, deviation: creases and pockets would make waves of what is on it.
EVEN = 2.0


@dataclass(frozen=True)
class BottomFit:
    """The pieces, the waist's ends on the wearer, and how far down the legs the hems are, px (0 of a skirt)."""

    pieces: tuple[Piece, ...]
    scale: float
    waist: tuple[Values, Values]
    hems_px: tuple[float, float]
    hem_level: float


def fit_bottom(
    garment: Garment, wearer: Wearer, waist: tuple[float, float], edge: WaistLine | None = None
) -> BottomFit:
    """The garment on the wearer; its waist at these levels (0 shoulders, 1 hips) left and right, and on that line."""
    assert garment.bottom is not None
    if garment.bottom.crotch is None:
        return _skirt(garment, garment.bottom, wearer, waist)
    fit = _trousers(garment, garment.bottom, garment.bottom.crotch, wearer, waist)
    return (
        fit if edge is None else replace(fit, pieces=tuple(_on_line(piece, fit, wearer, edge) for piece in fit.pieces))
    )


def _on_line(piece: Piece, fit: BottomFit, wearer: Wearer, edge: WaistLine) -> Piece:
    """Hips whose straight waist is bent to a line, and less and less of them down to the crotch."""
    if piece.name != "hips":
        return piece
    (left, right), offset = fit.waist, piece.target - wearer.shoulders
    across, along = offset @ wearer.right_hand, offset @ wearer.down
    ends = [(each - wearer.shoulders) @ np.stack([wearer.right_hand, wearer.down], axis=1) for each in (left, right)]
    straight = np.interp(across, [ends[0][0], ends[1][0]], [ends[0][1], ends[1][1]])
    low = fit.hem_level * wearer.torso_px
    share = ((low - along) / np.maximum(low - straight, 1.0)).clip(0, 1)
    moved = piece.target + (share * (edge.below_px(across) - straight))[:, None] * wearer.down
    return replace(piece, target=moved)


def _trousers(garment: Garment, bottom: Bottom, crotch: Points, wearer: Wearer, high: tuple[float, float]) -> BottomFit:
    hips = np.asarray(wearer.frame.body.hips, np.float64)
    place = hips + wearer.down * CROTCH * wearer.width
    crotch_level = wearer.level_of(place)
    waist = tuple(wearer.on_edge(flank, level) for flank, level in zip(wearer.flanks, high, strict=True))
    across = float(np.linalg.norm(waist[1] - waist[0])) / max(bottom.waist_px, 1.0)
    if bottom.is_short:  # what is between their legs is loose
        ease = SHORTS_EASE if is_in_place(garment, wearer) else min(SHORTS_EASE, to_knees(bottom, wearer, high, across))
        crotch_level = max(crotch_level, sum(high) / 2 + ease * across * bottom.rise / wearer.torso_px)
        place = wearer.at(crotch_level, float((place - wearer.shoulders) @ wearer.right_hand))
    elif is_in_place(garment, wearer):
        least = bottom.rise * across / SQUEEZED / wearer.torso_px
        high = min(high[0], crotch_level - least), min(high[1], crotch_level - least)
        waist = tuple(wearer.on_edge(flank, level) for flank, level in zip(wearer.flanks, high, strict=True))
    rise = (crotch_level - sum(high) / 2) * wearer.torso_px
    scale = float(np.clip(rise / max(bottom.rise, 1.0), 0.75 * across, 1.5 * across))
    size = Size(scale, across, rise / max(bottom.rise, 1.0))
    shares = np.linspace(0, 1, ROWS)
    middle = bottom.waist[len(bottom.waist) // 2]
    crotch = crotch - np.array([0, INSIDE * bottom.rise])
    centre = middle + (crotch - middle) * shares[:, None]
    on_body = (waist[0] + waist[1]) / 2 * (1 - shares[:, None]) + place * shares[:, None]
    pieces, hems = [], []
    blocks: list[tuple[Points, Points]] = []
    for side, flank, level in zip(bottom.legs, wearer.flanks, high, strict=True):
        split = int(np.abs(side.outer[:, 1] - crotch[1]).argmin())
        upper = at_shares(side.outer[: max(split, 1) + 1], shares)
        own = np.abs(upper[:, 0] - bottom.axis) * scale * 0.86
        levels = level + (crotch_level - level) * shares
        body = np.interp(levels, LEVELS, flank.edge)
        half = body if is_in_place(garment, wearer) else np.maximum(body, np.minimum(own, 1.15 * body))
        worn = lower_half_px(wearer, flank, levels)
        worn = np.maximum(worn, np.append(worn[1:], 0))  # the row above may be moved down to a bent waist
        half = np.maximum(half, np.minimum(smoothed(worn, 1.0), WIDER * half))
        if covers_legs(garment, wearer):  # hips are no wider than the skirt or the shorts on them
            half = np.minimum(half, smoothed(np.maximum(begun_as(worn), 0.8 * half), 1.0)) if worn.any() else half
        # a hand hides the hip, or bites into its outline: cloth falls in a line from the waist to the leg
        least = half[0] + (thigh_px(flank, wearer, place) - half[0]) * shares
        half = half if covers_legs(garment, wearer) and worn[-1] > 0 else np.maximum(half, least)
        edge = np.stack([wearer.at(each, flank.sign * wide) for each, wide in zip(levels, half, strict=True)])
        leg, leg_place, hem = _leg(side, flank, wearer, garment, bottom, crotch, place, edge[-1], split, size)
        if bottom.is_short and not is_in_place(garment, wearer):
            edge, outside = taut(edge, leg_place[:, 0], flank, wearer)
            leg_place = _ruled(outside, leg_place[:, -1])
        blocks.append((_ruled(evened_line(upper, EVEN), centre), _ruled(edge, on_body)))
        leg, leg_place = (_above(beyond(grid, 0.8, 0.1)) for grid in (leg, leg_place))
        pieces.append(ribbon("leg", leg, leg_place, np.ones_like(bottom.mask)))
        hems.append(hem)
    block = (_joined(blocks[0][0], blocks[1][0]), _joined(blocks[0][1], blocks[1][1]))
    grown = [_above(beyond(grid, 0, 0.1)) for grid in block]
    pieces.append(ribbon("hips", grown[0], grown[1], np.ones_like(bottom.mask)))
    return BottomFit(tuple(pieces), scale, (waist[0], waist[1]), (hems[0], hems[1]), crotch_level)


def _leg(
    side: Leg,
    flank: Flank,
    wearer: Wearer,
    garment: Garment,
    bottom: Bottom,
    crotch: Points,
    place: Values,
    start: Points,
    split: int,
    size: Size,
) -> tuple[Points, Points, float]:
    """Grids from the crotch's row to the hem on the garment and on the wearer, and the hem's distance down the leg."""
    over_legs = covers_legs(garment, wearer)
    limb, shares = slender(flank, wearer, over_legs), np.linspace(0, 1, LEG_ROWS)
    # the inner seam begins where the hips end, and is reached by and by: else a print is cut between the two
    outer, inner = at_shares(side.outer[split:], shares), at_shares(np.concatenate([crotch[None], side.inner]), shares)
    first = float((place - limb.centres[0]) @ limb.ahead[4])
    wanted = size.scale * bottom.inseam
    hem, old = first + wanted, hem_px(wearer, flank)
    own = np.linalg.norm(outer - inner, axis=1) * size.scale * 0.41
    in_place = is_in_place(garment, wearer)
    if in_place:
        own = np.zeros(LEG_ROWS)
    if in_place and bottom.is_short:
        hem = max(hem, seen_px(limb, wearer) + 2 * EDGE * wearer.width)
    elif in_place and 0 < old < seen_px(limb, wearer):
        hem = old + OVER_HEM * wearer.width
    elif not bottom.is_short:
        hem = limb.length * (FULL if wanted > 0.8 * (limb.length - first) else 0.93)
        if old < hem + LONGER * wearer.width:
            hem = max(hem, old + OVER_HEM * wearer.width)
    else:
        hem = min(hem, FULL * limb.length)
    at = first + (hem - first) * begun(shares, size.along * bottom.inseam / max(hem - first, 1.0))
    # an ankle that is seen below old trousers is narrower than they are
    high = np.minimum(at, (old or np.inf) - ABOVE_HEM * wearer.width)
    halves = [np.maximum(np.minimum(own, 1.8 * limb.width_at(at, side)), limb.width_at(high, side)) for side in (1, -1)]
    on_outside, on_inside = limb.point(at, 1, halves[0], 1.03), limb.point(at, -1, halves[1], 1.03)
    middle, together = between_legs(at, wearer)
    # that a skirt is in one says nothing about the legs in it
    together &= not over_legs
    touch = smoothed(together.astype(np.float64), 1.0)[:, None]
    near = (shares * 4).clip(0, 1)[:, None]
    on_outside = on_outside * near + (start + on_outside - on_outside[0]) * (1 - near)
    if in_place:
        on_inside = as_wide_inside(on_inside, limb.point(at, 0), middle, flank, wearer)
    on_inside = on_inside * near + (place + (on_inside - on_inside[0]) * 0.6) * (1 - near)
    on_outside = as_wide(on_outside, limb.point(at, 0), flank, wearer, shares, in_place)
    if bottom.is_short and not in_place:
        on_outside = hanging(on_outside, outer, bottom, flank, wearer, size.scale)
    # where the old legs touch the new ones do, from the crotch on
    middle = middle * near + (place + middle - middle[0]) * (1 - near)
    on_inside = on_inside * (1 - touch) + middle * touch
    if over_legs:
        flat = flat_widths(bottom, crotch, LEG_ROWS) * min(size.scale, size.across)
        bare = limb.recentred()
        on_outside, on_inside = hanging_leg(bare, at, leg_halves(flat, bare, at), start, place)
    outer, inner = evened_line(outer, EVEN), evened_line(inner, EVEN)
    # where legs touch there is no gap between them: the seam lies within the cloth
    inner = inner + INSIDE * near * (outer - inner)
    return _ruled(outer, inner), _ruled(on_outside, on_inside), hem


def _skirt(garment: Garment, bottom: Bottom, wearer: Wearer, high: tuple[float, float]) -> BottomFit:
    shares = np.linspace(0, 1, LEG_ROWS)
    waist = tuple(wearer.on_edge(flank, level) for flank, level in zip(wearer.flanks, high, strict=True))
    across = float(np.linalg.norm(waist[1] - waist[0])) / max(bottom.waist_px, 1.0)
    hips = float(sum(np.interp(1.1, LEVELS, flank.edge) for flank in wearer.flanks))
    widest = _width(bottom)
    scale = float(np.clip(hips / max(bottom.waist_px, 0.9 * widest, 1.0), 0.6 * across, 1.3 * across))
    hem = sum(high) / 2 + scale * bottom.length / wearer.torso_px
    grids = []
    for side, flank, level in zip(bottom.legs, wearer.flanks, high, strict=True):
        outer = at_shares(side.outer, shares)
        levels = level + (hem - level) * (outer[:, 1] - outer[0, 1]) / max(1.0, outer[-1, 1] - outer[0, 1])
        body = np.interp(levels, LEVELS, flank.edge)
        own = np.abs(outer[:, 0] - bottom.axis) * scale * 0.92
        low = 0.8 * float(np.interp(1.1, LEVELS, flank.edge))
        half = np.where(levels < 1.15, np.maximum(own, body), np.maximum(own, low))
        beside = flank.sign * half + aside_px(wearer, levels)
        beside = flank.sign * np.maximum(flank.sign * beside, around_px(wearer, flank, levels))
        edge = np.stack([wearer.at(each, wide) for each, wide in zip(levels, beside, strict=True)])
        grids.append((outer, edge))
    middle = [(grids[0][index] + grids[1][index]) / 2 for index in (0, 1)]
    halves = [[_ruled(each[index], middle[index]) for each in grids] for index in (0, 1)]
    joined = [_above(beyond(_joined(pair[0], pair[1]), 2.5, 0.1)) for pair in halves]
    piece = ribbon("skirt", joined[0], joined[1], np.ones_like(bottom.mask))
    return BottomFit((piece,), scale, (waist[0], waist[1]), (0.0, 0.0), hem)


def _width(bottom: Bottom) -> float:
    """Of the garment's upper half, px."""
    rows = np.flatnonzero(bottom.mask.any(axis=1))
    return float(bottom.mask[rows[: max(3, len(rows) // 2)]].sum(axis=1).max())


def _ruled(edge: Points, middle: Points) -> Points:
    share = np.linspace(0, 1, COLUMNS)[None, :, None]
    return np.asarray(edge[:, None] * (1 - share) + middle[:, None] * share, np.float64)


def _joined(left: Points, right: Points) -> Points:
    """Two halves that share their middle."""
    return np.concatenate([left, right[:, -2::-1]], axis=1)


def _above(grid: Points) -> Points:
    """The grid with a row above its first: a waist's edge is curved."""
    return np.concatenate([grid[:1] + 0.8 * (grid[:1] - grid[1:2]), grid])
