"""A flat rock in still water at the sea's edge, after sunset."""

import numpy as np
from kit.materials import water
from kit.nature import boulder, fbm
from kit.shapes import Doubles, ground, sheet
from kit.stage import Setting, Stage
from kit.stones import rock


def build(stage: Stage) -> Setting:
    sheet((0, 60, 0), (400, 130), water((0.45, 0.58, 0.60), ripple_m=0.16, height=0.22))
    ground(bottom, x=(-4, 4), y=(-2, 8), steps=(300, 300), material=rock((0.16, 0.14, 0.12)))
    wet = rock((0.13, 0.115, 0.105), 1.2)
    boulder((0, 0.05, -0.005), (0.92, 0.66, 0.15), wet, seed=21, flat_top=0.5, smooth=1.7, rough=0.22)
    draw = np.random.default_rng(6)
    for index in range(26):
        x, y = draw.uniform(-1.7, 1.7), draw.uniform(-0.45, 2.4)
        if np.hypot(x / 0.75, (y - 0.05) / 0.55) < 1:
            continue
        size = draw.uniform(0.07, 0.22) * (1 + 0.4 * y)
        boulder((x, y, -0.01), (size * 1.3, size, size * 0.62), wet, seed=100 + index, detail=5, rough=0.12)
    boulder((1.5, 2.6, 0.05), (1.5, 0.8, 0.6), wet, seed=41)
    boulder((-2.0, 3.6, 0.05), (1.7, 0.9, 0.55), wet, seed=47)
    stage.sun("key", 12, 50, 4.5, colour=(1, 0.62, 0.36), angle=3)
    stage.sun("alt", 12, 130, 4.5, colour=(1, 0.62, 0.36), angle=3, weight=0.0)
    stage.area("fill", (-1.2, -2.2, 2.2), (0, 0, 0), size=(2, 2), watts=230, colour=(1, 0.86, 0.78))
    stage.surroundings("sunset", ahead=0.485, strength=1.0, clamp=5, raise_deg=-1)
    stage.look((0, -1.75, 0.42), (0, 0.3, 0.20), lens_mm=48, fstop=2.0, focus=(0, -0.05, 0.1))
    return Setting(
        camera_height="table", spot=(0, -0.05, 0.034), product_m=0.42, safe=(0.2, 0.08, 0.8, 0.8), bright=0.80
    )


def bottom(x: Doubles, y: Doubles) -> Doubles:
    return -0.10 - 0.05 * np.clip(y, 0, 9) + 0.03 * fbm(x, y, 2.5, 3, 5)
