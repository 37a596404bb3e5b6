"""Old clothes worn below a new top or dress: where it would bare much, they stay, as layers are worn.

Sleeves, neck and hem of a top, trousers or a skirt below a dress. No skin need be invented, and both edges are clean:
the photo's own, and the new garment's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, smoothed
from lingtu.imaging.tryon.draw.bare_shoulders import MOST_MADE_UP, has_bare_shoulders
from lingtu.imaging.tryon.draw.cut_print import edges_above, without_cut_print
from lingtu.imaging.tryon.draw.kept_rims import SCRAP, rims, scraps
from lingtu.imaging.tryon.draw.old_cuffs import SURE
from lingtu.imaging.tryon.draw.under import Under
from lingtu.imaging.tryon.fit.armhole import below_armhole
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.fit.replaces import in_trousers
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import STATIONS, Limb
from lingtu.imaging.tryon.worn.old_armhole import old_armhole
from lingtu.imaging.tryon.worn.wearer import LEVELS, Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import is_behind_body, sleeve_end_px, sleeve_inside

Floats = NDArray[np.float32]

#: Down to here skin is of throat and shoulders, and from here on of legs, levels.
HIGH, LEGS = 0.38, 1.0
#: Skin of legs that would have to be made up from which what is worn below stays, shoulder widths squared; of ankles
#: in trousers, which end there as well.
LEGS_MADE_UP, ANKLES = 0.12, 0.005
#: Where a belly is, levels; its skin, and lower clothes, that would have to be made up below a top that is shorter than
#: the old one from which that stays, shoulder widths squared.
BELLY, BELLY_MADE_UP = (0.4, 1.3), 0.06
#: What stays below a hem begins so much above it, levels.
ABOVE_HEM = 0.1
#: A sleeve that stays is as thick as this outside, inside of the upper arm and of the forearm, half widths of the arm;
#: it goes on below the new cuff, shoulder widths. Down to the elbow it widens from this share of the way on.
OUTSIDE, INSIDE, FOREARM, BELOW_CUFF = 3.0, 1.15, 1.6, 0.08
WIDENS = 0.4
#: An old sleeve may be so wide outside, half widths of the arm.
PUFFED = 6.0
#: Beside bare arms an old top stays so far below the new one's armpits, levels.
BELOW_PIT = 0.12
#: Share of an arm that a sleeve covers which isn't told from the shoulder; how unlike two sleeves look at most.
CAP, ALIKE = 0.15, 0.2
#: Share of an arm from which it hangs in front of the torso of a garment with sleeves; else from the armpit on.
IN_FRONT = 0.25
#: Below an armhole such a sleeve's edge goes from so far outside of the armpit, where cloth may be drawn out to, to the
#: arm's own within this, shoulder widths, and is smoothed by so many stations.
PAST_PIT, FROM_PIT, EVEN = 0.06, 0.35, 3.0
#: How far above the neckline the old collar reaches, and how far it goes on below that, shoulder widths.
COLLAR, BELOW_NECKLINE = 0.6, 0.02
#: Width of the zones' soft edges, px.
SOFT_PX = 1.0


@dataclass(frozen=True)
class Undressed:
    """The photo, what is below the old garment, and shares H x W of that: with its soft edges, and its own.

    `kept`: of what stays of it as an underlayer, `sleeves` of that before the torso; `over_old`: neck and sleeves do.
    """

    layers: Layers
    under: Under
    old: Floats
    share: Floats
    kept: Floats
    sleeves: Floats
    over_old: bool = False


def with_underlayer(
    bare: Undressed,
    fit: TopFit,
    wearer: Wearer,
    covers: tuple[Floats, Floats, Floats],
    is_dress: bool,
    seed: int,
    over_tee: bool = False,
) -> Undressed:
    """With what stays of the old clothes below the new garment.

    `covers`: coverage of that, of its sleeves over the arms, and its keyhole, in which they are seen as well;
    `over_tee`: it is worn over the old top whatever would have to be made up.
    """
    cloth, over_arms, hole = covers
    zone, over_old = stays(fit, bare.under, bare.share, cloth, wearer, is_dress, over_tee)
    if zone is None:
        return replace(bare, over_old=over_old)
    if over_old:
        zone, cloth = np.maximum(zone, hole), cloth * (1 - hole)
    kept = zone * bare.share
    sleeves = arms_in_front(fit, wearer, cloth.shape) * bare.share * (1 - over_arms) * over_old
    seen, edges = np.maximum(kept * (1 - cloth), sleeves), edges_above(fit, wearer) | (sleeves > 0) | (hole > 0)
    plain = without_cut_print(bare.layers.rgb, wearer, seen, cloth, edges, seed)
    layers, under = replace(bare.layers, rgb=plain), keeping(bare.under, plain, zone)
    return Undressed(layers, under, bare.old * (1 - zone), bare.share * (1 - zone), kept, sleeves, over_old)


def stays(
    fit: TopFit, under: Under, share: Floats, cloth: Floats, wearer: Wearer, is_dress: bool, over_tee: bool = False
) -> tuple[Floats | None, bool]:
    """Where the photo's clothes stay below a new garment with the coverage `cloth`: 1 there, H x W, with soft edges.

    None if nowhere; and whether sleeves and neck do. `share`: the old garment's.
    """
    area, along = wearer.width**2, wearer.frame.along
    bared = under.skin * (1 - cloth)
    made_up = bared * under.doubt
    legs = (along > LEGS) & ~wearer.frame.arms
    upper = float(bared[along < HIGH].sum()) / area > MOST_MADE_UP or not _arms_told(fit, wearer)
    upper |= over_tee
    if is_dress:
        lower = float(bared[legs].sum()) / area > (ANKLES if in_trousers(wearer) else LEGS_MADE_UP)
    else:
        belly = (along > BELLY[0]) & (along < BELLY[1]) & ~wearer.frame.arms
        lower = float((made_up + under.cloth * (1 - cloth))[belly].sum()) / area > BELLY_MADE_UP
        upper |= lower  # whose hem is seen is seen above, too
    if not upper and not lower:
        return None, False
    mask = np.zeros(cloth.shape, np.uint8)
    if upper:
        _sleeves_and_neck(mask, fit, wearer)
        mask[wearer.labels == Part.LOWER] = 0
    if lower:
        mask[(along > fit.hem_level - ABOVE_HEM) & ~_replaced_sleeves(fit, wearer, mask.shape)] = 1
    mask[rims(mask, share, cloth, wearer.width)] = 1
    mask[scraps(mask & (share > 0.3) & (cloth < 0.5), SCRAP * area)] = 0
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), SOFT_PX), np.float32), upper


def _sleeves_and_neck(mask: NDArray[np.uint8], fit: TopFit, wearer: Wearer) -> None:
    """Marked: the neck, and arms beyond the cuffs; of a garment without sleeves all above the armpits."""
    up = -COLLAR * wearer.width * wearer.down
    _fill(mask, fit.opening(up) + BELOW_NECKLINE * wearer.width * wearer.down)
    for flank, cuff, end in zip(wearer.flanks, fit.cuffs_px, _sleeves_ends(wearer), strict=True):
        if _is_as_long(wearer, flank, cuff) or old_armhole(wearer, flank) is not None:
            continue
        start = max(0.0, cuff - BELOW_CUFF * wearer.width) / flank.arm.length
        joint = flank.arm.joint / flank.arm.length
        inside = np.interp(np.linspace(0, 1, STATIONS), (WIDENS * joint, joint), (INSIDE, FOREARM))
        _fill_arm(mask, flank.arm, (start, end), OUTSIDE, sleeve_inside(wearer, flank, inside))
    if max(fit.cuffs_px) == 0:
        level = min(wearer.level_of(pit) for pit in fit.armpits)
        if has_bare_shoulders(wearer):
            level += BELOW_PIT  # where the sides come to lie on the old ones'
        mask[wearer.frame.along < level] = 1


def _replaced_sleeves(fit: TopFit, wearer: Wearer, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Beside the torso, outside of arms in new sleeves as long as the old ones: what hangs there of these, H x W."""
    found = np.zeros(shape, np.bool_)
    for flank, cuff in zip(wearer.flanks, fit.cuffs_px, strict=True):
        if not _is_as_long(wearer, flank, cuff):
            continue
        mask = np.zeros(shape, np.uint8)
        _fill_arm(mask, flank.arm, (0.0, sleeve_end_px(wearer, flank) / flank.arm.length), PUFFED, 0.0)
        edge = np.interp(wearer.frame.along, LEVELS, flank.edge)
        found |= (mask > 0) & (wearer.frame.across * wearer.width > edge)
    return found


