"""Clothes behind an arm that were taken for background."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.forgotten import with_forgotten, without_gaps
from tests.unit.imaging.tryon.drawn import TONES, person


def test_cloth_of_the_tops_colour_beside_an_arm_is_the_top_if_the_matte_has_some_of_it() -> None:
    rgb, who = person()
    labels, coverage = who.parts.labels, who.coverage.copy()
    beyond = np.zeros(labels.shape, bool)
    beyond[300:360, 382:404] = True
    assert (labels[beyond] == Part.BACKGROUND).all()
    rgb[beyond] = TONES[Part.TORSO]
    assert (with_forgotten(rgb, labels, coverage, 140) == labels).all()
    coverage[310:350, 384:394] = 1
    found = with_forgotten(rgb, labels, coverage, 140)
    assert (found[302:358, 384:402] == Part.TORSO).all()
    assert (found[~beyond] == labels[~beyond]).all()


def test_what_is_nobodys_colour_stays_background() -> None:
    rgb, who = person()
    coverage = who.coverage.copy()
    rgb[300:360, 382:404] = (0.9, 0.9, 0.1)
    coverage[300:360, 382:404] = 1
    assert (with_forgotten(rgb, who.parts.labels, coverage, 140) == who.parts.labels).all()


def test_ends_of_hair_that_are_as_dark_as_a_garment_are_hair() -> None:
    rgb, who = person()
    labels, coverage = who.parts.labels, who.coverage.copy()
    head = np.flatnonzero((labels[110] == Part.FACE) | (labels[110] == Part.HAIR))
    tip = np.zeros(labels.shape, bool)
    tip[95:125, head[-1] + 1 : head[-1] + 13] = True
    tip &= labels == Part.BACKGROUND
    for garment in (Part.TORSO, Part.LOWER):
        rgb[tip], coverage[tip] = TONES[garment], 1
        found = with_forgotten(rgb, labels, coverage, 140)
        assert (found[100:120, head[-1] + 4 : head[-1] + 10] == Part.HAIR).all()


def test_background_between_arm_and_body_that_was_taken_for_the_arm_is_background() -> None:
    rgb, who = person()
    labels = who.parts.labels.copy()
    gap = np.zeros(labels.shape, bool)
    gap[300:360, 322:334] = True
    gap &= labels == Part.BACKGROUND
    assert gap.any()
    labels[gap] = Part.ARMS
    found = without_gaps(rgb, labels, 140)
    assert (found[gap] == Part.BACKGROUND).mean() > 0.8
    assert (found[~gap] == labels[~gap]).all()


def test_a_gap_between_arm_and_body_ends_in_their_shade() -> None:
    rgb, who = person()
    labels = who.parts.labels.copy()
    gap = np.zeros(labels.shape, bool)
    gap[300:360, 322:334] = True
    gap &= labels == Part.BACKGROUND
    labels[gap] = Part.ARMS
    shaded = gap.copy()
    shaded[:345] = False
    rgb[shaded] *= 0.7
    found = without_gaps(rgb, labels, 140)
    assert (found[shaded] == Part.BACKGROUND).mean() > 0.8
    assert (found[~gap] == labels[~gap]).all()


def test_wide_trousers_go_on_beyond_a_hand() -> None:
    rgb, who = person()
    labels = who.parts.labels.copy()
    rows, columns = np.nonzero(labels == Part.HANDS)
    edge = int(columns[columns < 256].min())
    beyond = slice(int(rows.max()) - 30, int(rows.max()) + 30), slice(edge - 20, edge)
    assert (labels[beyond] == Part.BACKGROUND).all()
    rgb[beyond] = TONES[Part.LOWER]
    assert (with_forgotten(rgb, labels, who.coverage, 140)[beyond] == Part.LOWER).mean() > 0.8
