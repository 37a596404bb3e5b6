"""Where a photograph's light seems to come from, how soft it is, and how dark its shadows are.

Each cue votes for a side with a weight; the confidence is their agreement times their strength. Where it is low the
light is the one that harms least: soft, rather steep, from one side, never from the camera.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats, luminance
from lingtu.imaging.photo.surface import Surface
from lingtu.imaging.photo.view import View

_LEAST_SIDE = 0.55  # a light from dead ahead looks like a flash
_UNKNOWN = 0.1  # confidence: no better than none; most pictures of products are lit from the left
_STEEP_DEG, _SOFT_DEG = 50.0, 16.0  # elevation and radius of a light that nothing is known of
_SURE_STEEP_DEG, _SURE_SOFT_DEG = 44.0, 12.0
_DARKEST, _BRIGHTEST = 0.25, 0.42  # of the light is left in full shadow
_GREY = 18.0  # Lab chroma: more colourful than lamps and windows are
_WORK = 2  # px of the view for one of the votes


@dataclass(frozen=True, kw_only=True, eq=False)
class Key:
    """The strongest light."""

    #: -1 from the left to 1 from the right; -1 from the camera to 1 from behind the product.
    side: float
    back: float
    elevation_deg: float
    #: Of its disc.
    radius_deg: float
    #: What is left of the light in full shadow, for each channel.
    ambient: Floats
    #: 0 to 1: that it comes from this side.
    confidence: float


@dataclass(frozen=True)
class _Vote:
    side: float
    weight: float


def find(view: View, surface: Surface) -> Key:
    """The key light at the product's place."""
    size = (max(8, view.width // _WORK), max(8, view.height // _WORK))
    light = cv2.resize(view.light, size, interpolation=cv2.INTER_AREA)
    level = luminance(light)
    on_surface = cv2.resize(surface.support, size) > 0.5
    slope, is_smooth = _slopes(level)
    lamp, height = _lamp(view, level, size)
    votes = [
        _shading(slope, is_smooth & on_surface, 1.0),
        _shading(slope, is_smooth & ~on_surface, 0.6),
        _shadows(level, on_surface),
        lamp,
    ]
    weight = sum(vote.weight for vote in votes) + 1e-6
    side = sum(vote.side * vote.weight for vote in votes) / weight
    agreement = abs(side) * weight / (sum(abs(vote.side) * vote.weight for vote in votes) + 1e-6)
    confidence = float(np.clip(weight / 1.6, 0, 1) * agreement * np.clip(2 * abs(side), 0, 1))
    back = float(np.clip(0.75 * lamp.weight * (height > 0.25), 0, 0.75)) - 0.25 * (1 - min(lamp.weight, 1))
    return _key(2.2 * side, back, confidence, _ambient(light, level, on_surface))


def _key(side: float, back: float, confidence: float, ambient: Floats) -> Key:
    sign = 1.0 if side > 0 and confidence > _UNKNOWN else -1.0
    sure = min(1.0, 1.4 * confidence)
    return Key(
        side=sign * float(np.clip(abs(side), _LEAST_SIDE, 1)),
        back=back,
        elevation_deg=_STEEP_DEG + (_SURE_STEEP_DEG - _STEEP_DEG) * sure,
        radius_deg=_SOFT_DEG + (_SURE_SOFT_DEG - _SOFT_DEG) * sure,
        ambient=ambient,
        confidence=confidence,
    )


def _slopes(level: Floats) -> tuple[Floats, np.ndarray]:
    """Change of the logarithm of light from left to right, for the picture's whole width, and where it is smooth."""
    log = np.log(level + np.float32(0.01))
    soft = cv2.GaussianBlur(log, (0, 0), 3)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(soft, cv2.CV_32F, 0, 1) / 8
    detail = cv2.GaussianBlur(np.abs(log - cv2.GaussianBlur(log, (0, 0), 2)), (0, 0), 2)
    is_smooth = (np.hypot(across, down) < 0.05) & (detail < 0.06) & (level > 0.01) & (level < 0.9)
    return (across * level.shape[1]).astype(np.float32), is_smooth


def _shading(slope: Floats, where: np.ndarray, weight: float) -> _Vote:
    """Surfaces are brighter on the side that the light comes from."""
    if where.sum() < 60:
        return _Vote(0.0, 0.0)
    return _Vote(float(np.tanh(1.2 * np.median(slope[where]))), weight * min(1.0, float(where.mean()) / 0.06))


def _lamp(view: View, level: Floats, size: tuple[int, int]) -> tuple[_Vote, float]:
    """Windows and lamps in view: bright, colourless patches much brighter than all else. The vote, and how high."""
    lab = cv2.resize(view.lab, size, interpolation=cv2.INTER_AREA)
    limit = max(0.55, 0.92 * float(np.percentile(level, 97)))
    bright = (level >= limit) & (np.hypot(lab[..., 1], lab[..., 2]) < _GREY)
    bright = cv2.morphologyEx(bright.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    bright[int(np.clip(view.base * size[1] / view.height, 0, size[1])) :] = 0
    area, usual = float(bright.mean()), float(np.median(level))
    if not 0.002 < area < 0.2 or usual > 0.5 * limit:
        return _Vote(0.0, 0.0), 0.0
    rows, columns = np.nonzero(bright)
    middle = (view.left + view.right) / 2 / view.width
    side = float(np.tanh(2.2 * (np.median(columns) / size[0] - middle)))
    weight = 1.3 * float(np.clip(area / 0.02, 0.3, 1) * np.clip(1 - 2 * usual / limit, 0, 1))
    return _Vote(side, weight), 1 - float(np.median(rows)) / max(view.base * size[1] / view.height, 1)


def _shadows(level: Floats, on_surface: np.ndarray) -> _Vote:
    """Darker parts of the surface next to things that stand on it lie away from the light."""
    if on_surface.sum() < 150:
        return _Vote(0.0, 0.0)
    inside = on_surface.astype(np.float32)
    usual = cv2.GaussianBlur(level * inside, (0, 0), 9) / (cv2.GaussianBlur(inside, (0, 0), 9) + 1e-3)
    dark = on_surface & (level < 0.78 * usual)
    whole = cv2.morphologyEx(on_surface.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    things = ((whole == 1) & ~on_surface).astype(np.uint8)
    count, labels, boxes, middles = cv2.connectedComponentsWithStats(things)
    total = weight = 0.0
    for number in range(1, count):
        if boxes[number, cv2.CC_STAT_AREA] < 15:
            continue
        near = cv2.dilate((labels == number).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
        columns = np.nonzero(near & dark)[1]
        if len(columns) < 6:
            continue
        aside = (columns.mean() - middles[number][0]) / max(4, boxes[number, cv2.CC_STAT_WIDTH])
        total -= float(np.tanh(2 * aside)) * len(columns)
        weight += len(columns)
    return _Vote(total / weight, 1.6 * min(1.0, weight / 120)) if weight else _Vote(0.0, 0.0)


def _ambient(light: Floats, level: Floats, on_surface: np.ndarray) -> Floats:
    """What full shadow leaves: by the darkest believable shade on the surface, and its colour."""
    where = on_surface if on_surface.sum() > 80 else np.ones_like(on_surface)
    seen = cv2.GaussianBlur(light, (0, 0), 1.2)[where]
    levels = luminance(seen)
    dark, usual = np.percentile(levels, [4, 60])
    share = float(np.clip(0.45 * dark / (usual + 1e-4) + 0.15, _DARKEST, _BRIGHTEST))
    shade, middle = seen[levels <= 1.2 * dark].mean(axis=0), seen.mean(axis=0)
    tint = shade / (shade.mean() + 1e-4) / (middle / (middle.mean() + 1e-4))
    tint = np.clip(tint / tint.mean(), 0.9, 1.1)
    found: Floats = (share * tint).astype(np.float32)
    return found
