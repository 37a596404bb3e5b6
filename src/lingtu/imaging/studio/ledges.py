"""Studio sets whose product stands on what goes from side to side: tables, ledges, shelves."""

from __future__ import annotations

from lingtu.imaging.studio import materials as m
from lingtu.imaging.studio.composition import Draw, beside, plinth_under, side_of, table_top
from lingtu.imaging.studio.solids import NICHE, Solid, ball, box, cylinder, pebble
from lingtu.imaging.studio.stage import ACCENT, MAIN, SECOND, WALL, WOODEN, Lamp, Set, Stage


def table_by_a_window(stage: Stage, draw: Draw) -> Set:
    return Set(
        solids=(table_top(stage, 0.5, WOODEN), *plinth_under(stage)),
        materials={WOODEN: (m.WOOD, 1.0), WALL: (m.PLASTER, 1.0), MAIN: (m.PLASTER, 0.7)},
        wall=0.56 + stage.foot,
        lamp=Lamp(gobo="window", half=0.022, distance=3.6, height_deg=30, towards_deg=48, gobo_m=1.25, around=0.5),
    )


def niche(stage: Stage, draw: Draw) -> Set:
    """A ledge before an arched recess."""
    r = stage.foot
    back = stage.deep + 0.75 * r + 0.05
    wide, high = 1.25 * r + 0.05, max(1.28 * stage.tall, 0.42) + 0.02
    return Set(
        solids=(
            box((-3, -1.7, -0.16), (3, back + 0.5, 0), MAIN, 0.005),
            Solid(
                kind=NICHE,
                centre=(0, back + 0.14, 1.0),
                half=(3.0, 0.14, 1.0),
                material=WALL,
                rounding=0.006,
                own=(wide, high),
            ),
        ),
        materials={WALL: (m.PLASTER, 0.9), MAIN: (m.TRAVERTINE, 1.4)},
        wall=back + 0.27,
        lamp=Lamp(half=0.14, distance=2.6, height_deg=40, towards_deg=42),
    )


def tiles(stage: Stage, draw: Draw) -> Set:
    side = side_of(draw)
    x = beside(stage, side, 0.03, 0.06)
    return Set(
        solids=(
            table_top(stage, 0.34, MAIN),
            *plinth_under(stage, SECOND),
            cylinder(x, 0.12 + stage.foot, 0, 0.16, 0.055, ACCENT),
            cylinder(x + 0.12 * side, 0.02 + stage.foot, 0, 0.07, 0.04, SECOND),
        ),
        materials={WALL: (m.TILES, 1.0), MAIN: (m.MARBLE, 1.2), SECOND: (m.MARBLE, 0.8), ACCENT: (m.PLASTER, 0.6)},
        wall=0.34 + stage.foot,
        lamp=Lamp(half=0.3, distance=2.2, height_deg=48, towards_deg=30),
        blur=0.012,
    )


def shelf(stage: Stage, draw: Draw) -> Set:
    """A board on a wall, things at both ends of it."""
    side, r = side_of(draw), stage.foot
    depth = stage.deep + 0.8 * r + 0.05
    x, other = beside(stage, side, 0.06, 0.06), beside(stage, -side, 0.05, 0.08)
    return Set(
        solids=(
            box((-3, stage.deep - 0.9 * r - 0.02, -0.034), (3, depth, 0), WOODEN, 0.004),
            pebble(x, depth - 0.1, 0, (0.06, 0.06, 0.085), ACCENT),
            cylinder(x, depth - 0.1, 0.12, 0.185, 0.022, ACCENT),
            box((other - 0.085, depth - 0.16, 0), (other + 0.075, depth - 0.03, 0.028), SECOND, 0.003, 0.1),
            box((other - 0.07, depth - 0.15, 0.028), (other + 0.07, depth - 0.035, 0.052), ACCENT, 0.003, -0.12),
            ball(other, depth - 0.09, 0.052, 0.032, MAIN),
        ),
        materials={WALL: (m.PLASTER, 0.9), WOODEN: (m.WOOD, 1.0), ACCENT: (m.PLASTER, 0.5)},
        wall=depth,
        lamp=Lamp(half=0.12, distance=2.6, height_deg=46, towards_deg=40),
        blur=0.008,
    )
