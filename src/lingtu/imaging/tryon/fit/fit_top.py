"""Where a top's or a dress' key points come to lie on the wearer, and the pieces of its warp."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.fit.above_seam import of_other_colours
from lingtu.imaging.tryon.fit.armhole import along_straps, armhole, armpit, armpit_level, as_old, taken_over
from lingtu.imaging.tryon.fit.body_cloth import of_clean_cloth
from lingtu.imaging.tryon.fit.cuffs import ends_px
from lingtu.imaging.tryon.fit.dress_length import around_trousers, levels_along
from lingtu.imaging.tryon.fit.fit_neck import NeckFit, fit_neck
from lingtu.imaging.tryon.fit.hang import STRAIGHT, around_px, hung
from lingtu.imaging.tryon.fit.hem import fall, held, worn_hem
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.mesh import Handles, deform
from lingtu.imaging.tryon.fit.piece import Piece, beyond, ribbon
from lingtu.imaging.tryon.fit.seams import at_scale, torso_mask, under_sleeve
from lingtu.imaging.tryon.fit.shoulder import shoulder_seam
from lingtu.imaging.tryon.fit.side_folds import side_folds
from lingtu.imaging.tryon.fit.sleeves import coverage, sleeve_tube
from lingtu.imaging.tryon.fit.top_size import DRESS_EASE, worn_scale
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.pattern import find_pattern
from lingtu.imaging.tryon.flat.top import Top, TopSide, hangs_on_straps
from lingtu.imaging.tryon.worn.old_armhole import OldArmhole
from lingtu.imaging.tryon.worn.raised import raised_forearms
from lingtu.imaging.tryon.worn.stance import around_px as legs_px
from lingtu.imaging.tryon.worn.stance import aside_px
from lingtu.imaging.tryon.worn.wearer import LEVELS, Flank, Wearer

#: Levels below which a skirt falls freely.
HIPS = 1.08
#: The narrowest strap, shoulder widths.
NARROWEST = 0.02


@dataclass(frozen=True)
class TopFit:
    """The pieces, the torso first, and what the picture needs: places on the wearer, px, and the hem's level."""

    pieces: tuple[Piece, ...]
    scale: float
    hem_level: float
    neckline: Points
    hem: Points  # from left to right
    sides: tuple[Points, Points]  # from the armpits to the hem
    necks: tuple[Values, Values]  # the shoulder seams' ends at the neck
    armpits: tuple[Values, Values]
    shoulders: tuple[Values, Values]
    cuffs_px: tuple[float, float]  # along the arms; 0 without sleeves
    tube: Points | None  # the outline of a collar all around the neck, from its base on the left; None without one
    slopes: tuple[Points, ...] = ()  # the shoulder seams from the neck out
    cuff_lines: tuple[Points, ...] = ()  # of short sleeves, from outside to inside, and a place within the sleeve

    def opening(self, up: Values) -> Values:
        """Corners of what the neckline leaves bare and all above it, as far as `up` reaches, N x 2 px."""
        return np.concatenate([self.neckline, [self.neckline[-1] + up, self.neckline[0] + up]])


@dataclass(frozen=True)
class _Frame:
    """What all parts of the fit share."""

    garment: Garment
    top: Top
    wearer: Wearer
    scale: float
    is_dress: bool
    neck: NeckFit

    @property
    def neck_level(self) -> float:
        wearer = self.wearer
        places = [wearer.on_shoulder(flank, self.neck_half(flank)) for flank in wearer.flanks]
        return wearer.level_of((places[0] + places[1]) / 2)

    @property
    def lengthwise(self) -> float:
        """Scale along the body."""
        return self.scale / (DRESS_EASE if self.is_dress else 1.0)

    def neck_half(self, flank: Flank) -> float:
        """Half width of the neck opening on the wearer, shoulder widths."""
        return self.neck.half(flank, self.tip_across(flank))

    def tip_across(self, flank: Flank) -> float:
        """Distance of the wearer's shoulder tip from the axis, shoulder widths."""
        wearer = self.wearer
        return float((flank.tip - wearer.shoulders) @ wearer.right_hand * flank.sign / wearer.width)


def own_hem_level(garment: Garment, wearer: Wearer, look: Look) -> float:
    """Where it ends by its own length."""
    frame = _frame(garment, wearer, look)
    return frame.neck_level + look.length * frame.lengthwise * frame.top.length / wearer.torso_px


