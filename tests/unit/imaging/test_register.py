from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.codec import decode, encode
from lingtu.imaging.register import find


def room(seed: int) -> np.ndarray:
    """Smooth things of many sizes, as a blurred room has."""
    draw = np.random.default_rng(seed)
    picture = np.full((480, 480, 3), 0.6, np.float32)
    for _ in range(14):
        x, y = draw.integers(0, 480, 2)
        colour = draw.uniform(0.2, 0.9, 3)
        cv2.circle(picture, (int(x), int(y)), int(draw.integers(15, 90)), colour.tolist(), -1, cv2.LINE_AA)
    return cv2.GaussianBlur(picture, (0, 0), 3)


MASTER = room(1)


@pytest.mark.parametrize(
    ("left", "top", "width", "height", "scale", "stretch"),
    [
        (0, 0, 480, 480, 1.0, 1.0),
        (0, 0, 480, 480, 0.6, 1.0),
        (0, 0, 480, 480, 1.5, 1.3),
        (60, 100, 300, 300, 1.7, 1.0),
        (10, 5, 460, 259, 2.0, 1.0),
        (200, 40, 150, 220, 2.5, 1.0),
    ],
)
def test_found_again_at_any_size_and_crop(
    left: int, top: int, width: int, height: int, scale: float, stretch: float
) -> None:
    part = cv2.resize(MASTER[top : top + height, left : left + width], None, fx=scale * stretch, fy=scale)
    picture = decode(encode(np.clip(part, 0, 1), None, "jpg")).rgb
    window = find(picture, MASTER)
    assert window is not None
    edges = (window.left, window.top, window.left + window.width, window.top + window.height)
    expected = np.array([left, top, left + width, top + height]) / 480
    assert edges == pytest.approx(expected, abs=1.5 / 480)


@pytest.mark.parametrize("seed", [2, 3, 4, 5])
def test_another_picture_is_refused(seed: int) -> None:
    assert find(room(seed), MASTER) is None


def test_a_mirrored_or_repainted_one_is_refused() -> None:
    assert find(np.ascontiguousarray(MASTER[:, ::-1]), MASTER) is None
    assert find(MASTER[..., ::-1].copy(), MASTER) is None
    painted = MASTER.copy()
    painted[100:300, 100:300] = (0.1, 0.6, 0.2)
    assert find(painted, MASTER) is None


def test_a_plain_picture_could_be_anything() -> None:
    plain = np.full((300, 300, 3), 0.5, np.float32)
    assert find(plain, plain) is None
    assert find(plain[:5, :5], MASTER) is None
