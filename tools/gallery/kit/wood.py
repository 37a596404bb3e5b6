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
    seed: float = 0.0,
) -> Any:
    """Boards side by side, each cut elsewhere from its tree, a gap between. plank_m 0: one piece."""
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

    def at(stretch: float, tight: float) -> Any:
        length_ = surface.math("ADD", surface.math("MULTIPLY", length, stretch), far)
        across_ = surface.math("ADD", surface.math("MULTIPLY", across, tight), far)
        return surface.vector(length_, across_, surface.math("MULTIPLY", depth, tight))

    figure = surface.noise(at(0.7, 7.0), 1.0, 3, 0.5, 0.3)
    ring = surface.math("FRACT", surface.math("MULTIPLY", figure, 15.0))
    late = surface.span(ring, 0.86, 1.0, 1, 0)
    ring = surface.math("MULTIPLY", surface.math("POWER", ring, 1.8), late)  # slow growth, then a dark late edge
    fibre = surface.noise(at(5.0, 170.0), 1.0, 4, 0.6)
    pore = surface.span(surface.noise(at(14.0, 420.0), 1.0, 2, 0.5), 0.60, 0.68)
    patch = surface.noise(at(0.8, 3.0), 1.3, 3)
    tone = surface.math("ADD", surface.math("MULTIPLY", ring, 0.30), surface.math("MULTIPLY", fibre, 0.66))
    tone = surface.math("ADD", tone, surface.math("MULTIPLY", patch, 0.30))
    middle = (0.35 * dark[0] + 0.65 * light[0], 0.35 * dark[1] + 0.65 * light[1], 0.35 * dark[2] + 0.65 * light[2])
    colour = surface.ramp(tone, [(0.28, light), (0.55, middle), (0.92, dark)])
    colour = surface.mix(surface.math("MULTIPLY", pore, 0.4), colour, scaled(dark, 0.55))
    colour = surface.mix(surface.span(luck, 0, 1, 0, 0.5), colour, scaled(middle, 0.8), "MIX")
    height = surface.math("SUBTRACT", surface.math("MULTIPLY", fibre, -0.5), surface.math("MULTIPLY", pore, 0.6))
    if plank_m:
        edge = surface.math("MINIMUM", within, surface.math("SUBTRACT", 1.0, within))
        gap = surface.span(edge, 0.004, 0.012, 1, 0)
        colour = surface.mix(gap, colour, scaled(dark, 0.12))
        surface.bump(surface.math("MULTIPLY", gap, -1.0), 0.8, 0.006)
    surface.set("Base Color", colour)
    surface.set("Roughness", surface.span(tone, 0.3, 0.9, roughness * 1.15, roughness * 0.8))
    surface.bump(height, 0.22, 0.002)
    return surface.material


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
