"""Shoulders below hair."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.below_hair import shade, up_to_hair
from lingtu.imaging.tryon.worn.layers import Layers

WIDTH_PX = 200.0


def _layers() -> Layers:
    """Hair above clothes in some columns, the background in the others."""
    labels = np.full((160, 240), Part.BACKGROUND, np.uint8)
    labels[60:] = Part.TORSO
    labels[:60, 60:140] = Part.HAIR
    shares = (labels == np.arange(len(Part))[:, None, None]).astype(np.float32)
    return Layers(np.full((160, 240, 3), 0.5, np.float32), labels, shares)


def test_a_shoulder_goes_on_up_to_hair_and_not_to_the_background() -> None:
    layers = _layers()
    body = np.zeros((160, 240), np.float32)
    body[72:] = 1

    result = up_to_hair(body, layers, layers.share(Part.TORSO), WIDTH_PX)

    assert result[61:72, 80:120].min() > 0.9
    assert result[61:70, 160:].max() == 0
    assert result[61:70, :40].max() == 0
    assert (result[72:] == 1).all()


def test_skin_is_darker_beside_hair_alone() -> None:
    lit = shade(_layers(), WIDTH_PX)

    assert lit[64, 100] < 0.97
    assert lit[150, 100] == 1
