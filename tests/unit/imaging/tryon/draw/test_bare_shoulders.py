"""Shoulders below the straps of the drawn person's top without sleeves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.bare_shoulders import below_straps, has_bare_shoulders, with_shoulders
from lingtu.imaging.tryon.worn.layers import Layers
from tests.unit.imaging.tryon.worn.test_old_armhole import wearer

SKIN, OTHER = np.array((0.8, 0.6, 0.5), np.float32), np.array((0.5, 0.4, 0.4), np.float32)


def _layers(labels: np.ndarray) -> Layers:
    rgb = np.full((*labels.shape, 3), 0.2, np.float32)
    rgb[np.isin(labels, (Part.NECK, Part.ARMS, Part.FACE, Part.HANDS))] = SKIN
    return Layers(rgb, labels, np.stack([(labels == part).astype(np.float32) for part in Part]))


def test_their_skin_goes_on_from_neck_and_arms_and_below_them_it_is_as_it_was() -> None:
    who = wearer(0)
    layers, made = _layers(who.labels), np.broadcast_to(OTHER, (*who.labels.shape, 3)).copy()
    zone = below_straps(layers, who)
    assert zone.any()
    shown = with_shoulders(made, layers, who)
    assert np.abs(shown[zone] - SKIN).max() < 0.1
    low = who.frame.along > 0.6
    assert (shown[low] == made[low]).all()


@pytest.mark.parametrize("sleeves", [0.3, 0.9])
def test_below_sleeves_no_shoulders_are_known(sleeves: float) -> None:
    who = wearer(sleeves)
    layers, made = _layers(who.labels), np.broadcast_to(OTHER, (*who.labels.shape, 3)).copy()
    assert with_shoulders(made, layers, who) is made
    assert not below_straps(layers, who).any()
    assert has_bare_shoulders(wearer(0))
    assert not has_bare_shoulders(who)


def test_one_bare_arm_is_not_enough() -> None:
    bare, clad = wearer(0), wearer(0.9)
    labels = np.where(np.arange(bare.labels.shape[1]) < 256, bare.labels, clad.labels).astype(np.uint8)
    assert not has_bare_shoulders(replace(bare, labels=labels, right=clad.right))
