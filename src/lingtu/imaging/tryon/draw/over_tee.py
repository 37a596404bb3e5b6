"""Whether a sleeveless top is worn over the old tee, whose short sleeves stay: a vest lies over a plain one.

Arms that were in short sleeves must be made up otherwise, between the armhole and the skin that is seen.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import within
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.top import hangs_on_straps
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import STATIONS
from lingtu.imaging.tryon.worn.old_armhole import old_armhole
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import is_behind_body, sleeve_end_px

Floats = NDArray[np.float32]

#: A vest's shoulders are so wide at least, and its neck is at most, of the chest's width: tops on straps and wide necks
#: are worn on skin.
SHOULDERS, OPENING = 0.92, 0.7
#: An old sleeve is short, from a cap's to the elbow's, shares of the upper arm.
SHORT = (0.35, 1.1)
#: It is plain if so much of it is near its usual colour, Lab with half of lightness, which folds change; and calm if
#: that is so grey at most, Lab chroma.
PLAIN, NEAR, CALM = 0.93, 14.0, 22.0
#: Sleeves in which fewer pixels are seen tell nothing.
ENOUGH = 60


def lies_over_tee(garment: Garment, layers: Layers, wearer: Wearer) -> bool:
    """Whether the garment is a vest, and the person wears a tee that goes below it."""
    if not _is_vest(garment) or wearer.outfit.one_piece:
        return False
    return all(_in_short_sleeve(wearer, flank) for flank in wearer.flanks) and _is_plain(layers, wearer)


def _is_vest(garment: Garment) -> bool:
    top = garment.top
    if garment.kind != "upperBody" or top is None or top.sleeved or hangs_on_straps(top) or garment.sheer is not None:
        return False
    opening = float(top.right.neck[0] - top.left.neck[0])
    return top.shoulders > SHOULDERS * top.chest and opening < OPENING * top.chest


def _in_short_sleeve(wearer: Wearer, flank: Flank) -> bool:
    end = sleeve_end_px(wearer, flank) / max(flank.arm.joint, 1.0)
    return SHORT[0] < end < SHORT[1] and old_armhole(wearer, flank) is None and not is_behind_body(wearer, flank)


def _is_plain(layers: Layers, wearer: Wearer) -> bool:
    sleeves = np.zeros(layers.labels.shape, np.bool_)
    for flank in wearer.flanks:
        last = int(sleeve_end_px(wearer, flank) / flank.arm.length * (STATIONS - 1))
        sleeves |= within(flank.arm.outline(1.0, slice(0, last + 1)), sleeves.shape)
    sleeves &= (layers.labels == Part.TORSO) & (layers.share(Part.TORSO) > 0.97)
    if np.count_nonzero(sleeves) < ENOUGH:
        return False
    lab = cv2.cvtColor(layers.rgb[sleeves][None], cv2.COLOR_RGB2Lab)
    usual = np.median(lab[0], axis=0)
    near = lengths((lab - usual) * (0.5, 1, 1)) < NEAR
    return float(near.mean()) > PLAIN and float(np.hypot(usual[1], usual[2])) < CALM
