"""An oak table in a living room, window light from behind on the right."""

from kit.nature import shade
from kit.shapes import block
from kit.stage import Setting, Stage
from kit.wood import wood


def build(stage: Stage) -> Setting:
    oak = wood((0.15, 0.07, 0.03), (0.47, 0.30, 0.17), plank_m=0.125, roughness=0.38)
    block((0, 0.05, -0.02), (2.4, 1.1, 0.04), oak, round_m=0.005)
    window = (1.9, 1.5, 1.5)
    stage.area("key", window, (0, 0, 0), size=(0.5, 0.9), watts=190, colour=(1, 0.90, 0.78))
    stage.area("alt", (-1.9, 1.5, 1.5), (0, 0, 0), size=(0.5, 0.9), watts=190, colour=(1, 0.90, 0.78), weight=0.0)
    stage.area("fill", (-1.6, -1.4, 1.6), (0, 0, 0), size=(1.5, 1.5), watts=14, colour=(1, 0.95, 0.9))
    stage.surroundings("interior", ahead=0.445, strength=0.4, seen=0.6, clamp=2.6)
    shade(window, (0.1, 0.1, 0), 0.72, 0.30, count=4, seed=3, leaf=0.34)
    stage.look((0, -0.98, 0.34), (0, 0.1, 0.125), lens_mm=42, fstop=2.8, focus=(0, -0.05, 0.06))
    return Setting(camera_height="table", spot=(0, -0.08, 0), product_m=0.30, safe=(0.15, 0.1, 0.85, 0.86), bright=0.86)
