"""The photo's light on the new cloth: what it does to what was there before, and to a body of that form elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import filled_up
from lingtu.imaging.tryon.draw.form import Form

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Usual light of a studio: change of the logarithm of lightness with a normal to the right, down and to the camera.
USUAL = (0.0, -0.14, 0.6)
#: How far a photo's own may be from it, and cells of the grid that must speak against the usual one to outweigh it.
LEAST, MOST, HELD = (-0.25, -0.3, 0.45), (0.25, 0.0, 0.85), (400.0, 1200.0, 600.0)
#: Cloth wraps a body less round than that is, and light comes back from around: of a form's light so much is seen on
#: tops, and on trousers.
FLAT, LEGS_FLAT = 0.5, 0.7
#: No light comes straight from the front: from one side there is more by so much at least.
ASIDE = 0.14
#: Share of a cell that must be of one material, and least normal to the camera of what the light is read off.
PURE, FACING = 0.6, 0.35
#: What differs more from its material's middle is something else, and by light alone a material is darker than its
#: middle and lighter by this at most; logarithms of lightness.
APART, DARKER, LIGHTER = 0.6, -0.35, 0.1
#: Scale of the light that is taken over, and how far within its material, cells.
BROAD, WITHIN = 5.0, 4.0
#: Of the cloth's lightness this percentile is as light as the garment's picture; limits of the factor's logarithm.
LIT, LIMITS = 75, (-0.7, 0.12)


@dataclass(frozen=True)
class Material:
    """Pixels H x W of one colour in the photo, and from 0 to 1 how well they tell its light.

    `least`, `most`: how much darker and lighter than its middle light makes it, logarithms.
    """

    seen: Mask
    trust: float
    least: float = DARKER
    most: float = LIGHTER


@dataclass(frozen=True)
class _Read:
    """A material on the grid: deviation from its middle, h x w, where it is known, and its trust."""

    deviation: Floats
    known: Mask
    trust: float


def light_on(
    form: Form, lightness: Floats, materials: list[Material], cloth: Floats, of_trousers: bool = False
) -> Floats:
    """Logarithm of a factor for new cloth of the share `cloth`, all H x W; `lightness` is the photo's, 0 to 1."""
    log = np.log(np.maximum(lightness, 0.02))
    read = [each for each in (_read(form, log, material) for material in materials) if each is not None]
    slope = _from_a_side(_slope(form, read))
    flat = LEGS_FLAT if of_trousers else FLAT
    by_form = (flat * (form.normals @ slope - slope[2])).astype(np.float32)
    result = by_form.copy()
    for each in read:
        # within a print on it, light falls as it does around: a step there would be the print's ghost
        depth = cv2.distanceTransform(filled_up(each.known).astype(np.uint8), cv2.DIST_L2, 3)
        weight = cv2.GaussianBlur((depth / WITHIN).clip(0, 1).astype(np.float32), (0, 0), 1.0) * each.trust
        known = each.known.astype(np.float32)
        share = np.maximum(cv2.GaussianBlur(known, (0, 0), BROAD), 1e-3)
        own = cv2.GaussianBlur(each.deviation * known, (0, 0), BROAD) / share
        level = float(np.median((by_form - own)[each.known]))
        result += weight * (own + level - by_form)
    worn = (form.small(cloth) > 0.5) & (form.normals[..., 2] > FACING)
    if worn.any():
        result -= np.percentile(result[worn], LIT)
    return form.large(result).clip(*LIMITS)


def lit_from(form: Form, light: Floats) -> float:
    """From -1 to 1, how much more of a light (logarithm, H x W) comes from the picture's right than from its left."""
    across = form.normals[..., 0]
    of_form = float((across * form.small(light)).sum() / max(float((across**2).sum()), 1e-3))
    return float(np.clip(of_form / (FLAT * MOST[0]), -1, 1))


def _from_a_side(slope: Floats) -> Floats:
    side = 1.0 if slope[0] >= 0 else -1.0
    return np.asarray((side * max(abs(float(slope[0])), ASIDE), *slope[1:]), np.float32)


def _read(form: Form, log: Floats, material: Material) -> _Read | None:
    seen = material.seen.astype(np.float32)
    share = form.small(seen)
    known = share > PURE
    if np.count_nonzero(known) < 20 or material.trust <= 0:
        return None
    mean = form.small(log * seen) / np.maximum(share, 1e-3)
    deviation = mean - np.median(mean[known])
    return _Read(
        deviation.clip(material.least, material.most).astype(np.float32),
        known & (np.abs(deviation) < APART),
        material.trust,
    )


def _slope(form: Form, read: list[_Read]) -> Floats:
    """How the light changes with the normal: what the materials say, each of its own level, held to the usual one."""
    facing = form.normals[..., 2] > FACING
    rows, values, weights = [], [], []
    for each in read:
        at = each.known & facing
        if not at.any():
            continue
        normals = form.normals[at]
        rows.append(normals - normals.mean(axis=0))
        values.append(each.deviation[at] - each.deviation[at].mean())
        weights.append(np.full(len(normals), each.trust))
    usual = np.array(USUAL)
    held = np.diag(HELD) * 0.05
    if not rows:
        return usual.astype(np.float32)
    normals, value, weight = np.concatenate(rows), np.concatenate(values), np.concatenate(weights)
    found = usual
    for _ in range(4):
        off = np.abs(value - normals @ found)
        robust = weight * np.minimum(1, 0.06 / np.maximum(off, 1e-3))
        left = (normals * robust[:, None]).T @ normals + held
        found = np.linalg.solve(left, (normals * robust[:, None]).T @ value + held @ usual)
    return np.asarray(np.clip(found, LEAST, MOST), np.float32)
