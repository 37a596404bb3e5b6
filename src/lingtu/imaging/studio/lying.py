"""Sets for products seen from above: a surface, light across it, things at its rim. x is right, y up the canvas."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.studio import materials as m
from lingtu.imaging.studio.composition import Composition, Draw
from lingtu.imaging.studio.solids import CYLINDER, LEAF, RING, Solid, ball, box, cylinder, pebble
from lingtu.imaging.studio.stage import ACCENT, FLOOR, MAIN, SECOND, WOODEN, Lamp, Set, Stage

_LOW = Lamp(towards_deg=40, height_deg=36, half=0.2, distance=2.6, around=0.55)
_SUN = Lamp(towards_deg=42, height_deg=38, half=0.03, distance=3.4, around=0.5)


def _corners(stage: Stage, draw: Draw) -> list[tuple[float, float]]:
    """Places at the canvas' corners that the product leaves free, in an order of the draw."""
    found = []
    for x, edge_x in ((-1, stage.left), (1, stage.right)):
        for y, edge_y in ((-1, stage.down), (1, stage.up)):
            place = (x * (edge_x - 0.07), y * (edge_y - 0.07))
            if abs(place[0]) > stage.half + 0.03 or abs(place[1]) > stage.tall / 2 + 0.03:
                found.append(place)
    draw.shuffle(found)
    return found


def _sprig(x: float, y: float, turn: float, count: int, draw: Draw, size: float = 1.0) -> tuple[Solid, ...]:
    """A twig's leaves from (x, y) on."""
    leaves = []
    for number in range(count):
        side = 1 if number % 2 else -1
        own = turn + side * (0.75 + float(draw.normal(0, 0.1)))
        length = size * 0.075 * (1 - 0.45 * number / count)
        reach = size * 0.036 * number
        middle = (
            x + reach * float(np.cos(turn)) + 0.5 * length * float(np.cos(own)),
            y + reach * float(np.sin(turn)) + 0.5 * length * float(np.sin(own)),
        )
        leaves.append(
            Solid(
                kind=LEAF,
                centre=(*middle, 0.012 + 0.004 * side),
                half=(length / 2, 0.26 * length, 0.0012),
                material=ACCENT,
                turn=own,
                own=(0.012, 0.0),
            )
        )
    return tuple(leaves)


def linen(stage: Stage, draw: Draw) -> Set:
    solids: tuple[Solid, ...] = ()
    for x, y in _corners(stage, draw)[:2]:
        inwards = float(np.arctan2(-y, -x))
        solids += _sprig(1.15 * x, 1.15 * y, inwards + float(draw.normal(0, 0.4)), 6, draw)
    return Set(
        solids=solids, materials={FLOOR: (m.LINEN, 1.6), ACCENT: (m.LEAFAGE, 1.0)}, floor=0.0, lamp=_LOW, blur=0.0
    )


def planks(stage: Stage, draw: Draw) -> Set:
    solids: tuple[Solid, ...] = (box((-3, -3, -0.02), (3, 3, 0), WOODEN, 0.002),)
    for x, y in _corners(stage, draw)[:1]:
        solids += (cylinder(x, y, 0, 0.05, 0.075, MAIN), cylinder(0.5 * x + 0.5 * x, y, 0.05, 0.054, 0.06, SECOND))
    return Set(
        solids=solids, materials={WOODEN: (m.WOOD, 1.1), MAIN: (m.PLASTER, 0.6)}, floor=-0.02, lamp=_LOW, blur=0.0
    )


def marble(stage: Stage, draw: Draw) -> Set:
    solids: tuple[Solid, ...] = ()
    for number, (x, y) in enumerate(_corners(stage, draw)[:2]):
        if number == 0:
            solids += tuple(
                pebble(x + dx, y + dy, 0, (size, 0.8 * size, 0.5 * size), ACCENT, turn)
                for dx, dy, size, turn in ((0, 0, 0.05, 0.3), (0.07, -0.05, 0.026, 1.2), (-0.075, -0.03, 0.02, 2.0))
            )
        else:
            solids += (ball(x, y, 0, 0.055, SECOND),)
    return Set(
        solids=solids,
        materials={FLOOR: (m.MARBLE, 1.5), ACCENT: (m.CONCRETE, 0.6)},
        floor=0.0,
        lamp=Lamp(towards_deg=35, height_deg=44, half=0.12, distance=2.6, around=0.6),
        blur=0.0,
    )


