"""Edges of cloth that was drawn larger."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.draw.crisp import crisp

WHOLE = np.ones((90, 90), np.float32)


def enlarged(times: float) -> np.ndarray:
    """A step from 0.3 to 0.6 between columns, drawn so much larger than its picture."""
    small = np.full((30, 30, 3), 0.3, np.float32)
    small[:, 15:] = 0.6
    return cv2.warpAffine(small, np.array([[times, 0, 0], [0, times, 0]]), (90, 90), borderMode=cv2.BORDER_REPLICATE)


def test_an_edge_is_steeper_and_has_no_rim() -> None:
    before = enlarged(3.0)
    after = crisp(before, WHOLE, 3.0)
    one, other = (float(np.diff(each[45, :, 0]).max()) for each in (before, after))
    assert other > 1.2 * one
    assert after.min() > 0.3 - 0.03
    assert after.max() < 0.6 + 0.03


def test_noise_and_what_is_drawn_smaller_stay() -> None:
    noise = 0.5 + 0.001 * np.random.default_rng(0).standard_normal((90, 90, 3)).astype(np.float32)
    assert np.allclose(crisp(noise, WHOLE, 2.0), noise)
    assert np.array_equal(crisp(enlarged(3.0), WHOLE, 0.9), enlarged(3.0))


def test_only_cloth_is_changed() -> None:
    cloth = np.zeros((90, 90), np.float32)
    cloth[60:, 60:] = 1
    after = crisp(enlarged(3.0), cloth, 3.0)
    assert np.array_equal(after[:50], enlarged(3.0)[:50])
