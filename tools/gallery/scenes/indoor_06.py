"""A bed in the morning: crumpled white linen, a pillow, low sun through the window."""

import numpy as np
from kit.nature import fbm
from kit.shadows import blinds
from kit.shapes import Doubles, ground
from kit.stage import Setting, Stage
from kit.wood import cloth


def build(stage: Stage) -> Setting:
    linen = cloth((0.70, 0.67, 0.62), thread_m=0.0012, slub=0.22)
    ground(bedding, x=(-1.5, 1.5), y=(-0.9, 1.5), steps=(900, 760), material=linen)
    lamp = (-3.4, 0.9, 1.9)
    stage.area("key", lamp, (0, 0.1, 0.1), size=(0.25, 0.25), watts=430, colour=(1, 0.86, 0.68))
    stage.area("alt", (3.4, 0.9, 1.9), (0, 0.1, 0.1), size=(0.3, 0.3), watts=430, colour=(1, 0.86, 0.68), weight=0.0)
    stage.area("fill", (0.8, -2.2, 1.8), (0, 0, 0.1), size=(2, 2), watts=18, colour=(0.92, 0.96, 1))
    stage.surroundings("interior", ahead=0.62, strength=0.16, seen=0.42, clamp=3)
    blinds(lamp, (0.0, 0.05, 0.1), 0.62, size=1.0, slats=3, open_share=0.9, tilt=3, uprights=2)
    stage.look((0, -1.25, 0.66), (0, 0.18, 0.12), lens_mm=46, fstop=2.2, focus=(0, -0.05, 0.08))
    return Setting(
        camera_height="three-quarter", spot=(0, -0.07, 0.035), product_m=0.30, safe=(0.15, 0.1, 0.85, 0.88), bright=0.83
    )


def bedding(x: Doubles, y: Doubles) -> Doubles:
    """A duvet with wandering creases, nearly flat where the product stands, pillows at the head."""
    creases = np.zeros_like(x)
    for index, (turn, scale, high) in enumerate(
        [(0.35, 1.5, 0.030), (1.9, 1.9, 0.024), (2.7, 3.0, 0.012), (1.1, 4.6, 0.007), (0.0, 6.0, 0.004)]
    ):
        along, across = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
        wave = fbm(across * scale + 0.35 * fbm(x, y, 1.3, 50 + index, 2), along * scale * 0.25, 1.0, 24 + index, 2)
        creases += high * np.exp(-((wave / 0.19) ** 2) / 2) * np.clip(0.45 + 0.9 * fbm(x, y, 1.2, 70 + index, 2), 0, 1)
    calm = 1 - 0.85 * np.exp(-((x / 0.30) ** 2) - ((y + 0.02) / 0.24) ** 2)
    calm *= 1 - 0.9 * np.clip((y - 0.45) / 0.3, 0, 1)  # smooth under the pillows
    pillow = 0.0
    for middle in (-0.62, 0.58):
        u, v = np.abs((x - middle) / 0.56), np.abs((y - 1.0) / 0.30)
        pillow = pillow + 0.19 * np.clip(1 - u**3.2, 0, 1) ** 0.5 * np.clip(1 - v**2.6, 0, 1) ** 0.6
    return 0.03 + creases * calm + 0.02 * fbm(x, y, 0.9, 3, 2) * calm + pillow * (1 + 0.06 * fbm(x, y, 2.4, 6, 2))
