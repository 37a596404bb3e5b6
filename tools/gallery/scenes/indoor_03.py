"""A room seen from near the floor, for shoes and furniture: herringbone oak, panelled wall, sun through a window."""

import math

from kit.materials import plaster
from kit.shadows import blinds
from kit.shapes import block, rounded, sheet
from kit.stage import Setting, Stage, link
from kit.wood import wood


def build(stage: Stage) -> Setting:
    _herringbone(0.11, 6)
    paint = plaster((0.60, 0.585, 0.53), 0.7, 0.05, 0.03)
    sheet((0, 1.55, 1.5), (9, 3.2), paint, turn=(90, 0, 0))
    block((0, 1.54, 0.07), (9, 0.03, 0.14), paint, round_m=0.008)
    block((0, 1.535, 0.148), (9, 0.022, 0.012), paint, round_m=0.005)
    for x in (-1.75, -0.15, 1.45):
        _panel(x, paint)
    lamp = (-4.6, -3.2, 3.9)
    stage.area("key", lamp, (0.1, 0.4, 0.3), size=(0.16, 0.16), watts=2600, colour=(1, 0.86, 0.66))
    stage.area(
        "alt", (4.6, -3.2, 3.9), (0.1, 0.4, 0.3), size=(0.4, 0.4), watts=1500, colour=(1, 0.86, 0.66), weight=0.0
    )
    stage.area("fill", (-3.2, -0.4, 1.8), (0, 0.4, 0.3), size=(1.6, 2.2), watts=110, colour=(0.86, 0.93, 1))
    stage.ambient((1, 0.97, 0.92), 0.22)
    blinds(lamp, (0.15, 0.55, 0.30), 0.55, size=0.95, slats=3, open_share=0.90, tilt=4, uprights=2)
    stage.look((0, -3.1, 0.85), (0, 0.3, 0.50), lens_mm=48, fstop=2.2, focus=(0, -0.2, 0.2))
    return Setting(camera_height="floor", spot=(0, -0.1, 0), product_m=0.80, safe=(0.12, 0.15, 0.88, 0.92), bright=0.84)


def _herringbone(width: float, ratio: int) -> None:
    """Blocks width x ratio width, at 45 degrees: along each diagonal step one block across and one up."""
    length, oak = width * ratio, wood((0.17, 0.085, 0.035), (0.43, 0.27, 0.145), plank_m=0, roughness=0.36)
    first = rounded(block((0, 0, 0), (length - 0.0012, width - 0.0012, 0.02), oak, round_m=0.0015), 0.0012)
    for step in range(-40, 41):
        for row in range(-7, 8):
            x, y = step * width + row * length, step * width - row * length
            for px, py, turn in (
                (x + length / 2, y + width / 2, 0),
                (x + length + width / 2, y + width - length / 2, 90),
            ):
                rx, ry = (px - py) / math.sqrt(2), (px + py) / math.sqrt(2)
                if abs(rx) > 3.2 or not -3.2 < ry < 1.9:
                    continue
                piece = link(first.copy())
                piece.location, piece.rotation_euler = (rx, ry, -0.01), (0, 0, math.radians(45 + turn))
    first.location = (0, 0, -5)


def _panel(x: float, paint: object) -> None:
    wide, high, bar = 1.25, 1.5, 0.028
    for side in (-1, 1):
        block((x + 0.1 + side * wide / 2, 1.545, 0.33 + high / 2), (bar, 0.022, high + bar), paint, round_m=0.006)
    for z in (0.33, 0.33 + high):
        block((x + 0.1, 1.545, z), (wide - bar, 0.022, bar), paint, round_m=0.006)
