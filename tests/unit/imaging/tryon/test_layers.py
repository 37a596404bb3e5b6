"""Layers of a photo: edges between what is kept and what is taken off."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.layers import Layers, within_rim


def test_a_hand_is_a_pixel_smaller_at_clothes_that_are_taken_off_and_nowhere_else() -> None:
    labels = np.full((40, 60), Part.BACKGROUND, np.uint8)
    labels[:, 40:] = Part.LOWER
    labels[10:30, 20:40] = Part.HANDS
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    layers = Layers(np.zeros((40, 60, 3), np.float32), labels, shares)
    smaller = within_rim(layers, (Part.LOWER,))
    assert (smaller.share(Part.HANDS)[20, 20:39] == 1).all()  # beside the ground it is as it was
    assert smaller.share(Part.HANDS)[20, 39] == 0
    assert smaller.share(Part.LOWER)[20, 39] == 1
    assert np.allclose(smaller.shares.sum(axis=0), 1)
    assert (within_rim(layers, (Part.TORSO,)).shares == layers.shares).all()
