"""What is left of old cuffs beside bared wrists is taken off with them, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import sampled
from lingtu.imaging.tryon.draw.old_cuffs import without_old_cuffs
from lingtu.imaging.tryon.worn.layers import split
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import TONES, person


def test_a_cuff_s_rim_that_was_taken_for_ground_goes_with_the_cuff() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    in_sleeve = sampled(wearer.labels, wearer.left.bare_arm.centres) == Part.TORSO
    end = wearer.left.bare_arm.centres[np.flatnonzero(in_sleeve)[-1], 1]
    y, x = np.indices(wearer.labels.shape)
    rim = (wearer.labels == Part.TORSO) & (x < 175) & (y > end - 8) & (y < end - 4)
    assert (np.abs(layers.rgb[rim] - TONES[Part.TORSO]) < 0.1).mean() > 0.8
    labels = np.where(rim, Part.BACKGROUND, wearer.labels).astype(np.uint8)
    wrong = split(layers.rgb, labels, (labels != Part.BACKGROUND).astype(np.float32))
    short, long = 0.4 * wearer.left.arm.length, 0.98 * wearer.left.arm.length
    found, worn = without_old_cuffs(wrong, replace(wearer, labels=labels), (short, short))
    assert (found.labels[rim] == Part.TORSO).mean() > 0.8
    assert (worn.labels == found.labels).mean() > 0.99
    np.testing.assert_allclose(found.shares.sum(axis=0), 1, atol=1e-3)
    far = y < end - 40
    assert (found.labels[far] == labels[far]).all()
    assert without_old_cuffs(wrong, wearer, (long, long))[0] is wrong
