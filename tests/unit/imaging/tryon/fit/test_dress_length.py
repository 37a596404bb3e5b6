"""How long dresses are worn, and where their waist is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.dress_length import WAIST, dress_level, levels_along
from lingtu.imaging.tryon.fit.fit_top import DRESS_EASE, own_hem_level
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person, tee

#: Of the drawn person, levels.
KNEE, ANKLE = (560 - 190) / 210, (710 - 190) / 210


@pytest.fixture(scope="module")
def dressed() -> tuple[Layers, Wearer]:
    rgb, who = person()
    return read_person(rgb, who, ("dresses",))


def test_a_dress_is_wider_than_a_top_and_not_longer(dressed: tuple[Layers, Wearer]) -> None:
    garment = read_garment(*tee(), "upperBody")
    own, as_dress = (own_hem_level(each, dressed[1], Look()) for each in (garment, replace(garment, kind="dresses")))
    assert 0.9 < as_dress / own < 1.02
    assert DRESS_EASE > 1.1


def test_a_dress_ends_between_mid_thigh_and_the_ankles(dressed: tuple[Layers, Wearer]) -> None:
    layers, wearer = dressed
    assert dress_level(3.5, layers, wearer) == pytest.approx(ANKLE, abs=0.05)
    assert dress_level(1.7, layers, wearer) == pytest.approx(1.7)
    assert dress_level(1.3, layers, wearer) == pytest.approx(1 + 0.6 * (KNEE - 1), abs=0.03)
    assert dress_level(0.8, layers, wearer) == pytest.approx(1.08)


def test_a_dress_is_as_long_as_an_old_skirt_that_is_a_little_longer(dressed: tuple[Layers, Wearer]) -> None:
    layers, wearer = dressed
    labels = layers.labels.copy()
    labels[400:570, 180:332] = Part.LOWER
    labels[570:700, 180:332] = Part.LEGS
    skirt = replace(layers, labels=labels)
    in_skirt = replace(wearer, labels=labels, outfit=replace(wearer.outfit, one_piece=True))
    old = (570 - 190) / 210
    assert dress_level(1.6, skirt, in_skirt) == pytest.approx(old + 0.03, abs=0.04)
    assert dress_level(1.2, skirt, in_skirt) < old


def test_the_waist_stays_where_it_is_however_long_the_skirt_is_made() -> None:
    shares, own = np.linspace(0, 1, 21), np.linspace(0.3, 1.5, 21)
    waist = float(np.interp(WAIST, own, shares))
    for hem in (1.2, 1.5, 2.0):
        levels = levels_along(shares, 0.3, hem, own)
        assert np.interp(waist, shares, levels) == pytest.approx(WAIST, abs=0.02)
        assert levels[[0, -1]] == pytest.approx([0.3, hem])