def leaf_light(stage: Stage, draw: Draw) -> Set:
    return Set(
        solids=(),
        materials={FLOOR: (m.PLASTER, 0.8)},
        floor=0.0,
        lamp=Lamp(**{**_SUN.__dict__, "gobo": "leaves", "gobo_m": 1.7}),
        blur=0.0,
    )


def sheets(stage: Stage, draw: Draw) -> Set:
    """Sheets of paper one over another, each turned a little."""
    turn = float(draw.uniform(-0.25, 0.25))
    wide, high = stage.half * 1.35 + 0.05, stage.tall * 0.62 + 0.05
    solids: tuple[Solid, ...] = (
        box((-2, -0.1, 0), (2, 2, 0.004), SECOND, 0.001, turn),
        box((-wide, -high, 0.004), (wide, high, 0.009), MAIN, 0.001, 0.3 * turn),
    )
    for x, y in _corners(stage, draw)[:1]:
        solids += (box((x - 0.06, y - 0.06, 0.004), (x + 0.06, y + 0.06, 0.06), ACCENT, 0.003, 0.5),)
    return Set(solids=solids, floor=0.0, lamp=_LOW, blur=0.0)


def blinds_light(stage: Stage, draw: Draw) -> Set:
    return Set(
        solids=(),
        materials={FLOOR: (m.CONCRETE, 1.1)},
        floor=0.0,
        lamp=Lamp(**{**_SUN.__dict__, "gobo": "blinds", "gobo_m": 1.6}),
        blur=0.0,
    )


def terrazzo(stage: Stage, draw: Draw) -> Set:
    solids: tuple[Solid, ...] = ()
    for number, (x, y) in enumerate(_corners(stage, draw)[:2]):
        kind = CYLINDER if number else RING
        if kind == CYLINDER:
            solids += (cylinder(x, y, 0, 0.09, 0.05, ACCENT),)
        else:
            solids += (cylinder(x, y, 0, 0.012, 0.085, SECOND), ball(x + 0.01, y + 0.02, 0.012, 0.034, ACCENT))
    return Set(solids=solids, materials={FLOOR: (m.TERRAZZO, 1.3)}, floor=0.0, lamp=_LOW, blur=0.0)


def tray(stage: Stage, draw: Draw) -> Set:
    """A round board on cloth."""
    radius = 1.12 * float(np.hypot(stage.half, stage.tall / 2)) + 0.02
    solids: tuple[Solid, ...] = (cylinder(0, 0, -0.022, 0, radius, WOODEN),)
    for x, y in _corners(stage, draw)[:1]:
        inwards = float(np.arctan2(-y, -x))
        sprig = _sprig(1.15 * x, 1.15 * y, inwards + 0.5, 6, draw)
        solids += tuple(leaf.moved(z=-0.022) for leaf in sprig)
    return Set(
        solids=solids,
        materials={FLOOR: (m.LINEN, 1.6), WOODEN: (m.WOOD, 0.9), ACCENT: (m.LEAFAGE, 1.0)},
        floor=-0.022,
        lamp=_LOW,
        blur=0.0,
    )


LYING = (
    Composition("linen", 0.0, linen),
    Composition("blinds light", 0.0, blinds_light),
    Composition("planks", 0.0, planks),
    Composition("sheets", 0.0, sheets),
    Composition("marble", 0.0, marble),
    Composition("leaf light", 0.0, leaf_light),
    Composition("tray", 0.0, tray),
    Composition("terrazzo", 0.0, terrazzo),
)
