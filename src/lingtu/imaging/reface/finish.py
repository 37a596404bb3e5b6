"""Sharpness, skin texture and grain of the photo for a face that has other ones."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.reface.light import Faces, Lit, skin_weight

Floats = NDArray[np.float32]

#: Radii of blur that are tried, px, and how much sharper the new features may be than the photo's.
BLURS, SHARPER, SOFTER = np.arange(0, 2.2, 0.2), 1.25, 0.75
#: Share of the photo's finest octave of skin that is laid over the new face, its radius in px, and from how many
#: deviations on it is no pore but a line of the photo's own face (Tukey's biweight, for 95 % efficiency).
TEXTURE, TEXTURE_PX, LINE = 0.85, 1.8, 4.685


def finish(lit: Lit, faces: Faces, seed: int) -> Lit:
    """As sharp and as grainy as the photo; its pores where both show skin."""
    photo = np.log(((faces.photo[..., 0] + 16) / 116).clip(0, 1) ** 3 + lit.floor).astype(np.float32)
    lit = _as_sharp(lit, photo, faces)
    return _as_grainy(_with_texture(lit, photo, faces), photo, faces, seed)


def _fine(picture: Floats, radius: float) -> Floats:
    return np.asarray(picture - cv2.GaussianBlur(picture, (0, 0), radius), np.float32)


def _as_sharp(lit: Lit, photo: Floats, faces: Faces) -> Lit:
    regions = faces.regions
    features = (regions.eyes + regions.lips + regions.brows) > 0.5
    if not features.any():
        return lit

    def sharpness(light: Floats) -> float:
        return float(np.percentile(np.abs(_fine(light, 1.2)[features]), 90))

    wanted = sharpness(photo)
    light, chroma = lit.light.astype(np.float32), lit.chroma
    for radius in BLURS:
        light = cv2.GaussianBlur(lit.light, (0, 0), radius) if radius > 0 else lit.light
        if sharpness(light) <= SHARPER * wanted:
            break
    if radius > 0:
        chroma = cv2.GaussianBlur(lit.chroma, (0, 0), radius)
    found = sharpness(light)
    if found < SOFTER * wanted:
        light = light + 0.7 * (min(wanted / max(found, 1e-4), 1.8) - 1) * _fine(light, 1.2)
    return replace(lit, light=np.asarray(light, np.float32), chroma=np.asarray(chroma, np.float32))


def _with_texture(lit: Lit, photo: Floats, faces: Faces) -> Lit:
    share = TEXTURE * skin_weight(faces.skin, faces.regions.features)
    fresh = lit.light + share * (_pores(_fine(photo, TEXTURE_PX), faces.skin) - _fine(lit.light, TEXTURE_PX))
    return replace(lit, light=np.asarray(fresh, np.float32))


def _pores(fine: Floats, skin: Floats) -> Floats:
    """The fine texture without what stands out of it: folds, moles and rims are lines that the new face hasn't got."""
    on_skin = fine[skin > 0.5]
    if not on_skin.size:
        return fine
    limit = LINE * max(1.48 * float(np.median(np.abs(on_skin - np.median(on_skin)))), 1e-4)
    return np.asarray(fine * (1 - (fine / limit) ** 2).clip(0, 1) ** 2, np.float32)


def _as_grainy(lit: Lit, photo: Floats, faces: Faces, seed: int) -> Lit:
    """Grain where the new face is smoother than the photo's skin: its features have no texture of the photo's."""
    skin = faces.skin > 0.5
    if np.count_nonzero(skin) < 200:
        return lit

    def grain(light: Floats) -> float:
        return float(1.48 * np.median(np.abs(_fine(light, 0.8)[skin])))

    wanted, found = grain(photo), grain(lit.light)
    if found >= 0.9 * wanted:
        return lit
    noise = np.random.default_rng(seed).standard_normal(photo.shape).astype(np.float32)
    noise = _fine(noise, 0.8)
    noise /= max(grain(noise), 1e-3)
    strength = 0.8 * float(np.sqrt(max(wanted**2 - found**2, 0)))
    return replace(lit, light=lit.light + strength * noise)
