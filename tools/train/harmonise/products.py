"""Procedural products, standing or lying on z = 0 about the origin, 0.1 to 0.25 m large, front towards -y."""

from __future__ import annotations

import colorsys
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
from kit import materials, shapes
from kit.materials import Surface
from kit.stage import Colour


def product(dice: random.Random) -> tuple[str, float]:
    """Put one on the stage; its kind and its height, m."""
    kind = dice.choice(sorted(_KINDS))
    return kind, _KINDS[kind](dice)


def colour(dice: random.Random) -> Colour:
    """Linear; products are often white, sometimes black, else of any colour."""
    pick = dice.random()
    if pick < 0.25:
        grey = dice.uniform(0.6, 0.85)
        return (grey, grey * dice.uniform(0.94, 1), grey * dice.uniform(0.86, 1))
    if pick < 0.37:
        grey = dice.uniform(0.01, 0.06)
        return (grey, grey, grey * dice.uniform(0.9, 1.2))
    return colorsys.hsv_to_rgb(dice.random(), dice.uniform(0.2, 0.95), dice.uniform(0.08, 0.85))


def finish(dice: random.Random) -> Any:
    """Paint, plastic, glaze, cloth or metal."""
    tint = colour(dice)
    pick = dice.random()
    if pick < 0.12:
        return metal(dice)
    if pick < 0.3:
        return cloth(tint, dice)
    return Surface(tint, dice.uniform(0.08, 0.7), dice.uniform(0.3, 0.6)).material


def metal(dice: random.Random) -> Any:
    surface = Surface(dice.choice([(0.8, 0.8, 0.82), (0.85, 0.6, 0.3), (0.75, 0.45, 0.35)]), dice.uniform(0.15, 0.45))
    surface.set("Metallic", 1.0)
    return surface.material


def cloth(tint: Colour, dice: random.Random) -> Any:
    surface = Surface(tint, 0.9, 0.15)
    weave = surface.noise(surface.where((1, 1, 0.3)), dice.uniform(60, 160), 2)
    surface.set("Base Color", surface.mix(weave, materials.scaled(tint, 0.75), materials.scaled(tint, 1.2)))
    surface.bump(weave, 0.3, 0.002)
    return surface.material


def printed(dice: random.Random) -> Any:
    """A label: patches of ink on a ground, most often white."""
    surface = Surface((0.8, 0.8, 0.78), dice.uniform(0.3, 0.6), 0.4)
    ground = (0.82, 0.82, 0.8) if dice.random() < 0.6 else colour(dice)
    patches = surface.noise(surface.where((1, 1, dice.uniform(1, 4))), dice.uniform(12, 40), 2)
    ink = surface.span(patches, 0.54, 0.56)
    surface.set("Base Color", surface.mix(ink, ground, colour(dice)))
    return surface.material


def _bottle(dice: random.Random) -> float:
    height, radius = dice.uniform(0.16, 0.25), dice.uniform(0.026, 0.042)
    neck, shoulder = radius * dice.uniform(0.3, 0.55), height * dice.uniform(0.55, 0.72)
    profile = [(1e-4, 0), (radius * 0.9, 0), (radius, 0.006), (radius, shoulder)]
    profile += [(neck, shoulder + (height - shoulder) * 0.5), (neck, height), (1e-4, height)]
    glassy = dice.random() < 0.25
    body = materials.acrylic(colour(dice), 0.05) if glassy else finish(dice)
    shapes.lathe((0, 0, 0), profile, body)
    if not glassy:
        _band(radius, shoulder * 0.25, shoulder * 0.85, dice)
    cap = dice.choice([metal, finish])(dice)
    shapes.disc((0, 0, height - 0.012), neck * 1.2, dice.uniform(0.015, 0.035), cap, round_m=0.002)
    return height + 0.02


def _jar(dice: random.Random) -> float:
    height, radius = dice.uniform(0.05, 0.11), dice.uniform(0.035, 0.055)
    shapes.disc((0, 0, 0), radius, height, finish(dice), round_m=dice.uniform(0.003, 0.012))
    _band(radius, height * 0.2, height * 0.8, dice)
    shapes.disc((0, 0, height), radius * 1.03, height * dice.uniform(0.2, 0.4), finish(dice), round_m=0.003)
    return height * 1.3


