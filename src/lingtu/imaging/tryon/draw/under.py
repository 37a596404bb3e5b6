"""What is seen where the old garment was and the new one is not: skin, the other clothes, or the background."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import broad, dilated
from lingtu.imaging.tryon.arrays.smooth_fill import continued, grain_of, with_grain
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.draw import bare
from lingtu.imaging.tryon.draw.at_wrists import wrists
from lingtu.imaging.tryon.draw.bare_chest import CHANGES, LIT
from lingtu.imaging.tryon.draw.bare_shoulders import shoulders
from lingtu.imaging.tryon.draw.below_hair import shade, up_to_hair
from lingtu.imaging.tryon.draw.body import body_below, fill_limb
from lingtu.imaging.tryon.draw.cuff_shadow import HIGH, in_cuffs, painted_over, reach_px, shadow
from lingtu.imaging.tryon.draw.forearms import arms, arms_in_long_sleeves, forearms, forearms_out_of_sleeves
from lingtu.imaging.tryon.draw.joins import joined
from lingtu.imaging.tryon.draw.little_skin import as_beside
from lingtu.imaging.tryon.draw.meets import meets
from lingtu.imaging.tryon.draw.plate import Plate, open_colours
from lingtu.imaging.tryon.draw.to_forearms import up_to_forearms
from lingtu.imaging.tryon.draw.tone import in_tone
from lingtu.imaging.tryon.worn.layers import PURE, Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Width of the edge between cloth and background, px.
FRINGE_PX = 3
#: So far outside of a body's measured edge a limb may be seen, px.
EDGE_PX = 2
#: Skin so near to seen skin goes on from it, and skin so far is made up, shoulder widths.
NEAR_SKIN, FAR_SKIN = 0.1, 0.25
#: Near made up skin is so far from it, shoulder widths.
NEAR_BROAD = 0.04
#: A print's contrast is no grain.
MOST_GRAIN = 0.02
#: Share of a pixel beside hair from which its colours tell what is behind that.
LITTLE = 0.02
#: Gaps beside what is kept that are narrower are none, shoulder widths.
GAP = 0.08


@dataclass(frozen=True)
class Under:
    """The picture without the old garment H x W x 3, and where it is skin, other clothes and background, shares.

    `clad`: what would be skin if the new garment didn't go around it.
    `doubt`: from 0 to 1 how likely one sees that it is made up.
    `seam`: share of made up skin on seen skin beside it, also where that is in front.
    """

    rgb: Floats
    skin: Floats
    cloth: Floats
    ground: Floats
    clad: Floats
    doubt: Floats
    seam: Floats | float = 0.0


def uncover(
    layers: Layers,
    wearer: Wearer,
    plate: Plate,
    old: Floats,
    clad: Floats,
    parts: tuple[Part, ...],
    seed: int,
    outline: Floats | None = None,
) -> Under:
    """Take off what has the share `old` (H x W) of the picture; `parts` are the garment's, `clad` see there.

    Of a pixel that the garment has a part of, the rest keeps its own colours without the garment's. `outline`: of arms.
    """
    body, fore = body_below(layers, wearer, parts), forearms(wearer, old.shape)
    if outline is not None:
        body = bare.to_outline(body, old, layers, outline, fore, wearer.width)
    body = up_to_hair(body, layers, old, wearer.width)
    before = forearms_out_of_sleeves(wearer, old.shape)
    whole = _other_cloth(layers, wearer, parts)
    if whole.any():
        whole = up_to_forearms(whole, layers.labels, before, wearer.width)
    cloth = whole * (1 - before)
    skin_rgb, in_shadow, inside_cuffs = _skin(layers, wearer, old, parts, seed)
    skin_rgb = skin_rgb * shade(layers, wearer.width)[..., None]
    behind, reach = plate.rgb, HIGH * old.shape[0]
    rests = plate.rests * (1 - fore)  # there they are the arm's own skin
    # behind the soft edge of an arm other clothes go on
    inside = np.maximum(body, whole) * _no_fringe(layers, old, parts) * (1 - rests)
    hidden = inside * (1 - cloth) * clad
    inside = inside - hidden
    bared = (old > 0.5) & (clad < 0.5) & (inside > 0.5)
    skin_rgb = meets(skin_rgb, layers, bared & (cloth < 0.5), reach)
    inner = skin_rgb * (1 - cloth[..., None])
    if cloth.any():
        inner += cloth[..., None] * _continued_cloth(layers, seed)
    inner = as_beside(inner, layers, bared, wearer.width)
    # at the soft ends of new sleeves the arm goes on
    seen = inside + hidden * arms_in_long_sleeves(wearer, old.shape)
    new = inner * seen[..., None] + behind * (1 - seen[..., None])
    ground = np.minimum(layers.share(Part.BACKGROUND), 1 - old)
    # hair lies before all of it: what is behind its strands has none of its colours
    hair = np.minimum(layers.share(Part.HAIR), 1 - old - ground)
    kept = 1 - old - ground - hair
    open_rgb = open_colours(layers.rgb, behind, old + kept + hair)
    rgb = old[..., None] * new + kept[..., None] * _kept_colours(layers, parts) + ground[..., None] * open_rgb
    rgb = (rgb + LITTLE * new) / (1 - hair + LITTLE)[..., None]
    result = np.where(beside(old > 0)[..., None], rgb, layers.rgb)
    inside_cuffs &= dilated(bared, int(2 * reach_px(wearer, old)))
    at_wrists = wrists(layers, wearer, bared, reach)
    # what is a limb's as a whole has nothing of the old cuff's inside at its edge
    of_limb = np.maximum(body, dilated(body > 0.5, EDGE_PX) * layers.share(Part.ARMS, Part.LEGS))
    seam = painted_over(layers, wearer, old, bared | inside_cuffs, in_shadow) * of_limb
    seam = np.maximum(seam, at_wrists)
    result = result * (1 - seam[..., None]) + skin_rgb * seam[..., None]
    person = np.asarray(kept + hair + old * (inside + hidden), np.float32)
    seam = np.maximum(seam * _beside_broad(bared, wearer.width), at_wrists)
    hands = layers.share(Part.HANDS) * (at_wrists > 0)
    join = joined(layers, person, bared, layers.share(*parts), 1 - plate.doubt, wearer.width, reach, hands)
    more: Floats | float = 0.0
    if join is not None:
        result, seam, more = join.over(result, skin_rgb, behind), np.maximum(seam, join.changed), join.more * old
    open_doubt = np.maximum(plate.doubt, _in_gaps(layers, wearer, parts))
    bare_doubt = (1 - cloth) * _far_from_skin(layers, wearer) + cloth
    return Under(
        rgb=np.asarray(result, np.float32),
        skin=np.asarray((old * inside * (1 - cloth) + more).clip(0, 1), np.float32),
        cloth=np.asarray(old * cloth, np.float32),
        ground=np.asarray((old * (1 - inside) - more).clip(0, 1), np.float32),
        clad=np.asarray(old * hidden, np.float32),
        doubt=np.asarray(inside * bare_doubt + (1 - inside) * open_doubt, np.float32),
        seam=np.asarray(seam, np.float32),
    )


def _skin(
    layers: Layers, wearer: Wearer, old: Floats, parts: tuple[Part, ...], seed: int
) -> tuple[Floats, Floats, Mask]:
    """The skin H x W x 3 in the tone of what is seen; where old clothes may shade that, a share, and where in cuffs."""
    drawn = bare.skin(layers, wearer, seed)
    known = shoulders(drawn, layers, wearer)
    made_up = drawn if known is None else known.over(drawn)
    # on the throat an old collar's light goes as well
    in_shadow = np.maximum(shadow(layers.rgb, made_up), layers.share(Part.NECK))
    inside_cuffs = in_cuffs(layers, made_up, parts, wearer.width)
    shaded = dilated((old > 0.02) | inside_cuffs, int(reach_px(wearer, old))) & (in_shadow > 0)
    chest = wearer.frame.along * wearer.torso_px > (LIT + CHANGES) * wearer.width
    even = in_tone(drawn, layers, wearer.width, shaded, arms(wearer, old.shape), chest)
    # shoulders that go on from what is seen are in its tone: by what the drawn skin is off beside them they would glow
    even = even if known is None else known.over(even)
    return even, in_shadow, inside_cuffs


def _beside_broad(bared: Mask, width_px: float) -> Floats:
    """1 near skin that is made up, H x W, but no mere rim: beside that an arm keeps its own edge, a share."""
    near = dilated(broad(bared, bare.BROAD * width_px), 2 * round(NEAR_BROAD * width_px))
    return np.asarray(cv2.GaussianBlur(near.astype(np.float32), (0, 0), max(1.0, NEAR_BROAD * width_px)), np.float32)


def beside(mask: Mask, px: int = 1) -> Mask:
    """A pixel more: so far the colours of what is taken off may be in what stays."""
    return dilated(mask, px)


def _far_from_skin(layers: Layers, wearer: Wearer) -> Floats:
    """From 0 beside skin of the same limb that is seen to 1 where none is near."""
    shape = layers.labels.shape
    limbs = np.zeros(shape, np.uint8)
    for flank in wearer.flanks:
        fill_limb(limbs, flank.bare_leg, 2)
        fill_limb(limbs, flank.bare_arm, 1)
    result = np.ones(shape, np.float32)
    for index, parts in enumerate(((Part.NECK,), (Part.ARMS, Part.HANDS), (Part.LEGS,))):
        seen = is_any(layers.labels, parts)
        away = cv2.distanceTransform((~seen).astype(np.uint8), cv2.DIST_L2, 5) / wearer.width
        result = np.where(limbs == index, ((away - NEAR_SKIN) / (FAR_SKIN - NEAR_SKIN)).clip(0, 1), result)
    return np.asarray(result, np.float32)


def _in_gaps(layers: Layers, wearer: Wearer, parts: tuple[Part, ...]) -> Floats:
    """1 close to a hand or a bag, beside trousers to a sleeve or an arm too: between them and the cloth was no gap."""
    near = (Part.HANDS, Part.BAGS) if Part.TORSO in parts else (Part.HANDS, Part.BAGS, Part.TORSO, Part.ARMS)
    beside = is_any(layers.labels, near)
    side = 2 * max(1, int(GAP * wearer.width)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(beside.astype(np.float32), disc), np.float32)


def _no_fringe(layers: Layers, old: Floats, parts: tuple[Part, ...]) -> Floats:
    """0 at the edge of what was cloth against the background, where a rim of skin would show; else 1.

    Close to the background there are edges against what is kept, too.
    """
    ground = layers.share(Part.BACKGROUND)
    beside = dilated(layers.labels == Part.BACKGROUND, FRINGE_PX)
    against = ground / np.maximum(1 - layers.share(*parts), 1e-3)
    return np.asarray(1 - beside * (old < 0.6) * against.clip(0, 1), np.float32)


def _kept_colours(layers: Layers, parts: tuple[Part, ...]) -> Floats:
    kept = layers.share(*(part for part in Part if part not in (Part.BACKGROUND, Part.HAIR, *parts)))
    return layers.own_colours(kept)


def _continued_cloth(layers: Layers, seed: int) -> Floats:
    known = layers.share(Part.LOWER) > PURE
    rgb = continued(layers.rgb, known.astype(np.float32))
    return with_grain(rgb, min(grain_of(layers.rgb, known), MOST_GRAIN), seed + 2).clip(0, 1)


def _other_cloth(layers: Layers, wearer: Wearer, parts: tuple[Part, ...]) -> Floats:
    """Below an upper garment the trousers or skirt go on up to the waist."""
    shape = layers.labels.shape
    lower = layers.labels == Part.LOWER
    if Part.LOWER in parts or np.count_nonzero(lower) < 200:
        return np.zeros(shape, np.float32)
    levels = np.linspace(min(wearer.outfit.waist, 0.92), 1.6, 12)
    corners = [wearer.on_edge(wearer.left, level) for level in levels]
    corners += [wearer.on_edge(wearer.right, level) for level in levels[::-1]]
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.rint(corners).astype(np.int32)], 1)
    mask[layers.labels == Part.BACKGROUND] = 0
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.4), np.float32)
