"""From above: crumpled linen, eucalyptus at the corners, soft window light."""

import numpy as np
from kit.leaves import leaf_material, twig
from kit.nature import fbm
from kit.shapes import Doubles, ground
from kit.stage import Setting, Stage
from kit.wood import cloth


def build(stage: Stage) -> Setting:
    linen = cloth((0.62, 0.55, 0.45), thread_m=0.0016, slub=0.4)
    ground(folds, x=(-0.75, 0.75), y=(-0.75, 0.75), steps=(700, 700), material=linen)
    leaf = leaf_material((0.16, 0.22, 0.15), 0.55)
    for index, (x, y, dx, dy) in enumerate(
        [(-0.50, 0.42, 0.75, -0.35), (-0.47, 0.50, 0.9, 0.12), (0.50, -0.36, -0.5, -0.55), (0.52, -0.46, -0.9, -0.1)]
    ):
        twig((x, y, 0.035), (dx, dy, 0.06), 0.34, leaf, seed=31 + index, leaf_m=0.075, pairs=8, slim=0.52, droop=0.25)
    stage.area("key", (-1.5, 0.9, 0.8), (0, 0, 0), size=(0.5, 0.5), watts=42, colour=(1, 0.92, 0.82))
    stage.area("alt", (1.5, 0.9, 0.8), (0, 0, 0), size=(0.5, 0.5), watts=42, colour=(1, 0.92, 0.82), weight=0.0)
    stage.ambient((0.95, 0.97, 1), 0.30)
    stage.look((0, -0.001, 1.9), (0, 0, 0), lens_mm=70, fstop=5.6)
    return Setting(
        camera_height="top-down",
        stance="lying",
        spot=(0, 0, 0.006),
        product_m=0.42,
        safe=(0.17, 0.17, 0.83, 0.83),
        bright=0.86,
    )


def folds(x: Doubles, y: Doubles) -> Doubles:
    """Long soft creases that fan out, nearly flat in the middle."""
    total = np.zeros_like(x)
    for index, (turn, scale, high) in enumerate(
        [(0.5, 2.0, 0.020), (2.2, 2.6, 0.016), (1.2, 4.2, 0.008), (2.9, 5.0, 0.006)]
    ):
        along, across = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
        wave = fbm(across * scale + 0.5 * fbm(x, y, 1.5, 50 + index, 2), along * scale * 0.22, 1.0, 20 + index, 2)
        total += high * np.exp(-((wave / 0.16) ** 2) / 2) * np.clip(0.5 + fbm(x, y, 1.7, 70 + index, 2), 0, 1)
    calm = 1 - 0.75 * np.exp(-((x / 0.24) ** 2) - (y / 0.24) ** 2)
    return 0.003 * fbm(x, y, 9, 5, 3) * calm + total * calm
