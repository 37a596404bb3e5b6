"""Skin that the old clothes hid: a limb's own colours carried along it, neck and chest by what is seen of them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import sampled
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import box_around, broad, dilated, sharp, within
from lingtu.imaging.tryon.arrays.smooth_fill import continued, wide_blur, with_grain
from lingtu.imaging.tryon.draw.bare_arms import with_arms
from lingtu.imaging.tryon.draw.bare_chest import with_chest
from lingtu.imaging.tryon.draw.limb_colours import colours_along, light_of_face, painted, sure
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import STATIONS, Limb
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import NEAR_WRIST, is_behind_body, sleeve_end_px

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]

#: Hair and pores are no grain; its share in the fine texture of hands and faces.
MOST_GRAIN, CREASED = 0.005, 0.6
#: Pixels that tell it; what is finer than this is grain, px.
GRAIN_FROM, GRAIN_PX = 400, 1.5
#: Skin is mottled: contrast, and size of the spots, shoulder widths.
MOTTLED, SPOT = 0.0045, 0.025
#: From where on bared skin is a forearm's, of the upper arm's length.
FOREARM_FROM = 0.85
#: Around arms made up skin is theirs, with so soft an edge, shoulder widths.
AROUND_ARMS, SOFT_ARMS = 0.05, 0.05
#: Smoothing of the outline of a forearm that is made up, shoulder widths.
EVEN = 0.05
#: Half width of the widest rim of made-up skin beside an arm that is seen, shoulder widths.
RIM = 0.018
#: Made up skin of more than this half width is no mere rim, shoulder widths.
BROAD = 0.036


def skin(layers: Layers, wearer: Wearer, seed: int) -> Floats:
    """A picture of this person's skin at every place where a body could be, H x W x 3."""
    known = np.isin(layers.labels, (Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS)) & (
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
    base = with_chest(base, layers, wearer)
    base = with_arms(base, layers, wearer, seed)  # in front of legs
    base *= _mottled(base.shape[:2], SPOT * wearer.width, seed)[..., None]
    return with_grain(base, _grain(layers), seed).clip(0, 1)


def _grain(layers: Layers) -> float:
    """Strength of a photo's grain on skin as smooth as that of arms: hands have creases, on necks hair may lie."""
    light = layers.rgb.mean(axis=2)
    fine = np.abs(light - cv2.GaussianBlur(light, (0, 0), GRAIN_PX))
    found = [MOST_GRAIN]
    for part in (Part.ARMS, Part.NECK, Part.LEGS, Part.HANDS, Part.FACE):
        seen = fine[cv2.erode((layers.share(part) > 0.97).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0]
        if len(seen) >= GRAIN_FROM:
            found.append(1.48 * float(np.median(seen)) * (CREASED if part in (Part.HANDS, Part.FACE) else 1.0))
    return min(found)


def _mottled(shape: tuple[int, int], size: float, seed: int) -> Floats:
    """Factors about 1, H x W, that change over `size` px."""
    step = max(2, round(size))
    height, width = shape
    small = np.random.default_rng(seed + 5).normal(1, MOTTLED, (height // step + 2, width // step + 2))
    return np.asarray(cv2.resize(small.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def _lit(rgb: Floats, known: Mask) -> Mask:
    """Without deep shadows and highlights."""
    if not known.any():
        return known
    light = rgb.mean(axis=2)
    low, high = np.percentile(light[known], [40, 97])
    return np.asarray(known & (light > low) & (light < high + 0.05))


def arms(wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """Bare arms from the shoulders to the hands, H x W, a share, and a little around them."""
    mask = _between(shape, [(flank.bare_arm, 0) for flank in wearer.flanks])
    return wide_blur(cv2.dilate(mask, disc(AROUND_ARMS * wearer.width)), SOFT_ARMS * wearer.width)


def forearms(wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """Bare arms from a little above the elbows to the hands, H x W, a share: beside what is seen they surely go on."""
    return _between(shape, [(flank.bare_arm, _elbow(flank)) for flank in wearer.flanks])


def forearms_in_front(wearer: Wearer, cuffs_px: tuple[float, float], shape: tuple[int, ...]) -> Floats:
    """Those between new cuffs, so far along the arms (0 without), and hands that old long sleeves leave bare.

    They hang before the cloth. H x W, a share.
    """
    spans = [
        (flank.bare_arm, max(_elbow(flank), int(cuff / flank.arm.length * STATIONS)))
        for flank, cuff in zip(wearer.flanks, cuffs_px, strict=True)
        if cuff > 0 and _in_long_sleeve(wearer, flank)
    ]
    return _between(shape, spans)


def _elbow(flank: Flank) -> int:
    return int(FOREARM_FROM * flank.arm.joint / flank.arm.length * STATIONS)


def _in_long_sleeve(wearer: Wearer, flank: Flank) -> bool:
    """Whether an arm before the body is, down to a hand that is seen."""
    has_hand = bool((sampled(wearer.labels, flank.bare_arm.centres[STATIONS:]) == Part.HANDS).any())
    is_long = sleeve_end_px(wearer, flank) >= NEAR_WRIST * flank.arm.length
    return has_hand and is_long and not is_behind_body(wearer, flank)


def _between(shape: tuple[int, ...], spans: Sequence[tuple[Limb, int]]) -> Floats:
    """Limbs from a station on each, H x W, a share."""
    mask = np.zeros(shape, np.bool_)
    for limb, start in spans:
        outer, inner = (side[start:] for side in limb.sides())
        mask |= within(np.concatenate([outer, inner[::-1]]), shape)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.0), np.float32)


def even_forearms(person: Mask, wearer: Wearer) -> Mask:
    """A person H x W with an even outline of bared forearms: what is seen of one beside cloth is narrow and ragged."""
    near = forearms(wearer, person.shape) > 0
    even = sharp(person.astype(np.float32), EVEN * wearer.width) > 0.5
    return np.where(near, even, person)


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
