"""Skin with another amount of pigment, in linear light.

What light enters skin comes out multiplied by its albedo: a change of pigment is one factor for each channel, and
shadows keep their depth. What light its surface reflects has never been inside: highlights stay.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import luminance, to_linear, to_srgb

Floats = NDArray[np.float32]

#: CIELAB of light skin in even light: what a photo's light skin differs from it by is mostly the photo's light.
LIGHT_SKIN = np.array([72, 15, 20], np.float32)
#: Powers of the photo's light, by luminance and by colour, that are believed of that difference.
BRIGHTNESS, CAST = 0.7, 0.6
#: Photographed dark skin is richer in colour than rendered: by so much at least.
RICHER = 1.12
#: Light skin scatters light into its shadows: power of light and shadow where skin gets as much darker as a light tone
#: is from a dark one, in decades of luminance.
CONTRAST, DECADE = 1.7, 0.75
#: Bright tones are pressed together by a camera: power of how much brighter than light skin's they are that undoes it.
ROLL_OFF = 0.6
#: Share of the way from a tone to white that its brightest light goes.
SHOULDER = 0.6
#: Power of differences of hue (blood is seen less through pigment), and share of highlights that stays.
HUE, GLOSS = 0.75, 0.7
#: Skin up to so many times as bright as its tone has no highlight; blur of highlights, px: a photo's noise has none.
PLAIN, GLOSS_PX = 1.06, 1.5


def in_light_of(tone: Floats, wanted: Floats) -> Floats:
    """A dark tone (CIELAB) as it would look in the light in which light skin has some tone."""
    # Bright light bleaches skin: to be paler than the reference is no cast.
    paler = min(1.0, float(np.hypot(*tone[1:]) / np.hypot(*LIGHT_SKIN[1:])))
    reference = _linear(LIGHT_SKIN * np.array([1, paler, paler], np.float32))
    own, other = _linear(tone), _linear(wanted)
    bright = luminance(own) / luminance(reference)
    cast = own / reference / bright
    lit = np.asarray(other * bright**BRIGHTNESS * cast**CAST, np.float32)
    lab = cv2.cvtColor(to_srgb(lit)[None, None], cv2.COLOR_RGB2Lab)
    return np.asarray(lab[0, 0] * np.array([1, RICHER, RICHER], np.float32), np.float32)


def retone(rgb: Floats, tones: Floats, wanted: Floats) -> Floats:
    """Skin of some tones (CIELAB, H x W x 3) in another tone."""
    linear, own, other = to_linear(rgb), _linear(tones), _linear(wanted)
    gloss = _gloss(linear, own)[..., None]
    share = np.asarray((linear - gloss).clip(1e-4, None) / own, np.float32)
    level = luminance(share)[..., None]
    darker = np.log10(luminance(own) / luminance(other))[..., None] / DECADE
    bleached = (luminance(own) / luminance(_linear(LIGHT_SKIN))).clip(1, None)[..., None] ** ROLL_OFF
    shaded = _below_white(level ** (CONTRAST ** darker.clip(-1, 1) * bleached), float(luminance(other)))
    return np.asarray(to_srgb(shaded * (share / level) ** HUE * other + GLOSS * gloss), np.float32)


def _below_white(level: Floats, tone: float) -> Floats:
    """Light and shadow, where light stays below white on skin of a tone (luminance): a soft shoulder."""
    room = SHOULDER * (1 - tone) / tone
    return np.asarray(np.where(level > 1, 1 + room * (1 - np.exp((1 - level) / room)), level), np.float32)


def _linear(lab: Floats) -> Floats:
    shape = lab.shape
    rgb = cv2.cvtColor(lab.reshape(-1, 1, 3).astype(np.float32), cv2.COLOR_Lab2RGB)
    return to_linear(rgb.clip(0, 1)).reshape(shape).clip(2e-3, 1)


def _gloss(linear: Floats, own: Floats) -> Floats:
    """White light off the surface, H x W: it makes skin both brighter and paler than its tone."""
    red, blue = own[..., 0], own[..., 2]
    paler = (linear[..., 2] * red - linear[..., 0] * blue) / (red - blue).clip(0.02, None)
    brighter = luminance(linear) - PLAIN * luminance(own)
    gloss = cv2.GaussianBlur(np.minimum(paler, brighter).clip(0, None), (0, 0), GLOSS_PX)
    return np.asarray(np.minimum(gloss, 0.95 * linear.min(axis=-1)), np.float32)
