"""A weathered table in a garden, overcast, foliage behind."""

from kit.leaves import leaf_material, twig
from kit.shapes import block
from kit.stage import Setting, Stage
from kit.wood import wood


def build(stage: Stage) -> Setting:
    grey = wood(
        (0.040, 0.032, 0.025),
        (0.33, 0.28, 0.225),
        along="y",
        plank_m=0.105,
        roughness=0.75,
        ring_m=0.0048,
        weathered=1,
        seed=9,
    )
    block((0, -0.1, -0.02), (1.9, 1.4, 0.04), grey, round_m=0.008)
    leaf = leaf_material((0.13, 0.22, 0.05), 0.4)
    for index, (x, y, z, dx) in enumerate([(-0.95, 0.75, 0.55, 0.8), (-0.9, 0.8, 0.30, 0.9), (0.98, 0.85, 0.62, -0.8)]):
        twig((x, y, z), (dx, -0.1, 0.15), 0.55, leaf, seed=80 + index, leaf_m=0.12, pairs=10, slim=0.42, droop=0.7)
    stage.area("key", (-1.4, 0.9, 2.0), (0, 0, 0), size=(1.6, 1.6), watts=75, colour=(1, 0.98, 0.93))
    stage.area("alt", (1.4, 0.9, 2.0), (0, 0, 0), size=(1.6, 1.6), watts=75, colour=(1, 0.98, 0.93), weight=0.0)
    stage.surroundings("forest", ahead=0.53, strength=0.75, seen=0.95, clamp=3, raise_deg=-2)
    stage.look((0, -1.12, 0.46), (0, 0.15, 0.13), lens_mm=46, fstop=2.2, focus=(0, -0.05, 0.06))
    return Setting(
        camera_height="three-quarter", spot=(0, -0.06, 0), product_m=0.30, safe=(0.15, 0.08, 0.85, 0.88), bright=0.72
    )
