"""A coloured ground at a garment's edge is none of its coverage; the ground's light on cloth is cloth."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.ground_in_matte import without_stains

WHITE, RED = np.array((0.85, 0.85, 0.85), np.float32), np.array((0.5, 0.08, 0.12), np.float32)


def test_ground_in_the_matte_is_taken_out_but_cloth_in_its_light_stays() -> None:
    alpha = np.zeros((200, 200), np.float32)
    alpha[40:160, 40:160] = 1
    share = np.ones_like(alpha)
    share[40:160, 40:160] = 0
    share[40:160, 150:160] = 1  # the matte has a strip of ground
    share[80:88, 48:54] = 0.3  # cloth that is lit by the ground
    rgb = WHITE * (1 - share[..., None]) + RED * share[..., None]
    found = without_stains(rgb.astype(np.float32), alpha)
    assert found[50:150, 154:].max() < 0.1
    assert found[50:150, 42:145].min() > 0.99
