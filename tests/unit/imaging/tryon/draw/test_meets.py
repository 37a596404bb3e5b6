"""Made up skin is as light as the skin that is seen where both meet, and its own far from there."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.meets import meets
from lingtu.imaging.tryon.worn.layers import Layers

REACH = 8.0


def test_what_is_left_of_a_shadow_fades_over_made_up_skin() -> None:
    labels = np.full((160, 60), Part.ARMS, np.uint8)
    labels[:80] = Part.TORSO
    rgb = np.full((160, 60, 3), 0.6, np.float32)
    rgb[80:] = (0.55, 0.5, 0.5)
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    skin = np.full(rgb.shape, 0.6, np.float32)
    met = meets(skin, Layers(rgb, labels, shares), labels == Part.TORSO, REACH)
    assert np.abs(met[84, 30] - rgb[100, 30]).max() < 0.03
    assert (met[0] == skin[0]).all()
    assert np.abs(np.diff(met[:90, 30], axis=0)).max() < 0.01
    none = np.zeros(labels.shape, np.bool_)
    assert meets(skin, Layers(rgb, labels, shares), none, REACH) is skin
