"""A walnut table in the evening, fairy lights far out of focus."""

import numpy as np
from kit.materials import glow, plaster
from kit.shapes import ball, block, sheet
from kit.stage import Setting, Stage
from kit.wood import wood


def build(stage: Stage) -> Setting:
    walnut = wood((0.045, 0.02, 0.010), (0.19, 0.10, 0.055), plank_m=0.16, roughness=0.30, seed=5)
    block((0, 0.0, -0.02), (2.6, 1.3, 0.04), walnut, round_m=0.006)
    sheet((0, 5.5, 1), (14, 8), plaster((0.10, 0.075, 0.06)), turn=(90, 0, 0))
    draw = np.random.default_rng(12)
    warm, amber = glow((1, 0.62, 0.28), 4.2), glow((1, 0.42, 0.12), 2.6)
    for index in range(46):
        x, z = draw.normal(0, 1.5), draw.uniform(-0.35, 1.9)
        stage.glows(ball((x, 4.0 + draw.uniform(-0.8, 1), z), 0.042, amber if index % 3 else warm))
    for x, z in ((-1.25, 0.35), (1.45, 0.5)):
        stage.glows(ball((x, 3.4, z), 0.07, glow((1, 0.66, 0.34), 6)))
    stage.area("key", (-1.1, -0.3, 0.95), (0, 0, 0.05), size=(0.25, 0.25), watts=18, colour=(1, 0.68, 0.38))
    stage.area("alt", (1.1, -0.3, 0.95), (0, 0, 0.05), size=(0.25, 0.25), watts=18, colour=(1, 0.68, 0.38), weight=0.0)
    stage.area("rim", (1.4, 1.3, 1.0), (0, 0, 0.05), size=(0.5, 0.8), watts=24, colour=(0.55, 0.68, 1))
    stage.ambient((1, 0.75, 0.55), 0.03)
    stage.look((0, -1.05, 0.30), (0, 0.1, 0.14), lens_mm=52, fstop=1.4, focus=(0, -0.05, 0.06))
    return Setting(
        camera_height="table", spot=(0, -0.07, 0), product_m=0.30, safe=(0.15, 0.08, 0.85, 0.86), bright=0.76
    )
