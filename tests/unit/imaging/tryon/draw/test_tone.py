"""Made up skin beside skin that is seen."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.tone import in_tone
from lingtu.imaging.tryon.worn.layers import Layers


def test_made_up_skin_goes_on_in_the_tone_of_the_nearest_seen_one_and_far_away_in_its_own() -> None:
    labels = np.full((400, 60), Part.TORSO, np.uint8)
    labels[300:, 20:40] = Part.ARMS
    rgb = np.full((400, 60, 3), 0.1, np.float32)
    rgb[300:, 20:40] = (0.6, 0.4, 0.3)
    rgb[300:308] *= 0.5  # the old cuff's shadow
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    layers, skin = Layers(rgb, labels, shares), np.full((400, 60, 3), (0.7, 0.5, 0.42), np.float32)
    shadow = np.zeros(labels.shape, bool)
    shadow[:308] = True
    toned = in_tone(skin, layers, 100, shadow)
    assert np.abs(toned[290:308, 30] - (0.6, 0.4, 0.3)).max() < 0.05
    assert np.abs(toned[20, 30] - skin[20, 30]).max() < 0.01
    nothing = Layers(rgb, np.full_like(labels, Part.TORSO), np.zeros_like(shares))
    assert in_tone(skin, nothing, 100, shadow) is skin
