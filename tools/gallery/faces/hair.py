"""Hair, groomed: guides grow over the head along a style's directions, and every guide has a lock of strands around it.

Lengths in a style are head units (about metres of an adult); `t` runs from 0 at the root to 1 at the tip.
"""

from __future__ import annotations

import cv2
import numpy as np
import regions
from body import Surface
from head import Floats, Head
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from strands import add, material, sample
from styles import BOUND, STYLES, Growth


def add_hair(head: Head, surface: Surface, person: dict, ears: Floats, seed: int) -> None:
    """Grooms a person; `ears` is the mask of the ears in the base mesh's texture coordinates."""
    style, draw = person["hair"], np.random.default_rng(seed)
    growth = _grow_roots(head, surface, style, ears, draw)
    guides = _grow(growth, surface, draw)
    guides = _gather(guides, growth, draw)
    strands = _locks(guides, growth, surface, draw)
    look = material(style["melanin"], style.get("redness", 0.4), style.get("rough", 0.28), style.get("vary", 0.35))
    add("hair", strands, style.get("radius", 0.00006) * head.unit, look)
    if style["kind"] == "back":
        add("bun", _bun(growth, draw), style.get("radius", 0.00006) * head.unit, look)


def behind_line(where: Floats, style: dict, seed: int) -> Floats:
    """Degrees behind the hairline, which wiggles."""
    draw = np.random.default_rng(seed)
    x = where[..., 0]
    wiggle = sum(draw.uniform(0.2, 0.7) * np.sin(x / draw.uniform(3, 11) + draw.uniform(0, 6)) for _ in range(4))
    return regions.scalp(where, wiggle, style.get("receding", 2.0), style.get("line", 0.0))


def on_ears(surface: Surface, ears: Floats) -> NDArray[np.bool_]:
    """Which points of the skin are the ears'."""
    size = ears.shape[0]
    row = np.clip(((1 - surface.uv[:, 1]) * size).astype(int), 0, size - 1)
    column = np.clip((surface.uv[:, 0] * size).astype(int), 0, size - 1)
    return ears[row, column] >= 40


def _grow_roots(head: Head, surface: Surface, style: dict, ears: Floats, draw: np.random.Generator) -> Growth:
    free = ~on_ears(surface, ears)
    bare = Surface(
        surface.points, surface.normals, surface.rest, surface.triangles[free[surface.triangles].all(1)], surface.uv
    )

    def density(where: Floats) -> Floats:
        behind = behind_line(where, style, 7)
        part = style.get("part")
        dense = regions.smooth(behind, -0.4, style.get("edge", 3.5))
        if part is not None:  # more roots along the parting, where they lie flat and show the skin
            dense = dense * (0.3 + 0.7 * np.exp(-(((where[..., 0] - 1000 * part) / 8) ** 2)))
        return dense

    roots = sample(bare, density, style.get("guides", 5000), draw)
    part = style.get("part", 0.0) * head.unit + 0.0035 * draw.standard_normal(len(roots.points))
    side = np.where(roots.points[:, 0] > part, 1.0, -1.0)
    level = np.abs(surface.points[:, 2] / head.unit - 0.02) < 0.012
    half = float(np.abs(surface.points[level, 0]).max() / head.unit)
    layer = draw.uniform(0.1, 1, len(side))
    return Growth(head.unit, roots, side, behind_line(roots.where, style, 7), layer, half, style)


