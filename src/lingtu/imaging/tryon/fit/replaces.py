"""What of an old lower garment and of the legs a new one takes the place of."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.leg_joints import EDGE
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.skirt import in_skirt
from lingtu.imaging.tryon.worn.wearer import Wearer

#: Trousers are worn as long as old ones that are longer by less than this, shoulder widths.
LONGER = 0.35
#: Shorts that would end so little above the picture's lower edge are worn down to it, shoulder widths.
HARDLY_SEEN = 0.35
#: Share of a leg that is covered by trousers.
COVERED = 0.85
#: Waists of shorts that lie flat in those of their wearer, seen from the front.
SHORTS_EASE = 1.2
#: Bare legs that are seen below a skirt or shorts at least, shoulder widths squared.
BELOW_SKIRT = 0.06
#: Bare legs at the picture's lower edge from which nobody wears trousers, shoulder widths squared.
BARE_AT_EDGE = 0.02


def are_trousers(garment: Garment) -> bool:
    """Whether these are long trousers."""
    bottom = garment.bottom
    return bottom is not None and bottom.crotch is not None and not bottom.is_short


def is_in_place(garment: Garment, wearer: Wearer) -> bool:
    """Whether trousers take the place of old ones: they are worn as wide, and as long or beyond the picture."""
    return in_trousers(wearer) and (are_trousers(garment) or ends_unseen(garment, wearer))


def covers_legs(garment: Garment, wearer: Wearer) -> bool:
    """Whether trousers take the place of a skirt or shorts, with all that is seen of the legs in them.

    Enough must be seen that one knows where they stand.
    """
    bare = np.count_nonzero(wearer.labels == Part.LEGS) / wearer.width**2
    return are_trousers(garment) and not in_trousers(wearer) and bool(bare > BELOW_SKIRT)


def ends_unseen(garment: Garment, wearer: Wearer) -> bool:
    """Whether the picture ends above where shorts do, or hardly below."""
    bottom = garment.bottom
    if bottom is None or bottom.crotch is None:
        return False
    level = float(np.clip(wearer.outfit.waist, 0.6, 0.95))
    waist = [wearer.on_edge(flank, level) for flank in wearer.flanks]
    across = float(np.linalg.norm(waist[1] - waist[0]))
    low = wearer.at(level, 0) + wearer.down * SHORTS_EASE * across / max(bottom.waist_px, 1.0) * bottom.length
    return bool(low[1] > wearer.labels.shape[0] - HARDLY_SEEN * wearer.width)


def seen_px(limb: Limb, wearer: Wearer) -> float:
    """How far down the leg the picture reaches, px from the hip; a little less, as its lower edge cuts a hem."""
    at = np.linspace(0, 1.2, 121) * limb.length
    seen = limb.point(at, 0)[:, 1] < wearer.labels.shape[0] - EDGE * wearer.width
    return float(at[seen].max(initial=0.0))


def in_trousers(wearer: Wearer) -> bool:
    """Whether the wearer's legs are in long ones."""
    if wearer.outfit.one_piece or in_skirt(wearer) or _bare_at_edge(wearer):
        return False
    # below the picture's end nothing is known of them
    sides = zip(wearer.flanks, wearer.outfit.legs, strict=True)
    return all(share > min(COVERED, seen_px(flank.leg, wearer) / flank.leg.length) for flank, share in sides)


def _bare_at_edge(wearer: Wearer) -> bool:
    """Whether bare legs are seen where the picture ends: what covers them above is short."""
    low = wearer.labels[-max(1, int(EDGE * wearer.width)) :]
    return bool(np.count_nonzero(low == Part.LEGS) > BARE_AT_EDGE * wearer.width**2)
