"""Renders the gallery's plain entries: a wall behind a table top in window light, studio sweeps.

    python tools/gallery/plain.py          # all, into src/lingtu/gallery

Own work, deterministic. The other backgrounds are Blender renders.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import to_linear, to_srgb

Floats = NDArray[np.float32]
SIZE = 1280  # px
GALLERY = Path(__file__).parents[2] / "src/lingtu/gallery"


@dataclass(frozen=True)
class Room:
    """A wall and a table top, seen from a little above."""

    name: str
    seed: int
    #: sRGB.
    wall: tuple[float, float, float]
    table: tuple[float, float, float]
    #: Light and dark of the table's texture: 0 is plain.
    grain: float
    #: How far veins run across instead of fibres along: 0 wood, 1 stone.
    stone: float
    #: Shares of the picture's height.
    edge: float = 0.64
    horizon: float = 0.30
    #: Strength of the sun through the window, 0 to 1.
    sun: float = 0.55


ROOMS = (
    Room("indoor-01", 11, (0.80, 0.76, 0.70), (0.56, 0.40, 0.27), grain=0.30, stone=0.0),
    Room("indoor-02", 23, (0.70, 0.55, 0.46), (0.88, 0.86, 0.84), grain=0.10, stone=1.0, sun=0.45),
)
SWEEPS = {"simplicity-02": ((0.80, 0.83, 0.80), 5), "simplicity-03": ((0.90, 0.80, 0.77), 8)}


def noise(draw: np.random.Generator, height: int, width: int, cell_x: float, cell_y: float, octaves: int = 4) -> Floats:
    """Smooth noise around 0 whose largest features are cell_x by cell_y px."""
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        scale = 2.0**octave
        columns, rows = max(2, int(width * scale / cell_x) + 2), max(2, int(height * scale / cell_y) + 2)
        small = draw.standard_normal((rows, columns)).astype(np.float32)
        total += cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC) / scale
    return total / 2


def render_room(room: Room) -> Floats:
    """Linear light, SIZE x SIZE x 3."""
    draw = np.random.default_rng(room.seed)
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) / SIZE
    wall = to_linear(np.array(room.wall, np.float32)) * (1 + 0.05 * noise(draw, SIZE, SIZE, 90, 90, 5))[..., None]
    table = _table(room, draw, x, y)
    light = 0.62 + 0.30 * (1 - x) - 0.12 * y
    sun = room.sun * _sun(x, y)
    behind = np.clip((room.edge - y) / 0.16, 0, 1)
    shade = 1 - 0.22 * np.exp(-np.clip(room.edge - y, 0, 1) / 0.035)  # the table keeps light from the wall's foot
    lit_wall = wall * ((light + sun) * shade)[..., None]
    lit_wall = cv2.GaussianBlur(lit_wall.astype(np.float32), (0, 0), 5)
    depth = np.clip((y - room.edge) / (1 - room.edge), 0, 1)
    lit_table = table * (light + 0.06 + 0.8 * sun * _table_sun(x, depth))[..., None]
    gloss = 0.10 * np.exp(-depth / 0.25)[..., None] * lit_wall.mean(axis=(0, 1))
    mask = cv2.GaussianBlur((y >= room.edge).astype(np.float32), (0, 0), 1.6)[..., None]
    linear = lit_wall * (1 - mask) + (lit_table + gloss) * mask
    vignette = 1 - 0.16 * np.clip(np.hypot(x - 0.5, y - 0.5) / 0.7, 0, 1) ** 2
    return (linear * vignette[..., None] * (1 - 0.04 * behind[..., None])).astype(np.float32)


def _table(room: Room, draw: np.random.Generator, x: Floats, y: Floats) -> Floats:
    """The texture of the top, laid out flat and seen in perspective, out of focus towards the back."""
    plan = _stone(draw) if room.stone else _wood(draw)
    depth = np.clip(y - room.horizon, 0.02, 1)
    across = (x - 0.5) * 0.62 / depth
    away = 0.30 / depth
    texture = cv2.remap(
        plan,
        np.mod(across * 900 + 1000, 2040).astype(np.float32),
        np.mod(away * 1400, 2040).astype(np.float32),
        cv2.INTER_LINEAR,
    )
    soft = cv2.GaussianBlur(texture, (0, 0), 5)
    far = np.clip(1.15 - (y - room.edge) / 0.16, 0, 1)
    texture = texture * (1 - far) + soft * far
    return to_linear(np.array(room.table, np.float32)) * (1 + room.grain * texture)[..., None]


def _wood(draw: np.random.Generator) -> Floats:
    """Planks with fibres along x, 2048 x 2048, around 0."""
    fibres = noise(draw, 2048, 2048, 900, 16, 4) + 0.7 * noise(draw, 2048, 2048, 1600, 70, 3)
    rings = np.sin(6.0 * noise(draw, 2048, 2048, 1500, 160, 2) + np.arange(2048)[:, None] / 40)
    tones = np.repeat(draw.standard_normal(9), 256)[:2048, None]
    gaps = -2.2 * np.exp(-(((np.arange(2048) % 256) - 128) ** 2) / 8)[:, None]
    return (0.75 * fibres + 0.35 * rings + 0.35 * tones + gaps).astype(np.float32)


def _stone(draw: np.random.Generator) -> Floats:
    """Marble veins, 2048 x 2048, around 0."""
    warp = noise(draw, 2048, 2048, 700, 700, 5)
    vein = np.abs(np.sin(3.2 * warp + np.arange(2048)[None, :] / 420 + np.arange(2048)[:, None] / 600))
    cloud = 0.5 * noise(draw, 2048, 2048, 500, 500, 4)
    return (cloud - 2.6 * np.exp(-vein / 0.035) * (0.5 + 0.5 * np.tanh(noise(draw, 2048, 2048, 500, 400, 2)))).astype(
        np.float32
    )


def _sun(x: Floats, y: Floats) -> Floats:
    """Light through a window with bars, blurred as from a sun behind leaves, slanting down the wall."""
    u, v = x + 0.42 * y, y - 0.16 * x
    pane = ((np.mod((u - 0.34) / 0.17, 1) > 0.10) & (np.mod((v - 0.03) / 0.20, 1) > 0.09)).astype(np.float32)
    frame = ((u > 0.34) & (u < 0.85) & (v > 0.03) & (v < 0.63)).astype(np.float32)
    leaves = np.clip(0.72 + 0.6 * noise(np.random.default_rng(4), SIZE, SIZE, 150, 150, 3), 0, 1)
    return cv2.GaussianBlur((pane * frame * leaves).astype(np.float32), (0, 0), 15)


def _table_sun(x: Floats, depth: Floats) -> Floats:
    """The window's light goes on over the top, fading to the front."""
    return np.clip(1 - 0.7 * depth, 0, 1) * np.clip(1.3 - np.abs(x - 0.42) / 0.35, 0, 1)


