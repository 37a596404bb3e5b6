"""Colours of hair at its edge."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.hair_colours import without_rims
from lingtu.imaging.tryon.worn.layers import Layers


def test_a_light_rim_of_hair_gets_the_colours_of_hair_beside_it_and_sure_hair_stays() -> None:
    rgb = np.full((40, 40, 3), 0.2, np.float32)
    rgb[:, 20:] = 0.9
    shares = np.zeros((len(Part), 40, 40), np.float32)
    shares[Part.HAIR, :, :20], shares[Part.HAIR, :, 20:22] = 1, 0.5
    shares[Part.TORSO] = 1 - shares[Part.HAIR]

    result = without_rims(rgb, Layers(rgb, shares.argmax(axis=0).astype(np.uint8), shares))

    assert result[:, 20:22].max() < 0.4
    assert (result[:, :20] == rgb[:, :20]).all()
    assert (result[:, 22:] == rgb[:, 22:]).all()
