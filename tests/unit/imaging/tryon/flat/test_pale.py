"""The outline of a white garment on white: even where thresholds tear it."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.cutout import complete
from lingtu.imaging.tryon.flat.pale import outlined
from tests.unit.imaging.tryon.drawn import tee
from tests.unit.imaging.tryon.flat.test_cutout import on_ground, wrong


def blocks_of_hue(shape: tuple[int, ...], px: int = 16) -> np.ndarray:
    """What JPEG leaves of hues, Lab, H x W x 3."""
    small = np.random.default_rng(3).normal(0, 2, (shape[0] // px + 1, shape[1] // px + 1, 2))
    hue = np.repeat(np.repeat(small, px, axis=0), px, axis=1)[: shape[0], : shape[1]]
    return np.dstack([np.zeros(shape), hue]).astype(np.float32)


def torn(alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """White cloth on white: the picture, Lab minus ground, and a rough mask with bites at the hem."""
    near = cv2.dilate(alpha, np.ones((25, 25))) - cv2.erode(alpha, np.ones((25, 25)))
    ground, cloth = np.full((*alpha.shape, 3), 0.92), np.full((*alpha.shape, 3), 0.94)
    lab = cv2.cvtColor(on_ground(alpha, cloth, ground), cv2.COLOR_RGB2Lab)
    picture = cv2.cvtColor(lab + blocks_of_hue(alpha.shape) * near[..., None], cv2.COLOR_Lab2RGB).clip(0, 1)
    rough = alpha > 0.5
    low = int(np.flatnonzero(rough.any(axis=1))[-1])
    for column in range(180, 420, 24):
        rough[low - 9 : low + 1, column : column + 12] = False
    return picture, rough


def test_hues_in_blocks_do_not_make_the_outline_ragged() -> None:
    _, alpha = tee()
    picture, rough = torn(alpha)
    off = cv2.cvtColor(picture, cv2.COLOR_RGB2Lab) - cv2.cvtColor(np.full_like(picture, 0.92), cv2.COLOR_RGB2Lab)
    found = outlined(off, rough)
    assert found is not None
    assert wrong(rough.astype(np.float32), alpha) > 0.008
    assert wrong(found, alpha) < 0.005


def test_white_cloth_of_which_the_matte_is_the_print_has_an_even_outline() -> None:
    _, alpha = tee()
    picture, _ = torn(alpha)
    picture[250:350, 250:350] = (0.8, 0.1, 0.1)
    print_alone = np.zeros_like(alpha)
    print_alone[250:350, 250:350] = 1
    assert wrong(complete(picture, print_alone), alpha) < 0.015


def test_a_noisy_ground_tells_no_outline() -> None:
    _, alpha = tee()
    off = np.random.default_rng(4).normal(0, 3, (*alpha.shape, 3)).astype(np.float32)
    assert outlined(off, alpha > 0.5) is None
