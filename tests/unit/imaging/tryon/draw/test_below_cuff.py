"""A sleeve's soft shade on the arm below it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.below_cuff import below_cuffs
from lingtu.imaging.tryon.worn.layers import Layers


def test_the_shade_is_deepest_at_the_cuff_and_ends_before_skin_that_is_seen() -> None:
    labels = np.full((300, 100), Part.TORSO, np.uint8)
    labels[200:, 40:60] = Part.ARMS
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    layers = Layers(np.full((300, 100, 3), 0.6, np.float32), labels, shares)
    sleeves, made_up = np.zeros((300, 100), np.float32), np.zeros((300, 100), np.float32)
    made_up[50:200, 40:60] = 1
    for cuff in (100, 190):
        sleeves[:] = 0
        sleeves[40:cuff, 30:70] = 1
        shade = below_cuffs(layers, made_up, sleeves, 250.0)[:, 50]
        assert (shade[:cuff] == 0).all()
        assert (shade[200:] == 0).all()
        if cuff == 100:
            assert shade[101] > 0.1
            assert (np.diff(shade[101:160]) <= 1e-6).all()
            assert shade[145:].max() < 0.01
        else:
            assert shade[199] < 0.05
    assert not below_cuffs(layers, np.zeros_like(made_up), sleeves, 250.0).any()
