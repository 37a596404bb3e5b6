"""Stacked travertine slabs on cream, low warm sun through a narrow gap: a bar of light."""

from kit.materials import limewash
from kit.shadows import shade
from kit.shapes import block, sheet
from kit.stage import Setting, Stage
from kit.stones import travertine


def build(stage: Stage) -> Setting:
    sheet((0, 0.85, 1.2), (6, 4), limewash((0.60, 0.53, 0.44), 0.10), turn=(90, 0, 0))
    stone = travertine()
    block((0, 0, -0.05), (6, 3.4, 0.1), limewash((0.58, 0.52, 0.43), 0.08), round_m=0)
    block((0.02, 0.02, 0.035), (0.86, 0.56, 0.07), stone, round_m=0.004, turn=(0, 0, 3))
    block((0.05, 0.03, 0.105), (0.60, 0.44, 0.07), stone, round_m=0.004, turn=(0, 0, -4))
    block((-0.52, 0.38, 0.30), (0.20, 0.20, 0.60), stone, round_m=0.004, turn=(0, 0, 24))
    block((0.66, 0.42, 0.16), (0.30, 0.16, 0.32), stone, round_m=0.004, turn=(0, 0, -14))
    lamp = (3.0, -2.0, 2.3)
    stage.area("key", lamp, (0, 0.1, 0.2), size=(0.14, 0.14), watts=560, colour=(1, 0.88, 0.72))
    stage.area("alt", (-3.0, -2.0, 2.3), (0, 0.1, 0.2), size=(0.3, 0.3), watts=480, colour=(1, 0.88, 0.72), weight=0.0)
    stage.area("fill", (-2.2, -1.6, 1.4), (0, 0, 0.2), size=(2, 2), watts=14, colour=(0.9, 0.95, 1))
    stage.ambient((1, 0.96, 0.9), 0.15)
    shade(lamp, (-0.2, 0.6, 0.55), 0.70, 0.42, count=4, seed=22, leaf=0.30, slim=0.16, pairs=14)
    stage.look((0, -2.1, 0.72), (0, 0.1, 0.27), lens_mm=58, fstop=4, focus=(0, -0.1, 0.15))
    return Setting(
        camera_height="three-quarter",
        spot=(0.05, -0.04, 0.141),
        product_m=0.44,
        safe=(0.2, 0.08, 0.8, 0.82),
        bright=0.84,
    )
