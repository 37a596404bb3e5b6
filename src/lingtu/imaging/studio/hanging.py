"""Sets for products that hang: a wall, what they hang on, light across it. The wall is the plane y = 0."""

from __future__ import annotations

from lingtu.imaging.studio import materials as m
from lingtu.imaging.studio.composition import Composition, Draw
from lingtu.imaging.studio.solids import DISC, Solid, ball, box
from lingtu.imaging.studio.stage import ACCENT, FLOOR, MAIN, SECOND, WALL, WOODEN, Lamp, Set, Stage

_LIGHT = Lamp(towards_deg=52, height_deg=42, half=0.12, distance=2.6, around=0.52)
_SUN = Lamp(towards_deg=50, height_deg=36, half=0.03, distance=3.4, around=0.48)


def _peg(stage: Stage, material: int) -> Solid:
    return Solid(
        kind=DISC,
        centre=(0, -0.03, stage.tall / 2 - 0.012),
        half=(0.013, 0.03, 0.013),
        material=material,
        rounding=0.004,
    )


def plaster_wall(stage: Stage, draw: Draw) -> Set:
    return Set(
        solids=(_peg(stage, WOODEN),),
        materials={WALL: (m.PLASTER, 0.9), WOODEN: (m.WOOD, 0.6)},
        wall=0.0,
        lamp=Lamp(**{**_SUN.__dict__, "gobo": "leaves", "gobo_m": 1.6}),
        blur=0.0,
    )


def rail(stage: Stage, draw: Draw) -> Set:
    """A wooden rail with pegs across the wall."""
    high = stage.tall / 2
    pegs = tuple(_peg(stage, WOODEN).moved(x=0.22 * number, y=-0.014) for number in range(-4, 5))
    return Set(
        solids=(box((-3, -0.016, high - 0.04), (3, 0.0, high + 0.02), WOODEN, 0.003), *pegs),
        materials={WALL: (m.PLASTER, 1.1), WOODEN: (m.WOOD, 0.7)},
        wall=0.0,
        lamp=_LIGHT,
        blur=0.0,
    )


def concrete_wall(stage: Stage, draw: Draw) -> Set:
    return Set(
        solids=(_peg(stage, SECOND),),
        materials={WALL: (m.CONCRETE, 1.4)},
        wall=0.0,
        lamp=Lamp(**{**_SUN.__dict__, "gobo": "window", "gobo_m": 1.3, "half": 0.02}),
        blur=0.0,
    )


def ledge(stage: Stage, draw: Draw) -> Set:
    """A wall with a ledge below, things on it."""
    low = -stage.tall / 2 - 0.07
    x = -0.55 * stage.left if draw.random() < 0.5 else 0.55 * stage.right
    return Set(
        solids=(
            box((-3, -0.16, low - 1.0), (3, 0.0, low), MAIN, 0.005),
            _peg(stage, MAIN),
            ball(x, -0.09, low, 0.04, ACCENT),
            ball(x + 0.075, -0.07, low, 0.026, SECOND),
        ),
        materials={WALL: (m.PLASTER, 1.0), MAIN: (m.TRAVERTINE, 1.2)},
        wall=0.0,
        lamp=_LIGHT,
        blur=0.0,
    )


def boards(stage: Stage, draw: Draw) -> Set:
    """Boards from floor to ceiling."""
    planks = tuple(
        box((0.17 * number, -0.012, -3), (0.17 * number + 0.165, 0.0, 3), SECOND if number % 2 else MAIN, 0.003)
        for number in range(-8, 9)
    )
    return Set(
        solids=(*planks, _peg(stage, ACCENT).moved(y=-0.01)),
        materials={FLOOR: (m.PLASTER, 1.0), MAIN: (m.PLASTER, 0.8), SECOND: (m.PLASTER, 0.8)},
        wall=0.0,
        lamp=Lamp(**{**_SUN.__dict__, "gobo": "blinds", "gobo_m": 1.6}),
        blur=0.0,
    )


HANGING = (
    Composition("plaster wall", 0.0, plaster_wall),
    Composition("rail", 0.0, rail),
    Composition("concrete wall", 0.0, concrete_wall),
    Composition("ledge", 0.0, ledge),
    Composition("boards", 0.0, boards),
)
