"""Bared arms: the person's own tone with the form of an arm in the photo's light, and what no arm is without."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import smooth_step
from lingtu.imaging.tryon.draw.arm_form import RED_SHADE, as_seen, form, place_along
from lingtu.imaging.tryon.draw.arm_marks import marks, moles
from lingtu.imaging.tryon.draw.arm_tone import Tones
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Beyond its edges an arm's colours go on so far, half widths.
REACH = 1.5
#: Half widths of the narrowest place in pixels of the smaller picture it is told on, which is at most so much smaller.
NARROWEST_PX, SMALLER = 8.0, 2
#: Of what is seen of an arm this share tells its light, and up to here across it.
SURE, WITHIN = 0.95, 0.85
#: Up to here it is the shoulder, as it is seen beside it, of the way to the wrist.
BEGINS = 0.15
#: Muscles and bones: contrast, and places along and across an arm.
MUSCLES, MUSCLES_AT = 0.03, (7, 3)
#: What redder skin is in red, green and blue, of a logarithm of red against the others.
REDDER = np.asarray((0.5, -1.0, -1.0), np.float32)


def with_arms(skin: Floats, layers: Layers, wearer: Wearer, tones: Tones, aside: float, seed: int) -> Floats:
    """A picture of skin H x W x 3 with both arms in it, as if they were bare.

    `tones`: theirs; `aside`: how much more light comes from the right, as `light_aside` tells it.
    """
    result = skin
    for index, (flank, tone) in enumerate(zip(wearer.flanks, tones, strict=True)):
        if tone is not None:
            limb = flank.bare_arm.recentred()
            result = _painted(result, layers, limb, tone, flank.sign * aside, seed + index)
    return result


def _painted(skin: Floats, layers: Layers, limb: Limb, tone: Floats, from_outside: float, seed: int) -> Floats:
    """With one arm in it."""
    scale = int(np.clip(limb.outer.min() / NARROWEST_PX, 1, SMALLER))
    view, station, across, share = on_limb(limb, skin.shape[:2], scale)
    if not share.size:
        return skin
    along = np.interp(station, np.arange(len(limb.centres)), place_along(limb)).astype(np.float32)
    share = share * smooth_step(along / BEGINS)
    photo, arm = (_smaller(each[view], scale, across.shape) for each in (layers.rgb, layers.share(Part.ARMS)))
    seen = np.log(np.maximum(photo.mean(axis=2), 0.02)) - np.log(tone.mean())
    known = (arm > SURE) & (np.abs(across) < WITHIN)
    light = as_seen(form(along, across, from_outside), across, seen, known)
    marked, red = marks(along, across, limb, seed)
    light += _uneven(along, across, MUSCLES, MUSCLES_AT, seed) + marked
    log = np.log(tone) + light[..., None] * np.asarray(RED_SHADE, np.float32) + red[..., None] * REDDER
    result = skin.copy()
    part = result[view]
    size = part.shape[1::-1]
    painted, over, along, across = (_larger(each, scale, size) for each in (np.exp(log), share, along, across))
    dots, red = moles(along, across, limb, seed)
    at = dots < 0
    painted[at] *= np.exp(dots[at][:, None] + red[at][:, None] * REDDER)
    part[:] = part * (1 - over[..., None]) + painted * over[..., None]
    return result


def on_limb(limb: Limb, shape: tuple[int, ...], scale: int) -> tuple[tuple[slice, slice], Floats, Floats, Floats]:
    """The part of a picture around a limb, and there, `scale` times smaller, each place's station and place across.

    That goes from -1 at the inner edge to 1; and the limb's share, beyond its edges too.
    """
    height, width = shape[:2]
    reach = REACH * 1.1 * float(limb.outer.max())
    low = np.floor(limb.centres.min(axis=0) - reach).astype(int).clip(0, (width, height))
    high = np.ceil(limb.centres.max(axis=0) + reach).astype(int).clip(0, (width, height))
    view = slice(low[1], high[1]), slice(low[0], high[0])
    if (high - low).min() < 2:
        empty = np.zeros((0, 0), np.float32)
        return view, empty, empty, empty
    rows, columns = (-(-int(high[axis] - low[axis]) // scale) for axis in (1, 0))
    y, x = (np.indices((rows, columns), np.float32) + 0.5) * scale - 0.5
    x, y = x + low[0], y + low[1]
    nearest, best = np.zeros(x.shape, np.int32), np.full(x.shape, np.inf, np.float32)
    for index, (across, down) in enumerate(limb.centres.astype(np.float32)):
        away = (x - across) ** 2 + (y - down) ** 2
        nearer = away < best
        best[nearer], nearest[nearer] = away[nearer], index
    off = np.stack([x, y], axis=2) - limb.centres[nearest]
    step = float(np.median(np.linalg.norm(np.diff(limb.centres, axis=0), axis=1))) + 1e-6
    station = nearest + ((off * limb.ahead[nearest]).sum(axis=2) / step).clip(-0.5, 0.5)
    across = (off * limb.normals[nearest]).sum(axis=2) / limb.outer[nearest]
    inside = (np.abs(across) < REACH) & (best < (1.1 * REACH * limb.outer[nearest]) ** 2)
    station, across, share = (
        cv2.GaussianBlur(each.astype(np.float32), (0, 0), 0.8) for each in (station, across, inside)
    )
    return view, station, across, share


def _smaller(values: Floats, scale: int, size: tuple[int, ...]) -> Floats:
    """Every `scale`th value, as those of `on_limb`; the last ones again where it is larger."""
    rows, columns = (
        (np.arange(each) * scale + scale // 2).clip(0, most - 1)
        for each, most in zip(size, values.shape[:2], strict=True)
    )
    return np.asarray(values[rows[:, None], columns[None]], np.float32)


def _larger(values: Floats, scale: int, size: tuple[int, int]) -> Floats:
    """`scale` times larger, cut to a size."""
    if scale == 1:
        return np.asarray(values, np.float32)
    large = cv2.resize(values, (values.shape[1] * scale, values.shape[0] * scale), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large[: size[1], : size[0]], np.float32)


def _uneven(along: Floats, across: Floats, contrast: float, at: tuple[int, int], seed: int) -> Floats:
    """Smooth deviations about 0, H x W, that change over so many places along and across an arm."""
    table = np.random.default_rng(seed).normal(0, contrast, (at[0] + 2, at[1] + 2)).astype(np.float32)
    column = ((across.clip(-1, 1) + 1) / 2 * (at[1] + 1)).astype(np.float32)
    row = (along * (at[0] + 1)).astype(np.float32)
    return np.asarray(cv2.remap(table, column, row, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32)