def fit_top(garment: Garment, wearer: Wearer, hem: float, look: Look, outside: bool = False) -> TopFit:
    """The garment on the wearer; `hem`: the level at which it ends, `outside`: over what is worn below it."""
    frame = _frame(garment, wearer, look)
    top, scale = frame.top, frame.scale
    handles: list[Handles] = []
    slopes, pits, edges, collars, armholes = [], [], [], [], []
    hidden = np.zeros_like(top.mask)
    for side, flank in zip(top.sides, wearer.flanks, strict=True):
        old = taken_over(top, side, wearer, flank, _strap_tip(frame, side, flank), scale)
        slope = _slope(frame, side, flank, old)
        own_pit = (side.armpit[1] - side.neck[1]) * scale / wearer.torso_px + frame.neck_level
        pit_level = armpit_level(wearer, flank, own_pit, top.sleeved)
        pit = as_old(armpit(wearer, flank, pit_level, top.sleeved)[None], wearer, flank, old)[0]
        if top.sleeved:
            flat = _in_picture(wearer, slope) / scale
            moved = at_scale(side, flat, (pit_level - frame.neck_level) * wearer.torso_px / scale)
            hidden |= under_sleeve(side, moved, top.mask.shape)
            side = moved
        edge = _edge(frame, side, flank, pit, pit_level, hem, outside)
        edge = edge._replace(target=as_old(edge.target, wearer, flank, old))
        handles += [Handles(at_shares(side.slope, np.linspace(0, 1, 7)), slope, 3), edge]
        hole = armhole(side, slope[-1], pit)
        by_itself = old is None or old.at_shoulder is None
        armholes.append((side, hole._replace(target=as_old(hole.target, wearer, flank, old)), by_itself))
        if frame.neck.stands:
            collars.append(frame.neck.collar(side, flank, slope[0]))
        slopes.append(slope)
        pits.append(pit)
        edges.append(edge.target)
    necks, tips = [slope[0] for slope in slopes], [slope[-1] for slope in slopes]
    ends = [collar.target[-1] for collar in collars] or necks
    neckline = frame.neck.neckline(*ends)
    line = np.concatenate([ends[0][None], neckline.target, ends[1][None]])
    low, curve = held(top.hem, (edges[0][-1], edges[1][-1]), scale, wearer), frame.neck.curve
    handles += [
        along_straps(side, own, curve, line, top.chest, scale) if by_itself else own
        for side, own, by_itself in armholes
    ]
    handles += [*collars, neckline, low]
    sleeves, cuffs, cuff_lines = _sleeves(frame, tips, pits)
    cloth = torso_mask(top)
    printed = find_pattern(garment.rgb, cloth)
    bottom = np.concatenate([edges[0][-1:], low.target, edges[1][-1:]])
    torso = deform("torso", cloth | hidden, handles, scale, printed)
    sleeves = of_clean_cloth(garment, sleeves, torso, scale)
    torso = replace(torso, hidden=hidden, fall=fall(bottom, hem, wearer))
    return TopFit(
        pieces=(torso, *sleeves),
        scale=scale,
        hem_level=hem,
        neckline=line,
        hem=worn_hem(bottom, hem, wearer),
        sides=(edges[0], edges[1]),
        necks=(necks[0], necks[1]),
        armpits=(pits[0], pits[1]),
        shoulders=(tips[0], tips[1]),
        cuffs_px=cuffs,
        tube=frame.neck.tube((necks[0], necks[1]), line),
        slopes=tuple(slopes),
        cuff_lines=cuff_lines,
    )


def _frame(garment: Garment, wearer: Wearer, look: Look) -> _Frame:
    assert garment.top is not None
    scale, is_dress = look.ease * worn_scale(garment.top, wearer, garment.kind), garment.kind == "dresses"
    return _Frame(garment, garment.top, wearer, scale, is_dress, fit_neck(garment, wearer, scale))


def _strap_tip(frame: _Frame, side: TopSide, flank: Flank) -> float:
    """Distance from the axis at which a shoulder without a sleeve ends by itself, shoulder widths."""
    half = frame.neck_half(flank)
    strap = frame.scale * abs(side.shoulder[0] - side.neck[0]) / frame.wearer.width
    # a neck that is worn narrower moves no shoulder
    own = (
        0.0 if hangs_on_straps(frame.top) else frame.scale * abs(side.shoulder[0] - frame.top.axis) / frame.wearer.width
    )
    return float(np.clip(max(half + strap, own), half + NARROWEST, frame.tip_across(flank)))


