"""The self-check: what is known to go wrong, measured on person and result; too much is not delivered.

The limits were chosen on rated results (see bench/quality/dressing.py), those of skin, ground and warp by a second
rater's eye, so that few poor pictures pass.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.check.bitten import bitten_area
from lingtu.imaging.tryon.check.doubt import (
    BARED,
    CROSSED,
    HELD,
    HIDDEN,
    LEFT,
    PARSED,
    POCKET,
    POSE,
    SKIN_CLOTH,
    SKIRT,
    SMALL,
    UNSEEN,
    WARP,
    Doubt,
)
from lingtu.imaging.tryon.check.hips import covered_rim, from_ground, is_before_plain_ground, lost_hand_area
from lingtu.imaging.tryon.check.layering import clashes, print_cut, unlikely, wears_dress
from lingtu.imaging.tryon.check.loose_bag import loose_bag_px
from lingtu.imaging.tryon.check.lost_cuffs import lost_cuff_area, lost_forearm_px
from lingtu.imaging.tryon.check.no_pocket import no_pocket
from lingtu.imaging.tryon.check.over_pocket import over_pocket
from lingtu.imaging.tryon.check.person_measures import (
    ankles_apart,
    crossed,
    foreshortened,
    from_skin,
    hair_alone,
    turned,
)
from lingtu.imaging.tryon.check.severed import made_up_hand_area, severed_px
from lingtu.imaging.tryon.check.stretch import bearable, unevenness
from lingtu.imaging.tryon.draw.bare_shoulders import MOST_MADE_UP
from lingtu.imaging.tryon.draw.put_on import Worn
from lingtu.imaging.tryon.fit.replaces import are_trousers, covers_legs, ends_unseen, in_trousers, is_in_place
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.top import HALF
from lingtu.imaging.tryon.worn.held import covered, held_area
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.skirt import in_skirt
from lingtu.imaging.tryon.worn.stance import narrow, raised, sitting
from lingtu.imaging.tryon.worn.wearer import Wearer

#: Level to which the old top may reach over the trousers that are changed.
LONGEST_WORN = 1.42
#: Cloth drawn out far over the old garment, shoulder widths squared; for legs (a skirt, then), in old trousers' place.
DRAWN_OUT, DRAWN_OUT_LEGS, DRAWN_OUT_IN_PLACE = 0.1, 0.05, 0.08
#: Skin of the legs that may be bared by a lower garment, and if nothing of them is seen that it must go on to, shoulder
#: widths squared.
BARED_LEGS, MADE_UP_LEGS = 0.1, 0.125
#: The same of other garments.
BARED_LEGS_BELOW_TOPS = 0.3
#: Skin that must be seen for more to be invented, shoulder widths squared.
LEAST_SKIN = 0.03
#: Print of old clothes that the neck and armholes of new ones may cut, shoulder widths squared.
PRINT = 0.0012
#: Lab distance of clothes from skin.
SKIN_LIKE = 8.6
#: How narrow a body may look from its side: with legs one before the other, with these in trousers, whose outline is
#: kept, and with only the torso to be clad.
NARROW_LEGS, IN_TROUSERS, NARROW = 0.72, 0.85, 1.1
#: The same of a body whose old sleeves stay below new ones.
NARROW_BELOW = 0.9
#: Lab distance of trousers from the background below which their outline isn't told; clothes where a hand must be and
#: none was found, and ends of sleeves that were taken for the lower garment, shoulder widths squared.
GROUND_LIKE, LOST_HAND, LOST_CUFFS = 10.0, 0.02, 0.008
#: Gap between a hand and a bag that hangs from it by a handle, which was taken for clothes, shoulder widths.
LOOSE_BAG = 0.12
#: A sleeve before lower clothes that was taken for them over so long a stretch, shoulder widths.
LOST_FOREARM = 0.1
#: Notches in the outside of new lower clothes, shoulder widths squared.
BITTEN = 0.006
#: Feet of bare legs at least so far apart, shoulder widths, stand in trousers: closer ones would be in one tube.
LEGS_APART = 0.25
#: Share of the clothes at the end of a hand in a pocket that a top may hang over.
OVER_POCKET = 0.85
#: A hand before a dress that was in a pocket before, shoulder widths squared: more of it is a fist on the cloth.
NO_POCKET = 0.034
#: Share of the ground around the lower clothes that a garment covers below which their outline matters.
COVERED_RIM = 0.6
#: An arm that is cut through over so long a stretch, shoulder widths.
SEVERED = 0.2
#: Of a hand that the old top hid, with the wrist in its sleeve, so much may be made up, shoulder widths squared.
MADE_UP_HAND = 0.06
#: Hair without a head, shoulder widths squared.
HAIR_ALONE = 0.1
#: Share of the torso's front that bare arms and hands may lie before: they are kept as they are; how far a forearm in
#: a sleeve may be raised, torso lengths.
IN_FRONT, RAISED = 0.3, 0.1
#: How far a forearm in a sleeve that isn't told from the top may reach over it, of the way from the side to the axis:
#: where the top goes, and where it stays or its sleeves do.
CROSSING, CROSSING_KEPT = 0.32, 1.0

Floats = NDArray[np.float32]


def of_person(layers: Layers, wearer: Wearer, kinds: tuple[str, ...]) -> list[Doubt]:
    """What speaks against trying anything on this person."""
    frame, labels = wearer.frame, layers.labels
    points = frame.body.points
    core = (frame.along > 0.3) & (frame.along < 0.65) & (frame.across < 0.22) & ~frame.forearms
    bare = is_any(labels, (Part.NECK, Part.ARMS, Part.LEGS))
    hips_y = float(points[23:25, 1].max())
    high = float(points[11:13, 1].min()) - 0.15 * wearer.width
    legs = IN_TROUSERS if in_trousers(wearer) else NARROW_LEGS
    most_narrow = legs if "lowerBody" in kinds else NARROW
    doubts = [
        Doubt("narrow", narrow(wearer), most_narrow, POSE),
        Doubt("tilted", abs(float(wearer.down[0])), 0.22, POSE),
        Doubt("shoulders_above", -high / labels.shape[0], 0.0, UNSEEN),
        Doubt("shoulders_unseen", 1 - float(frame.body.seen[11:13].min()), 0.5, UNSEEN),
        Doubt("hips_below", hips_y / labels.shape[0], 1.0, UNSEEN),
        Doubt("no_head", hair_alone(labels) / wearer.width**2, HAIR_ALONE, UNSEEN),
        Doubt("skin_cloth", _share(bare, core), 0.2, SKIN_CLOTH),
        Doubt("no_body", _share(labels == Part.BACKGROUND, core), 0.1, PARSED),
        Doubt("waist", 0.0 if wearer.outfit.one_piece else wearer.outfit.waist, 1.45, PARSED),
        Doubt("lost_cuffs", lost_cuff_area(layers, wearer), LOST_CUFFS, PARSED),
        Doubt("odd_body", _share(is_any(labels, (Part.BAGS, Part.SHOES, Part.HAIR)), core), 0.35, PARSED),
    ]
    if "upperBody" in kinds or "dresses" in kinds:
        skin = is_any(labels, (Part.FACE, Part.NECK, Part.ARMS, Part.HANDS))
        doubts.append(Doubt("no_skin", float(np.count_nonzero(skin) < LEAST_SKIN * wearer.width**2), 0.5, PARSED))
        doubts.append(Doubt("turned", turned(wearer), 0.35, POSE))
        doubts.append(Doubt("short_arms", foreshortened(wearer), 1.0, POSE))
        doubts.append(Doubt("skin_like", SKIN_LIKE / from_skin(layers), 1.0, SKIN_CLOTH))
        front = (frame.along > 0.25) & (frame.along < 0.95) & (frame.across < 0.28)
        doubts.append(Doubt("in_front", _share(is_any(labels, (Part.ARMS, Part.HANDS)), front), IN_FRONT, CROSSED))
    if kinds == ("lowerBody",):
        doubts.append(Doubt("long_top", wearer.outfit.waist, LONGEST_WORN, HIDDEN))
    if "lowerBody" in kinds or "dresses" in kinds:
        doubts.append(Doubt("held", held_area(layers, wearer), 0.018, HELD))
        doubts.append(Doubt("loose_bag", loose_bag_px(layers.labels, wearer) / wearer.width, LOOSE_BAG, HELD))
        doubts.append(Doubt("lost_hand", lost_hand_area(layers, wearer), LOST_HAND, PARSED))
        doubts.append(Doubt("lost_forearm", lost_forearm_px(wearer) / wearer.width, LOST_FOREARM, PARSED))
        doubts.append(Doubt("sitting", sitting(wearer), 0.45, POSE))
    return doubts


def of_arms(wearer: Wearer, garment: Garment, worn: Worn) -> list[Doubt]:
    """What speaks against how the person's arms lie, with this garment: old sleeves that stay may cross the torso.

    But not past its middle: such a forearm's lower edge and cuff are not told from the top and the waist behind them.
    """
    stays = garment.bottom is not None or worn.over_old
    sleeved = garment.top is not None and garment.top.reach > HALF
    return [
        Doubt("crossed", crossed(wearer), CROSSING_KEPT if stays else CROSSING, CROSSED),
        Doubt("raised", raised(wearer) * sleeved, RAISED, POSE),
        Doubt("narrow_below", narrow(wearer) * worn.over_old, NARROW_BELOW, POSE),
    ]


def of_lower(layers: Layers, wearer: Wearer, garment: Garment, worn: Worn) -> list[Doubt]:
    """What speaks against how the old lower clothes were read, where this garment has their outline or shows it.

    And against a top over their pockets, or a dress that has none, with hands in these.
    """
    if garment.kind == "upperBody":
        over = over_pocket(layers, wearer, worn.cloth)
        return [Doubt("over_pocket", over, OVER_POCKET, POCKET)]
    like_ground = GROUND_LIKE / from_ground(layers, wearer)
    told = like_ground <= 1 or is_before_plain_ground(layers, wearer)
    if told or (not is_in_place(garment, wearer) and covered_rim(layers, wearer, worn.cloth) > COVERED_RIM):
        like_ground = 0.0
    bitten = bitten_area(layers.labels, wearer, worn.cloth) if garment.kind == "lowerBody" else 0.0
    together = LEGS_APART / max(ankles_apart(wearer), 1e-3) if covers_legs(garment, wearer) else 0.0
    stump = no_pocket(layers, wearer, worn.cloth) if garment.kind == "dresses" else 0.0
    return [
        Doubt("like_ground", like_ground, 1.0, PARSED),
        Doubt("bitten", bitten, BITTEN, PARSED),
        Doubt("legs_together", together, 1.0, POSE),
        Doubt("no_pocket", stump, NO_POCKET, POCKET),
    ]


def of_result(layers: Layers, wearer: Wearer, garment: Garment, worn: Worn) -> list[Doubt]:
    """What speaks against the picture."""
    area, frame = wearer.width**2, wearer.frame
    belly = (frame.along > 0.4) & (frame.along < 1.1) & (frame.across < 0.6) & ~frame.arms
    known = np.count_nonzero(is_any(wearer.labels, (Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS))) / area
    legs = (frame.along > 1.0) & ~frame.arms
    seen = 1 - worn.cloth
    bared = worn.under.skin * seen
    cloth, ground = (
        float(each.sum()) / area for each in (worn.under.cloth * seen, worn.under.ground * seen * worn.under.doubt)
    )
    body = [piece for piece in worn.pieces if piece.name not in ("sleeve", "cuff")]
    sleeves = [piece for piece in worn.pieces if piece.name == "sleeve"]
    scale = np.concatenate([piece.stretch for piece in body])[:, :2]
    uneven = unevenness(body)
    legs_out = DRAWN_OUT_IN_PLACE if is_in_place(garment, wearer) else DRAWN_OUT_LEGS
    drawn_out = DRAWN_OUT if garment.bottom is None else legs_out
    return [
        Doubt("skin_unseen", float(bared.sum()) / area if known < LEAST_SKIN else 0.0, 0.05, BARED),
        Doubt("legs", float(bared[legs].sum()) / area, _most_legs(wearer, garment), BARED),
        Doubt("over_skirt", float(_over_skirt(wearer, garment)), 0.5, SKIRT),
        Doubt("over_held", covered(layers, wearer, worn.cloth), 0.002, HELD),
        Doubt("severed", severed_px(wearer, worn.under.ground * seen) / wearer.width, SEVERED, POSE),
        Doubt("made_up_hand", made_up_hand_area(wearer, bared) / area, MADE_UP_HAND, BARED),
        Doubt("belly", float(bared[belly].sum()) / area, 0.12, BARED),
        Doubt("shoulders", float(bared[frame.along < 0.38].sum()) / area, MOST_MADE_UP, BARED),
        Doubt("layers", float(unlikely(wearer, garment, worn.kept)), 0.5, BARED),
        Doubt("clash", float(clashes(layers.rgb, wearer, garment, worn.kept)), 0.5, BARED),
        Doubt("print", print_cut(layers.rgb, wearer, worn), PRINT, BARED),
        Doubt("cloth", cloth, 0.08, LEFT),
        Doubt("ground", ground, 0.06, LEFT),
        Doubt("enlarged", float(np.median(scale)), 2.2, SMALL),
        Doubt("uneven", uneven, bearable(garment, uneven), WARP),
        Doubt("drawn_out", worn.drawn_out / area, drawn_out, WARP),
        Doubt("flipped", max(piece.flipped for piece in body), 0.02, WARP),
        Doubt("flipped_sleeve", max((piece.flipped for piece in sleeves), default=0.0), 0.1, WARP),
    ]


def _over_skirt(wearer: Wearer, garment: Garment) -> bool:
    """Whether trousers take the place of a skirt or shorts below which the legs are not seen.

    Shorts in place of a skirt must be as wide, and look like one.
    """
    if are_trousers(garment):
        return not is_in_place(garment, wearer) and not covers_legs(garment, wearer)
    has_legs = garment.bottom is not None and garment.bottom.crotch is not None
    return has_legs and not ends_unseen(garment, wearer) and (wears_dress(wearer) or in_skirt(wearer))


def _most_legs(wearer: Wearer, garment: Garment) -> float:
    """How much of the legs may be bared, shoulder widths squared."""
    if garment.bottom is None:
        return BARED_LEGS_BELOW_TOPS
    seen = float(np.count_nonzero(wearer.labels == Part.LEGS)) / wearer.width**2
    return MADE_UP_LEGS if seen < LEAST_SKIN else BARED_LEGS


def _share(part: NDArray[np.bool_], of: NDArray[np.bool_]) -> float:
    return float(part[of].mean()) if of.any() else 1.0
