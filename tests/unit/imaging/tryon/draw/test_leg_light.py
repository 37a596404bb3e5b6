"""Legs are darker where they turn away."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.form import Form
from lingtu.imaging.tryon.draw.leg_light import legs_shade


def cylinder() -> Form:
    across = np.broadcast_to(np.linspace(-0.98, 0.98, 41, dtype=np.float32), (20, 41))
    normals = np.stack([across, np.zeros_like(across), np.sqrt(1 - across**2)], axis=2)
    return Form(normals, 1.0, (20, 41))


def test_a_leg_is_lit_in_its_middle_and_darkest_on_the_side_away_from_the_light() -> None:
    shade = legs_shade(cylinder(), np.zeros((20, 41), np.float32), 1.0)[10]
    assert abs(shade[20]) < 0.02
    assert (np.diff(shade[:20]) > 0).all()
    assert shade[0] < shade[-1] < -0.2


def test_a_shade_of_the_garments_own_picture_is_not_drawn_twice() -> None:
    own = np.full((20, 41), -0.3, np.float32)
    none, some = (legs_shade(cylinder(), each, 0.0) for each in (np.zeros_like(own), own))
    assert (some >= none).all()
    assert some[10, 2] > none[10, 2] + 0.1
