"""How much of each pixel is the person's bare skin: a matte, exact to the strand at hairlines, cuffs and arms.

Between what is surely skin and surely not, closed-form matting decides: smooth skin is joined to skin, a strand's edge
ends it. It decides at a reduced size, and is solved anew along the edges of the picture itself.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.closed_form import sharpen_alpha, solve_alpha
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.people.parsing import Parts
from lingtu.imaging.reface.evidence import Evidence
from lingtu.imaging.reface.regions import smooth_step

Floats = NDArray[np.float32]

#: Width of the face at which is decided, px, and the picture's longest side then.
DECIDE_PX, MOST_PX = 110.0, 1024
#: How much the looks of a pixel count beside its neighbours; variance of colour that says nothing (1 % is noise).
LOOKS_WEIGHT, COLOUR_NOISE = 1e-2, 1e-5
#: A matte of skin is nearly binary in truth: what is below or above is the solver's softness.
CLEAR = (0.2, 0.75)


def skin_matte(rgb: Floats, face: FaceMesh, parts: Parts, coverage: Floats) -> Floats:
    """Coverage by bare skin, H x W in [0, 1]. `coverage`: the person's, H x W; `parts` at any size."""
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
    trimap = np.full(small.shape[:2], 0.5, np.float32)
    trimap[evidence.is_not] = 0
    trimap[evidence.surely] = 1
    decided = solve_alpha(small, trimap, evidence.chance, LOOKS_WEIGHT, COLOUR_NOISE)
    clear = smooth_step((decided - CLEAR[0]) / (CLEAR[1] - CLEAR[0]))
    if scale == 1:
        return clear
    start = cv2.resize(clear, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return sharpen_alpha(rgb, np.asarray(start, np.float32))
