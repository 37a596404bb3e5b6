"""Hair's soft edge on clothes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.hair_edges import with_hair_edges
from lingtu.imaging.tryon.worn.layers import Layers

HAIR, WHITE = np.array((0.25, 0.15, 0.1), np.float32), np.array((0.9, 0.9, 0.93), np.float32)
WIDTH_PX = 200.0


def _tips() -> tuple[Layers, NDArray[np.float32]]:
    """Hair that ends in tips, taken for a block that cuts them off; and its true share H x W."""
    truth: NDArray[np.float32] = np.zeros((260, 260), np.float32)
    truth[:120, 80:180] = 1
    for left in range(80, 180, 20):
        cv2.fillConvexPoly(truth, np.array([(left, 119), (left + 19, 119), (left + 10, 136)]), 1.0)
    truth = np.asarray(cv2.GaussianBlur(truth, (0, 0), 1.0))
    noise = np.random.default_rng(1).normal(0, 0.01, truth.shape).astype(np.float32)
    rgb = truth[..., None] * (HAIR + 3 * noise[..., None]) + (1 - truth[..., None]) * (WHITE + noise[..., None])
    labels = np.full(truth.shape, Part.TORSO, np.uint8)
    labels[:128, 78:182] = Part.HAIR
    shares = (labels == np.arange(len(Part))[:, None, None]).astype(np.float32)
    return Layers(rgb.clip(0, 1), labels, shares), truth


def test_tips_end_as_in_the_photo_with_the_clothes_between_them() -> None:
    layers, truth = _tips()

    told = with_hair_edges(layers, WIDTH_PX)

    before, after = (np.abs(each.share(Part.HAIR) - truth)[110:145, 70:190].mean() for each in (layers, told))
    assert after < 0.3 * before
    assert told.shares.sum(axis=0) == pytest.approx(1)
    assert (told.labels[truth < 0.1] == Part.TORSO).all()


def test_what_is_surely_hair_or_clothes_stays() -> None:
    layers, _ = _tips()

    told = with_hair_edges(layers, WIDTH_PX).share(Part.HAIR)

    assert told[:108, 92:168].min() == 1
    assert told[145:].max() == 0


def test_nothing_changes_where_hair_is_far_from_clothes() -> None:
    layers, _ = _tips()
    labels = np.where(layers.labels == Part.TORSO, np.uint8(Part.BACKGROUND), layers.labels)

    assert with_hair_edges(Layers(layers.rgb, labels, layers.shares), WIDTH_PX).shares is layers.shares
