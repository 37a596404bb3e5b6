"""Layers of the result over each other: shadows."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.composite import contact, dimmed


def test_the_shadow_below_a_hem_is_darkest_at_it_and_ends_softly() -> None:
    """A shadow with an edge of its own is seen as a line that somebody drew."""
    cloth = np.zeros((100, 80), np.float32)
    cloth[:50] = 1
    below = contact(cloth, 250.0)[50:70, 40]
    steps = np.diff(below)
    assert below[0] > 0.2
    assert steps.max() <= 1e-6
    assert steps.min() > -0.25 * below[0]


def test_skin_in_a_shadow_is_redder_not_greyer() -> None:
    skin = np.full((1, 1, 3), (0.85, 0.65, 0.55), np.float32)
    dark = dimmed(skin, np.full((1, 1), 0.7, np.float32))[0, 0]
    assert dark[0] / dark[2] > 1.05 * 0.85 / 0.55
    assert dark[0] < 0.7
