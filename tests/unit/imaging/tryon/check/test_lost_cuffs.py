"""Ends of long sleeves that were taken for trousers, on the drawn person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.check.judge import of_person
from lingtu.imaging.tryon.check.lost_cuffs import lost_cuff_area, lost_forearm_px
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_the_end_of_a_sleeve_that_is_said_to_be_trousers_is_told_by_its_colour() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    assert lost_cuff_area(layers, wearer) < 0.002
    y, x = np.indices(layers.labels.shape)
    cuff = (layers.labels == Part.TORSO) & (y > 350) & (x > 340)
    assert cuff.any()
    lost = replace(layers, labels=np.where(cuff, Part.LOWER, layers.labels).astype(np.uint8))
    assert lost_cuff_area(lost, wearer) > 0.5 * np.count_nonzero(cuff) / wearer.width**2
    assert "lost_cuffs" in [doubt.name for doubt in of_person(lost, wearer, ("upperBody",)) if doubt.is_grave]
    assert "lost_cuffs" not in [doubt.name for doubt in of_person(layers, wearer, ("upperBody",)) if doubt.is_grave]


def test_short_sleeves_have_no_cuffs_beside_the_hands() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    assert lost_cuff_area(layers, wearer) == 0


def test_a_long_sleeve_that_is_said_to_be_trousers_up_to_the_hand_is_missed() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("lowerBody",))
    assert lost_forearm_px(wearer) == 0
    y, x = np.indices(layers.labels.shape)
    sleeve = (layers.labels == Part.TORSO) & (y > 300) & (x > 335)
    lost = replace(wearer, labels=np.where(sleeve, Part.LOWER, layers.labels).astype(np.uint8))
    assert 60 < lost_forearm_px(lost) < 140
    for kinds, told in ((("lowerBody",), True), (("upperBody",), False)):
        doubts = of_person(layers, lost, kinds)
        assert ("lost_forearm" in [doubt.name for doubt in doubts if doubt.is_grave]) is told


def test_a_cuff_that_was_taken_for_the_lower_garment_speaks_against_it_too() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("lowerBody",))
    y, x = np.indices(layers.labels.shape)
    cuff = (layers.labels == Part.TORSO) & (y > 365) & (x > 335)
    lost = replace(wearer, labels=np.where(cuff, Part.LOWER, layers.labels).astype(np.uint8))
    assert 0.1 < lost_forearm_px(lost) / wearer.width < 0.25
    assert "lost_forearm" in [doubt.name for doubt in of_person(layers, lost, ("lowerBody",)) if doubt.is_grave]


def test_an_arm_whose_skin_is_seen_is_in_no_sleeve_whatever_its_colours_say() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("lowerBody",))
    y, x = np.indices(layers.labels.shape)
    sleeve, below = (layers.labels == Part.TORSO) & (x > 335), (y > 300)
    seen = np.where(sleeve, np.where(below, Part.LOWER, Part.ARMS), layers.labels).astype(np.uint8)
    assert lost_forearm_px(replace(wearer, labels=seen)) == 0
