"""An oak table in a bright living room: curtains and a garden window, plant and sideboard far out of focus."""

import numpy as np
from kit.leaves import leaf_material, twig
from kit.materials import matte, plaster
from kit.nature import fbm
from kit.shapes import Doubles, block, field, lathe, sheet
from kit.stage import Setting, Stage
from kit.wood import cloth, wood


def build(stage: Stage) -> Setting:
    oak = wood((0.060, 0.026, 0.010), (0.36, 0.205, 0.105), plank_m=0.125, roughness=0.36, ring_m=0.007)
    block((0, -0.1, -0.02), (2.6, 1.4, 0.04), oak, round_m=0.005)
    _room()
    _furniture(oak)
    stage.area("key", (2.3, 0.9, 1.7), (0, 0, 0), size=(0.9, 1.2), watts=85, colour=(1, 0.93, 0.83))
    stage.area("alt", (-2.3, 0.9, 1.7), (0, 0, 0), size=(0.9, 1.2), watts=85, colour=(1, 0.93, 0.83), weight=0.0)
    stage.area("fill", (-1.8, -1.2, 1.9), (0, 0.8, 0.2), size=(2, 2), watts=60, colour=(1, 0.96, 0.92))
    stage.surroundings("forest", ahead=0.30, strength=0.7, seen=1.5, clamp=2)
    stage.look((0, -0.98, 0.34), (0, 0.1, 0.125), lens_mm=42, fstop=1.8, focus=(0, -0.05, 0.06))
    return Setting(camera_height="table", spot=(0, -0.08, 0), product_m=0.30, safe=(0.15, 0.1, 0.85, 0.86), bright=0.83)


def _room() -> None:
    """The far wall with a window from x = 0.35 to 1.75, sheer curtains beside it."""
    wall, frame = plaster((0.70, 0.66, 0.59), 0.85), matte((0.78, 0.77, 0.74), 0.4)
    for x, z, wide, high in (
        (-2.2, 0.8, 5.1, 4.0),
        (3.4, 0.8, 3.3, 4.0),
        (1.05, -0.75, 1.4, 1.4),
        (1.05, 2.6, 1.4, 1.4),
    ):
        block((x, 3.5, z), (wide, 0.14, high), wall, round_m=0.004)
    for x in (0.39, 1.05, 1.71):
        block((x, 3.47, 0.9), (0.06, 0.08, 2.0), frame)
    for z in (-0.02, 1.0, 1.88):
        block((1.05, 3.47, z), (1.4, 0.08, 0.06), frame)
    sheet((0, 2.0, -0.75), (9, 7), wood((0.2, 0.11, 0.05), (0.42, 0.27, 0.15), seed=4))
    sheer = cloth((0.74, 0.71, 0.65), slub=0.2)
    for left in (0.05, 1.62):
        _curtain(left, 0.48, sheer)


def _curtain(left: float, width: float, material: object) -> None:
    x, z = np.meshgrid(np.linspace(0, width, 160), np.linspace(-0.75, 2.4, 40))
    y = 3.30 + 0.035 * np.sin(x * 68 + fbm(x, z, 1.2, 3, 2)) * (0.7 + 0.3 * fbm(x, z, 2, 4, 2))
    points: Doubles = np.stack([left + x, y, z], axis=-1).reshape(-1, 3)
    index = np.arange(x.size).reshape(x.shape)
    faces = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], axis=-1).reshape(-1, 4)
    field(points, faces, material)


def _furniture(oak: object) -> None:
    block((-1.15, 3.15, -0.05), (1.5, 0.42, 0.05), oak)
    block((-1.15, 3.17, -0.35), (1.46, 0.38, 0.55), oak)
    ochre, ink = matte((0.52, 0.30, 0.12), 0.4), matte((0.09, 0.13, 0.15), 0.35)
    vase = [(0, 0), (0.10, 0), (0.17, 0.10), (0.14, 0.24), (0.06, 0.34), (0.07, 0.40)]
    lathe((-0.80, 3.1, -0.02), vase, ochre, curved=True)
    lathe((-1.62, 3.1, -0.02), [(0, 0), (0.07, 0), (0.09, 0.09), (0.08, 0.2)], ink, curved=True)
    for index, x in enumerate(np.linspace(-1.42, -1.12, 7)):
        high = 0.24 + 0.03 * (index * 7 % 4)
        tone = ((0.42, 0.18, 0.11), (0.55, 0.52, 0.45), (0.13, 0.20, 0.22))[index % 3]
        block((x, 3.12, -0.025 + high / 2), (0.04, 0.18, high), matte(tone), round_m=0.003)
    block((-1.05, 3.41, 0.95), (0.62, 0.03, 0.80), matte((0.05, 0.045, 0.04)))
    block((-1.05, 3.39, 0.95), (0.56, 0.02, 0.74), plaster((0.62, 0.55, 0.46), cloud=0.35))
    leaf = leaf_material((0.07, 0.17, 0.045), 0.4)
    lathe((-0.18, 3.05, -0.75), [(0, 0), (0.15, 0), (0.19, 0.34)], matte((0.50, 0.28, 0.18)))
    for index in range(11):
        turn = index * 2.4
        ahead = (0.5 * np.cos(turn), 0.3 * np.sin(turn), 1.0)
        twig((-0.18, 3.05, -0.45), ahead, 0.95, leaf, seed=140 + index, leaf_m=0.24, pairs=7, slim=0.42, droop=0.8)
