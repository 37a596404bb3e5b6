"""Where the face itself is seen: hair, hands, hats and rims that come in from outside stay in front."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.mesh import CHIN, EYES, LEFT_EYE, RIGHT_EYE
from lingtu.imaging.reface.regions import Regions, blurred, grown, guided, shrunk, smooth_step

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Histogram of Lab: least values, steps, bins of each.
_LEAST, _STEP, _BINS = np.array([0, -40, -40], np.float32), np.array([4, 4, 4.4], np.float32), 26
#: How much more common a colour must be outside than on the face to be taken for something else.
_OUTSIDE = 0.7
#: Glasses: the edge (of L) of a bridge across the nose of a face 260 px wide; what lenses take from skin's a*.
BRIDGE, LESS_RED = 13.5, 7.0
#: How far down lenses reach from what surrounds the eyes, and how soft the new face begins there, widths of the face.
LENS_REACH, BESIDE_LENSES = 0.12, 0.03
#: Spread of skin's Lab that is believed at most: in hard light more would take in hair.
WIDEST = np.array([12, 5, 5], np.float32)
#: A brow is lower than this, and half a gap between strands narrower, widths of the face.
TALLEST, GAP = 0.1, 0.02
#: Hair is looked for so far around the forehead (widths of the face), so much darker than skin (L), on so much of that.
HAIR_REACH, DARKER, MOSTLY = 0.2, 18.0, 0.4
#: Less of the forehead is no fringe.
FRINGE = 0.3
#: Skin in shade is that of the face's darkest share, percent.
SHADED = 35
#: A colour is hair's if it is nearer to hair than so much of its distance to skin; L, a, b count so much in that.
HAIR_SHARE, LIGHT_COUNTS = 0.8, np.array([0.7, 1, 1], np.float32)
#: Points of the brows, and the corners of the eyes.
_BROWS, _CORNERS = (*EYES[0].brow, *EYES[1].brow), (33, 133, 263, 362)
#: The lower face's middle is the face's, beards included.
_LOWER = (205, 425, 200, 6, 61, 291, 50, 280, 17, 199)


def skin_share(lab: Floats, regions: Regions) -> Floats:
    """How much more a colour is this face's than its surroundings', H x W in [0, 1]."""
    core = regions.core > 0.5
    pixels = lab[core]
    middle = np.median(pixels, axis=0)
    spread = np.median(np.abs(pixels - middle), axis=0) * 1.48 + np.array([3, 1.2, 1.5], np.float32)
    spread = np.minimum(spread, WIDEST)
    pixels = pixels[(np.abs(pixels - middle) < 3.5 * spread).all(axis=1)]
    # The shadow side of the face: near in colour, farther in light.
    inner = (shrunk(regions.oval, 0.04 * regions.width) > 0.5) & (regions.features < 0.3)
    near = (np.abs(lab - middle) < 2 * spread * np.array([2.2, 1.6, 1.6], np.float32)).all(axis=-1)
    own = _histogram(np.concatenate([pixels, lab[inner & near]]))
    row = np.arange(lab.shape[0])[:, None]
    ring = (grown(regions.oval, 0.45 * regions.width) > 0.5) & (regions.oval < 0.05)
    ring &= row < regions.mesh.flat[CHIN, 1] + 0.05 * regions.width
    other = (np.abs(lab - middle) * np.array([0.5, 1, 1], np.float32) > 3 * spread).any(axis=-1)
    outside = _histogram(lab[ring & other])
    place = tuple(np.moveaxis(((lab - _LEAST) / _STEP).astype(np.int32).clip(0, _BINS - 1), -1, 0))
    return np.asarray(own[place] / (own[place] + _OUTSIDE * outside[place]), np.float32)


def _histogram(pixels: Floats) -> Floats:
    if len(pixels) < 20:
        return np.full((_BINS,) * 3, 1e-6, np.float32)
    place = ((pixels - _LEAST) / _STEP).astype(np.int32).clip(0, _BINS - 1)
    flat = (place[:, 0] * _BINS + place[:, 1]) * _BINS + place[:, 2]
    counts = np.bincount(flat, minlength=_BINS**3).astype(np.float32).reshape((_BINS,) * 3) / len(pixels)
    for axis in range(3):
        rows = np.ascontiguousarray(np.moveaxis(counts, axis, -1)).reshape(-1, _BINS)
        rows = cv2.GaussianBlur(rows, (5, 1), 0.9)
        counts = np.moveaxis(rows.reshape((_BINS,) * 3), -1, axis)
    return np.asarray(counts + 1e-6, np.float32)


def visible(rgb: Floats, lab: Floats, share: Floats, regions: Regions) -> Floats:
    """1 where the face is seen, 0 where something is in front of it, H x W, along the picture's edges."""
    width = regions.width
    odd = (((share < 0.5) & ~_like_skin(lab, regions)) | _like_hair_above(lab, regions)).astype(np.uint8)
    keep = _never_covered(regions) > 0.4
    odd[keep] = 0
    odd = cv2.morphologyEx(odd, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    brows = grown(regions.brows, 0.05 * width) > 0.5
    odd[brows] = _tall(odd, regions)[brows]
    keep |= brows & (odd == 0)
    _, areas = cv2.connectedComponents(odd)
    touching = np.unique(areas[(regions.oval < 0.5) & (odd > 0)])
    front = (np.isin(areas, touching[touching > 0]) & (odd > 0)).astype(np.float32)
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    front = guided(grey, cv2.dilate(front, np.ones((3, 3), np.uint8)), max(2, int(0.015 * width)), 1e-3)
    front[keep & (front < 0.6)] = 0
    return 1 - smooth_step((front - 0.08) / 0.6)


def _like_skin(lab: Floats, regions: Regions) -> Mask:
    """Near the skin's colour, or burnt out of it: a cheek in the light looks like a white wall."""
    middle = np.median(lab[regions.core > 0.5], axis=0)
    off = lab - middle
    chroma = max(float(np.linalg.norm(middle[1:])), 1.0)
    hue = middle[1:] / chroma
    along = lab[..., 1:] @ hue / chroma
    beside = np.abs(lab[..., 1] * hue[1] - lab[..., 2] * hue[0])
    burnt = (off[..., 0] > -3) & (along > 0.15) & (along < 1.15) & (beside < 6)
    near = (off[..., 0] > -14) & (off[..., 0] < 22) & (np.abs(off[..., 1]) < 9.5) & (np.abs(off[..., 2]) < 8.5)
    return np.asarray(burnt | near)


def _like_hair_above(lab: Floats, regions: Regions) -> Mask:
    """On the forehead, what is nearer in colour to dark hair around it than to skin: a thin fringe is of both colours.

    Down to the eyes it must be ever nearer.
    """
    points, up = regions.mesh.flat, regions.mesh.up
    height = np.indices(regions.shape, np.float32)[::-1].transpose(1, 2, 0) @ up
    brows, eyes = (float(np.mean(points[list(each)] @ up)) for each in (_BROWS, _CORNERS))
    core = lab[regions.core > 0.5]
    skin = np.median(core, axis=0)
    shaded = np.median(core[core[:, 0] <= np.percentile(core[:, 0], SHADED)], axis=0)
    near = grown(regions.oval, HAIR_REACH * regions.width) > 0.5
    ring = (height > brows) & near & (regions.oval < 0.05)
    dark = ring & (lab[..., 0] < skin[0] - DARKER)
    if np.count_nonzero(dark) < max(MOSTLY * np.count_nonzero(ring), 1):
        return np.zeros(regions.shape, np.bool_)
    hair = np.median(lab[dark], axis=0)
    high = (height > eyes) & near
    off, bare, dim = (np.linalg.norm((lab[high] - each) * LIGHT_COUNTS, axis=-1) for each in (hair, skin, shaded))
    share = HAIR_SHARE * ((height[high] - eyes) / max(brows - eyes, 1e-3)).clip(0, 1)
    found = np.zeros(regions.shape, np.bool_)
    found[high] = off < share * np.minimum(bare, dim)
    # Over a part of the forehead only, it may as well be shade.
    forehead = (height > brows) & (regions.oval > 0.5)
    return np.asarray(found & (found[forehead].mean() > FRINGE if forehead.any() else False))


def skin_chance(lab: Floats, share: Floats, regions: Regions) -> Floats:
    """Skin by colour, or by being brighter: within a face that is seen, nothing else is. H x W in [0, 1]."""
    bright = lab[..., 0] > np.median(lab[regions.core > 0.5, 0])
    return np.asarray(np.maximum(share, _like_skin(lab, regions) | bright), np.float32)


def _never_covered(regions: Regions) -> Floats:
    """Eyes, and the middle of the lower face."""
    width = regions.width
    return np.maximum(grown(regions.eyes, 0.05 * width), grown(regions.hull(_LOWER), 0.01 * width))


def _tall(odd: NDArray[np.uint8], regions: Regions) -> NDArray[np.uint8]:
    """Of what is no skin, all that is taller than a brow: strands and fringes, with the gaps in them."""
    gap = GAP * regions.width
    filled = shrunk(grown(odd.astype(np.float32), gap), gap)
    reach = max(1, round(TALLEST * regions.width / 2))
    upright = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
    x, y = (round(float(each)) for each in reach * regions.mesh.up)
    cv2.line(upright, (reach - x, reach - y), (reach + x, reach + y), 1)
    return np.asarray(cv2.morphologyEx(filled, cv2.MORPH_OPEN, upright) > 0.5, np.uint8)


def glasses(lab: Floats, regions: Regions, yaw_deg: float) -> Floats:
    """1 on glasses and the eyes behind them, H x W; empty where none are worn.

    Frames are known by an edge across the bridge of the nose, dark or coloured lenses by hiding the skin's red.
    """
    around = np.maximum(regions.hull((*RIGHT_EYE.around, 122, 6, 35)), regions.hull((*LEFT_EYE.around, 351, 6, 265)))
    lenses = _has_lenses(lab, regions)
    if not lenses and not _has_bridge(lab, regions, yaw_deg):
        return np.zeros(regions.shape, np.float32)
    worn = grown(around, 0.045 * regions.width)
    if lenses:
        return blurred(np.maximum(worn, _behind_lenses(regions)), BESIDE_LENSES * regions.width)
    return blurred(worn, 0.012 * regions.width)


def _behind_lenses(regions: Regions) -> Floats:
    """From the brows to where large lenses end on the cheeks: what is seen there of the photo's person is its own."""
    down = -LENS_REACH * regions.width * regions.mesh.up
    parts = [grown(regions.brows, 0.1 * regions.width)]
    for eye in EYES:
        around = regions.mesh.flat[list(eye.around)]
        reach = cv2.convexHull(np.ascontiguousarray(np.concatenate([around, around + down]), np.float32))[:, 0]
        parts.append(grown(regions.polygon(reach), 0.11 * regions.width))
    return np.asarray(np.max(parts, axis=0), np.float32)


def _has_lenses(lab: Floats, regions: Regions) -> bool:
    """Whether both eyes have something much less red than skin below them."""
    middle = np.median(lab[regions.core > 0.5], axis=0)
    opening = grown(regions.eyes, 0.02 * regions.width) > 0.5
    for eye in EYES:
        below = (regions.hull((eye.outer, eye.inner, *eye.around[8:])) > 0.5) & ~opening
        if np.count_nonzero(below) < 10 or np.median(lab[below], axis=0)[1] > middle[1] - LESS_RED:
            return False
    return True


def _has_bridge(lab: Floats, regions: Regions, yaw_deg: float) -> bool:
    """Whether a strong edge (of L) runs across the bridge of a nose that is seen from the front."""
    bridge = regions.hull((168, 6, 197, 122, 351, 193, 417)) > 0.5
    if abs(yaw_deg) > 25 or np.count_nonzero(bridge) < 10:
        return False
    light = blurred(np.ascontiguousarray(lab[..., 0]), max(0.5, 0.006 * regions.width))
    edges = np.abs(cv2.Sobel(light, cv2.CV_32F, 0, 1)) * (regions.width / 260)
    return bool(np.percentile(edges[bridge], 90) > BRIDGE)
