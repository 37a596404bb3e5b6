"""A bed in the morning: crumpled white linen, pillows against the headboard, low sun through the window."""

import numpy as np
from kit.nature import fbm
from kit.shadows import blinds
from kit.shapes import Doubles, block, field, ground
from kit.stage import Setting, Stage
from kit.wood import cloth, wood


def build(stage: Stage) -> Setting:
    linen = cloth((0.70, 0.67, 0.62), thread_m=0.0012, slub=0.22)
    ground(bedding, x=(-1.5, 1.5), y=(-0.9, 1.5), steps=(900, 760), material=linen)
    block(
        (0, 1.30, 0.24), (2.1, 0.06, 0.52), wood((0.14, 0.075, 0.035), (0.50, 0.34, 0.20), plank_m=0.13), round_m=0.012
    )
    for index, (x, y, lean, twist) in enumerate(((-0.50, 1.02, 52, 4), (0.46, 1.04, 56, -5), (-0.08, 0.80, 38, -9))):
        cover = linen if index < 2 else cloth((0.42, 0.36, 0.29), thread_m=0.002, slub=0.5)
        _pillow(
            (x, y, 0.20 - 0.03 * (index > 1)), (0.37, 0.25) if index < 2 else (0.25, 0.17), cover, lean, twist, index
        )
    lamp = (-3.4, 0.9, 1.9)
    stage.area("key", lamp, (0, 0.1, 0.1), size=(0.25, 0.25), watts=430, colour=(1, 0.86, 0.68))
    stage.area("alt", (3.4, 0.9, 1.9), (0, 0.1, 0.1), size=(0.3, 0.3), watts=430, colour=(1, 0.86, 0.68), weight=0.0)
    stage.area("fill", (0.8, -2.2, 1.8), (0, 0, 0.1), size=(2, 2), watts=42, colour=(0.95, 0.97, 1))
    stage.surroundings("interior", ahead=0.62, strength=0.16, seen=0.42, clamp=3)
    blinds(lamp, (0.0, 0.05, 0.1), 0.62, size=1.0, slats=3, open_share=0.93, tilt=3, uprights=1)
    stage.look((0, -1.25, 0.66), (0, 0.18, 0.12), lens_mm=46, fstop=2.2, focus=(0, -0.05, 0.08))
    return Setting(
        camera_height="three-quarter", spot=(0, -0.07, 0.035), product_m=0.30, safe=(0.15, 0.1, 0.85, 0.88), bright=0.83
    )


def _pillow(
    middle: tuple[float, float, float],
    half: tuple[float, float],
    material: object,
    lean: float,
    twist: float,
    seed: int,
) -> None:
    """Full in the middle, its corners drawn out, creased towards its seam."""
    u, v = np.meshgrid(np.linspace(-1, 1, 130), np.linspace(-1, 1, 90))
    x = half[0] * u * (1 - 0.07 * (1 - v * v) * u * u)
    y = half[1] * v * (1 - 0.10 * (1 - u * u) * v * v)
    edge = np.clip((1 - np.abs(u) ** 3.0) * (1 - np.abs(v) ** 3.0), 0, 1)
    index = np.arange(u.size).reshape(u.shape)
    faces = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], axis=-1).reshape(-1, 4)
    for side in (-1, 1):
        sag = 1 + 0.16 * fbm(u, v, 1.1, 40 + seed, 3)
        crease = 0.010 * np.clip(fbm(u * (1 + 2.2 * v * v), v * (1 + 2.2 * u * u), 1.6, 50 + seed, 3), -1, 0.4)
        z = side * (0.095 * edge**0.45 * sag + crease * edge**0.3 * (1.2 - edge))
        thing = field(np.stack([x, y, z], axis=-1).reshape(-1, 3), faces, material)
        thing.location = middle
        thing.rotation_euler = (np.radians(lean), 0, np.radians(twist))


def bedding(x: Doubles, y: Doubles) -> Doubles:
    """A duvet with wandering creases, nearly flat where the product stands."""
    creases = np.zeros_like(x)
    for index, (turn, scale, high) in enumerate(
        [(0.45, 1.9, 0.026), (2.2, 2.4, 0.022), (1.2, 3.6, 0.013), (2.8, 4.6, 0.010), (0.1, 7.0, 0.005)]
    ):
        along, across = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
        wave = fbm(across * scale + 0.45 * fbm(x, y, 1.4, 50 + index, 2), along * scale * 0.22, 1.0, 24 + index, 2)
        creases += high * np.exp(-((wave / 0.15) ** 2) / 2) * np.clip(0.45 + 0.9 * fbm(x, y, 1.4, 70 + index, 2), 0, 1)
    calm = 1 - 0.85 * np.exp(-((x / 0.26) ** 2) - ((y + 0.03) / 0.20) ** 2)
    return 0.03 + (creases + 0.02 * fbm(x, y, 0.9, 3, 2) + 0.002 * fbm(x, y, 11, 5, 3)) * calm