def arms_in_front(fit: TopFit, wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """Old sleeves that stay and hang in front of the torso, H x W."""
    mask = np.zeros(shape, np.uint8)
    for flank, cuff, pit, end in zip(wearer.flanks, fit.cuffs_px, fit.armpits, _sleeves_ends(wearer), strict=True):
        no_sleeve = is_behind_body(wearer, flank) or old_armhole(wearer, flank) is not None
        if no_sleeve or _is_as_long(wearer, flank, cuff):
            continue
        start = max(IN_FRONT, cuff / flank.arm.length) if cuff else below_armhole(wearer, flank, pit)
        arm = flank.arm if cuff else _from_pit(flank.arm, start, pit, wearer.width)
        _fill_arm(mask, arm, (start, end), OUTSIDE, sleeve_inside(wearer, flank, np.ones(STATIONS)))
    mask[wearer.labels == Part.LOWER] = 0  # below a bent arm
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), SOFT_PX), np.float32)


def _from_pit(arm: Limb, start: float, pit: Values, width_px: float) -> Limb:
    """The arm with an even inner edge that begins at an armpit, from a share of its length on, and meets its own."""
    stations = np.linspace(0, 1, STATIONS)
    even = smoothed(arm.inner, EVEN)
    first = min(int(start * (STATIONS - 1)), STATIONS - 1)
    at_pit = float((arm.centres[first] - pit) @ arm.normals[first]) - PAST_PIT * width_px
    near = (1 - (stations - stations[first]) * arm.length / (FROM_PIT * width_px)).clip(0, 1)
    return replace(arm, inner=even + (at_pit - even[first]) * near**2)


