"""A flat stone in short grass where a wood begins, soft light from behind."""

import numpy as np
from kit.leaves import blades, leaf_material, twig
from kit.materials import Surface
from kit.nature import boulder, fbm
from kit.shapes import Doubles, ground
from kit.stage import Setting, Stage
from kit.stones import rock


def build(stage: Stage) -> Setting:
    earth = Surface((0.05, 0.055, 0.02), 0.95, 0.1)
    ground(mound, x=(-2.2, 2.2), y=(-1.2, 3.2), steps=(300, 300), material=earth.material)
    draw = np.random.default_rng(1)
    roots = np.stack([draw.uniform(-2.0, 2.0, 260_000), -1.1 + 4.2 * draw.random(260_000) ** 1.5], axis=-1)
    roots = np.column_stack([roots, mound(roots[:, 0], roots[:, 1]) - 0.004])
    patch = fbm(roots[:, 0], roots[:, 1], 2.2, 9, 3) > -0.9
    far = np.hypot(roots[:, 0], roots[:, 1] - 0.03) > 0.18
    moss = roots[patch & far]
    blades(
        moss[::2], leaf_material((0.11, 0.17, 0.025), 0.7), seed=2, height=0.030, width=0.0035, lean=(0.2, 1.0), steps=3
    )
    blades(
        moss[1::2], leaf_material((0.18, 0.23, 0.04), 0.7), seed=3, height=0.022, width=0.003, lean=(0.2, 1.0), steps=3
    )
    stone = rock((0.17, 0.16, 0.13), 1.6)
    boulder((0, 0.03, 0.015), (0.62, 0.52, 0.13), stone, seed=5, flat_top=0.55, smooth=1.8, rough=0.18)
    boulder((-0.75, 0.7, 0.05), (0.5, 0.4, 0.34), stone, seed=11)
    boulder((0.85, 0.9, 0.05), (0.6, 0.4, 0.28), stone, seed=17)
    fern = leaf_material((0.10, 0.20, 0.04), 0.5)
    for index in range(9):
        turn = index * 0.7
        for x, y in ((-0.62, 0.42), (0.66, 0.5)):
            twig(
                (x, y, 0.03),
                (np.cos(turn), np.sin(turn), 1.1),
                0.34,
                fern,
                seed=60 + index,
                leaf_m=0.085,
                pairs=13,
                slim=0.22,
                droop=1.3,
            )
    stage.area("key", (-1.6, 1.5, 2.4), (0, 0, 0.1), size=(0.5, 0.5), watts=150, colour=(1, 0.90, 0.68))
    stage.area("alt", (1.6, 1.5, 2.4), (0, 0, 0.1), size=(0.5, 0.5), watts=150, colour=(1, 0.90, 0.68), weight=0.0)
    stage.surroundings("forest", ahead=0.30, strength=0.6, seen=0.9, clamp=3, raise_deg=-4)
    stage.look((0, -1.30, 0.42), (0, 0.1, 0.20), lens_mm=50, fstop=2.0, focus=(0, -0.08, 0.1))
    return Setting(
        camera_height="table", spot=(0, -0.05, 0.051), product_m=0.34, safe=(0.2, 0.08, 0.8, 0.82), bright=0.74
    )


def mound(x: Doubles, y: Doubles) -> Doubles:
    return 0.05 * fbm(x, y, 1.4, 4, 4) + 0.012 * fbm(x, y, 7, 6, 2) - 0.01
