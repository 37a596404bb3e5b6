"""For shoes and bags: grey-blue paper hung from its roll and run out over the floor, one soft lamp."""

import math

import numpy as np
from kit.materials import Surface, plaster, scaled
from kit.nature import fbm
from kit.shapes import block, field, sheet
from kit.stage import Setting, Stage
from kit.stones import concrete


def build(stage: Stage) -> Setting:
    block((0, 0, -0.022), (9, 9, 0.04), concrete((0.33, 0.32, 0.30), 0.55), round_m=0)
    sheet((0, 2.6, 1.5), (9, 4), plaster((0.52, 0.51, 0.49)), turn=(90, 0, 0))
    _roll_out(width=2.05, front=-1.75, back=1.3, bend=0.75, height=2.6)
    stage.area("key", (-1.6, -0.8, 2.3), (0, 0.2, 0.1), size=(0.7, 0.7), watts=130, colour=(1, 0.95, 0.89))
    stage.area("alt", (1.6, -0.8, 2.3), (0, 0.2, 0.1), size=(0.7, 0.7), watts=130, colour=(1, 0.95, 0.89), weight=0.0)
    stage.area("fill", (2.6, -1.2, 1.3), (0, 0.2, 0.2), size=(1.6, 2), watts=20, colour=(0.88, 0.94, 1))
    stage.ambient((0.94, 0.97, 1), 0.07)
    stage.look((0, -2.9, 0.80), (0, 0.2, 0.42), lens_mm=50, fstop=3.2, focus=(0, -0.1, 0.1))
    return Setting(
        camera_height="floor", spot=(0, -0.15, 0.002), product_m=0.75, safe=(0.14, 0.12, 0.86, 0.88), bright=0.80
    )


def _roll_out(*, width: float, front: float, back: float, bend: float, height: float) -> None:
    """Thick paper: floor, bend, wall; it waves a little and its front edge curls up."""
    turn = np.linspace(0, math.pi / 2, 60)
    y = np.concatenate(
        [np.linspace(front, back - bend, 200)[:-1], back - bend + bend * np.sin(turn), np.full(59, back)]
    )
    z = np.concatenate([np.zeros(199), bend - bend * np.cos(turn), np.linspace(bend, height, 60)[1:]])
    z = z + 0.05 * np.clip((front + 0.35 - y) / 0.35, 0, 1) ** 2
    x = np.linspace(-width / 2, width / 2, 120)
    length = np.concatenate([[0], np.cumsum(np.hypot(np.diff(y), np.diff(z)))])
    grid_x, along = np.meshgrid(x, length)
    wave = 0.004 * fbm(grid_x, along, 0.9, 3, 3) + 0.006 * np.abs(grid_x / width * 2) ** 4 * (
        1 + fbm(grid_x, along, 1.2, 5, 2)
    )
    points = np.stack(
        [
            grid_x,
            y[:, None] - wave * np.clip(z[:, None] / bend, 0, 1),
            z[:, None] + 0.003 + np.abs(wave) * np.clip(1 - z[:, None] / bend, 0, 1),
        ],
        axis=-1,
    )
    index = np.arange(points.shape[0] * points.shape[1]).reshape(points.shape[:2])
    faces = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], axis=-1).reshape(-1, 4)
    field(points.reshape(-1, 3), faces, _paper((0.23, 0.33, 0.41)))


def _paper(colour: tuple[float, float, float]) -> object:
    surface = Surface(colour, 0.85, 0.25)
    place = surface.where()
    surface.set("Base Color", surface.mix(surface.noise(place, 1.5, 3), scaled(colour, 0.93), scaled(colour, 1.07)))
    surface.bump(surface.noise(place, 300, 2), 0.12, 0.001)
    surface.bump(surface.noise(place, 2.0, 3), 0.10, 0.02)
    return surface.material
