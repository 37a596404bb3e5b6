"""How trousers hang on legs that were not in any."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.fit.leg_hang import hanging_leg, leg_halves
from lingtu.imaging.tryon.worn.limb import STATIONS, Limb

#: A leg's length and its half width, and the row of its hip, px.
LENGTH_PX, BARE_PX, HIP_PX = 300.0, 20.0, 50.0
AT = np.linspace(0, LENGTH_PX, 26)


def leg(knee_px: float) -> Limb:
    """One that goes straight down from x 100, but for its knee, which is so far to the left."""
    share = np.linspace(0, 1, STATIONS)
    x = 100 - knee_px * np.sin(np.pi * share)
    centres = np.stack([x, HIP_PX + LENGTH_PX * share], axis=1)
    ahead = np.gradient(centres, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    normals = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    width = np.full(STATIONS, BARE_PX)
    return Limb(centres, normals, ahead, width, width, width, LENGTH_PX, LENGTH_PX / 2)


def hung(knee_px: float, flat_px: float) -> tuple[np.ndarray, np.ndarray]:
    limb = leg(knee_px)
    half = leg_halves(np.full(26, flat_px), limb, AT)
    return hanging_leg(limb, AT, half, np.array([60.0, HIP_PX]), np.array([140.0, HIP_PX]))


def test_loose_cloth_hangs_straight_past_a_knee_that_has_room_in_it() -> None:
    outer, inner = hung(12, 90)
    for edge in (outer, inner):
        straight = np.linspace(edge[4, 0], edge[-1, 0], 22)
        assert np.abs(edge[4:, 0] - straight).max() < 4


def test_a_knee_that_stands_out_is_within_the_cloth() -> None:
    outer, inner = hung(40, 70)
    bare = leg(40).point(AT, 1, 0.0)[:, 0]
    assert (outer[6:-2, 0] < bare[6:-2] + 5).all()
    # the other side does not go with it all the way
    assert inner[13, 0] - outer[13, 0] > inner[-1, 0] - outer[-1, 0] + 4


def test_it_begins_at_the_hip_and_at_the_crotch() -> None:
    outer, inner = hung(20, 80)
    assert np.allclose(outer[0], [60, HIP_PX])
    assert np.allclose(inner[0], [140, HIP_PX])
