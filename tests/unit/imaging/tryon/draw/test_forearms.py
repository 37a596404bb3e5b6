"""Bared arms as masks: even, before the cloth from the new cuff on, and no wider there than that."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import within
from lingtu.imaging.tryon.draw.forearms import (
    even_forearms,
    forearms,
    forearms_in_front,
    forearms_out_of_sleeves,
    out_of_short_sleeves,
    outside_of_arms,
)
from lingtu.imaging.tryon.worn.limb import STATIONS
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import SIZE, person


def test_the_outline_of_a_bared_forearm_is_even() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    whole = layers.labels != Part.BACKGROUND
    arm = forearms(wearer, whole.shape) > 0.5
    inner = cv2.erode(whole.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    rows = np.arange(len(whole))[:, None]
    ragged = np.where(arm & (rows % 16 < 8), inner, whole)
    even = even_forearms(ragged, wearer)
    middle = arm & (wearer.frame.along > 0.6) & (wearer.frame.along < 0.8) & (np.arange(whole.shape[1]) < 256)
    stair, smooth = ((each & middle)[middle.any(axis=1)].sum(axis=1).astype(int) for each in (ragged, even))
    assert np.abs(np.diff(smooth)).mean() < 0.6 * np.abs(np.diff(stair)).mean()
    assert (even == ragged)[~(forearms(wearer, whole.shape) > 0)].all()


def test_a_bared_forearm_with_a_hand_hangs_before_the_cloth_from_the_new_cuff_on() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("dresses",))
    shape = layers.labels.shape
    cuff = 0.7 * wearer.left.arm.length
    found = forearms_in_front(wearer, (cuff, 0.0), np.zeros(shape, np.float32)) > 0.5
    assert found[:, : shape[1] // 2].any()
    right = wearer.right.arm
    above = int(right.point(np.array([0.4 * right.joint]), 0)[0, 1])
    assert not found[:above, shape[1] // 2 :].any()  # without a sleeve, from below the armhole on
    assert found[:, shape[1] // 2 :].any()
    above = int(wearer.left.arm.point(np.array([0.5 * wearer.left.arm.length]), 0)[0, 1])
    assert not found[:above, : shape[1] // 2].any()
    without = np.where(wearer.labels == Part.HANDS, Part.BACKGROUND, wearer.labels).astype(np.uint8)
    assert not forearms_in_front(replace(wearer, labels=without), (cuff, cuff), np.zeros(shape, np.float32)).any()


def test_beside_its_cuff_an_arm_before_the_cloth_is_no_wider_inside_than_its_sleeve() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    arm, shape = wearer.left.bare_arm, layers.labels.shape
    cuff = 0.4 * wearer.left.arm.length
    rows = slice(10, int(0.4 * STATIONS) + 1)
    sides = arm.sides(0.6)
    sleeve = within(np.concatenate([sides[0][rows], sides[1][rows][::-1]]), shape).astype(np.float32)
    found = forearms_in_front(wearer, (cuff, 0.0), sleeve) > 0.5
    beside, below = (arm.centres[at] - 0.92 * arm.inner[at] * arm.normals[at] for at in (rows.stop, STATIONS - 8))
    assert not found[int(beside[1]), int(beside[0])]
    assert found[int(below[1]), int(below[0])]


def test_below_an_armhole_an_arm_hangs_before_the_cloth_from_where_that_is_narrowest() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    arm, shape = wearer.left.bare_arm, layers.labels.shape
    outer, inner = arm.sides()
    narrowest = 18
    at = np.arange(STATIONS)[:, None]
    edge = inner[:STATIONS] + (0.3 + 0.03 * np.abs(at - narrowest).clip(0, 15)) * (outer - inner)[:STATIONS]
    far = arm.centres[:STATIONS] - 6 * arm.inner[:STATIONS, None] * arm.normals[:STATIONS]
    cloth = within(np.concatenate([edge, far[::-1]]), shape).astype(np.float32)
    found = forearms_in_front(wearer, (0.0, 0.0), np.zeros(shape, np.float32), cloth) > 0.5
    above, below = (arm.centres[each] + 0.5 * arm.outer[each] * arm.normals[each] for each in (8, 30))
    assert not found[int(above[1]), int(above[0])]
    assert found[int(below[1]), int(below[0])]


def test_a_forearm_out_of_a_long_sleeve_hangs_before_other_clothes_and_so_does_one_out_of_a_sleeve_pushed_up() -> None:
    _, long = read_person(*person(sleeves=0.9), ("upperBody",))
    _, short = read_person(*person(sleeves=0.4), ("upperBody",))
    _, pushed_up = read_person(*person(sleeves=0.75), ("upperBody",))
    assert forearms_out_of_sleeves(long, SIZE).any()
    assert forearms_out_of_sleeves(pushed_up, SIZE).any()
    assert not forearms_out_of_sleeves(short, SIZE).any()


def test_outside_of_an_arm_is_what_lies_beyond_it() -> None:
    _, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    found = outside_of_arms(wearer, (0.4 * wearer.left.arm.length, 0.0), np.zeros(SIZE, np.float32))
    arm = wearer.left.bare_arm
    for at, inside in ((1.6, False), (-1.2, True)):
        x, y = (arm.centres[45] + at * arm.outer[45] * arm.normals[45]).astype(int)
        assert (found[y, x] < 0.1) == inside


def test_an_arm_out_of_a_short_sleeve_goes_on_up_to_the_armhole_before_the_cloth() -> None:
    layers, wearer = read_person(*person(sleeves=0.4), ("upperBody",))
    arm, shape = wearer.left.bare_arm, layers.labels.shape
    outer, inner = (side[:STATIONS] for side in arm.sides())
    far = arm.centres[:STATIONS] - 6 * arm.inner[:STATIONS, None] * arm.normals[:STATIONS]
    whole = within(np.concatenate([inner + 0.3 * (outer - inner), far[::-1]]), shape).astype(np.float32)
    found = out_of_short_sleeves(wearer, whole) > 0.5
    end = int(0.4 * STATIONS)
    above, below = (arm.centres[each] + 0.6 * arm.outer[each] * arm.normals[each] for each in (end - 3, STATIONS - 4))
    assert found[int(above[1]), int(above[0])]
    assert not found[int(below[1]), int(below[0])]
    _, long = read_person(*person(sleeves=0.9), ("upperBody",))
    assert not out_of_short_sleeves(long, whole).any()
