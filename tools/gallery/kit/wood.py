"""Wood and woven cloth: surfaces with a direction."""

from __future__ import annotations

from typing import Any

from .materials import Surface, scaled
from .stage import Colour


def wood(
    dark: Colour = (0.17, 0.085, 0.038),
    light: Colour = (0.45, 0.27, 0.145),
    *,
    along: str = "x",
    plank_m: float = 0.14,
    roughness: float = 0.42,
    ring_m: float = 0.0055,
    weathered: float = 0.0,
    seed: float = 0.0,
) -> Any:
    """Boards side by side, each cut elsewhere from its tree, a gap between. plank_m 0: one piece.

    ring_m: what the tree grew in a year; weathered: 0 planed, 1 years of rain, with cracks along the grain.
    """
    surface = Surface(light, roughness, 0.4)
    x, y, z = surface.parts(surface.where())
    length, across = (x, y) if along == "x" else (y, x) if along == "y" else (z, x)
    depth = y if along == "z" else z
    if plank_m:
        place = surface.math("DIVIDE", across, plank_m)
        board = surface.math("FLOOR", place)
        within = surface.math("SUBTRACT", place, board)
        luck = surface.chance(surface.math("ADD", board, seed))
    else:
        luck = surface.chance(surface.math("ADD", surface.per_object(), seed))
    far = surface.math("MULTIPLY", luck, 41.0)
    middle = surface.math("MULTIPLY", surface.math("SUBTRACT", within, 0.5), plank_m) if plank_m else across

    def at(stretch: float, tight: float) -> Any:
        length_ = surface.math("ADD", surface.math("MULTIPLY", length, stretch), far)
        across_ = surface.math("ADD", surface.math("MULTIPLY", across, tight), far)
        return surface.vector(length_, across_, surface.math("MULTIPLY", depth, tight))

    ring = _rings(surface, (length, middle, depth), luck, far, ring_m, surface.noise(at(4.0, 30.0), 1.0, 3))
    fibre = surface.noise(at(7.0, 260.0), 1.0, 4, 0.65)
    pore = surface.span(surface.noise(at(46.0, 900.0), 1.0, 2, 0.5), 0.56, 0.66)
    pore = surface.math("MULTIPLY", pore, surface.span(ring, 0.0, 0.6, 1.0, 0.25))  # wide ones in the early wood
    streak = surface.noise(at(1.1, 26.0), 1.0, 3, 0.6)
    tone = surface.math(
        "ADD", surface.math("MULTIPLY", ring, 0.46), surface.math("MULTIPLY", fibre, 0.34 + 0.5 * weathered)
    )
    tone = surface.math("ADD", tone, surface.math("MULTIPLY", streak, 0.44))
    between = (0.4 * dark[0] + 0.6 * light[0], 0.4 * dark[1] + 0.6 * light[1], 0.4 * dark[2] + 0.6 * light[2])
    colour = surface.ramp(tone, [(0.26, light), (0.52, between), (0.86, dark)])
    colour = surface.mix(surface.math("MULTIPLY", pore, 0.5), colour, scaled(dark, 0.5))
    colour = surface.mix(surface.span(luck, 0, 1, 0, 0.55), colour, scaled(between, 0.72))
    height = surface.math("SUBTRACT", surface.math("MULTIPLY", fibre, -0.5), surface.math("MULTIPLY", pore, 0.8))
    if weathered:
        line = surface.math("ABSOLUTE", surface.math("SUBTRACT", surface.noise(at(1.6, 42.0), 1.0, 3, 0.6), 0.5))
        crack = surface.span(line, 0.0, 0.014, weathered, 0)
        crack = surface.math("MULTIPLY", crack, surface.span(surface.noise(at(2.6, 11.0), 1.0, 2), 0.48, 0.60))
        colour = surface.mix(crack, colour, scaled(dark, 0.35))
        height = surface.math("SUBTRACT", height, surface.math("MULTIPLY", crack, 1.5))
    if plank_m:
        edge = surface.math("MULTIPLY", surface.math("MINIMUM", within, surface.math("SUBTRACT", 1.0, within)), plank_m)
        worn = surface.math("MULTIPLY", surface.noise(at(9.0, 3.0), 1.0, 3), 0.0016)
        gap = surface.span(surface.math("SUBTRACT", edge, worn), -0.0004, 0.0008, 1, 0)
        colour = surface.mix(gap, colour, scaled(dark, 0.10))
        surface.bump(surface.span(edge, 0.0006, 0.0034), 0.9, 0.0022)  # eased edges
    surface.set("Base Color", colour)
    smear = surface.noise(surface.where(), 7, 4, 0.6)
    surface.set(
        "Roughness",
        surface.math(
            "ADD",
            surface.span(smear, 0.3, 0.7, -0.07, 0.09),
            surface.span(tone, 0.3, 0.9, roughness * 1.12, roughness * 0.85),
        ),
    )
    surface.bump(height, 0.30, 0.0012)
    return surface.material


