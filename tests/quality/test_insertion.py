"""Shadows of own products in the gallery's scenes beside path-traced ones, made by tools/gallery/truth/render.py.

A figure is the mean absolute error of the shadow ratio (light with the product by light without it, per channel) where
the truth's differs from 1 by more than 5 %, and their SSIM there. A plain paste and a blurred drop shadow are measured
too: what others do.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from lingtu.gallery import catalogue
from lingtu.gallery.catalogue import OURS
from lingtu.imaging import codec, scene_files
from lingtu.imaging.colour import Floats, to_linear
from lingtu.imaging.insert import Look, ground
from lingtu.imaging.scene import Scene
from lingtu.imaging.tone import to_display, to_scene

TRUTH = Path(__file__).parent / "truth"
LEVEL = 200  # of the files: a ratio of 1
PAIRS = sorted(file.name.removesuffix(".ratio.png") for file in TRUTH.glob("*.ratio.png"))

#: Largest error of a pair's ratio. A drop shadow's is about 0.2 to 0.5.
WORST = 0.16


def load(pair: str, size: int) -> Scene:
    id = pair.rsplit("-", 1)[0]
    entry = OURS.background(id)
    geometry, tone = scene_files.read(catalogue.scene_files(entry))
    return Scene(picture=codec.decode(catalogue.picture_file(entry)).rgb, tone=tone, geometry=geometry).resized(
        size, size
    )


def drop_shadow(alpha: Floats) -> Floats:
    """What picture editors offer: the outline, moved a little and blurred."""
    side = alpha.shape[0]
    move = np.array([[1, 0, 0.015 * side], [0, 1, 0.02 * side]], np.float32)
    dark = cv2.warpAffine(cv2.GaussianBlur(alpha, (0, 0), 0.02 * side), move, (side, side))
    return np.repeat(1 - 0.45 * dark[..., None], 3, axis=2)


def similarity(one: Floats, other: Floats, where: np.ndarray) -> float:
    """SSIM of two planes, mean over a mask."""

    def blur(plane: Floats) -> Floats:
        return cv2.GaussianBlur(plane, (0, 0), 1.5)

    mean_one, mean_other = blur(one), blur(other)
    spread = blur(one * one) - mean_one**2 + blur(other * other) - mean_other**2
    shared = blur(one * other) - mean_one * mean_other
    found = (2 * mean_one * mean_other + 1e-4) * (2 * shared + 9e-4)
    return float((found / ((mean_one**2 + mean_other**2 + 1e-4) * (spread + 9e-4)))[where].mean())


def measured(pair: str) -> dict[str, tuple[float, float]]:
    """Method -> error and similarity."""
    truth = codec.decode_map((TRUTH / f"{pair}.ratio.png").read_bytes()).astype(np.float32) / LEVEL
    product = codec.decode((TRUTH / f"{pair}.png").read_bytes())
    assert product.alpha is not None
    scene = load(pair, product.alpha.shape[0])
    shown = to_display(to_linear(product.rgb), scene.tone)  # the file holds scene light, encoded as sRGB
    after = to_scene(ground(scene, shown, product.alpha, Look()), scene.tone)
    own = np.maximum(after, 1e-4) / np.maximum(to_scene(scene.picture, scene.tone), 1e-4)
    own = np.minimum(own, 255 / LEVEL)  # as the files can hold
    size = truth.shape[1::-1]
    own, alpha = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (own, product.alpha))
    where = (alpha < 0.02) & (np.abs(truth.mean(axis=2) - 1) > 0.05)
    methods = {"own": own, "paste": np.ones_like(truth), "drop": drop_shadow(alpha)}
    return {
        name: (
            float(np.abs(ratio - truth)[where].mean()),
            similarity(ratio.mean(axis=2), truth.mean(axis=2), where),
        )
        for name, ratio in methods.items()
    }


@pytest.mark.parametrize("pair", PAIRS)
def test_shadow(pair: str) -> None:
    found = measured(pair)
    print(pair, {name: (round(error, 3), round(ssim, 3)) for name, (error, ssim) in found.items()})
    assert found["own"][0] < WORST
    assert found["own"][0] < 0.5 * found["drop"][0], "half of a drop shadow's error"
    assert found["own"][0] < 0.5 * found["paste"][0]
    assert found["own"][1] > found["drop"][1] + 0.1


def test_there_are_enough_pairs() -> None:
    assert len({pair.rsplit("-", 1)[0] for pair in PAIRS}) >= 7
    assert sum(file.stat().st_size for file in TRUTH.iterdir()) < 1_500_000
