"""Trousers go on up to a forearm that an old cuff hung between, and not across a wide gap."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.to_forearms import slits, up_to_forearms

WIDTH_PX = 200.0


def test_a_slit_between_trousers_and_an_arm_is_cloth_and_a_gap_is_none() -> None:
    labels = np.full((60, 120), Part.TORSO, np.uint8)
    labels[:, :40] = Part.LOWER
    cloth, arm = (labels == Part.LOWER).astype(np.float32), np.zeros(labels.shape, np.float32)
    arm[:, 46:70] = 1
    found = up_to_forearms(cloth, labels, arm, WIDTH_PX)
    assert (found[:, :46] == 1).all()
    assert (found[:, 50:] == 0).all()
    assert not slits(cloth > 0.5, np.roll(arm, 30, axis=1) > 0.5, WIDTH_PX).any()
    assert up_to_forearms(cloth, labels, np.zeros_like(arm), WIDTH_PX)[:, 40:].max() == 0