def keeping(under: Under, photo: Floats, zone: Floats) -> Under:
    """What is below the new garment, with the photo as it is in a zone H x W."""
    free = 1 - zone
    return replace(
        under,
        rgb=np.asarray(under.rgb * free[..., None] + photo * zone[..., None], np.float32),
        skin=under.skin * free,
        cloth=under.cloth * free,
        ground=under.ground * free,
        clad=under.clad * free,
        seam=under.seam * free,
    )


def _arms_told(fit: TopFit, wearer: Wearer) -> bool:
    """Whether both arms can be drawn where the new garment doesn't hide that they are out of old long sleeves."""
    return all(
        flank.arm_told > SURE or _is_as_long(wearer, flank, cuff)
        for flank, cuff in zip(wearer.flanks, fit.cuffs_px, strict=True)
    )


def _is_as_long(wearer: Wearer, flank: Flank, cuff_px: float) -> bool:
    """Whether a new sleeve is as long as the old one: only folds of that would be seen."""
    return bool(cuff_px and 0 < sleeve_end_px(wearer, flank) < cuff_px + BELOW_CUFF * wearer.width)


def _sleeves_ends(wearer: Wearer) -> tuple[float, float]:
    """Shares of the arms down to which old sleeves may be, left and right.

    They are alike, but for how the arms are seen: where one looks much longer it is the body that is before the arm.
    Where none is seen there may be the cap of one: beside a bare arm all is the torso's.
    """
    ends = [sleeve_end_px(wearer, flank) / flank.arm.length for flank in wearer.flanks]
    least = min((end for end in ends if end > 0), default=0.0)
    if least == 0:
        return CAP, CAP
    left, right = (min(1.0, (end if least < end < least + ALIKE else least) + BELOW_CUFF) for end in ends)
    return left, right


def _fill_arm(
    mask: NDArray[np.uint8], arm: Limb, part: tuple[float, float], outside: float, inside: float | Values
) -> None:
    """From a share of its length to another one, and beyond its end if that is 1; `inside` of each station, or all."""
    first, last = (min(int(share * (STATIONS - 1)), STATIONS - 1) for share in part)
    if last <= first:
        return
    first = min(first, STATIONS - 2)
    outer, inner = arm.sides(outside)[0][first : last + 1], arm.sides(np.reshape(inside, (-1, 1)))[1][first : last + 1]
    ahead = arm.ahead[-1] * (2 * arm.usual[-1] if part[1] >= 1 else 0.0)
    _fill(mask, np.concatenate([outer, [outer[-1] + ahead, inner[-1] + ahead], inner[::-1]]))


def _fill(mask: NDArray[np.uint8], corners: Values) -> None:
    cv2.fillPoly(mask, [np.rint(corners).astype(np.int32)], 1)
