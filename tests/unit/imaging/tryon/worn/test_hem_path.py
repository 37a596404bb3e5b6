"""A top's hem over lower clothes of other colours."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.hem_path import with_hem_path

HEM = 100


def worn() -> tuple[np.ndarray, np.ndarray, Any]:
    """A patterned top over plain trousers; parts in which a block of these is said to be the top; and the frame."""
    rng = np.random.default_rng(1)
    rgb = np.full((200, 120, 3), 0.55)
    rgb[:HEM] = rng.choice([0.05, 0.5, 0.9], (HEM, 120))[..., None]
    rgb += rng.normal(0, 0.01, rgb.shape)
    labels = np.full((200, 120), Part.LOWER, np.uint8)
    labels[:HEM] = Part.TORSO
    labels[HEM : HEM + 8, 80:] = Part.TORSO
    along = np.repeat(np.arange(200, dtype=np.float32)[:, None] / HEM, 120, axis=1)
    return rgb.clip(0, 1).astype(np.float32), labels, SimpleNamespace(width=100.0, along=along)


def test_a_block_of_the_waistband_is_the_lower_garment() -> None:
    rgb, labels, frame = worn()
    found = with_hem_path(rgb, labels, frame, 1.0)
    assert (found[HEM + 3 : HEM + 8, 86:] == Part.LOWER).mean() > 0.95
    assert (found[: HEM - 2] == Part.TORSO).all()


def test_a_hem_that_is_right_stays() -> None:
    rgb, labels, frame = worn()
    labels[HEM:] = Part.LOWER
    assert (with_hem_path(rgb, labels, frame, 1.0) == labels).all()


def test_garments_that_look_the_same_are_not_told_apart() -> None:
    rgb, labels, frame = worn()
    assert (with_hem_path(np.full_like(rgb, 0.1), labels, frame, 1.0) == labels).all()
