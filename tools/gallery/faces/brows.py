"""Eyebrows and lashes."""

from __future__ import annotations

import numpy as np
import regions
from body import Surface
from head import LEFT_EYE, LOWER_LASHES, UPPER_LASHES, Floats, Head
from strands import add, material, sample


def add_brows(head: Head, surface: Surface, person: dict, draw: np.random.Generator) -> None:
    brows = person["brows"]
    roots = sample(surface, lambda where: regions.brow(where, brows)[0] ** 1.3, brows.get("hairs", 1500), draw)
    _, along, above = regions.brow(roots.where, brows)
    side = np.sign(roots.where[:, 0])
    count = len(side)
    way = np.stack(
        [
            side * (0.35 + 1.0 * along) + 0.16 * draw.standard_normal(count),
            np.zeros(count),
            1.05 - 1.5 * along - 0.55 * above * (0.3 + along) + 0.16 * draw.standard_normal(count),
        ],
        1,
    )
    way = _flat(way, roots.normals)
    outward = _flat(np.stack([side, 0 * side, -0.45 + 0 * side], 1), roots.normals)
    long = brows.get("long", 0.0078) * head.unit * draw.uniform(0.65, 1.1, count) * (1 - 0.35 * along)
    t = np.linspace(0, 1, 7)[None, :, None]
    step = long[:, None, None]
    strands = roots.points[:, None] + step * (
        0.8 * way[:, None] * t + 0.4 * outward[:, None] * t**2 + roots.normals[:, None] * 0.20 * np.sin(2.3 * t)
    )
    look = material(brows["melanin"], person["hair"].get("redness", 0.4), 0.4, 0.3)
    add("brows", strands, 0.00005 * head.unit, look)


def _flat(way: Floats, normals: Floats) -> Floats:
    way = way - normals * (way * normals).sum(1, keepdims=True)
    return way / np.linalg.norm(way, axis=1, keepdims=True)


def add_lashes(head: Head, person: dict, even: bool, draw: np.random.Generator) -> None:
    """Along the helper mesh's roots: longest a little outside of the middle.

    In even light they are finer: the face replacement puts them on others' lids.
    """
    lashes = person.get("lashes", {})
    long, count, radius = (0.0070, 110, 0.00007) if even else (0.0080, 170, 0.00008)
    long, count = lashes.get("long", long), lashes.get("hairs", count)
    look = material(0.95, 0.2, 0.35, 0.05)
    for side, upper, lower in ((1, UPPER_LASHES[0], LOWER_LASHES[0]), (-1, UPPER_LASHES[1], LOWER_LASHES[1])):
        add("lashes", _row(head, side, upper, count, long, 1, draw), radius * head.unit, look, 0.1)
        add("lashes", _row(head, side, lower, count // 2, 0.5 * long, -1, draw), 0.00003 * head.unit, look, 0.1)


def _row(head: Head, side: int, index: list[int], count: int, long: float, up: int, draw: np.random.Generator):
    roots = _roots(head, index)
    at = np.sort(draw.uniform(0.02, 0.99, count))
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(roots, axis=0), axis=1))])
    points = np.stack([np.interp(at, along / along[-1], roots[:, axis]) for axis in range(3)], 1)
    points += head.unit * np.array([0, -0.0009, -0.0014 if up > 0 else -0.0002])
    way = np.stack(
        [
            side * (at - 0.40) * 0.95 + 0.09 * draw.standard_normal(count),
            -np.ones(count),
            np.full(count, -0.12 if up > 0 else -0.4) + 0.07 * draw.standard_normal(count),
        ],
        1,
    )
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    length = long * head.unit * (0.55 + 0.5 * np.sin(np.pi * np.clip(0.9 * at + 0.15, 0, 1)))
    length = (length * draw.uniform(0.75, 1.1, count))[:, None, None]
    t = np.linspace(0, 1, 7)[None, :, None]
    curl = np.array([0, -0.15, 0.62 if up > 0 else -0.3])
    return points[:, None] + length * (way[:, None] * t + curl * t**2)


def _roots(head: Head, index: list[int]) -> Floats:
    """The helper's points over the eye's opening that lie on the lid, from the nose outwards."""
    points = head.vertices[index]
    points = points[np.argsort(np.abs(points[:, 0]))]
    across, deep = np.abs(points[:, 0]), points[:, 1]
    eye = head.vertices[LEFT_EYE, 0]
    inner = (eye.min() + eye.max()) / 2 - 0.66 * head.eye_radius
    even = np.abs(deep - np.convolve(np.pad(deep, 1, mode="edge"), [1 / 3] * 3, "valid")) < 0.0012
    return points[(across > inner) & even]
