"""A marble counter in a kitchen: hand-made tiles, an oak shelf with crockery, daylight from the left."""

from kit.materials import matte
from kit.shapes import block, lathe, sheet
from kit.stage import Setting, Stage
from kit.stones import marble
from kit.wood import tiles, wood


def build(stage: Stage) -> Setting:
    block((0, -0.2, -0.02), (3.2, 1.6, 0.04), marble((0.80, 0.79, 0.76), scale=1.6), round_m=0.005)
    wall = tiles((0.42, 0.50, 0.46), (0.60, 0.58, 0.52), size=(0.13, 0.065))
    sheet((0, 0.60, 0.6), (4, 1.6), wall, turn=(90, 0, 0))
    oak = wood((0.20, 0.11, 0.05), (0.42, 0.27, 0.15), plank_m=0, seed=3)
    block((0.35, 0.50, 0.40), (1.5, 0.19, 0.03), oak, round_m=0.003)
    _crockery()
    stage.area("key", (-2.0, -0.4, 1.3), (0, 0.1, 0.05), size=(0.9, 1.1), watts=60, colour=(1, 0.95, 0.88))
    stage.area("alt", (2.0, -0.4, 1.3), (0, 0.1, 0.05), size=(0.9, 1.1), watts=60, colour=(1, 0.95, 0.88), weight=0.0)
    stage.surroundings("interior", ahead=0.05, strength=0.22, clamp=4)
    stage.look((0, -1.10, 0.50), (0, 0.15, 0.13), lens_mm=50, fstop=2.2, focus=(0, -0.05, 0.08))
    return Setting(camera_height="three-quarter", spot=(-0.02, -0.06, 0), product_m=0.30, safe=(0.15, 0.12, 0.85, 0.9))


def _crockery() -> None:
    sand, dark, white = matte((0.52, 0.40, 0.29), 0.5), matte((0.10, 0.12, 0.12), 0.35), matte((0.74, 0.72, 0.68), 0.3)
    bowl = [(0.02, 0), (0.045, 0.003), (0.075, 0.03), (0.085, 0.06), (0.081, 0.06), (0.07, 0.032), (0.0, 0.008)]
    for lift in (0, 0.018, 0.036):
        lathe((0.12, 0.50, 0.416 + lift), bowl, white, curved=True)
    jug = [(0, 0), (0.05, 0), (0.065, 0.03), (0.06, 0.09), (0.04, 0.13), (0.043, 0.16), (0.039, 0.16), (0.036, 0.13)]
    lathe((0.36, 0.50, 0.416), jug, sand, curved=True)
    cup = [(0, 0), (0.034, 0), (0.040, 0.01), (0.041, 0.085), (0.037, 0.085), (0.036, 0.012), (0, 0.008)]
    for x, material in ((0.52, dark), (0.62, dark), (0.73, white)):
        lathe((x, 0.50, 0.416), cup, material)
    vase = [(0, 0), (0.06, 0), (0.095, 0.05), (0.09, 0.12), (0.03, 0.19), (0.028, 0.24), (0.036, 0.26), (0.03, 0.26)]
    lathe((-0.52, 0.42, 0), vase, sand, curved=True)
    board = wood((0.13, 0.06, 0.025), (0.34, 0.19, 0.09), along="z", plank_m=0, seed=8)
    block((0.55, 0.545, 0.19), (0.26, 0.022, 0.36), board, round_m=0.01, turn=(-9, 0, 0))
