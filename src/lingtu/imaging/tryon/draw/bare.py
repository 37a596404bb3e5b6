"""Skin that the old clothes hid: a limb's own colours carried along it, neck and chest by what is seen of them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import box_around, broad, dilated, sharp
from lingtu.imaging.tryon.arrays.smooth_fill import continued, wide_blur, with_grain
from lingtu.imaging.tryon.arrays.vectors import is_any, means
from lingtu.imaging.tryon.draw.arm_form import light_aside
from lingtu.imaging.tryon.draw.arm_tone import arm_tones
from lingtu.imaging.tryon.draw.bare_arms import with_arms
from lingtu.imaging.tryon.draw.bare_chest import with_chest
from lingtu.imaging.tryon.draw.limb_colours import colours_along, light_of_face, painted, sure
from lingtu.imaging.tryon.draw.skin_texture import textured
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Hair and pores are no grain; its share in the fine texture of hands and faces.
MOST_GRAIN, CREASED = 0.005, 0.6
#: Pixels that tell it; what is finer than this is grain, px.
GRAIN_FROM, GRAIN_PX = 400, 1.5
#: Half width of the widest rim of made-up skin beside an arm that is seen, shoulder widths.
RIM = 0.018
#: Made up skin of more than this half width is no mere rim, shoulder widths.
BROAD = 0.036


def skin(layers: Layers, wearer: Wearer, seed: int) -> Floats:
    """A picture of this person's skin at every place where a body could be, H x W x 3."""
    known = is_any(layers.labels, (Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS)) & (
        layers.share(Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS) > 0.97
    )
    known = _lit(layers.rgb, cv2.erode(known.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    if np.count_nonzero(known) < 100:
        known = layers.share(Part.FACE) > 0.97
    base = continued(layers.rgb, known.astype(np.float32))
    base = wide_blur(base, 0.09 * wearer.width)
    tone = np.median(layers.rgb[known], axis=0) if known.any() else np.array([0.8, 0.62, 0.54], np.float32)
    off = base - tone
    size = np.linalg.norm(off, axis=2, keepdims=True)
    base = np.asarray(tone + off * np.minimum(1, 0.11 / np.maximum(size, 1e-4)), np.float32)
    of_limb = sure(layers.rgb, layers.share(Part.ARMS, Part.LEGS) > 0.9)
    light = light_of_face(layers)
    limbs = [flank.bare_leg.recentred() for flank in wearer.flanks]
    sources = [colours_along(layers, limb, of_limb) for limb in limbs]
    for index, limb in enumerate(limbs):
        own = sources[index] if sources[index] is not None else sources[1 - index]
        base = painted(base, limb, own, light)
    tones, aside = arm_tones(layers, wearer), light_aside(layers)
    base = with_chest(base, layers, wearer, tones, aside)
    base = with_arms(base, layers, wearer, tones, aside, seed)  # in front of legs
    base = textured(base, wearer.width, seed)
    return with_grain(base, _grain(layers), seed).clip(0, 1)


def _grain(layers: Layers) -> float:
    """Strength of a photo's grain on skin as smooth as that of arms: hands have creases, on necks hair may lie."""
    light = means(layers.rgb)
    fine = np.abs(light - cv2.GaussianBlur(light, (0, 0), GRAIN_PX))
    found = [MOST_GRAIN]
    for part in (Part.ARMS, Part.NECK, Part.LEGS, Part.HANDS, Part.FACE):
        seen = fine[cv2.erode((layers.share(part) > 0.97).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0]
        if len(seen) >= GRAIN_FROM:
            found.append(1.48 * float(np.median(seen)) * (CREASED if part in (Part.HANDS, Part.FACE) else 1.0))
    return min(found)


def _lit(rgb: Floats, known: Mask) -> Mask:
    """Without deep shadows and highlights."""
    if not known.any():
        return known
    light = means(rgb)
    low, high = np.percentile(light[known], [40, 97])
    return np.asarray(known & (light > low) & (light < high + 0.05))


def to_outline(body: Floats, old: Floats, layers: Layers, outline: Floats, limbs: Floats, width_px: float) -> Floats:
    """The body below old clothes, H x W, that ends beside an arm that is seen where the arm does.

    A limb's measured outline is some pixels off, and soft. `old`: the share of the clothes; `outline`: that of arms and
    hands; `limbs`: of bared forearms.
    """
    arms = layers.share(Part.ARMS, Part.HANDS) > 0.5
    if not arms.any():
        return body
    rim = max(2, round(RIM * width_px))
    box = box_around(arms, 3 * rim)
    made_up = ((body > 0.5) & (old > 0.5))[box].astype(np.uint8)
    wide = cv2.morphologyEx(made_up, cv2.MORPH_OPEN, disc(rim))
    beside = dilated(arms[box], 2 * rim) & ~dilated(wide > 0, rim)
    share = cv2.GaussianBlur(beside.astype(np.float32), (0, 0), 1.0)
    result = body.copy()
    result[box] = body[box] * (1 - share) + np.minimum(outline[box], dilated(arms[box], rim)) * share
    # where the one goes over into the other a limb has no step
    ends = dilated(beside & (made_up > 0), 3 * rim) & dilated(wide > 0, 4 * rim) & dilated(made_up > 0, 3)
    ends &= dilated(broad((made_up > 0) & (limbs[box] > 0.5), BROAD * width_px), 10 * rim)
    if ends.any():
        even = sharp(np.maximum(result[box], arms[box]).astype(np.float32), 2.0 * rim)
        result[box] = np.where(ends, np.minimum(body[box], even), result[box])
    return result
