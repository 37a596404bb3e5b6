"""A bathroom shelf of terrazzo before hand-made green tiles, towel and sprig beside, daylight from the right."""

import numpy as np
from kit.leaves import leaf_material, twig
from kit.materials import matte
from kit.shapes import block, lathe, sheet
from kit.stage import Setting, Stage
from kit.stones import terrazzo
from kit.wood import cloth, tiles


def build(stage: Stage) -> Setting:
    chips = [(0.62, 0.36, 0.27), (0.30, 0.33, 0.31), (0.76, 0.70, 0.60), (0.17, 0.22, 0.20), (0.68, 0.55, 0.42)]
    block((0, -0.12, -0.02), (3, 0.95, 0.04), terrazzo((0.70, 0.67, 0.62), chips, 30), round_m=0.006)
    sheet(
        (0.03, 0.36, 0.6),
        (3, 1.6),
        tiles((0.20, 0.33, 0.26), (0.50, 0.48, 0.43), size=(0.10, 0.10), gloss=0.12),
        turn=(90, 0, 0),
    )
    _towels()
    clay = matte((0.60, 0.40, 0.29), 0.55)
    lathe(
        (0.52, 0.20, 0),
        [(0, 0), (0.05, 0), (0.075, 0.05), (0.07, 0.11), (0.028, 0.16), (0.026, 0.20), (0.034, 0.215)],
        clay,
        curved=True,
    )
    leaf = leaf_material((0.14, 0.21, 0.12), 0.5)
    for index in range(4):
        turn = 0.6 + index * 1.5
        twig(
            (0.52, 0.20, 0.19),
            (0.35 * np.cos(turn), 0.25 * np.sin(turn), 1),
            0.34,
            leaf,
            seed=190 + index,
            leaf_m=0.06,
            pairs=9,
            slim=0.5,
            droop=0.5,
        )
    stage.area("key", (1.7, -0.7, 1.4), (0, 0.1, 0.1), size=(0.6, 0.9), watts=62, colour=(1, 0.95, 0.88))
    stage.area("alt", (-1.7, -0.7, 1.4), (0, 0.1, 0.1), size=(0.6, 0.9), watts=62, colour=(1, 0.95, 0.88), weight=0.0)
    stage.surroundings("interior", ahead=0.1, strength=0.16, clamp=4)
    stage.look((0, -1.15, 0.30), (0, 0.1, 0.15), lens_mm=52, fstop=2.2, focus=(0, -0.05, 0.08))
    return Setting(camera_height="table", spot=(0, -0.07, 0), product_m=0.30, safe=(0.2, 0.08, 0.8, 0.86), bright=0.82)


def _towels() -> None:
    """Two folded towels: soft slabs with a rounded fold to the front."""
    for index, (z, tone) in enumerate(((0.032, (0.66, 0.62, 0.55)), (0.092, (0.52, 0.40, 0.31)))):
        terry = cloth(tone, thread_m=0.003, slub=0.25, sheen=0.4)
        for half in (0, 1):
            block(
                (-0.52 + 0.01 * index, 0.14, z + half * 0.029 - 0.014),
                (0.30, 0.24, 0.030),
                terry,
                round_m=0.0135,
                turn=(0, 0, 6 - 9 * index),
            )