def _grow(growth: Growth, surface: Surface, draw: np.random.Generator) -> Floats:
    """Guides (n, points, 3): step by step along the style's direction, kept off the skin."""
    style, roots, unit = growth.style, growth.roots, growth.unit
    count, points = len(roots.points), style.get("points", 20)
    tree = cKDTree(surface.points)
    long = _lengths(growth, draw)
    place, way = roots.points.copy(), _mix(roots.normals, _want(growth, roots.points, roots.normals, 0.0), 0.5)
    lift = style.get("lift", 0.008) * unit * growth.layer
    strands = [place]
    for step in range(1, points):
        t = step / (points - 1)
        want = _want(growth, place, surface.normals[tree.query(place)[1]], t)
        want = _slide(want, place, surface, tree, growth)
        keep = style.get("stiff", 0.4) * (1 - t) ** style.get("soften", 1.0)
        way = _mix(way, want, keep) + style.get("mess", 0.04) * draw.standard_normal((count, 3))
        way += style.get("sway", 0.0) * _swell(place / unit, style.get("sway_mm", 40.0), step)
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        place = place + way * (long / (points - 1))[:, None]
        place = _lie(place, surface, tree, 0.0006 * unit + lift * min(1, t * style.get("rise", 3.0)))
        strands.append(place)
    return np.stack(strands, 1)


def _lie(place: Floats, surface: Surface, tree: cKDTree, off: Floats) -> Floats:
    """Pushed out to `off` from the skin."""
    _, near = tree.query(place)
    normals = surface.normals[near]
    away = ((place - surface.points[near]) * normals).sum(1)
    return place + normals * np.clip(off - away, 0, None)[:, None]


def _slide(want: Floats, place: Floats, surface: Surface, tree: cKDTree, growth: Growth) -> Floats:
    """Directions that don't lead into the skin close below, nor away from a head that the style hugs."""
    _, near = tree.query(place)
    normals, unit, style = surface.normals[near], growth.unit, growth.style
    away = ((place - surface.points[near]) * normals).sum(1) / unit
    into = np.clip(-(want * normals).sum(1), 0, None) * regions.smooth(away, 0.016, 0.006)
    loose = np.clip((away - style.get("lift", 0.008) * growth.layer) / 0.02, 0, 1)
    hug = style.get("hug", 0.0) * loose * regions.smooth(place[:, 2] / unit, -0.07, -0.02)
    return want + normals * (into - hug)[:, None]


def _swell(place: Floats, size_mm: float, seed: int) -> Floats:
    """A smooth random field, so that neighbours bend together."""
    draw = np.random.default_rng(seed // 3)
    field = np.zeros_like(place)
    for _ in range(4):
        way, wave = draw.standard_normal(3), draw.standard_normal(3) * 1000 / size_mm
        field += np.sin(place @ wave + draw.uniform(0, 6.28))[:, None] * way
    return field / 2


def _mix(first: Floats, second: Floats, share: float) -> Floats:
    mixed = first * share + second * (1 - share)
    return mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)


def _lengths(growth: Growth, draw: np.random.Generator) -> Floats:
    """Of each guide, m: shorter at the sides and at the hairline as the style says."""
    style, points, unit = growth.style, growth.roots.points, growth.unit
    count = len(points)
    long = style["long"] * unit * draw.uniform(style.get("even", 0.85), 1.06, count)
    if style["kind"] == "back":
        long = 1.12 * np.linalg.norm(points - unit * np.array(style.get("bound", BOUND)), axis=1)
    if "sides" in style:
        high = regions.smooth(points[:, 2] / unit, style.get("fade_from", 0.0), style.get("fade_to", 0.075))
        long *= style["sides"] + (1 - style["sides"]) * high
    near = style.get("near", 0.5)
    long *= near + (1 - near) * regions.smooth(growth.behind, 0, 7)
    if "fringe" in style:
        front = regions.smooth(growth.roots.where[:, 1], 20, 45) * regions.smooth(growth.behind, 24, 14)
        front *= regions.smooth(np.abs(growth.roots.where[:, 0]), 52, 40)
        long = long * (1 - front) + front * style["fringe"] * unit * draw.uniform(0.9, 1.06, count)
    return long


def _want(growth: Growth, place: Floats, normals: Floats, t: float) -> Floats:
    """Where a strand at `place` wants to go."""
    want = STYLES[growth.style["kind"]](growth, place / growth.unit, normals, t)
    return want / np.maximum(np.linalg.norm(want, axis=1, keepdims=True), 1e-9)


