"""Sets that stand before the reference itself, which is far out of focus."""

from __future__ import annotations

from dataclasses import replace

from lingtu.imaging.studio import materials as m
from lingtu.imaging.studio.composition import Composition, Draw, beside, plinth_under, side_of, table_top
from lingtu.imaging.studio.solids import NICHE, ROCK, Solid, box, cylinder
from lingtu.imaging.studio.stage import FLOOR, MAIN, SECOND, WALL, WOODEN, Lamp, Set, Stage


def _in_front(stage: Stage, solids: tuple[Solid, ...], materials: dict[int, tuple[int, float]], lamp: Lamp) -> Set:
    return Set(solids=solids, materials=materials, lamp=lamp, before_reference=True)


_SOFT = Lamp(half=0.32, distance=2.2, height_deg=46, towards_deg=20, around=0.6)
_SUN = Lamp(half=0.05, distance=3.4, height_deg=38, towards_deg=12, around=0.55)


def wooden_table(stage: Stage, draw: Draw) -> Set:
    solids = (table_top(stage, 0.22, WOODEN), *plinth_under(stage))
    return _in_front(stage, solids, {WOODEN: (m.WOOD, 1.0), MAIN: (m.CONCRETE, 0.7)}, _SOFT)


def marble_counter(stage: Stage, draw: Draw) -> Set:
    solids = (table_top(stage, 0.26, MAIN), *plinth_under(stage))
    return _in_front(stage, solids, {MAIN: (m.MARBLE, 1.3)}, replace(_SUN, gobo="leaves", gobo_m=1.9, half=0.04))


def plinth(stage: Stage, draw: Draw) -> Set:
    """A round plinth on a stone top."""
    high = 0.08 + stage.lift
    top = box((-4, -1.75, -high - 0.06), (4, 0.4 + stage.foot, -high), SECOND, 0.006)
    solids = (top, cylinder(0, stage.deep, -high, 0, stage.foot, MAIN))
    return _in_front(stage, solids, {SECOND: (m.CONCRETE, 1.2), MAIN: (m.TERRAZZO, 1.0)}, _SOFT)


def opening(stage: Stage, draw: Draw) -> Set:
    """A ledge; behind it an arch through which the reference is seen."""
    r = stage.foot
    back = stage.deep + 0.9 * r + 0.1
    wide, high = 1.5 * r + 0.1, max(1.3 * stage.tall, 0.46)
    wall = Solid(
        kind=NICHE,
        centre=(0, back + 0.08, 1.0),
        half=(3.0, 0.08, 1.0),
        material=WALL,
        rounding=0.006,
        own=(wide, high),
    )
    solids = (box((-3, -1.7, -0.16), (3, back + 0.3, 0), MAIN, 0.005), wall)
    return _in_front(stage, solids, {WALL: (m.PLASTER, 0.9), MAIN: (m.TRAVERTINE, 1.4)}, replace(_SOFT, towards_deg=34))


def rocks(stage: Stage, draw: Draw) -> Set:
    """A flat rock among others."""
    side, r = side_of(draw), stage.foot
    high = 0.1 + stage.lift
    x = beside(stage, side, 0.0, 0.13)

    def rock(centre: tuple[float, float, float], half: tuple[float, float, float], turn: float, number: float) -> Solid:
        return Solid(kind=ROCK, centre=centre, half=half, material=MAIN, rounding=0.03, turn=turn, own=(0.016, number))

    solids = (
        box((-r, stage.deep - 0.85 * r, -0.045), (r, stage.deep + 0.85 * r, 0), SECOND, 0.008, 0.05),
        rock((0.03 * side, stage.deep + 0.05, -0.05 - high / 2), (1.5 * r, 1.2 * r, high / 2), 0.1, 1.0),
        rock((x, stage.deep + r, -high), (0.16, 0.13, 0.14), 0.6, 2.0),
        rock((-side * (r + 0.24), stage.deep + 0.7 * r + 0.2, -high), (0.2, 0.15, 0.1), -0.4, 3.0),
        box((-4, -1.75, -high - 0.1), (4, 0.55 + r, -high - 0.03), FLOOR, 0.01),
    )
    kinds = {MAIN: (m.TRAVERTINE, 1.8), SECOND: (m.TRAVERTINE, 1.0), FLOOR: (m.CONCRETE, 1.0)}
    return _in_front(stage, solids, kinds, _SUN)


def board(stage: Stage, draw: Draw) -> Set:
    """A thick round of wood on linen."""
    r = 1.12 * stage.foot
    high = 0.03 + stage.lift
    top = box((-4, -1.75, -high - 0.05), (4, 0.3 + r, -high), SECOND, 0.008)
    solids = (top, cylinder(0, stage.deep, -high, 0, r, WOODEN))
    return _in_front(stage, solids, {SECOND: (m.LINEN, 2.0), WOODEN: (m.WOOD, 0.8)}, replace(_SOFT, half=0.2))


#: Before the reference itself.
PLACE = (
    Composition("wooden table", 0.17, wooden_table),
    Composition("opening", 0.13, opening),
    Composition("marble counter", 0.15, marble_counter),
    Composition("plinth", 0.18, plinth),
    Composition("board", 0.18, board),
    Composition("rocks", 0.17, rocks),
)
