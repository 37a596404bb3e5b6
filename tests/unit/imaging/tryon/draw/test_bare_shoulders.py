"""Shoulders below the straps of the drawn person's top without sleeves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.smooth_fill import with_grain
from lingtu.imaging.tryon.arrays.vectors import means
from lingtu.imaging.tryon.draw.bare_shoulders import BESIDE, below_straps, has_bare_shoulders, shoulders
from lingtu.imaging.tryon.worn.layers import Layers
from tests.unit.imaging.tryon.worn.test_old_armhole import wearer

SKIN, OTHER = np.array((0.8, 0.6, 0.5), np.float32), np.array((0.5, 0.4, 0.4), np.float32)


def _layers(labels: np.ndarray) -> Layers:
    rgb = np.full((*labels.shape, 3), 0.2, np.float32)
    rgb[np.isin(labels, (Part.NECK, Part.ARMS, Part.FACE, Part.HANDS))] = SKIN
    return Layers(rgb, labels, np.stack([(labels == part).astype(np.float32) for part in Part]))


def _made(labels: np.ndarray) -> np.ndarray:
    return np.broadcast_to(OTHER, (*labels.shape, 3)).astype(np.float32)


def test_their_skin_goes_on_from_neck_and_arms_and_below_them_it_is_as_it_was() -> None:
    who = wearer(0)
    layers, made = _layers(who.labels), _made(who.labels)
    zone = below_straps(layers, who)
    assert zone.any()
    known = shoulders(made, layers, who)
    assert known is not None
    shown = known.over(made)
    assert np.abs(shown[zone] - SKIN).max() < 0.1
    low = who.frame.along > 0.6
    assert (shown[low] == made[low]).all()


def test_what_is_seen_close_to_them_has_their_light_as_well() -> None:
    who = wearer(0)
    layers, made = _layers(who.labels), _made(who.labels)
    known = shoulders(made, layers, who)
    assert known is not None
    close = dilated(below_straps(layers, who), int(BESIDE * who.width / 2)) & np.isin(
        who.labels, (Part.NECK, Part.ARMS)
    )
    close &= who.frame.along < 0.3
    assert np.median(np.abs(known.over(made)[close] - SKIN)) < 0.03


def test_edges_of_the_drawn_limbs_are_no_grain_of_theirs() -> None:
    who = wearer(0)
    layers, made = _layers(who.labels), _made(who.labels)
    middle = made.shape[1] // 2
    made[:, middle:] *= 0.7
    made = with_grain(made, 0.004, 0)
    known = shoulders(made, layers, who)
    assert known is not None
    rows = below_straps(layers, who)[:, middle]
    along = means(known.rgb)[rows].mean(axis=0)[middle - 3 : middle + 3]
    assert rows.sum() > 10
    assert np.ptp(along) < 0.004


@pytest.mark.parametrize("sleeves", [0.3, 0.9])
def test_below_sleeves_no_shoulders_are_known(sleeves: float) -> None:
    who = wearer(sleeves)
    layers = _layers(who.labels)
    assert shoulders(_made(who.labels), layers, who) is None
    assert not below_straps(layers, who).any()
    assert has_bare_shoulders(wearer(0))
    assert not has_bare_shoulders(who)


def test_one_bare_arm_is_not_enough() -> None:
    bare, clad = wearer(0), wearer(0.9)
    labels = np.where(np.arange(bare.labels.shape[1]) < 256, bare.labels, clad.labels).astype(np.uint8)
    assert not has_bare_shoulders(replace(bare, labels=labels, right=clad.right))