def _tube(dice: random.Random) -> float:
    height, radius = dice.uniform(0.13, 0.19), dice.uniform(0.02, 0.028)
    shapes.disc((0, 0, 0), radius, height * 0.16, finish(dice), round_m=0.002)
    profile = [(radius * 0.98, height * 0.15), (radius, height * 0.3), (radius * 0.8, height * 0.8), (1e-4, height)]
    body = shapes.lathe((0, 0, 0), [(1e-4, height * 0.15), *profile], printed(dice), curved=True)
    body.scale = (1.15, 0.75, 1)
    return height


def _box(dice: random.Random) -> float:
    size = (dice.uniform(0.06, 0.16), dice.uniform(0.04, 0.1), dice.uniform(0.06, 0.22))
    turn = (0, 0, dice.uniform(-40, 40))
    surface = dice.choice([finish, printed])(dice)
    shapes.block((0, 0, size[2] / 2), size, surface, round_m=dice.uniform(0.001, 0.006), turn=turn)
    return size[2]


def _mug(dice: random.Random) -> float:
    height, radius = dice.uniform(0.08, 0.11), dice.uniform(0.036, 0.046)
    glaze = finish(dice)
    outside = [(1e-4, 0), (radius * 0.9, 0), (radius, 0.008), (radius, height)]
    shapes.lathe((0, 0, 0), [*outside, (radius - 0.004, height), (radius - 0.005, 0.008), (1e-4, 0.008)], glaze)
    side = dice.choice((-1, 1))
    turns = np.linspace(-0.5 * math.pi, 0.5 * math.pi, 13)
    for angle in turns:
        place = (side * (radius + 0.026 * math.cos(angle)), 0, height / 2 + 0.028 * math.sin(angle))
        shapes.ball(place, 0.006, glaze)
    return height


def _shoe(dice: random.Random) -> float:
    """Seen from the side: sole and upper as thick outlines."""
    long, side = dice.uniform(0.22, 0.28), dice.choice((-1, 1))
    upper = [(-0.48, 0.1), (-0.5, 0.42), (-0.2, 0.4), (0.05, 0.26), (0.35, 0.19), (0.49, 0.12), (0.5, 0.08)]
    sole = [(-0.5, 0), (-0.5, 0.1), (0.51, 0.08), (0.48, 0.0)]
    for outline, surface in ((upper, cloth(colour(dice), dice)), (sole, finish(dice))):
        points = [(side * x * long, z * long) for x, z in outline]
        shapes.prism((0, 0, 0), points, 0.085, surface, round_m=0.012 if outline is upper else 0.004)
    return 0.42 * long


def _bag(dice: random.Random) -> float:
    width, height = dice.uniform(0.16, 0.24), dice.uniform(0.12, 0.2)
    leather = dice.choice([finish, lambda dice: cloth(colour(dice), dice)])(dice)
    taper = dice.uniform(0.75, 1.1)
    outline = [(-width / 2, 0), (-width / 2 * taper, height), (width / 2 * taper, height), (width / 2, 0)]
    shapes.prism((0, 0, 0), outline, 0.08, leather, round_m=0.015)
    strap = finish(dice)
    for angle in np.linspace(0, math.pi, 25):
        place = (width * 0.28 * math.cos(angle), 0, height + 0.06 * math.sin(angle))
        shapes.ball(place, 0.006, strap)
    return height + 0.07


def _fabric(dice: random.Random) -> float:
    """A folded heap, lying."""
    wide, deep, folds = dice.uniform(0.1, 0.16), dice.uniform(0.08, 0.12), dice.uniform(25, 60)
    lean, phase = dice.uniform(-0.6, 0.6), dice.uniform(0, 6)

    def height(x: Any, y: Any) -> Any:
        inside = np.clip(1 - (x / wide) ** 4 - (y / deep) ** 4, 0, 1) ** 0.4
        return inside * (0.045 + 0.014 * np.sin(folds * (x + lean * y) + phase) + 0.008 * np.sin(37 * y + phase))

    shapes.ground(height, x=(-wide, wide), y=(-deep, deep), steps=(120, 90), material=cloth(colour(dice), dice))
    return 0.07


def _band(radius: float, low: float, high: float, dice: random.Random) -> None:
    """A label round a body of revolution."""
    if dice.random() < 0.7:
        around = radius * 1.004
        shapes.lathe((0, 0, 0), [(around, low), (around, high)], printed(dice))


_KINDS: dict[str, Callable[[random.Random], float]] = {
    "bag": _bag,
    "bottle": _bottle,
    "box": _box,
    "fabric": _fabric,
    "jar": _jar,
    "mug": _mug,
    "shoe": _shoe,
    "tube": _tube,
}
