"""Sage limewash and a honed ledge of the same colour, sun through a blind."""

from kit.materials import limewash
from kit.shadows import blinds
from kit.shapes import block, sheet
from kit.stage import Setting, Stage
from kit.stones import concrete


def build(stage: Stage) -> Setting:
    sheet((0, 0.55, 1.0), (5, 3.4), limewash((0.33, 0.37, 0.27)), turn=(90, 0, 0))
    block((0, -0.5, -0.03), (4, 2.1, 0.06), concrete((0.42, 0.45, 0.35), 0.6, 0.10), round_m=0.006)
    lamp = (-3.2, -2.2, 2.5)
    stage.area("key", lamp, (0, 0.2, 0.1), size=(0.10, 0.10), watts=520, colour=(1, 0.90, 0.74))
    stage.area("alt", (3.2, -2.2, 2.5), (0, 0.2, 0.1), size=(0.3, 0.3), watts=420, colour=(1, 0.90, 0.74), weight=0.0)
    stage.area("fill", (2.2, -1.6, 1.4), (0, 0, 0.2), size=(2, 2), watts=9, colour=(0.9, 0.95, 1))
    stage.ambient((0.95, 1, 0.95), 0.13)
    blinds(lamp, (0.1, 0.3, 0.25), 0.62, size=0.62, slats=11, open_share=0.5, tilt=6)
    stage.look((0, -1.35, 0.30), (0, 0.2, 0.13), lens_mm=52, fstop=3.2, focus=(0, -0.05, 0.1))
    return Setting(camera_height="table", spot=(0, -0.05, 0), product_m=0.34, safe=(0.12, 0.08, 0.88, 0.9), bright=0.84)
