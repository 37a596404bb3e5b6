"""Where made up skin goes on from seen skin."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.joins import joined
from lingtu.imaging.tryon.worn.layers import Layers

WIDTH = 200.0
SIZE = (240, 160)


def test_an_arm_that_is_narrower_above_an_old_cuff_has_no_step_there_and_stays_elsewhere() -> None:
    labels = np.full(SIZE, Part.BACKGROUND, np.uint8)
    labels[:120, 40:120], labels[120:, 50:110] = Part.TORSO, Part.ARMS
    shares = np.stack([(labels == part).astype(np.float32) for part in range(max(Part) + 1)])
    layers = Layers(np.full((*SIZE, 3), 0.5, np.float32), labels, shares)
    person = np.zeros(SIZE, np.float32)
    person[:120, 56:104], person[120:, 50:110] = 1, 1
    taken = layers.share(Part.TORSO)
    bared = (taken > 0.5) & (person > 0.5)
    join = joined(layers, person, bared, taken, np.ones(SIZE, np.float32), WIDTH, 8.0)
    assert join is not None
    width = (person + join.more).sum(axis=1)
    assert np.abs(np.diff(person.sum(axis=1))).max() == 12
    assert np.abs(np.diff(width)).max() < 5
    # beyond the reach of the old garment, and far from the cuff, nothing changes
    assert not join.changed[129:].any()
    assert not join.changed[:90].any()
    assert not join.ground[129:].any()


def test_where_no_seen_skin_is_nothing_changes() -> None:
    labels = np.full(SIZE, Part.BACKGROUND, np.uint8)
    labels[:, 40:120] = Part.TORSO
    shares = np.stack([(labels == part).astype(np.float32) for part in range(max(Part) + 1)])
    layers = Layers(np.full((*SIZE, 3), 0.5, np.float32), labels, shares)
    person = np.zeros(SIZE, np.float32)
    person[:, 56:104] = 1
    all_sure = np.ones(SIZE, np.float32)
    assert joined(layers, person, person > 0.5, layers.share(Part.TORSO), all_sure, WIDTH, 8.0) is None
