"""Tinted acrylic on a gloss floor, lilac and peach light on a white sweep."""

from kit.materials import acrylic, matte, plaster
from kit.shapes import ball, block, disc, sheet, sweep
from kit.stage import Setting, Stage


def build(stage: Stage) -> Setting:
    sweep(plaster((0.66, 0.64, 0.68), 0.7, 0.02, 0.02), back=1.5, bend=0.9)
    gloss = matte((0.62, 0.58, 0.66), 0.07)
    sheet((0, -0.8, 0.001), (9, 3.6), gloss)
    disc((0, 0, 0.002), 0.30, 0.07, acrylic((0.93, 0.72, 0.78), 0.4), round_m=0.006)
    block((0.40, 0.36, 0.34), (0.34, 0.05, 0.68), acrylic((0.72, 0.66, 0.93)), round_m=0.008, turn=(0, 0, -18))
    block((-0.42, 0.30, 0.22), (0.26, 0.26, 0.44), acrylic((0.95, 0.80, 0.70)), round_m=0.008, turn=(0, 0, 28))
    ball((-0.40, -0.10, 0.082), 0.08, acrylic((0.80, 0.74, 0.95)))
    stage.area("key", (-1.9, -1.0, 1.7), (0, 0.1, 0.1), size=(0.8, 0.8), watts=70, colour=(1, 0.74, 0.62))
    stage.area("alt", (1.9, -1.0, 1.7), (0, 0.1, 0.1), size=(0.8, 0.8), watts=70, colour=(1, 0.74, 0.62), weight=0.0)
    stage.area("rim", (2.0, 0.9, 1.4), (-0.2, 0.6, 0.3), size=(0.6, 1.6), watts=70, colour=(0.62, 0.52, 1))
    stage.ambient((0.92, 0.86, 1), 0.15)
    stage.look((0, -2.3, 0.62), (0, 0.1, 0.15), lens_mm=66, fstop=4, focus=(0, -0.1, 0.15))
    return Setting(
        camera_height="table", spot=(0, -0.06, 0.072), product_m=0.44, safe=(0.15, 0.1, 0.85, 0.88), bright=0.86
    )
