"""Coral steps and a doorway, hard afternoon sun: bold colour, sharp shadows."""

from kit.materials import plaster
from kit.shadows import shade
from kit.shapes import arch, block, disc, sheet
from kit.stage import Setting, Stage


def build(stage: Stage) -> Setting:
    coral, deep = plaster((0.62, 0.19, 0.115), 0.75, 0.07, 0.05), plaster((0.50, 0.12, 0.075), 0.75, 0.07, 0.05)
    sheet((0, 1.0, 1.2), (7, 4), coral, turn=(90, 0, 0))
    block((0, -0.4, -0.05), (7, 4, 0.1), coral, round_m=0)
    arch((-0.36, 0.95, 0), 0.70, 1.30, 0.16, deep, round_m=0.010)
    disc((0, 0, 0), 0.40, 0.11, plaster((0.70, 0.27, 0.17), 0.7, 0.06, 0.04), round_m=0.008)
    for index in range(4):
        high = 0.17 * (index + 1)
        block((0.62 + 0.17 * index, 0.62, high / 2), (0.17, 0.46, high), deep, round_m=0.007)
    stage.sun("key", 40, 222, 4.6, colour=(1, 0.90, 0.76), angle=0.8)
    stage.sun("alt", 40, 318, 4.6, colour=(1, 0.90, 0.76), angle=0.8, weight=0.0)
    stage.ambient((0.86, 0.90, 1), 0.55)
    shade((-3.4, -3.1, 3.9), (0.55, 0.9, 0.75), 0.72, 0.62, count=2, seed=17, leaf=0.75, slim=0.11, pairs=15)
    stage.look((0, -2.7, 0.84), (0, 0.1, 0.40), lens_mm=62, fstop=4.5, focus=(0, -0.1, 0.2))
    return Setting(
        camera_height="table", spot=(0, -0.06, 0.11), product_m=0.62, safe=(0.2, 0.1, 0.72, 0.84), bright=0.80
    )
