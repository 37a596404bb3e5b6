"""Skirts and trousers told apart, and dresses over both."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.fit import fit_on, way_worn
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.replaces import covers_legs, in_trousers
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.skirt import in_skirt
from lingtu.imaging.tryon.worn.sticking_out import sticking_out
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person, tee, trousers


def read(skirt: list[tuple[int, int]] | None = None) -> tuple[Layers, Wearer]:
    """The drawn person, in a skirt with these corners instead of trousers if they are given."""
    rgb, who = person()
    if skirt is not None:
        labels = who.parts.labels.copy()
        cv2.fillPoly(labels, [np.array(skirt, np.int32)], int(Part.LOWER))
        who = replace(who, parts=replace(who.parts, labels=labels))
    return read_person(rgb, who, ("lowerBody",))


def long_skirt() -> list[tuple[int, int]]:
    return [(180, 420), (332, 420), (345, 705), (167, 705)]


def cut(wearer: Wearer, row: int) -> Wearer:
    return replace(wearer, labels=wearer.labels[:row])


def test_legs_with_a_gap_are_in_trousers_and_without_one_in_a_skirt() -> None:
    _, in_two = read()
    _, in_one = read(long_skirt())
    assert not in_skirt(in_two)
    assert in_trousers(in_two)
    assert in_skirt(in_one)
    assert not in_trousers(in_one)


def test_where_too_little_is_seen_no_skirt_is_told() -> None:
    assert not in_skirt(cut(read(long_skirt())[1], 460))


def test_below_a_top_that_hides_the_hips_no_skirt_is_told_by_its_flare() -> None:
    _, wearer = read([(190, 420), (322, 420), (370, 640), (142, 640)])
    left, right = (replace(flank, edge=np.linspace(60, 100, 120)) for flank in wearer.flanks)
    short = replace(cut(wearer, 560), left=left, right=right)
    assert in_skirt(short)
    assert not in_skirt(replace(short, outfit=replace(short.outfit, waist=1.15)))


def test_trousers_cover_no_skirt_below_which_the_legs_are_not_seen() -> None:
    _, wearer = read(long_skirt())
    garment = read_garment(*trousers(), "lowerBody")
    seen = cut(wearer, 640)
    labels = seen.labels.copy()
    labels[600:][labels[600:] == Part.LOWER] = Part.LEGS
    assert covers_legs(garment, replace(seen, labels=labels))
    assert not covers_legs(garment, seen)


def test_a_dress_is_no_longer_over_trousers() -> None:
    rgb, alpha = tee()
    garment = read_garment(rgb, alpha, "dresses")
    hems = []
    for hem in (None, 560):
        layers, wearer = read(None if hem is None else [(170, 400), (342, 400), (350, hem), (162, hem)])
        if hem is not None:
            labels = np.where((layers.labels == Part.LOWER) & (np.arange(768)[:, None] > hem), Part.LEGS, layers.labels)
            layers = replace(layers, labels=labels.astype(np.uint8))
            wearer = replace(wearer, labels=layers.labels, outfit=replace(wearer.outfit, legs=(0.5, 0.5)))
        fit = fit_on(layers, wearer, garment, Look(), way_worn(layers, wearer, garment, Look()))
        hems.append(fit.hem_level)  # type: ignore[union-attr]
    assert hems[0] < 1.65
    assert hems[1] >= hems[0]


@pytest.mark.parametrize("part", [Part.LOWER, Part.LEGS])
def test_a_bag_below_the_hand_sticks_out_of_a_skirt(part: Part) -> None:
    _, wearer = read(long_skirt())
    labels = wearer.labels.copy()
    assert not sticking_out(labels, wearer.frame).any()
    labels[450:530, 334:410] = part
    held = sticking_out(labels, wearer.frame)
    assert held[470:520, 360:400].all()
    assert not held[:, :330].any()


def test_a_skirt_that_gets_wider_to_its_hem_does_not_stick_out() -> None:
    _, wearer = read([(180, 420), (332, 420), (420, 650), (92, 650)])
    assert not sticking_out(wearer.labels, wearer.frame).any()