def _gather(guides: Floats, growth: Growth, draw: np.random.Generator) -> Floats:
    """Draws neighbours together towards their tips: the locks that one sees, with shade between them."""
    pull, count = growth.style.get("gather", 0.0), len(guides)
    if not pull:
        return guides
    leaders = draw.choice(count, growth.style.get("gathered", 160), replace=False)
    middle = guides.shape[1] // 2
    near = cKDTree(guides[leaders, middle]).query(guides[:, middle])[1]
    share = pull * np.linspace(0, 1, guides.shape[1]) ** 0.8 * draw.uniform(0.4, 1.0, (count, 1))
    return guides + share[..., None] * (guides[leaders][near] - guides)


def _locks(guides: Floats, growth: Growth, surface: Surface, draw: np.random.Generator) -> Floats:
    """Strands around each guide, closer at its tip, with waves, curls and a few that stray."""
    style, unit = growth.style, growth.unit
    count, points, _ = guides.shape
    each = style.get("lock", 10)
    t = np.linspace(0, 1, points)
    spread = style.get("spread", 0.003) * unit * draw.standard_normal((count, each, 1, 3))
    closer = 1 - style.get("clump", 0.5) * t**0.8
    strands = guides[:, None] + spread * closer[:, None]
    start, weak = 1.5 * _swell(guides[:, 0] / unit, 25.0, 99)[:, None, :1], np.clip(2.5 * t, 0, 1)
    for size, turns, own in (
        (style.get("wave", 0.0), style.get("waves", 2.0), 0.35),
        (style.get("curl", 0.0), style.get("curls", 6.0), 3.0),
    ):
        if size:
            phase = 6.28 * turns * t + start + own * draw.standard_normal((count, each, 1))
            ring = np.stack([np.cos(phase), np.sin(phase * 0.83 + 1), np.sin(phase)], -1)
            strands = strands + size * unit * weak[:, None] * ring
    stray = style.get("frizz", 0.00018) * unit * (1 + 3 * (draw.uniform(0, 1, (count, each, 1, 1)) < 0.06))
    strands = strands + np.cumsum(draw.standard_normal(strands.shape), 2) * stray
    return _rooted(strands.reshape(-1, points, 3), surface, unit)


def _rooted(strands: Floats, surface: Surface, unit: float) -> Floats:
    """Moved so that each begins just under the skin; those that begin far off are dropped."""
    far, near = cKDTree(surface.points).query(strands[:, 0])
    normals = surface.normals[near]
    off = ((strands[:, 0] - surface.points[near]) * normals).sum(1) + 0.0005
    fade = (1 - np.linspace(0, 1, strands.shape[1]))[None, :, None] ** 2
    return (strands - (normals * off[:, None])[:, None] * fade)[far < 0.02 * unit]


def _bun(growth: Growth, draw: np.random.Generator) -> Floats:
    """A ball of wound strands where the hair is bound."""
    style, unit = growth.style, growth.unit
    count, points = 5000, 20
    radius = style.get("bun", 0.034) * unit * draw.uniform(0.55, 1.0, (count, 1, 1))
    middle = np.array(style.get("bound", BOUND)) * unit + np.array([0, 0.012, 0.008]) * unit
    t = np.linspace(0, 1, points)[None, :, None]
    around = draw.uniform(0, 6.28, (count, 1, 1)) + 2.6 * t
    tilt = draw.normal(0, 0.75, (count, 1, 1)) + 0.25 * np.sin(3 * around)
    ring = np.concatenate([np.cos(around) * np.cos(tilt), np.sin(tilt), np.sin(around) * np.cos(tilt)], -1)
    return middle + radius * ring + 0.0006 * unit * draw.standard_normal((count, points, 3)).cumsum(1)


def read_mask(data: bytes) -> Floats:
    """A texture of the archive as a grey picture."""
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
