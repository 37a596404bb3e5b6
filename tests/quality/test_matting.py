"""Cut-outs of drawn scenes, whose exact alpha and colours are known, by the real nets of the default weights."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from lingtu.imaging.matting import MattingNets, fills_rectangle, matte
from lingtu.imaging.nets import open_nets
from lingtu.settings import Settings

Plane = NDArray[np.float32]

HEIGHT, WIDTH = 480, 640
FINE = 4  # shapes are drawn so many times larger, and reduced: their edges are then exact coverages


@dataclass(frozen=True)
class Scene:
    """A drawn subject on a drawn background."""

    rgb: Plane
    alpha: Plane
    own: Plane


@pytest.fixture(scope="module")
def nets() -> MattingNets:
    """Pulled with the machine's pip where they are not here yet."""
    return open_nets(Settings.from_env(os.environ).weights_dir, threads=1)


def _noise(seed: int, grain_px: float, low: tuple[float, ...], high: tuple[float, ...]) -> Plane:
    draw = np.random.default_rng(seed).random((HEIGHT, WIDTH)).astype(np.float32)
    smooth = cv2.normalize(cv2.GaussianBlur(draw, (0, 0), grain_px), None, 0, 1, cv2.NORM_MINMAX)[..., None]
    return (np.array(low, np.float32) * (1 - smooth) + np.array(high, np.float32) * smooth).astype(np.float32)


def _table_top() -> Plane:
    """A wall and a wooden table."""
    wall = _noise(1, 40, (0.75, 0.73, 0.7), (0.85, 0.84, 0.82))
    wood = _noise(2, 3, (0.45, 0.3, 0.2), (0.6, 0.42, 0.28))
    return np.where(np.arange(HEIGHT)[:, None, None] > 300, wood, wall)


def _busy() -> Plane:
    return _noise(3, 6, (0.2, 0.35, 0.2), (0.55, 0.6, 0.35))


def _drawn(paint: Callable[[NDArray[np.uint8]], None]) -> Plane:
    canvas = np.zeros((HEIGHT * FINE, WIDTH * FINE), np.uint8)
    paint(canvas)
    return (cv2.resize(canvas, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) / np.float32(255)).astype(np.float32)


def _scene(alpha: Plane, colour: tuple[float, float, float], background: Plane) -> Scene:
    """The subject is lit from the left, so that it looks solid."""
    x = np.linspace(0, 1, WIDTH, dtype=np.float32)[None, :, None]
    own = np.clip(np.array(colour, np.float32) * (1.25 - 0.7 * x), 0, 1) + np.zeros((HEIGHT, 1, 1), np.float32)
    rgb = own * alpha[..., None] + background * (1 - alpha[..., None])
    return Scene(rgb.astype(np.float32), alpha, own.astype(np.float32))


def _mug(canvas: NDArray[np.uint8]) -> None:
    cv2.ellipse(canvas, (1600, 1050), (300, 270), 0, 0, 360, 255, 90)
    cv2.rectangle(canvas, (1000, 700), (1600, 1450), 255, -1)
    cv2.ellipse(canvas, (1300, 1450), (300, 70), 0, 0, 360, 255, -1)


def _bottle(canvas: NDArray[np.uint8]) -> None:
    cv2.rectangle(canvas, (1080, 800), (1480, 1600), 255, -1)
    cv2.ellipse(canvas, (1280, 800), (200, 160), 0, 0, 360, 255, -1)
    cv2.rectangle(canvas, (1210, 400), (1350, 700), 255, -1)


def _fur(canvas: NDArray[np.uint8]) -> None:
    """A ball with hairs of one pixel's width and up to a dozen pixels' length."""
    cv2.circle(canvas, (1280, 960), 520, 255, -1)
    draw = np.random.default_rng(7)
    for angle in draw.uniform(0, 2 * np.pi, 700):
        length, bend = draw.uniform(525, 570), draw.normal(0, 0.06)
        start = (int(1280 + 480 * np.cos(angle)), int(960 + 480 * np.sin(angle)))
        end = (int(1280 + length * np.cos(angle + bend)), int(960 + length * np.sin(angle + bend)))
        cv2.line(canvas, start, end, 255, 5, cv2.LINE_AA)


def _star(canvas: NDArray[np.uint8]) -> None:
    turns = np.linspace(0, 2 * np.pi, 11)[:-1]
    reach = np.where(np.arange(10) % 2, 260, 640)
    points = np.stack([1280 + reach * np.sin(turns), 960 - reach * np.cos(turns)], axis=-1)
    cv2.fillPoly(canvas, [points.astype(np.int32)], 255)


