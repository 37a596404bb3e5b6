"""The directions in which hair grows, style by style. Lengths are head units; `t` runs from root (0) to tip (1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import regions
from head import Floats
from strands import Roots

#: Where hair that is combed back is bound, units.
BOUND = (0.0, 0.185, 0.055)
#: How far from the middle long hair hangs: heights, units, and shares of half the head's width. Close to the neck, then
#: over the shoulders.
HANGING = ((-0.22, -0.17, -0.115, -0.06, -0.02, 0.03), (1.2, 1.0, 0.72, 0.88, 1.0, 1.0))
#: How far back the shoulders' ridge is, units: hair before it falls on the chest, hair behind it on the back.
RIDGE_Y = 0.085


@dataclass(frozen=True)
class Growth:
    """What a style's directions may depend on: the head's size, the roots, and for each the side it falls to."""

    unit: float
    roots: Roots
    side: Floats
    #: Degrees behind the hairline.
    behind: Floats
    #: For each how far out it lies in the hair, 0 to 1.
    layer: Floats
    #: Half the head's width above the ears, units.
    half: float
    style: dict


def _tangent(way: Floats, normals: Floats) -> Floats:
    return way - normals * (way * normals).sum(1, keepdims=True)


def _stack(x: Floats | float, y: Floats | float, z: Floats | float, count: int) -> Floats:
    return np.stack([np.broadcast_to(value, count).astype(float) for value in (x, y, z)], 1)


def _falling(growth: Growth, place: Floats, normals: Floats, t: float) -> Floats:
    """Parted: sideways and back over the top, then down beside the face."""
    style, count = growth.style, len(place)
    x, y, z = place.T
    top = regions.smooth(z, 0.03, 0.085)
    front = regions.smooth(y, 0.075, 0.0)
    outward = np.clip((growth.half + style.get("wide", 0.008) - np.abs(x)) / 0.03, -0.8, 1.2)
    sweep = style.get("sweep", 0.5)
    on_head = _stack(
        growth.side * (0.9 * top + 0.9 * front * outward), sweep * (0.3 + front), -0.25 - 0.9 * (1 - top), count
    )
    on_head = _tangent(on_head, normals)
    inward = style.get("inward", 0.0) * regions.smooth(np.array(t), 0.7, 1.0)
    hang = np.interp(z, HANGING[0], HANGING[1]) * growth.half + style.get("wide", 0.008) + 0.012 * growth.layer
    drift = np.clip((hang - np.abs(x)) / 0.03, -0.7, 0.7) * np.sign(x)
    ahead = regions.smooth(y, RIDGE_Y + 0.02, RIDGE_Y - 0.02)
    over = regions.smooth(z, -0.07, -0.13) * (0.7 - 1.4 * ahead)
    free = _stack(drift - np.sign(x) * inward, 0.05 * front - 0.3 * inward + over, -1.0, count)
    touch = regions.smooth(z, -0.055, 0.03)[:, None]
    return on_head * touch + free * (1 - touch)


def _fringed(growth: Growth, place: Floats, normals: Floats, t: float) -> Floats:
    """Down from the crown on all sides, a fringe over the forehead."""
    style, count = growth.style, len(place)
    x = place[:, 0]
    roots = growth.roots.where
    fringe = regions.smooth(roots[:, 1], 20, 45) * regions.smooth(np.abs(roots[:, 0]), 54, 40)
    fringe = fringe * regions.smooth(growth.behind, 26, 14)
    over = _tangent(_stack(0.25 * x / 0.05 + style.get("tilt", 0.0), -1.0, -0.9, count), normals)
    away = _falling(growth, place, normals, t)
    return over * fringe[:, None] + away * (1 - fringe[:, None])


def _combed(growth: Growth, place: Floats, normals: Floats, t: float) -> Floats:
    """Short: from the whorl outwards, forward or across on top, down and back at the sides."""
    style, count = growth.style, len(place)
    x, y, z = growth.roots.points.T / growth.unit
    top = regions.smooth(z, 0.035, 0.075)
    across, forward, up = style.get("across", 0.4), style.get("forward", 0.6), style.get("up", 0.35)
    above = _stack(across + 0.25 * x / 0.06, -forward + 1.2 * forward * regions.smooth(y, 0.11, 0.17), 0 * x, count)
    below = _stack(0 * x, 0.45 - 0.9 * regions.smooth(y, 0.10, 0.15), -1.0, count)
    way = _tangent(above * top[:, None] + below * (1 - top[:, None]), normals)
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    return way + growth.roots.normals * (up * (0.25 + 0.75 * top) * (1.0 - 0.9 * t))[:, None]


def _pulled(growth: Growth, place: Floats, normals: Floats, t: float) -> Floats:
    """Combed back tightly to where it is bound."""
    bound = np.array(growth.style.get("bound", BOUND))
    return _tangent(bound - place, normals) + 0.15 * (bound - place)


def _standing(growth: Growth, place: Floats, normals: Floats, t: float) -> Floats:
    """Away from the head, as tight curls do."""
    middle = np.array([0, 0.085, 0.02])
    return 0.7 * growth.roots.normals + 0.5 * (place - middle) / 0.1 + np.array([0, 0, 0.05])


STYLES = {"falling": _falling, "fringed": _fringed, "combed": _combed, "back": _pulled, "standing": _standing}
