"""Worn paving after rain at dusk, houses far behind: for shoes and bags."""

import numpy as np
from kit.materials import Surface, scaled
from kit.shapes import block, sheet
from kit.stage import Setting, Stage
from kit.stones import concrete


def build(stage: Stage) -> Setting:
    sheet((0, 20, -0.009), (120, 60), concrete((0.085, 0.08, 0.075), 0.85))
    stone = _paving()
    draw = np.random.default_rng(3)
    depth, y = 0.42, -2.2
    row = 0
    while y < 9:
        x = -5.5 - 0.37 * (row % 3)
        while x < 5.5:
            wide = draw.uniform(0.55, 0.85)
            lift = draw.normal(0, 0.0016)
            tilt = draw.normal(0, 0.12, 2)
            block(
                (x + wide / 2, y + depth / 2, -0.03 + lift),
                (wide - 0.008, depth - 0.008, 0.06),
                stone,
                round_m=0.007,
                turn=(tilt[0], tilt[1], 0),
            )
            x += wide
        y, row = y + depth, row + 1
    for index in range(-6, 7):
        block((index * 1.5, 8.9, 0.16), (1.488, 0.5, 0.40), stone, round_m=0.02)
    stage.area("key", (-2.6, -1.3, 2.4), (0, 0, 0), size=(0.4, 0.4), watts=620, colour=(1, 0.74, 0.48))
    stage.area("alt", (2.6, -1.3, 2.4), (0, 0, 0), size=(0.4, 0.4), watts=620, colour=(1, 0.74, 0.48), weight=0.0)
    stage.surroundings("sunset", ahead=0.215, strength=0.9, seen=1.7, clamp=5, raise_deg=1)
    stage.look((0, -2.3, 0.58), (0, 0.3, 0.36), lens_mm=48, fstop=1.8, focus=(0, -0.1, 0.08))
    return Setting(
        camera_height="floor", spot=(0, -0.08, 0.002), product_m=0.55, safe=(0.1, 0.12, 0.9, 0.88), bright=0.80
    )


def _paving() -> object:
    """Grey stone, hammered once, polished by soles since; some slabs darker; wet, with puddles in its hollows."""
    base = (0.20, 0.19, 0.18)
    surface = Surface(base, 0.5, 0.45)
    place, luck = surface.where(), surface.chance(surface.per_object())
    spots = surface.noise(surface.vector(*_shifted(surface, luck)), 3.2, 5, 0.62)
    grain = surface.noise(place, 170, 3, 0.6)
    body = surface.ramp(spots, [(0.3, scaled(base, 0.62)), (0.5, base), (0.72, scaled(base, 1.35))])
    body = surface.mix(surface.span(luck, 0, 1, 0, 0.45), body, scaled(base, 0.55))
    body = surface.mix(surface.span(grain, 0.4, 0.7, 0, 0.4), body, scaled(base, 0.6))
    level = surface.math("ADD", surface.noise(surface.world(), 0.9, 4, 0.55), surface.math("MULTIPLY", spots, 0.25))
    damp, puddle = surface.span(level, 0.54, 0.66, 1, 0.25), surface.span(level, 0.545, 0.600, 1, 0)
    surface.set("Base Color", surface.mix(damp, body, surface.mix(0.62, body, (0.012, 0.012, 0.013))))
    dry = surface.math("MULTIPLY", surface.span(spots, 0.35, 0.65, 0.62, 0.38), surface.span(damp, 0, 1, 1, 0.6))
    surface.set("Roughness", surface.mix(puddle, dry, (0.04, 0.04, 0.04)))
    above = surface.math("SUBTRACT", 1.0, puddle)
    surface.bump(surface.math("MULTIPLY", spots, above), 0.35, 0.012)
    surface.bump(surface.math("MULTIPLY", grain, above), 0.3, 0.003)
    return surface.material


def _shifted(surface: Surface, luck: object) -> list[object]:
    """Each slab shows another part of the stone."""
    parts = surface.parts(surface.where())
    return [surface.math("ADD", parts[0], surface.math("MULTIPLY", luck, 57.0)), parts[1], parts[2]]
