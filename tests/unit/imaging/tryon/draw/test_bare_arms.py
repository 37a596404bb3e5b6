"""Bared arms are drawn along the limb, with its form, in the tone of the hand."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.arm_form import light_aside
from lingtu.imaging.tryon.draw.arm_tone import arm_tones
from lingtu.imaging.tryon.draw.bare_arms import on_limb, with_arms
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_both_arms_are_drawn_and_nothing_far_from_them() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    flat = np.full(layers.rgb.shape, 0.3, np.float32)
    drawn = with_arms(flat, layers, wearer, arm_tones(layers, wearer), light_aside(layers), 0)
    hands = layers.rgb[layers.labels == Part.HANDS].mean(axis=0)
    for flank in wearer.flanks:
        x, y = np.rint(flank.bare_arm.centres[40]).astype(int)
        assert np.abs(drawn[y, x] - hands).max() < 0.15
    x, y = np.rint(wearer.at(0.5, 0)).astype(int)
    assert (drawn[y, x] == flat[y, x]).all()


def test_places_on_a_limb_go_from_edge_to_edge_and_from_end_to_end() -> None:
    _, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    limb = wearer.left.bare_arm.recentred()
    view, station, across, share = on_limb(limb, wearer.labels.shape, 2)
    for at, side in ((20, 1), (45, -1)):
        x, y = limb.centres[at] + 0.6 * side * limb.outer[at] * limb.normals[at]
        row, column = int((y - view[0].start) / 2), int((x - view[1].start) / 2)
        assert abs(station[row, column] - at) < 1.5
        assert abs(across[row, column] - 0.6 * side) < 0.2
        assert share[row, column] > 0.95