def render_sweep(colour: tuple[float, float, float], seed: int) -> Floats:
    """A seamless studio backdrop under one large soft lamp. Linear light."""
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) / SIZE
    side = 0.18 if seed % 2 else 0.82
    pool = np.exp(-(((x - side) / 0.75) ** 2) - ((y - 0.28) / 0.62) ** 2)
    bend = 1 / (1 + np.exp(-(y - 0.66) / 0.045))
    floor = 0.72 + 0.30 * np.exp(-(((x - 0.5) / 0.55) ** 2) - ((y - 0.86) / 0.22) ** 2)
    light = (0.52 + 0.40 * pool) * (1 - bend) + floor * bend
    return (to_linear(np.array(colour, np.float32)) * light[..., None]).astype(np.float32)


def finish(linear: Floats, seed: int) -> NDArray[np.uint8]:
    """Grain against banding, 8 bits."""
    grain = np.random.default_rng(seed).normal(0, 0.006, (*linear.shape[:2], 1)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 0.7)[..., None]
    return np.rint(np.clip(to_srgb(linear) + grain, 0, 0.985) * 255).astype(np.uint8)


def save(file: Path, pixels: NDArray[np.uint8], quality: int) -> None:
    cv2.imwrite(str(file), pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])


def main() -> None:
    for room in ROOMS:
        save(GALLERY / f"backgrounds/{room.name}.jpg", finish(render_room(room), room.seed), 88)
    for name, (colour, seed) in SWEEPS.items():
        save(GALLERY / f"backgrounds/{name}.jpg", finish(render_sweep(colour, seed), seed), 86)


if __name__ == "__main__":
    main()
