"""Bags before the trousers that were taken for a part of them, on the drawn person."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.held import held_area, with_bags
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person

#: A clutch beside the right hand of the picture, and what of it was taken for trousers' is seen.
CLUTCH = np.array([(290, 400), (352, 410), (345, 490), (285, 480)], np.int32)


def with_clutch(tone: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray, Frame]:
    """The picture, the parts, the clutch as far as no hand is before it, and the frame."""
    rgb, who = person()
    labels = who.parts.labels.copy()
    clutch = cv2.fillConvexPoly(np.zeros(SIZE, np.uint8), CLUTCH, 1) > 0
    clutch &= ~np.isin(labels, (Part.ARMS, Part.HANDS))
    rgb[clutch] = tone
    labels[clutch] = Part.LOWER
    return rgb, labels, clutch, Frame(who.body, None, SIZE)


def test_what_is_held_before_trousers_is_a_bag_along_its_own_edges() -> None:
    rgb, labels, clutch, frame = with_clutch((0.9, 0.85, 0.8))
    # its upper corner was taken for the top
    labels[clutch & (np.arange(SIZE[0])[:, None] < 415)] = Part.TORSO
    found = with_bags(rgb, labels, frame) == Part.BAGS
    assert found[clutch].mean() > 0.95
    assert found[~clutch & (labels != Part.BAGS)].sum() < 0.03 * clutch.sum()


def test_trousers_alone_have_no_bag() -> None:
    rgb, who = person()
    labels = who.parts.labels.copy()
    labels[labels == Part.BAGS] = Part.BACKGROUND
    assert (with_bags(rgb, labels, Frame(who.body, None, SIZE)) == labels).all()
    rgb, labels, _, frame = with_clutch(TONES[Part.LOWER])
    assert (with_bags(rgb, labels, frame) == labels).all()


@pytest.mark.parametrize("kind", ["upperBody", "lowerBody"])
def test_a_bag_that_is_told_is_no_doubt(kind: str) -> None:
    rgb, labels, clutch, _ = with_clutch((0.9, 0.85, 0.8))
    _, who = person()
    who.parts.labels[:] = labels
    layers, wearer = read_person(rgb, who, (kind,))  # type: ignore[arg-type]
    assert (layers.labels[clutch] == Part.BAGS).mean() > 0.9
    assert held_area(layers, wearer) < 0.01


def beside_skirt(tone: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray, Frame]:
    """The picture in a skirt that is dotted in this tone, with a bag of it below the left hand, the bag, the frame."""
    rgb, who = person()
    labels = who.parts.labels.copy()
    labels[labels == Part.BAGS] = Part.BACKGROUND
    labels[430:690, 180:332] = np.where(labels[430:690, 180:332] == Part.HANDS, Part.HANDS, Part.LOWER)
    rgb[labels == Part.LOWER] = TONES[Part.LOWER]
    dots = np.zeros(SIZE, np.bool_)
    dots[::9, ::9] = dots[1::9, ::9] = dots[::9, 1::9] = dots[1::9, 1::9] = True
    rgb[(labels == Part.LOWER) & dots] = tone
    bag = np.zeros(SIZE, np.bool_)
    bag[455:525, 120:200] = True
    rgb[bag], labels[bag] = tone, Part.LOWER
    return rgb, labels, bag, Frame(who.body, None, SIZE)


def test_a_bag_that_sticks_out_of_a_skirt_with_some_of_its_colours_is_told() -> None:
    rgb, labels, bag, frame = beside_skirt((0.8, 0.7, 0.5))
    found = with_bags(rgb, labels, frame) == Part.BAGS
    assert found[bag].mean() > 0.9
    assert found[~bag].sum() < 0.1 * bag.sum()


def test_a_flare_of_the_clothes_themselves_is_not_held() -> None:
    rgb, labels, _, frame = beside_skirt(TONES[Part.LOWER])
    assert (with_bags(rgb, labels, frame) == labels).all()
    _, who = person()
    who.parts.labels[:] = labels
    layers, wearer = read_person(rgb, who, ("lowerBody",))
    assert held_area(layers, wearer) < 0.01


def test_a_shadow_is_no_bag() -> None:
    rgb, labels, clutch, frame = with_clutch(TONES[Part.LOWER])
    shadow = clutch & (np.arange(SIZE[0])[:, None] > 478)
    rgb[shadow] = (0.9, 0.85, 0.8)
    assert (with_bags(rgb, labels, frame) == labels).all()


def test_what_is_held_before_a_dress_is_a_bag() -> None:
    rgb, labels, clutch, _ = with_clutch((0.9, 0.85, 0.8))
    _, who = person()
    assert who.parts is not None
    labels[labels == Part.LOWER] = Part.TORSO
    rgb[(labels == Part.TORSO) & ~clutch] = TONES[Part.TORSO]
    outfit = replace(who.parts.outfit, one_piece=True)
    dressed = replace(who, parts=replace(who.parts, labels=labels, outfit=outfit))
    layers, _ = read_person(rgb, dressed, ("dresses",))
    assert (layers.labels[clutch] == Part.BAGS).mean() > 0.9
