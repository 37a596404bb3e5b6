"""Bared throat and chest: in the neck's tone, with a hint of the collarbones and of the hollow between them."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import smooth_step
from lingtu.imaging.tryon.draw.arm_form import RED_SHADE
from lingtu.imaging.tryon.draw.arm_tone import Tones, lab, lighter, rgb_of
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Half the width of a chest, and from where to where it is, from the line of the shoulders' joints on, shoulder widths.
HALF, TOP, END, SOFT = 0.55, -0.42, 0.7, 0.06
#: Where the hollow between the collarbones is, shoulder widths above that line; and how much higher their outer ends.
HOLLOW, RISES = -0.125, 0.035
#: A chest's CIELAB less that of the lighter halves of neck and face: medians of 10 wide necklines; and the face's share
#: in what they tell of lightness and colours, as by it they differ less.
OF_NECK, OF_FACE, BY_FACE = (1.4, -0.1, -0.5), (2.6, -1.5, 0.2), (0.6, 0.4, 0.4)
#: Over this beside the axis it turns to the tone of the arms, shoulder widths.
TO_ARM = (0.2, 0.46)
#: Where a neck has left the head's shade and is as light as the chest, and over how much, shoulder widths.
LIT, CHANGES = -0.23, 0.06
#: Logarithms of the lightness of a collarbone's ridge, of the hollow above it and of the shade below it; how far from
#: its middle line they are, and their half widths, shoulder widths.
BONES = ((0.055, -0.004, 0.011), (-0.1, -0.036, 0.02), (-0.05, 0.024, 0.015))
#: Where a collarbone begins and ends beside the axis, and over how much, shoulder widths.
BEGINS, ENDS, FADES = 0.05, 0.3, 0.04
#: The hollow between them, and the sides, which turn away: logarithms of their lightness.
DEEP, SIDES = -0.11, -0.07
#: Swellings and hollows of each half: logarithm of the lightness, place beside the axis and below the shoulders' line,
#: deviations across and down, shoulder widths: the breastbone, the chest's muscle, the hollow below the collarbone's
#: outer end, the shade below the chest's swelling.
FORMS = (
    (-0.05, 0.0, 0.06, 0.028, 0.13),
    (0.035, 0.17, 0.06, 0.09, 0.08),
    (-0.05, 0.31, -0.06, 0.045, 0.05),
    (-0.05, 0.0, 0.42, 0.3, 0.15),
)
#: How much of the light from aside a chest has that a limb has.
ASIDE = 0.5
#: It is told on a picture so many times smaller; least pixels of neck or face that tell a tone, and least side of what
#: is seen of the chest itself, shoulder widths.
SMALLER, ENOUGH, OWN = 2, 100, 0.12


def with_chest(skin: Floats, layers: Layers, wearer: Wearer, tones: Tones, from_right: float) -> Floats:
    """A picture of skin H x W x 3 with throat and chest in it, as if they were bare.

    `tones`: of both arms; `from_right`: how much more light comes from there, as `light_aside` tells it.
    """
    neck = layers.share(Part.NECK) > 0.95
    if np.count_nonzero(neck) < ENOUGH:
        return skin
    view, across, down = _places(skin.shape, wearer)
    if not across.size:
        return skin
    tone = np.median(layers.rgb[neck], axis=0).astype(np.float32)
    chest = chest_tone(layers, wearer, neck)
    lower = 1 / (1 + np.exp(-(down - LIT) / (CHANGES / 2)))
    log = np.log(tone) * (1 - lower[..., None]) + np.log(chest) * lower[..., None]
    for flank, arm in zip(wearer.flanks, tones, strict=True):
        if arm is not None:
            aside = smooth_step((flank.sign * across - TO_ARM[0]) / (TO_ARM[1] - TO_ARM[0]))[..., None]
            log = log * (1 - aside) + np.log(arm) * aside
    light = relief(across, down) + ASIDE * from_right * (across / HALF).clip(-1, 1)
    drawn = np.exp(log + light[..., None] * np.asarray(RED_SHADE, np.float32)).astype(np.float32)
    share = _rises(HALF - np.abs(across).astype(np.float32)) * _rises(down - TOP) * _rises(END - down)
    result = skin.copy()
    part = result[view]
    size = part.shape[1::-1]
    over, drawn = (cv2.resize(each, size, interpolation=cv2.INTER_LINEAR) for each in (share, drawn))
    part[:] = part * (1 - over[..., None]) + drawn * over[..., None]
    return result


def chest_tone(layers: Layers, wearer: Wearer, neck: Mask) -> Floats:
    """The colour (3) of a chest: its own lit one if it is seen, else as neck (seen at H x W) and face tell it."""
    own = neck & ((wearer.frame.along * wearer.torso_px / wearer.width) > LIT + CHANGES)
    if np.count_nonzero(own) > (OWN * wearer.width) ** 2:
        return lighter(layers.rgb[own])
    by_neck = lab(lighter(layers.rgb[neck])) + np.asarray(OF_NECK, np.float32)
    face = layers.share(Part.FACE) > 0.95
    if np.count_nonzero(face) < ENOUGH:
        return rgb_of(by_neck)
    by_face = lab(lighter(layers.rgb[face])) + np.asarray(OF_FACE, np.float32)
    return rgb_of(by_neck + (by_face - by_neck) * np.asarray(BY_FACE, np.float32))


def relief(across: Floats, down: Floats) -> Floats:
    """Logarithm of a chest's lightness at places beside the axis and below the shoulders' line, shoulder widths."""
    aside = np.abs(across)
    line = HOLLOW - RISES * (aside / ENDS) ** 1.5 + 0.014 * np.sin(np.pi * (aside / ENDS).clip(0, 1.5))
    there = _logistic((aside - BEGINS) / (FADES / 4)) * _logistic((ENDS - aside) / (FADES / 2))
    light = sum(depth * np.exp(-(((down - line - at) / wide) ** 2) / 2) for depth, at, wide in BONES) * there
    light += DEEP * np.exp(-((across / 0.026) ** 2 + ((down - HOLLOW + 0.008) / 0.022) ** 2) / 2)
    for depth, beside, below, wide, long in FORMS:
        light += depth * np.exp(-(((aside - beside) / wide) ** 2 + ((down - below) / long) ** 2) / 2)
    light += SIDES * ((aside - 0.15) / 0.3).clip(0, 1) ** 2
    return np.asarray(light, np.float32)


def _places(shape: tuple[int, ...], wearer: Wearer) -> tuple[tuple[slice, slice], Floats, Floats]:
    """The part of a picture where a chest is; there, smaller, places beside the axis and below the shoulders' line."""
    corners = [
        wearer.shoulders + wearer.width * (across * wearer.right_hand + down * wearer.down)
        for across in (-HALF, HALF)
        for down in (TOP, END)
    ]
    size = np.array([shape[1], shape[0]])
    low = np.floor(np.min(corners, axis=0)).astype(int).clip(0, size)
    high = np.ceil(np.max(corners, axis=0)).astype(int).clip(0, size)
    view = slice(low[1], high[1]), slice(low[0], high[0])
    rows, columns = (int(high[axis] - low[axis]) // SMALLER for axis in (1, 0))
    if min(rows, columns) < 2:
        return view, np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32)
    y, x = np.indices((rows, columns), np.float32)
    x, y = (x + 0.5) * SMALLER + low[0] - wearer.shoulders[0], (y + 0.5) * SMALLER + low[1] - wearer.shoulders[1]
    across = (x * wearer.right_hand[0] + y * wearer.right_hand[1]) / wearer.width
    down = (x * wearer.down[0] + y * wearer.down[1]) / wearer.width
    return view, np.asarray(across, np.float32), np.asarray(down, np.float32)


def _rises(inside: NDArray[Any]) -> Floats:
    """From 0 at an edge to 1 within."""
    return np.asarray(smooth_step(inside / SOFT), np.float32)


def _logistic(values: NDArray[Any]) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values.clip(-30, 30))), np.float32)
