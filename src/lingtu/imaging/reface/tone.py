"""The sitter's skin tone carried to all skin that is seen, shadows and highlights kept."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.people.parsing import Part, Parts
from lingtu.imaging.reface.regions import Regions, blurred, guided, smooth_step

Floats = NDArray[np.float32]

#: Individual typology angles (degrees; lighter skin has larger ones): tones differ from so much on, if one is dark.
DIFFERENCE_DEG, DARK_DEG = 32.0, 12.0
#: How far the tone of the body's own skin counts beside the face's, and pixels that tell it.
BODY_SHARE, ENOUGH_PX = 0.7, 400
SKIN = (Part.FACE, Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS)


def skin_tone(rgb: Floats, mesh: FaceMesh) -> Floats:
    """CIELAB of a face's skin: the median of what is neither in shadow nor burnt."""
    core = Regions(mesh, (rgb.shape[0], rgb.shape[1])).core > 0.5
    pixels = rgb[core]
    if not len(pixels):
        return np.array([65, 12, 15], np.float32)
    light = pixels @ np.array([0.299, 0.587, 0.114], np.float32)
    low, high = np.percentile(light, [35, 90])
    middle = np.median(pixels[(light >= low) & (light <= high)], axis=0)
    return np.asarray(cv2.cvtColor(middle[None, None].astype(np.float32), cv2.COLOR_RGB2Lab)[0, 0], np.float32)


def typology_deg(lab: Floats) -> float:
    """Individual typology angle (Chardon et al. 1991)."""
    return float(np.degrees(np.arctan2(lab[0] - 50, lab[2])))


def differ(one: Floats, other: Floats) -> bool:
    """Whether two tones (CIELAB) are of clearly different classes."""
    angles = typology_deg(one), typology_deg(other)
    return abs(angles[0] - angles[1]) > DIFFERENCE_DEG and min(angles) < DARK_DEG


def skin_mask(rgb: Floats, parts: Parts, coverage: Floats, face: Floats, mesh: FaceMesh, darker: bool) -> Floats:
    """All skin that is seen, H x W in [0, 1]: the parts' along the picture's edges, and the new face.

    Eyes and teeth keep their brightness where the skin gets lighter; where it gets darker they would glow.
    """
    height, width = rgb.shape[:2]
    rough = cv2.resize(parts.mask(*SKIN).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    soft = guided(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), rough, max(2, int(0.02 * mesh.size_px)), 4e-4)
    mask = smooth_step((soft - 0.15) / 0.7)
    # The rim of an arm is mixed with the background: it takes the tone as far as it is the arm.
    rim = cv2.dilate(mask, np.ones((5, 5), np.uint8)) * (coverage < 0.97) * smooth_step(coverage / 0.25)
    mask = np.maximum(mask * (2 * coverage - 0.1).clip(0, 1), rim)
    mask = np.maximum(mask, face)
    regions = Regions(mesh, (height, width))
    unit = regions.width
    mask *= 1 - (0.15 if darker else 0.6) * blurred(regions.eyes, 0.012 * unit)
    mask *= 1 - 0.25 * blurred(regions.lips, 0.015 * unit)
    mask *= 1 - 0.85 * blurred(regions.mouth, 0.01 * unit)
    return np.where(mask < 0.01, np.float32(0), mask).astype(np.float32)


def body_tone(rgb: Floats, mask: Floats, face: Floats, tone: Floats) -> Floats:
    """CIELAB of the skin beside the face: a body is often darker than its face, or in other light."""
    body = (mask > 0.9) & (face < 0.05)
    if np.count_nonzero(body) < ENOUGH_PX:
        return tone
    lab = cv2.cvtColor(rgb[body][None], cv2.COLOR_RGB2Lab)[0]
    bright = lab[lab[:, 0] >= np.percentile(lab[:, 0], 50)]
    own = np.median(bright, axis=0)
    return np.asarray(tone + BODY_SHARE * (own - tone), np.float32)


def retone(rgb: Floats, mask: Floats, tone: Floats, wanted: Floats) -> Floats:
    """Skin of one tone (CIELAB; one, or one for each pixel) in another.

    A power of lightness, and a shift of chroma that fades in highlights and in what is dark beside skin.
    """
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    power = np.log(np.clip(wanted[0], 8, 95) / 100) / np.log(np.clip(tone[..., 0], 8, 95) / 100)
    light = 100 * (lab[..., 0].clip(0.1, 100) / 100) ** power.clip(0.35, 3.2)
    own, other = np.hypot(tone[..., 1], tone[..., 2]), np.hypot(*wanted[1:])
    less = np.minimum(1, other / np.maximum(own, 1e-3))[..., None]
    chroma = np.linalg.norm(lab[..., 1:], axis=-1)
    share = (chroma / np.maximum(own, 4)).clip(0, 1.1) * (light / max(float(wanted[0]), 10)).clip(0.1, 1.15)
    shifted = lab[..., 1:] * less + (wanted[1:] - tone[..., 1:] * less) * share[..., None]
    shifted = shifted * (light / (0.6 * max(float(wanted[0]), 10))).clip(0.4, 1)[..., None]
    fresh = cv2.cvtColor(np.dstack([light, shifted]).astype(np.float32), cv2.COLOR_Lab2RGB).clip(0, 1)
    result = np.where(mask[..., None] > 0, rgb + (fresh - rgb) * mask[..., None], rgb)
    return np.asarray(result, np.float32)