def _rings(surface: Surface, place: tuple[Any, Any, Any], luck: Any, far: Any, ring_m: float, wander: Any) -> Any:
    """0 in early wood, rising to 1 in late wood: distance from a pith that runs near the board, not quite along it."""
    length, across, depth = place
    luck2 = surface.chance(surface.math("ADD", far, 0.37))
    sway = surface.noise(surface.vector(surface.math("ADD", surface.math("MULTIPLY", length, 1.3), far)), 1.0, 2)
    slope = surface.math("MULTIPLY", surface.span(luck2, 0, 1, -0.045, 0.045), length)
    below = surface.math("ADD", surface.span(luck, 0, 1, 0.012, 0.075), slope)
    below = surface.math("ADD", below, surface.span(sway, 0.2, 0.8, -0.020, 0.020))
    below = surface.math("ADD", below, depth)
    aside = surface.math("SUBTRACT", across, surface.span(luck2, 0, 1, -0.05, 0.05))
    radius = surface.math(
        "SQRT", surface.math("ADD", surface.math("POWER", aside, 2.0), surface.math("POWER", below, 2.0))
    )
    radius = surface.math("ADD", radius, surface.span(wander, 0.2, 0.8, -0.0035, 0.0035))
    years = surface.math("DIVIDE", radius, ring_m)
    ring = surface.math("FRACT", years)
    year = surface.chance(surface.math("ADD", surface.math("FLOOR", years), far))  # some summers are darker
    late = surface.span(ring, 0.90, 1.0, 1, 0)
    return surface.math(
        "MULTIPLY",
        surface.math("MULTIPLY", surface.math("POWER", ring, 2.2), late),
        surface.span(year, 0, 1, 0.45, 1.0),
    )


def cloth(
    colour: Colour, *, thread_m: float = 0.0012, slub: float = 0.5, sheen: float = 0.15, kind: str = "Object"
) -> Any:
    """Plain weave: threads over and under, some thicker than others. slub 0: even cotton, 1: coarse linen."""
    surface = Surface(colour, 0.92, 0.12)
    place = surface.where(kind=kind)
    x, y, _ = surface.parts(place)
    turns = 3.14159 / thread_m
    weave = surface.math(
        "MULTIPLY",
        surface.math("SINE", surface.math("MULTIPLY", x, turns)),
        surface.math("SINE", surface.math("MULTIPLY", y, turns)),
    )
    per_thread = 1 / thread_m / 2
    warp = surface.noise(surface.where((per_thread, 9, 1), kind=kind), 1.0, 2)
    weft = surface.noise(surface.where((9, per_thread, 1), kind=kind), 1.0, 2)
    uneven = surface.math("ADD", surface.math("MULTIPLY", warp, 0.5), surface.math("MULTIPLY", weft, 0.5))
    deep, pale = scaled(colour, 1 - 0.42 * slub), scaled(colour, 1 + 0.22 * slub)
    surface.set("Base Color", surface.ramp(uneven, [(0.36, deep), (0.5, colour), (0.66, pale)]))
    surface.bump(surface.math("ADD", weave, surface.math("MULTIPLY", uneven, 2.0 * slub)), 0.35, thread_m * 0.35)
    surface.set("Sheen Weight", sheen)
    return surface.material


def tiles(
    colour: Colour, joint: Colour, *, size: tuple[float, float], gap_m: float = 0.003, gloss: float = 0.14
) -> Any:
    """Hand-glazed wall tiles on a sheet: each a little other in tone and tilt, glaze wavy."""
    surface = Surface(colour, gloss, 0.5)
    x, y, _ = surface.parts(surface.where())
    across, up = surface.math("DIVIDE", x, size[0]), surface.math("DIVIDE", y, size[1])
    column, row = surface.math("FLOOR", across), surface.math("FLOOR", up)
    u, v = surface.math("SUBTRACT", across, column), surface.math("SUBTRACT", up, row)
    number = surface.math("ADD", surface.math("MULTIPLY", column, 17.0), surface.math("MULTIPLY", row, 131.0))
    luck = surface.chance(number)

    def edge(share: Any, side: float) -> Any:
        near = surface.math("MINIMUM", share, surface.math("SUBTRACT", 1.0, share))
        return surface.math("MULTIPLY", near, side)

    border = surface.math("MINIMUM", edge(u, size[0]), edge(v, size[1]))
    joint_mask = surface.span(border, gap_m * 0.4, gap_m * 0.7, 1, 0)
    pillow = surface.span(border, gap_m * 0.5, gap_m * 3.5)
    cloud = surface.noise(surface.where(), 16, 4, 0.6)
    glaze = surface.mix(surface.span(luck, 0, 1, 0, 1), scaled(colour, 0.80), scaled(colour, 1.12))
    glaze = surface.mix(surface.span(cloud, 0.35, 0.7, 0, 0.35), glaze, scaled(colour, 0.75))
    surface.set("Base Color", surface.mix(joint_mask, glaze, joint))
    surface.set("Roughness", surface.span(joint_mask, 0, 1, gloss, 0.85))
    tilt = surface.math("MULTIPLY", surface.math("SUBTRACT", luck, 0.5), surface.math("ADD", u, v))
    surface.bump(pillow, 0.7, 0.003)
    surface.bump(
        surface.math("ADD", tilt, surface.math("MULTIPLY", surface.noise(surface.where(), 9, 2), 0.8)), 0.5, 0.004
    )
    return surface.material