def _slope(frame: _Frame, side: TopSide, flank: Flank, old: OldArmhole | None) -> Points:
    """The shoulder's seam on the wearer, 7 points from the neck out."""
    wearer, half = frame.wearer, frame.neck_half(flank)
    tip = frame.tip_across(flank) if frame.top.sleeved else _strap_tip(frame, side, flank)
    if old is not None and old.at_shoulder is not None:
        tip = max(tip, old.at_shoulder / wearer.width)
    return shoulder_seam(wearer, flank, half, tip, frame.top.sleeved)


def _edge(frame: _Frame, side: TopSide, flank: Flank, pit: Values, level: float, hem: float, outside: bool) -> Handles:
    """The side seam: along the body, and below the hips as wide as the garment falls, around what is below it."""
    wearer = frame.wearer
    source = at_shares(side.edge, np.linspace(0, 1, 13))
    share = ((source[:, 1] - side.edge[0, 1]) / max(1.0, side.edge[-1, 1] - side.edge[0, 1])).clip(0, 1)
    levels = level + (hem - level) * share
    if frame.is_dress:
        by_itself = frame.neck_level + (source[:, 1] - side.neck[1]) * frame.lengthwise / wearer.torso_px
        levels = levels_along(share, level, hem, by_itself)
    own = np.abs(source[:, 0] - frame.top.axis) * frame.scale
    body = np.interp(levels, LEVELS, flank.edge)
    hips = float(np.interp(HIPS, LEVELS, flank.edge))
    if frame.is_dress:
        loose = np.maximum(np.where(levels < 1.25, body, 0.8 * hips), 0.86 * own)
    else:
        loose = np.maximum(body, np.minimum(0.9 * own, 1.12 * body))
    share_low = ((levels - 0.95) / 0.25).clip(0, 1) * (frame.is_dress or hem > 1.0)
    half = body * (1 - share_low) + loose * share_low
    half = np.where(levels < 0.95, np.maximum(half, (0.7 if frame.is_dress else 0.78) * own), half)
    reach = half + (flank.sign * aside_px(wearer, levels) if frame.is_dress else 0.0)
    if outside:
        around = around_px(wearer, flank, levels)
        around = around_trousers(around, levels, wearer) if frame.is_dress else around
        reach = np.maximum(reach, around)
    if frame.is_dress:
        reach = np.maximum(reach, legs_px(wearer, flank, levels))
    if outside:
        # behind a forearm it falls in one line
        reach = hung(reach, own, levels, 1.0 if flank.in_pocket else STRAIGHT, float(around[-1]))
    if not (frame.is_dress or flank.in_pocket):
        reach = reach + wearer.width * side_folds(levels, flank.sign)
    across = flank.sign * reach
    target = np.stack([wearer.at(each, wide) for each, wide in zip(levels, across, strict=True)])
    target[0] = 0.2 * target[0] + 0.8 * pit
    return Handles(source, target, 2)


def _in_picture(wearer: Wearer, points: Points) -> Points:
    """Places on the wearer, N x 2 px, in a picture in which their axis is upright."""
    return np.stack([(points - wearer.shoulders) @ axis for axis in (wearer.right_hand, wearer.down)], axis=1)


def _sleeves(
    frame: _Frame, tips: list[Points], pits: list[Values]
) -> tuple[list[Piece], tuple[float, float], tuple[Points, ...]]:
    """The sleeves, how far along the arms they end, and the lines at which short ones do."""
    if not frame.top.sleeved:
        return [], (0.0, 0.0), ()
    other, cuffs = of_other_colours(frame.garment.rgb, frame.top), ends_px(frame.top, frame.scale, frame.wearer)
    pieces, lines, before = [], [], 1 - raised_forearms(frame.wearer)
    for side, flank, tip, pit, cuff in zip(frame.top.sides, frame.wearer.flanks, tips, pits, cuffs, strict=True):
        assert side.sleeve is not None
        tube = sleeve_tube(frame.top, side.sleeve, flank, tip, pit, frame.scale, frame.wearer, cuff, other)
        on_garment, on_wearer = (beyond(grid, 1.0, 0.5) for grid in tube.grids)
        edge = coverage(tube, before.shape) * before
        pieces.append(replace(ribbon("sleeve", on_garment, on_wearer, np.ones_like(frame.top.mask)), edge=edge))
        if cuff < flank.arm.joint:
            lines.append(np.concatenate([tube.target[-1], tube.target.mean(axis=(0, 1))[None]]))
    return pieces, cuffs, tuple(lines)
