"""A limewashed wall with an oak peg rail, for what hangs: bags, clothes, frames. Window light from the left."""

from kit.materials import limewash
from kit.shadows import shade
from kit.shapes import block, lathe, sheet
from kit.stage import Setting, Stage
from kit.wood import wood

PEG = [(0, 0), (0.011, 0), (0.011, 0.05), (0.013, 0.062), (0.019, 0.072), (0.020, 0.080), (0.016, 0.087), (0, 0.089)]


def build(stage: Stage) -> Setting:
    sheet((0, 0, 1.2), (4, 3), limewash((0.60, 0.50, 0.40), 0.13), turn=(90, 0, 0))
    oak = wood((0.17, 0.085, 0.035), (0.42, 0.27, 0.15), plank_m=0, roughness=0.4, seed=2)
    block((0, -0.011, 1.70), (3.2, 0.022, 0.09), oak, round_m=0.003)
    for index in range(-3, 4):
        peg = lathe((index * 0.30, -0.02, 1.70), PEG, oak)
        peg.rotation_euler = (1.45, 0, 0)
    lamp = (-2.6, -2.4, 2.9)
    stage.area("key", lamp, (0, 0, 1.3), size=(0.22, 0.22), watts=240, colour=(1, 0.91, 0.79))
    stage.area("alt", (2.6, -2.4, 2.9), (0, 0, 1.3), size=(0.3, 0.3), watts=240, colour=(1, 0.91, 0.79), weight=0.0)
    stage.area("fill", (1.8, -2.4, 0.9), (0, 0, 1.2), size=(2, 2), watts=30, colour=(0.92, 0.96, 1))
    stage.ambient((1, 0.97, 0.94), 0.22)
    shade(lamp, (0.1, 0, 1.25), 0.68, 0.55, count=5, seed=14, leaf=0.36)
    stage.look((0, -2.6, 1.32), (0, 0, 1.27), lens_mm=70, fstop=5.6)
    return Setting(
        camera_height="wall",
        stance="hanging",
        normal=(0, -1, 0),
        spot=(0, -0.07, 1.715),
        product_m=0.64,
        safe=(0.14, 0.13, 0.86, 0.92),
        bright=0.84,
    )