#: Scene -> what it is drawn with, and the bounds: mean error of alpha; of the colours where alpha is between.
SCENES = {
    "mug": (_mug, (0.85, 0.15, 0.1), _table_top, 0.006, 0.12),
    "bottle": (_bottle, (0.1, 0.25, 0.75), _table_top, 0.006, 0.12),
    "fur": (_fur, (0.95, 0.85, 0.7), _busy, 0.02, 0.15),
    "star": (_star, (0.95, 0.8, 0.15), _busy, 0.006, 0.12),
}


@pytest.mark.parametrize("name", SCENES)
def test_alpha_and_colours_are_near_the_truth(name: str, nets: MattingNets) -> None:
    paint, colour, background, alpha_bound, colour_bound = SCENES[name]
    scene = _scene(_drawn(paint), colour, background())
    found = matte(scene.rgb, nets)
    assert found.rgb.shape == scene.rgb.shape
    assert found.alpha.shape == scene.alpha.shape
    alpha_error = float(np.abs(found.alpha - scene.alpha).mean())
    mixed = (scene.alpha > 0.1) & (scene.alpha < 0.9)
    colour_error = float(np.abs(found.rgb - scene.own)[mixed].mean())
    kept = float(np.abs(scene.rgb - scene.own)[mixed].mean())
    print(f"{name}: alpha {alpha_error:.4f}, colours at the edge {colour_error:.4f}, the picture's own {kept:.4f}")
    assert alpha_error <= alpha_bound
    assert colour_error <= colour_bound
    assert colour_error < kept


def test_wholly_covered_pixels_keep_their_bits(nets: MattingNets) -> None:
    scene = _scene(_drawn(_mug), (0.85, 0.15, 0.1), _table_top())
    found = matte(scene.rgb, nets)
    solid = found.alpha >= 1
    assert solid.mean() > 0.1
    assert np.array_equal(found.rgb[solid], scene.rgb[solid])


def test_large_pictures_keep_their_size_and_edges(nets: MattingNets) -> None:
    scene = _scene(_drawn(_star), (0.95, 0.8, 0.15), _busy())
    size = (WIDTH * 4, HEIGHT * 4)
    large = cv2.resize(scene.rgb, size, interpolation=cv2.INTER_CUBIC).clip(0, 1)
    truth = cv2.resize(scene.alpha, size, interpolation=cv2.INTER_CUBIC).clip(0, 1)
    found = matte(large, nets)
    assert found.alpha.shape == truth.shape
    assert float(np.abs(found.alpha - truth).mean()) < 0.006


def test_the_same_picture_gives_the_same_bits(nets: MattingNets) -> None:
    scene = _scene(_drawn(_fur), (0.95, 0.85, 0.7), _busy())
    one = matte(scene.rgb, nets)
    again = matte(scene.rgb, open_nets(Settings.from_env(os.environ).weights_dir, threads=1))
    assert np.array_equal(one.alpha, again.alpha)
    assert np.array_equal(one.rgb, again.rgb)


@pytest.mark.parametrize("colour", [0.0, 0.5, 1.0])
def test_an_empty_picture_is_no_failure(colour: float, nets: MattingNets) -> None:
    found = matte(np.full((50, 70, 3), colour, np.float32), nets)
    assert np.isfinite(found.alpha).all()
    assert 0 <= found.alpha.min() <= found.alpha.max() <= 1


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 300, 3), (5, 4, 3), (400, 3, 3)])
def test_tiny_and_thin_pictures_are_no_failure(shape: tuple[int, int, int], nets: MattingNets) -> None:
    rgb = np.random.default_rng(0).random(shape, np.float32)
    assert matte(rgb, nets).alpha.shape == shape[:2]


def test_a_book_fills_its_rectangle_and_a_mug_does_not() -> None:
    book = np.zeros((200, 150), np.float32)
    book[4:-4, 4:-4] = 1
    assert fills_rectangle(book)
    assert fills_rectangle(np.ones((9, 9), np.float32))
    assert not fills_rectangle(_drawn(_mug))
    assert not fills_rectangle(np.zeros((9, 9), np.float32))
    rounded = np.zeros((200, 200), np.float32)
    cv2.circle(rounded, (100, 100), 99, 1, -1)
    assert not fills_rectangle(rounded)
