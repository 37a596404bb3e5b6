"""Studio sets whose product stands on a plinth or podium of its own in a room."""

from __future__ import annotations

from lingtu.imaging.studio import materials as m
from lingtu.imaging.studio.composition import Draw, beside, side_of
from lingtu.imaging.studio.solids import DISC, DRAPE, RING, ROCK, Solid, arch, ball, box, cylinder, pebble
from lingtu.imaging.studio.stage import ACCENT, FLOOR, MAIN, SECOND, WALL, Lamp, Set, Stage


def podium_and_arch(stage: Stage, draw: Draw) -> Set:
    side, height = side_of(draw), 0.09 + stage.lift
    r = stage.foot
    high = max(1.15 * stage.tall, 0.34) + height
    x = beside(stage, side, 0.05, 0.07)
    return Set(
        solids=(
            cylinder(0, stage.deep, -height, 0, r, MAIN),
            arch(
                -side * (0.6 * r + 0.06), stage.deep + r + 0.16, -height, high - height, 0.75 * r + 0.09, 0.05, SECOND
            ),
            cylinder(x, stage.deep + 0.55 * r, -height, 0.06 - 0.3 * height, 0.07, MAIN),
            ball(x, stage.deep + 0.55 * r, 0.06 - 0.3 * height, 0.042, ACCENT),
        ),
        materials={FLOOR: (m.PLASTER, 1.0), WALL: (m.PLASTER, 1.0), MAIN: (m.PLASTER, 0.7), SECOND: (m.PLASTER, 0.8)},
        floor=-height,
        wall=0.95 + r,
        lamp=Lamp(gobo="leaves", half=0.03, distance=3.4, height_deg=38),
    )


def blocks(stage: Stage, draw: Draw) -> Set:
    side, height = side_of(draw), 0.1 + stage.lift
    r = stage.foot
    x, other = beside(stage, side, 0.03, 0.12), beside(stage, -side, 0.02, 0.1)
    tall = 0.55 * stage.tall
    return Set(
        solids=(
            box((-r, stage.deep - 0.75 * r, -height), (r, stage.deep + 0.75 * r, 0), MAIN, 0.006),
            box((x - 0.12, 0.32 + r, -height), (x + 0.12, 0.54 + r, tall), SECOND, 0.006, 0.25 * side),
            box((other - 0.1, 0.12 + r, -height), (other + 0.1, 0.32 + r, 0.32 * tall), ACCENT, 0.006, -0.2 * side),
            ball(other - 0.02 * side, 0.22 + r, 0.32 * tall, 0.05, MAIN),
        ),
        materials={WALL: (m.PLASTER, 1.4), MAIN: (m.CONCRETE, 0.8), SECOND: (m.PLASTER, 0.8), ACCENT: (m.PLASTER, 0.8)},
        floor=-height,
        wall=0.95 + r,
        lamp=Lamp(gobo="blinds", half=0.035, distance=3.2, height_deg=34, towards_deg=40, gobo_m=1.5),
    )


def spheres(stage: Stage, draw: Draw) -> Set:
    side, height = side_of(draw), 0.025 + stage.lift
    r = 1.15 * stage.foot
    x = beside(stage, side, -0.02, 0.13)
    other = beside(stage, -side, -0.01, 0.06)
    return Set(
        solids=(
            cylinder(0, stage.deep, -height, 0, r, MAIN),
            ball(x, stage.deep + r + 0.1, -height, 0.13, SECOND),
            ball(x - side * 0.15, stage.deep + 0.72 * r + 0.06, -height, 0.045, ACCENT),
            ball(other, stage.deep + 0.9 * r, -height, 0.06, ACCENT),
        ),
        materials={MAIN: (m.TERRAZZO, 1.0)},
        floor=-height,
        wall=1.1 + r,
        bend=0.5,
        blend=0.5,
        lamp=Lamp(half=0.5, distance=2.2, height_deg=50, around=0.66),
    )


def steps(stage: Stage, draw: Draw) -> Set:
    side, rise = side_of(draw), 0.075
    r = stage.foot
    height = 0.075 + stage.lift
    high = max(0.8 * stage.tall, 0.24)
    flight = tuple(
        box(
            (-side * (r + 0.05) - 0.42, 0.1 + r + 0.12 * number, -height),
            (-side * (r + 0.05) + 0.42, 0.9 + r, -height + rise * (number + 1)),
            SECOND,
            0.004,
        )
        for number in range(4)
    )
    x = beside(stage, side, 0.0, 0.11)
    return Set(
        solids=(
            box((-r, stage.deep - 0.8 * r, -height), (r, stage.deep + 0.8 * r, 0), MAIN, 0.005),
            *flight,
            arch(x, 0.3 + r, -height, high, 0.11, 0.06, ACCENT),
        ),
        materials={number: (m.PLASTER, 0.9) for number in (FLOOR, WALL, MAIN, SECOND, ACCENT)},
        floor=-height,
        wall=0.9 + r,
        lamp=Lamp(half=0.06, distance=3.0, height_deg=40, towards_deg=35),
    )


