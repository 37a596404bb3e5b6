"""From above: fine beach sand the wind has combed, pebbles and a shell, shadow of a palm."""

import numpy as np
from kit.materials import Surface
from kit.nature import boulder, fbm
from kit.shadows import shade
from kit.shapes import Doubles, ground
from kit.stage import Setting, Stage
from kit.stones import rock


def build(stage: Stage) -> Setting:
    ground(beach, x=(-0.8, 0.8), y=(-0.8, 0.8), steps=(900, 900), material=_sand())
    draw = np.random.default_rng(5)
    tones = [rock((0.42, 0.38, 0.33), 3), rock((0.20, 0.19, 0.18), 3), rock((0.55, 0.46, 0.37), 3)]
    for index in range(34):
        corner = np.array([-0.46, 0.40]) if index % 2 else np.array([0.47, -0.42])
        x, y = corner + draw.normal(0, 0.085, 2)
        size = abs(draw.normal(0, 0.022)) + 0.010
        middle = (x, y, float(beach(np.array([x]), np.array([y]))[0]) + size * 0.15)
        boulder(
            middle, (size * 1.4, size, size * 0.7), tones[index % 3], seed=index + 3, detail=4, rough=0.08, smooth=1.4
        )
    stage.sun("key", 30, 142, 4.2, colour=(1, 0.90, 0.76), angle=0.9)
    stage.sun("alt", 30, 38, 4.2, colour=(1, 0.90, 0.76), angle=0.9, weight=0.0)
    stage.ambient((0.62, 0.78, 1), 0.55)
    shade((-6.8, 5.3, 5.0), (0.18, 0.28, 0), 0.86, 0.55, count=3, seed=9, leaf=0.85, slim=0.10, pairs=15)
    stage.look((0, -0.001, 1.9), (0, 0, 0), lens_mm=72, fstop=5.6)
    return Setting(
        camera_height="top-down",
        stance="lying",
        spot=(0, 0, 0.003),
        product_m=0.40,
        safe=(0.18, 0.18, 0.82, 0.82),
        bright=0.78,
    )


def beach(x: Doubles, y: Doubles) -> Doubles:
    warp = 0.8 * x + y + 0.16 * fbm(x, y, 1.6, 3, 3) + 0.012 * fbm(x, y, 9, 4, 2)
    ripple = np.sin(warp * 95)
    strength = np.clip(0.35 + 0.9 * fbm(x, y, 1.4, 8, 2), 0.05, 1)
    return 0.0042 * strength * ripple + 0.008 * fbm(x, y, 1.8, 5, 4)


def _sand() -> object:
    surface = Surface((0.60, 0.50, 0.38), 0.9, 0.2)
    place = surface.where()
    grain, drift = surface.noise(place, 1100, 2, 0.6), surface.noise(place, 5, 4)
    colour = surface.ramp(grain, [(0.3, (0.36, 0.27, 0.18)), (0.5, (0.60, 0.46, 0.32)), (0.75, (0.86, 0.77, 0.63))])
    dark = surface.span(surface.noise(place, 420, 1), 0.70, 0.74, 0, 0.7)
    colour = surface.mix(dark, colour, (0.13, 0.10, 0.08))
    surface.set("Base Color", surface.mix(surface.span(drift, 0.35, 0.7, 0, 0.3), colour, (0.50, 0.39, 0.27)))
    surface.bump(grain, 0.6, 0.0012)
    return surface.material
