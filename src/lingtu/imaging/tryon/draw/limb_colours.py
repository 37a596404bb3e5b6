"""A limb's colours as what is seen of it tells them, carried along it; of one of which nothing is seen its form."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, smoothed
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.arrays.vectors import means
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import Limb, free_of_cuffs

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]

#: Places across a limb, and half widths up to which a pixel belongs to it: more than 1, as limbs bend.
ACROSS, REACH = 17, 1.35
#: Stations of skin that tell a limb's colours; their smoothing along and across.
ENOUGH = 7
#: Stations over which the colour at the edge of what is seen turns to the limb's own.
FADE = 4.0
#: The rim of a limb that has colours of what is beside it, px; in deep shadow it has less of its usual light than this.
LIMB_RIM_PX, DEEP = 2, 0.6
#: Light of a round limb where nothing of it is seen: from all around, and from the front.
AROUND, FRONT = 0.62, 0.42
#: How far aside the light of the front is if the face is unequally lit: radians per contrast of its halves, at most.
ASIDE, MOST_ASIDE = 4.0, 0.6


def sure(rgb: Floats, limbs: Mask) -> Mask:
    """Of what is seen of limbs what tells their colours: not the rim, which has what is beside it, nor deep shadow."""
    inner = cv2.erode(limbs.astype(np.uint8), np.ones((2 * LIMB_RIM_PX + 1,) * 2, np.uint8)) > 0
    if not inner.any():
        return limbs
    light = means(rgb)
    return np.asarray(inner & (light > DEEP * np.median(light[inner])))


def light_of_face(layers: Layers) -> float:
    """How far to the picture's right the light comes from, radians, by the two halves of the face."""
    face = layers.share(Part.FACE) > 0.97
    columns = np.flatnonzero(face.any(axis=0))
    if np.count_nonzero(face) < 200:
        return 0.0
    left = np.arange(face.shape[1])[None] < (columns[0] + columns[-1]) / 2
    one, other = (float(np.median(layers.rgb[face & half].mean(axis=1))) for half in (left, ~left))
    return float(np.clip(ASIDE * (other - one) / max(one + other, 1e-3), -MOST_ASIDE, MOST_ASIDE))


def colours_along(layers: Layers, limb: Limb, known: Mask) -> Floats | None:
    """Colours of a limb at stations x ACROSS places; where it is hidden, by the nearest stations that are seen."""
    shares = np.linspace(-0.92, 0.92, ACROSS)
    width = np.where(shares[None] > 0, limb.outer[:, None], limb.inner[:, None])
    places = limb.centres[:, None] + (shares[None] * width)[..., None] * limb.normals[:, None]
    at = places.astype(np.float32)
    colours = cv2.remap(layers.rgb, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    seen = cv2.remap(known.astype(np.float32), at[..., 0], at[..., 1], cv2.INTER_LINEAR) > 0.9
    shown = seen.mean(axis=1) > 0.4
    if np.count_nonzero(shown) < ENOUGH:
        return None
    rows = np.flatnonzero(free_of_cuffs(shown))  # without the cuffs' shadows
    # across: a mean over the seen stations; along: each station's own light, the nearest one's where it is hidden
    mean = continued(colours, seen.astype(np.float32))
    across = mean[rows].mean(axis=0)
    across = smoothed(across, 1.2)
    along = mean[:, 3:-3].mean(axis=1)
    # far from what is seen the limb has its lit colour, not the shadow at the cloth's edge
    stations = np.arange(len(limb.centres))
    light = along[rows].mean(axis=1)
    lit = np.median(along[rows][light >= np.median(light)], axis=0)
    trust = np.exp(-np.abs(stations[:, None] - rows[None]).min(axis=1) / FADE)[:, None]
    nearest = np.stack([np.interp(stations, rows, along[rows, axis]) for axis in range(3)], axis=1)
    known_along = nearest * trust + lit * (1 - trust)
    along = smoothed(known_along, 4)
    middle = across[3:-3].mean(axis=0)
    return np.asarray(across[None] * (along / middle)[:, None], np.float32)


def painted(base: Floats, limb: Limb, profile: Floats | None, light: float) -> Floats:
    """The picture with a limb's skin on it; `light` comes from so far to the right, radians."""
    height, width = base.shape[:2]
    reach = REACH * 1.3 * float(max(limb.outer.max(), limb.inner.max()))
    low = np.floor(limb.centres.min(axis=0) - reach).astype(int).clip(0, (width - 1, height - 1))
    high = np.ceil(limb.centres.max(axis=0) + reach).astype(int).clip(low + 1, (width, height))
    view = slice(low[1], high[1]), slice(low[0], high[0])
    y, x = np.mgrid[view].astype(np.float32)
    station = _nearest(limb.centres, x, y)
    best = (x - limb.centres[station, 0]) ** 2 + (y - limb.centres[station, 1]) ** 2
    normal, centre = limb.normals[station], limb.centres[station]
    across = (x - centre[..., 0]) * normal[..., 0] + (y - centre[..., 1]) * normal[..., 1]
    relative = across / np.where(across > 0, limb.outer[station], limb.inner[station])
    inside = (np.abs(relative) < REACH) & (np.sqrt(best) < 1.4 * (limb.outer + limb.inner)[station] / 2)
    result = base.copy()
    part = result[view]
    if profile is None:
        around = np.arcsin((relative * np.sign(normal[..., 0])).clip(-0.97, 0.97))
        factor = AROUND + FRONT * np.cos(around - light)
        drawn = part * factor[..., None].astype(np.float32)
    else:
        column = ((relative.clip(-0.92, 0.92) / 0.92 + 1) / 2 * (ACROSS - 1)).astype(np.float32)
        drawn = cv2.remap(profile, column, station.astype(np.float32), cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 2.0)[..., None]
    part[:] = part * (1 - soft) + np.asarray(drawn, np.float32) * soft
    return result


def _nearest(centres: Values, x: Floats, y: Floats) -> Ints:
    """Which of the centres, N x 2, is nearest to each place; told on every second row and column."""
    x, y, size = x[::2, ::2], y[::2, ::2], x.shape[::-1]
    station, best = np.zeros(x.shape, np.int32), np.full(x.shape, np.inf, np.float32)
    for index, (across, down) in enumerate(centres):
        away = (x - across) ** 2 + (y - down) ** 2
        nearer = away < best
        best[nearer], station[nearer] = away[nearer], index
    return np.asarray(cv2.resize(station, size, interpolation=cv2.INTER_NEAREST), np.int32)
