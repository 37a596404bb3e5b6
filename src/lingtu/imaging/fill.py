"""Filling the part of a scene that need not follow the reference.

The structure is filled small by shift maps (He, Sun: Statistics of Patch Offsets for Image Completion, ECCV 2012), as
OpenCV's xphoto has them; a membrane fits its tones to the border, and the surroundings' grain covers the enlargement.
"""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats

SMALL = 256  # px of the longer side that the structure is found at
_GROW_SHARE = 0.006  # of the longer side: mixed pixels of what is masked lie just outside of the mask


def fill(scene: Floats, hole: Floats, seed: int) -> Floats:
    """The scene, H x W x 3, with the hole (H x W, above 0.5) painted anew; all other pixels stay."""
    inside = hole > 0.5
    if not inside.any():
        return scene
    if inside.all():
        raise ValueError("nothing to follow: the hole covers the whole scene")
    height, width = hole.shape
    grown = cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=_grow_px(height, width))
    structure = _small_fill(scene, grown)
    painted = _with_grain(structure, scene, grown, seed)
    # a soft seam inside of the hole: the grown ring is there so that no masked colour mixes into it
    reach = 2.0 * _grow_px(height, width)
    share = np.clip(cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3) / reach, 0, 1)[..., None]
    mixed = painted * share + structure * (1 - share)
    result: Floats = np.where(inside[..., None], mixed, scene).astype(np.float32)
    return result


def _grow_px(height: int, width: int) -> int:
    return max(1, round(_GROW_SHARE * max(height, width)))


def _small_fill(scene: Floats, hole: np.ndarray) -> Floats:
    height, width = hole.shape
    scale = min(1.0, SMALL / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(scene, size, interpolation=cv2.INTER_AREA)
    small_hole = (cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0).astype(np.uint8)
    if small_hole.all():
        small_hole[0] = 0
    lab = cv2.cvtColor((small * 255).astype(np.uint8), cv2.COLOR_RGB2Lab)
    filled = np.zeros_like(lab)
    cv2.setRNGSeed(0)
    cv2.xphoto.inpaint(lab, (1 - small_hole) * 255, filled, cv2.xphoto.INPAINT_SHIFTMAP)
    back = cv2.cvtColor(filled, cv2.COLOR_Lab2RGB).astype(np.float32) / 255
    toned = _fit_tones(back, small, small_hole)
    large: Floats = np.clip(cv2.resize(toned, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1)
    return large


def _fit_tones(filled: Floats, scene: Floats, hole: np.ndarray) -> Floats:
    """Add the membrane that takes the fill's step at the border away (Farbman et al., 2009, by repeated blurring)."""
    ring = cv2.dilate(hole, np.ones((3, 3), np.uint8), iterations=2) - hole
    weight = ring.astype(np.float32)
    step = (scene - filled) * weight[..., None]
    total, covered = np.zeros_like(step), np.zeros_like(weight)
    for sigma in (2, 4, 8, 16, 32, 64):
        blurred = cv2.GaussianBlur(weight, (0, 0), sigma)
        value = cv2.GaussianBlur(step, (0, 0), sigma) / np.maximum(blurred, 1e-6)[..., None]
        use = np.clip(blurred / 0.02, 0, 1) * (1 - covered)
        total += value * use[..., None]
        covered += use
    inside = hole.astype(np.float32)[..., None]
    result: Floats = np.clip(filled + total, 0, 1) * inside + scene * (1 - inside)
    return result


def _with_grain(painted: Floats, scene: Floats, hole: np.ndarray, seed: int) -> Floats:
    """Fine noise as strong as the scene's own outside of the hole."""
    detail = scene - cv2.GaussianBlur(scene, (0, 0), 1.5)
    outside = detail[hole == 0]
    amount = float(1.4826 * np.median(np.abs(outside))) if len(outside) else 0.0
    noise = np.random.default_rng(seed).normal(0, amount, painted.shape[:2]).astype(np.float32)
    result: Floats = np.clip(painted + noise[..., None], 0, 1)
    return result
