"""Shades that a body's parts cast on its cloth: an arm on the trunk beside it, the chest on what is below."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.draw.form import Form
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Depth (logarithm) of an arm's shade on cloth that touches it, and its softness, shoulder widths.
ARM, ARM_SOFT = 0.16, 0.035
#: Beside the shoulders arm and trunk are one: the shade begins here below the armpits, and over this, torso lengths.
BELOW_PIT, BEGINS = -0.08, 0.16
#: Depth of the shade on a sleeve's side by the trunk, its softness, shoulder widths; and how far above the armpits, in
#: torso lengths, it begins: there a fold goes up from where the sleeve is sewn on.
TRUNK, TRUNK_SOFT, ABOVE_PIT = 0.2, 0.045, 0.14
#: Levels below the armpits, torso lengths, where a chest is lightest and the shade below it is deepest; their heights.
CHEST, UNDER = (0.07, 0.07), (0.25, 0.075)
#: How light and how deep they are (logarithms).
LIGHTER, DEEPER = 0.015, 0.04
#: Where each half of a chest is and how wide, shoulder widths from the axis.
HALF, HALF_WIDE = 0.19, 0.12


def shade_of_arms(form: Form, wearer: Wearer, arms: Floats, lit_from: float) -> Floats:
    """Logarithm, H x W, of the shade of the share `arms` on what is beside them.

    `lit_from`: from -1 to 1, how much more light comes from the picture's right than from its left.
    """
    limbs = form.small(arms)
    soft = ARM_SOFT * wearer.width / form.cell
    cast = cv2.GaussianBlur(limbs, (0, 0), soft)
    # an arm's shade falls away from the light
    moved = np.array([[1, 0, -0.6 * soft * lit_from], [0, 1, 0.3 * soft]], np.float32)
    cast = cv2.warpAffine(cast, moved, limbs.shape[::-1])
    along = form.small(np.asarray(wearer.frame.along, np.float32))
    below = ((along - wearer.pit_level - BELOW_PIT) / BEGINS).clip(0, 1)
    return np.asarray(-ARM * 2 * form.large(cast * below).clip(0, 0.5) * (1 - arms), np.float32)


def shade_of_trunk(form: Form, wearer: Wearer, arms: Floats, cloth: Floats) -> Floats:
    """Logarithm, H x W, of the shade on sleeves beside the trunk: less light comes in between them.

    `arms`, `cloth`: shares H x W, in sleeves or bare, and of the garment.
    """
    limbs, trunk = form.small(arms), form.small(np.asarray(cloth * (1 - arms), np.float32))
    cast = cv2.GaussianBlur(trunk, (0, 0), TRUNK_SOFT * wearer.width / form.cell) * limbs
    along = form.small(np.asarray(wearer.frame.along, np.float32))
    below = ((along - wearer.pit_level + ABOVE_PIT) / BEGINS).clip(0, 1)
    return np.asarray(-TRUNK * 2 * form.large(cast * below).clip(0, 0.5) * arms, np.float32)


def shade_of_chest(form: Form, wearer: Wearer, arms: Floats) -> Floats:
    """Logarithm, H x W, of what a chest does to the lightness of cloth that hangs over it."""
    rows, columns = (np.arange(each) * form.cell for each in form.normals.shape[:2])
    y, x = np.meshgrid(rows + form.cell / 2, columns + form.cell / 2, indexing="ij")
    off = np.stack([x, y], axis=2) - wearer.shoulders
    across = (off @ wearer.right_hand) / wearer.width
    level = (off @ wearer.down) / wearer.torso_px - wearer.pit_level
    halves = sum(np.exp(-(((across - side * HALF) / HALF_WIDE) ** 2) / 2) for side in (-1, 1))
    light, shade = (np.exp(-(((level - at) / high) ** 2) / 2) for at, high in (CHEST, UNDER))
    return np.asarray(form.large((halves * (LIGHTER * light - DEEPER * shade)).astype(np.float32)) * (1 - arms))
