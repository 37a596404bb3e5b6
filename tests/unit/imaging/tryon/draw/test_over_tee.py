"""What lies over the old tee."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.over_tee import lies_over_tee
from lingtu.imaging.tryon.flat.garment import Garment, read_garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person, tee


@pytest.fixture(scope="module")
def vest() -> Garment:
    garment = read_garment(*tee(), "upperBody")
    assert garment.top is not None
    sides = [replace(side, sleeve=None) for side in garment.top.sides]
    return replace(garment, top=replace(garment.top, left=sides[0], right=sides[1]))


def read(sleeves: float) -> tuple[Layers, Wearer]:
    layers, wearer = read_person(*person(sleeves=sleeves), ("upperBody",))
    grey = np.where((layers.labels == Part.TORSO)[..., None], np.float32(0.8), layers.rgb)
    return replace(layers, rgb=grey.astype(np.float32)), wearer


def test_a_vest_lies_over_a_plain_tee_with_short_sleeves(vest: Garment) -> None:
    assert lies_over_tee(vest, *read(0.3))
    assert not lies_over_tee(vest, *read(0.9))


def test_what_has_sleeves_or_is_a_dress_takes_the_tees_place(vest: Garment) -> None:
    layers, wearer = read(0.3)
    assert not lies_over_tee(read_garment(*tee(), "upperBody"), layers, wearer)
    assert not lies_over_tee(replace(vest, kind="dresses"), layers, wearer)


def test_a_bright_tee_goes(vest: Garment) -> None:
    layers, wearer = read(0.3)
    red = np.where((layers.labels == Part.TORSO)[..., None], np.float32([0.8, 0.1, 0.1]), layers.rgb)
    assert not lies_over_tee(vest, replace(layers, rgb=red.astype(np.float32)), wearer)


def test_a_patterned_tee_goes(vest: Garment) -> None:
    layers, wearer = read(0.3)
    stripes = (np.arange(layers.rgb.shape[0]) // 6 % 2 == 0)[:, None] & (layers.labels == Part.TORSO)
    striped = np.where(stripes[..., None], np.float32(0.1), layers.rgb)
    assert not lies_over_tee(vest, replace(layers, rgb=striped.astype(np.float32)), wearer)
