"""Straps on the drawn person's shoulders end at the outline."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.strap_ends import on_body, over_crests
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import SIZE, person

X, WIDE = 215, 8


def with_strap(end: int, wide: int = WIDE) -> tuple[np.ndarray, np.ndarray, int]:
    """Coverage with a strap that ends so many px above the outline, before and after, and the outline's row there."""
    _, wearer = read_person(*person(sleeves=0.3), ("upperBody",))
    crest = int(np.flatnonzero(wearer.labels[:, X] == Part.TORSO)[0])
    alpha = np.zeros(SIZE, np.float32)
    alpha[crest - end : crest + 90, X - wide // 2 : X + wide // 2] = 1
    seam = np.array([X, crest], np.float64) + np.linspace(-0.02, 0.02, 7)[:, None] * np.array([wearer.width, 0])
    nothing = np.zeros((2, 2))
    pair = (nothing,) * 2
    fit = TopFit((), 1, 1, nothing, nothing, pair, pair, pair, pair, (0, 0), None, (seam,))
    cloth = Cloth(np.full((*SIZE, 3), 0.5, np.float32), alpha)
    return alpha, over_crests(cloth, fit, wearer).alpha, crest


def test_a_strap_that_ends_on_the_shoulder_s_front_goes_on_to_its_crest() -> None:
    before, after, crest = with_strap(-8)
    assert before[crest + 4, X] == 0
    assert after[crest + 3, X] > 0.9
    assert after[crest - 4, X] < 0.1
    assert after[crest + 4, X + WIDE] == 0


def test_a_strap_that_stands_above_the_shoulder_ends_at_its_crest() -> None:
    before, after, crest = with_strap(12)
    assert before[crest - 6, X] == 1
    assert after[crest - 6, X] < 0.1
    assert after[crest + 3, X] > 0.9


def test_what_is_no_strap_stays_as_it_is() -> None:
    before, after, _ = with_strap(12, 80)
    assert np.array_equal(before, after)


def test_a_strap_ends_on_the_bared_body_that_is_lower_than_the_old_garment_was() -> None:
    _, wearer = read_person(*person(sleeves=0.3), ("upperBody",))
    crest = int(np.flatnonzero(wearer.labels[:, X] == Part.TORSO)[0])
    alpha, ground = np.zeros(SIZE, np.float32), np.zeros(SIZE, np.float32)
    alpha[crest : crest + 90, X - 4 : X + 4] = 1
    ground[: crest + 6] = 1
    seam = np.array([X, crest], np.float64) + np.linspace(-0.02, 0.02, 7)[:, None] * np.array([wearer.width, 0])
    nothing = np.zeros((2, 2))
    pair = (nothing,) * 2
    fit = TopFit((), 1, 1, nothing, nothing, pair, pair, pair, pair, (0, 0), None, (seam,))
    after = on_body(Cloth(np.full((*SIZE, 3), 0.5, np.float32), alpha), fit, wearer, ground).alpha
    assert not after[: crest + 5].any()
    assert np.array_equal(after[crest + 6 :], alpha[crest + 6 :])


def test_hair_on_the_shoulder_raises_no_strap() -> None:
    _, wearer = read_person(*person(sleeves=0.3), ("upperBody",))
    crest = int(np.flatnonzero(wearer.labels[:, X] == Part.TORSO)[0])
    labels = wearer.labels.copy()
    labels[crest - 40 : crest + 10, X : X + 12] = Part.HAIR
    alpha = np.zeros(SIZE, np.float32)
    alpha[crest : crest + 90, X - 4 : X + 4] = 1
    seam = np.array([X, crest], np.float64) + np.linspace(-0.02, 0.02, 7)[:, None] * np.array([wearer.width, 0])
    nothing = np.zeros((2, 2))
    pair = (nothing,) * 2
    fit = TopFit((), 1, 1, nothing, nothing, pair, pair, pair, pair, (0, 0), None, (seam,))
    cloth = Cloth(np.full((*SIZE, 3), 0.5, np.float32), alpha)
    after = over_crests(cloth, fit, replace(wearer, labels=labels)).alpha
    assert after[: crest - 6].max() < 0.1
    assert after[crest + 3, X - 2] > 0.9