def stone_slabs(stage: Stage, draw: Draw) -> Set:
    side, height = side_of(draw), 0.1 + stage.lift
    r = stage.foot
    x = beside(stage, side, 0.0, 0.1)
    stones = tuple(
        pebble(
            x - side * step,
            stage.deep - 0.2 * r + 0.07 * number,
            -height,
            (size, 0.8 * size, 0.55 * size),
            ACCENT,
            turn,
        )
        for number, (step, size, turn) in enumerate(((0.0, 0.062, 0.4), (0.1, 0.03, 1.0), (0.03, 0.035, 2.0)))
    )
    return Set(
        solids=(
            box((-r, stage.deep - 0.8 * r, -0.042), (r, stage.deep + 0.8 * r, 0), MAIN, 0.006, 0.08 * side),
            Solid(
                kind=ROCK,
                centre=(0.04 * side, stage.deep + 0.02, -0.042 - (height - 0.042) / 2),
                half=(1.22 * r, r, (height - 0.042) / 2),
                material=SECOND,
                rounding=0.015,
                turn=-0.1 * side,
                own=(0.006, 1.0),
            ),
            Solid(
                kind=ROCK,
                centre=(-side * (r + 0.2), stage.deep + r + 0.2, -height + 0.14),
                half=(0.2, 0.13, 0.15 + 0.1 * stage.tall),
                material=SECOND,
                rounding=0.05,
                turn=0.5,
                own=(0.022, 2.0),
            ),
            *stones,
        ),
        materials={
            FLOOR: (m.PLASTER, 0.7),
            WALL: (m.PLASTER, 1.2),
            MAIN: (m.TRAVERTINE, 1.0),
            SECOND: (m.TRAVERTINE, 1.5),
            ACCENT: (m.CONCRETE, 0.6),
        },
        floor=-height,
        wall=1.0 + r,
        lamp=Lamp(gobo="palm", half=0.03, distance=3.4, height_deg=42, gobo_m=1.6),
    )


def curtain(stage: Stage, draw: Draw) -> Set:
    height = 0.13 + stage.lift
    r = stage.foot
    return Set(
        solids=(
            cylinder(0, stage.deep, -height, 0, r, MAIN),
            Solid(
                kind=DRAPE,
                centre=(0, 0.75 + r, 1.6 - height),
                half=(3.0, 0.06, 1.6),
                material=SECOND,
                own=(0.03, 0.03),
            ),
        ),
        materials={FLOOR: (m.PLASTER, 1.0), MAIN: (m.MARBLE, 1.0), SECOND: (m.LINEN, 1.0)},
        floor=-height,
        wall=1.1 + r,
        lamp=Lamp(half=0.5, distance=2.2, height_deg=42, towards_deg=30),
    )


def panels(stage: Stage, draw: Draw) -> Set:
    side, height = side_of(draw), 0.12 + stage.lift
    r = stage.foot
    high = max(stage.tall, 0.3)
    step = 0.62 * r + 0.1
    leaves = tuple(
        box(
            (side * step * (number - 1.1) - 0.48 * step, 0.3 + r + 0.09 * number, -height),
            (side * step * (number - 1.1) + 0.48 * step, 0.345 + r + 0.09 * number, high * share),
            SECOND if number % 2 else ACCENT,
            0.012,
        )
        for number, share in enumerate((0.62, 1.25, 0.92))
    )
    return Set(
        solids=(box((-r, stage.deep - r, -height), (r, stage.deep + r, 0), MAIN, 0.01), *leaves),
        materials={FLOOR: (m.PLASTER, 1.0), WALL: (m.PLASTER, 1.3), MAIN: (m.TERRAZZO, 1.0)},
        floor=-height,
        wall=1.0 + r,
        lamp=Lamp(half=0.12, distance=2.6, height_deg=44, towards_deg=38),
    )


def halo(stage: Stage, draw: Draw) -> Set:
    height = 0.1 + stage.lift
    r = stage.foot
    radius = max(0.62 * stage.tall, 1.15 * r, 0.2)
    middle = (0.0, stage.deep + r + 0.18, 0.52 * max(stage.tall, 0.2))
    return Set(
        solids=(
            cylinder(0, stage.deep, -0.055, 0, r, MAIN),
            cylinder(0, stage.deep, -height, -0.055, 1.3 * r, SECOND),
            Solid(kind=DISC, centre=middle, half=(radius, 0.02, radius), material=ACCENT, rounding=0.006),
            Solid(
                kind=RING,
                centre=(middle[0], middle[1] + 0.02, middle[2]),
                half=(1.22 * radius, 0.018, 1.22 * radius),
                material=SECOND,
                rounding=0.006,
                own=(0.012, 0.0),
            ),
        ),
        materials={MAIN: (m.MARBLE, 0.9), FLOOR: (m.PLASTER, 1.2)},
        floor=-height,
        wall=1.2 + r,
        bend=0.4,
        blend=0.45,
        lamp=Lamp(half=0.3, distance=2.2, height_deg=44, towards_deg=30),
    )


def loft(stage: Stage, draw: Draw) -> Set:
    height = 0.16 + stage.lift
    r = stage.foot
    return Set(
        solids=(box((-r, stage.deep - 0.8 * r, -height), (r, stage.deep + 0.8 * r, 0), MAIN, 0.004, 0.04),),
        materials={FLOOR: (m.CONCRETE, 1.3), WALL: (m.CONCRETE, 1.5), MAIN: (m.CONCRETE, 0.7)},
        floor=-height,
        wall=0.8 + r,
        lamp=Lamp(gobo="window", half=0.02, distance=3.6, height_deg=32, towards_deg=44, gobo_m=1.35, around=0.45),
    )
