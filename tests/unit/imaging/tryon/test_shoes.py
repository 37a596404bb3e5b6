"""Hems that were taken for shoes."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.shoes import with_hems
from tests.unit.imaging.tryon.drawn import TONES, person


def _hem() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The drawn person's picture, the parts where the trousers' last rows were taken for shoes, and these rows."""
    rgb, who = person()
    labels = who.parts.labels.copy()
    rows = np.flatnonzero((labels == Part.SHOES).any(axis=1))
    hem = np.zeros(labels.shape, bool)
    hem[rows[0] - 8 : rows[0]] = True
    hem &= labels == Part.LOWER
    assert hem.sum() > 100
    labels[hem] = Part.SHOES
    return rgb, labels, hem


def test_a_hem_that_was_taken_for_a_shoe_is_the_trousers() -> None:
    rgb, labels, hem = _hem()
    found = with_hems(rgb, labels, 140)
    assert (found[hem] == Part.LOWER).mean() > 0.9
    assert (found[~hem] == labels[~hem]).mean() > 0.999


def test_shoes_of_the_trousers_colour_stay_shoes() -> None:
    rgb, labels, _ = _hem()
    rgb[labels == Part.SHOES] = TONES[Part.LOWER]
    assert (with_hems(rgb, labels, 140) == labels).all()
