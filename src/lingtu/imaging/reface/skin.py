"""How much of each pixel is the person's bare skin: a matte, exact to the strand at hairlines, cuffs and arms.

Areas of one material are skin or not as a whole. Along their borders, and in areas of which that can't be told,
closed-form matting decides: smooth skin is joined to skin, a strand's edge ends it. It decides at a reduced size, and
is solved anew along the edges of the picture itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.closed_form import sharpen_alpha, solve_alpha
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.people.parsing import Parts
from lingtu.imaging.reface.areas import Areas
from lingtu.imaging.reface.evidence import Evidence
from lingtu.imaging.reface.regions import smooth_step
from lingtu.imaging.reface.rims import fit_rims
from lingtu.imaging.reface.segmentation import split
from lingtu.imaging.reface.strands import Known, Strands, fit_strands

Floats = NDArray[np.float32]

#: Width of the face at which is decided, px, and the picture's longest side then.
DECIDE_PX, MOST_PX = 110.0, 1024
#: How much the looks of a pixel count beside its neighbours; variance of colour that says nothing (1 % is noise).
LOOKS_WEIGHT, COLOUR_NOISE = 1e-2, 1e-5
#: Log odds from which on an area is surely skin, or surely none.
SURE = 1.5
#: Width of the rim of an area where materials mix, px; of hair before a face and so near to it, in its widths.
RIM_PX, STRANDS_PX, HAIRLINE = 2, 8, 0.15
#: A matte of skin is nearly binary in truth: what is below or above is the solver's softness.
CLEAR = (0.2, 0.75)
#: Hair that a matte takes for skin by more than this tells nothing of hair's colour.
MOSTLY_NOT = 0.2


@dataclass(frozen=True)
class Skin:
    """Coverage by bare skin, H x W in [0, 1]; and how much of what is large might as well be cloth, beside all skin.

    `strands`: where it mixes with hair.
    """

    coverage: Floats
    doubt: float
    strands: Strands | None = None


def find_skin(rgb: Floats, face: FaceMesh, parts: Parts, coverage: Floats) -> Skin:
    """A person's bare skin. `coverage`: the person's, H x W; `parts` at any size."""
    scale = min(1.0, DECIDE_PX / face.width_px, MOST_PX / max(rgb.shape[:2]))
    size = round(rgb.shape[1] * scale), round(rgb.shape[0] * scale)
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    evidence = Evidence(
        small,
        face.moved(scale, 0, 0),
        cv2.resize(parts.labels, size, interpolation=cv2.INTER_NEAREST),
        cv2.resize(parts.skin, size, interpolation=cv2.INTER_LINEAR),
        cv2.resize(coverage, size, interpolation=cv2.INTER_AREA),
    )
    areas = Areas(evidence, split(small, evidence.coverage > 0.05))
    trimap, chance = _known(areas)
    decided = solve_alpha(small, trimap, chance, LOOKS_WEIGHT, COLOUR_NOISE)
    clear = smooth_step((decided - CLEAR[0]) / (CLEAR[1] - CLEAR[0]))
    if scale < 1:
        start = cv2.resize(clear, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        clear = sharpen_alpha(rgb, np.asarray(start, np.float32))
    strands = fit_strands(
        rgb, fit_rims(rgb, clear, face.width_px), _hair_and_skin(evidence, decided, coverage), face.width_px
    )
    return Skin(strands.coverage, areas.doubt, strands)


def _hair_and_skin(evidence: Evidence, decided: Floats, coverage: Floats) -> Known:
    """What is known of hair, at the size of `coverage`."""
    hair, head, skin = (
        cv2.resize(mask.astype(np.uint8), coverage.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
        for mask in (evidence.hair & (decided < MOSTLY_NOT), evidence.head, evidence.lit)
    )
    return Known(hair, head, skin, coverage > 0.5)


def _known(areas: Areas) -> tuple[Floats, Floats]:
    """1 where there is surely skin, 0 where surely none, 0.5 elsewhere; and the chance of skin there; H x W each."""
    evidence = areas.evidence
    odds, whole = areas.odds[areas.index], areas.whole[areas.index]
    skin = _inner(whole & (odds > SURE) & (evidence.coverage > 0.95))
    no_skin = (whole & (odds < -SURE)) | (evidence.coverage < 0.05)
    hairline = evidence.around(HAIRLINE)
    none = np.where(hairline, _inner(no_skin, STRANDS_PX), _inner(no_skin))
    none |= evidence.coverage < 0.05
    trimap = np.full(odds.shape, 0.5, np.float32)
    trimap[none | (evidence.is_not & ~whole)] = 0
    trimap[skin | (evidence.surely & ~whole)] = 1
    looks = np.log((evidence.chance + 1e-3) / (1 - evidence.chance + 1e-3))
    # Where strands and skin mix, an area says nothing of a pixel.
    chance = 1 / (1 + np.exp(-0.5 * (np.where(whole & ~hairline, odds, 0) + looks)))
    return trimap, np.asarray(chance * (2 * evidence.coverage).clip(0, 1), np.float32)


def _inner(mask: NDArray[np.bool_], rim: int = RIM_PX) -> NDArray[np.bool_]:
    """Without a rim, where materials mix."""
    return np.asarray(cv2.erode(mask.astype(np.uint8), np.ones((2 * rim + 1, 2 * rim + 1), np.uint8)) > 0)
