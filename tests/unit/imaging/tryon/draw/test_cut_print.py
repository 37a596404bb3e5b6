"""Prints that a new garment's edges would cut, and plain cloth in their place, on the drawn person."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.cut_print import cut_print, edges_above, is_all_over, without_cut_print
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person

RED = (0.8, 0.1, 0.1)


@pytest.fixture(scope="module")
def wearer() -> Wearer:
    rgb, who = person(sleeves=0.9)
    return read_person(rgb, who, ("upperBody",))[1]


def seen(wearer: Wearer) -> np.ndarray:
    return (wearer.labels == Part.TORSO).astype(np.float32)


def from_row(wearer: Wearer, row: int) -> np.ndarray:
    """Coverage of a new garment that begins there."""
    cloth = np.zeros(wearer.labels.shape, np.float32)
    cloth[row:] = 1
    return cloth


def test_a_print_is_cut_where_it_meets_the_new_garment_and_shadows_and_collars_are_none(wearer: Wearer) -> None:
    cloth = from_row(wearer, 262)
    kept, high = seen(wearer), wearer.frame.along < 0.5
    rgb = np.full((*kept.shape, 3), 0.5, np.float32)
    rgb[:, :256] *= 0.9
    near_neck = np.argwhere(wearer.labels == Part.NECK)[:, 0].max()
    rgb[near_neck : near_neck + 6] = RED
    assert not cut_print(rgb, wearer, kept * (1 - cloth), cloth, high).any()
    rgb[230:260, 230:280] = RED
    assert cut_print(rgb, wearer, kept * (1 - cloth), cloth, high).sum() > 1000
    assert not cut_print(rgb, wearer, kept * (1 - cloth), cloth, wearer.frame.along < 0).any()
    whole = from_row(wearer, 290)
    assert not cut_print(rgb, wearer, kept * (1 - whole), whole, high).any()


def test_a_pattern_that_is_all_over_the_old_top_is_told_from_a_print_on_it(wearer: Wearer) -> None:
    rgb = np.full((*wearer.labels.shape, 3), 0.5, np.float32)
    assert not is_all_over(rgb, wearer)
    rgb[230:330, 216:300] = RED
    assert not is_all_over(rgb, wearer)
    rgb[::20, :] = rgb[:, ::20] = RED
    assert is_all_over(rgb, wearer)


def test_plain_cloth_goes_on_in_place_of_a_print_that_is_cut(wearer: Wearer) -> None:
    cloth = from_row(wearer, 262)
    kept = seen(wearer) * (1 - cloth)
    rgb = np.full((*kept.shape, 3), 0.5, np.float32)
    rgb[245:290, 230:280] = RED
    plain = without_cut_print(rgb, wearer, kept, cloth, wearer.frame.along < 0.5, 0)
    assert np.abs(plain[:260] - 0.5).max() < 0.03
    assert (plain[:220] == rgb[:220]).all()
    rgb[::6] = RED  # striped all over
    assert without_cut_print(rgb, wearer, kept, cloth, wearer.frame.along < 0.5, 0) is rgb


def test_a_neck_lower_than_the_armpits_has_edges_there_but_nothing_beside_it(wearer: Wearer) -> None:
    pits = [wearer.at(0.3, across * wearer.width) for across in (-0.4, 0.4)]
    neckline = np.array([wearer.at(level, across * wearer.width) for level, across in ((0, -0.3), (0.5, 0), (0, 0.3))])
    nothing = np.zeros((2, 2))
    fit = TopFit((), 1, 1, neckline, nothing, (nothing,) * 2, (nothing,) * 2, tuple(pits), (nothing,) * 2, (0, 0), None)
    edges = edges_above(fit, wearer)
    for level, across, is_above in ((0.25, 0.45, True), (0.45, 0, True), (0.55, 0, False), (0.35, 0.4, False)):
        column, row = np.rint(wearer.at(level, across * wearer.width)).astype(int)
        assert edges[row, column] == is_above


def test_folds_of_dark_cloth_are_no_print(wearer: Wearer) -> None:
    cloth = from_row(wearer, 262)
    kept, high = seen(wearer) * (1 - cloth), wearer.frame.along < 0.5
    rgb = np.full((*kept.shape, 3), (0.25, 0.33, 0.42), np.float32)
    rgb[230:260, 230:280] *= 0.4
    assert not cut_print(rgb, wearer, kept, cloth, high).any()
    rgb[230:260, 230:280] = RED
    assert cut_print(rgb, wearer, kept, cloth, high).sum() > 1000
