"""Hems that were taken for shoes."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.shoes import with_hems
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
    rgb, labels, hem = _hem()
    rgb[labels == Part.SHOES] = TONES[Part.LOWER]
    shoes = (labels == Part.SHOES) & ~hem
    assert (with_hems(rgb, labels, 140)[shoes] == Part.SHOES).mean() > 0.99


def test_a_hem_little_bluer_than_the_shoe_is_told_by_a_line_between_both() -> None:
    rgb, labels, hem = _hem()
    noise = np.random.default_rng(1).normal(0, 0.004, rgb.shape).astype(np.float32)
    trousers = (labels == Part.LOWER) | hem
    rgb[trousers] = np.float32([0.06, 0.06, 0.1]) + noise[trousers]
    shoes = (labels == Part.SHOES) & ~hem
    rgb[shoes] = np.float32([0.06, 0.06, 0.06]) + noise[shoes]
    found = with_hems(rgb.clip(0, 1), labels, 140)
    assert (found[hem] == Part.LOWER).mean() > 0.9
    assert (found[shoes] == Part.SHOES).mean() > 0.9


def test_a_hem_has_no_notch_where_a_tongue_is() -> None:
    rgb, labels, hem = _hem()
    tongue = np.zeros(labels.shape, bool)
    columns = np.flatnonzero(hem.any(axis=0) & (np.arange(hem.shape[1]) < 256))
    middle = int(columns.mean())
    tongue[:, middle - 4 : middle + 4] = True
    tongue &= hem
    assert tongue.any()
    rgb[tongue] = TONES[Part.SHOES]
    found = with_hems(rgb, labels, 140)
    assert (found[tongue] == Part.LOWER).mean() > 0.7
