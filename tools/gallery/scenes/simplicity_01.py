"""Warm plaster: a round podium before an arch, leaf shadows from a small lamp on the left."""

from kit.materials import plaster
from kit.shadows import shade
from kit.shapes import arch, ball, disc, sweep
from kit.stage import Setting, Stage


def build(stage: Stage) -> Setting:
    wall, stone = plaster((0.66, 0.45, 0.33)), plaster((0.74, 0.56, 0.44), 0.65, 0.07, 0.05)
    sweep(wall, back=1.7, bend=0.7)
    disc((0, 0, 0), 0.42, 0.16, stone, round_m=0.012)
    disc((0.66, 0.5, 0), 0.21, 0.50, stone, round_m=0.012)
    arch((-0.42, 0.72, 0), 0.66, 1.22, 0.12, plaster((0.56, 0.33, 0.22), 0.7, 0.07))
    ball((-0.66, 0.22, 0.11), 0.11, plaster((0.83, 0.74, 0.64), 0.5, 0.04))
    lamp = (-2.4, -1.5, 3.0)
    stage.area("key", lamp, (0, 0.1, 0.2), size=(0.25, 0.25), watts=250, colour=(1, 0.92, 0.83))
    stage.area("alt", (2.4, -1.5, 3.0), (0, 0.1, 0.2), size=(0.5, 0.5), watts=250, colour=(1, 0.92, 0.83), weight=0.0)
    stage.area("fill", (2.6, -1.8, 1.8), (0, 0, 0.3), size=(2, 2), watts=22, colour=(0.92, 0.95, 1))
    stage.ambient((1, 0.95, 0.91), 0.16)
    shade(lamp, (0.0, -0.1, 0.3), 0.66, 0.5, count=6, seed=11, leaf=0.36)
    stage.look((0, -3.9, 1.10), (0, 0.1, 0.50), lens_mm=78, fstop=4, focus=(0, -0.2, 0.3))
    return Setting(
        camera_height="table", spot=(0, -0.06, 0.16), product_m=0.85, safe=(0.2, 0.1, 0.8, 0.86), bright=0.84
    )
