"""A whitewashed wall in the south at noon, an old hook, shadows of an olive tree: for what hangs."""

from kit.leaves import leaf_material, twig
from kit.materials import limewash, matte
from kit.nature import fbm
from kit.shadows import shade
from kit.shapes import Doubles, ground, lathe
from kit.stage import Setting, Stage


def build(stage: Stage) -> Setting:
    wall = ground(coat, x=(-1.6, 1.6), y=(-1.6, 1.6), steps=(700, 700), material=limewash((0.76, 0.74, 0.70), 0.06))
    wall.rotation_euler, wall.location = (1.5708, 0, 0), (0, 0, 1.3)
    iron = matte((0.05, 0.045, 0.04), 0.55)
    lathe(
        (0, 0.0, 1.72),
        [(0, 0), (0.028, 0), (0.028, 0.006), (0.009, 0.012), (0.008, 0.07), (0.013, 0.075), (0.013, 0.088), (0, 0.09)],
        iron,
    ).rotation_euler = (1.45, 0, 0)
    leaf = leaf_material((0.17, 0.21, 0.11), 0.5)
    for index, (x, z, dx, dz) in enumerate(
        [(-0.95, 1.98, 0.9, -0.35), (-1.0, 1.78, 0.9, -0.6), (-0.95, 2.05, 0.9, 0.1)]
    ):
        twig((x, -0.22, z), (dx, 0.1, dz), 0.55, leaf, seed=90 + index, leaf_m=0.075, pairs=14, slim=0.24, droop=0.4)
    stage.sun("key", 50, 232, 4.4, colour=(1, 0.94, 0.84), angle=0.7)
    stage.sun("alt", 50, 308, 4.4, colour=(1, 0.94, 0.84), angle=0.7, weight=0.0)
    stage.ambient((0.72, 0.85, 1), 0.75)
    up = (-1.98, -2.53, 3.83)
    shade(
        (up[0] * 2, up[1] * 2, up[2] * 2 + 1.3),
        (0.35, 0, 1.0),
        0.80,
        0.75,
        count=7,
        seed=6,
        leaf=0.15,
        slim=0.26,
        pairs=16,
    )
    stage.look((0, -2.6, 1.32), (0, 0, 1.29), lens_mm=70, fstop=5.6)
    return Setting(
        camera_height="wall",
        stance="hanging",
        normal=(0, -1, 0),
        spot=(0, -0.06, 1.72),
        product_m=0.62,
        safe=(0.16, 0.14, 0.86, 0.92),
        bright=0.86,
    )


def coat(x: Doubles, y: Doubles) -> Doubles:
    """Hand-thrown: swellings and the edge of a trowel here and there."""
    return 0.010 * fbm(x, y, 1.6, 3, 4) + 0.0022 * fbm(x * 1.0, y * 2.4, 7, 5, 4)
