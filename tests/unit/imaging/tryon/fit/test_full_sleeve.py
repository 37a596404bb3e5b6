"""Full sleeves are told from straight ones, and stand off from the arm."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.fit.full_sleeve import PLACES, fullness
from lingtu.imaging.tryon.fit.sleeves import Tube, sleeve_tube
from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.flat.top import Top
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import PIT, Wearer
from tests.unit.imaging.tryon.drawn import filled, person


def top(bulge: int, left_alone: bool = False) -> Top:
    """Long sleeves that are so many px wider halfway than straight ones."""
    left = [(240, 40), (150, 70), (70 - bulge, 230), (40, 400), (105, 410), (140, 250), (165, 180), (165, 520)]
    right = [(600 - x, y) for x, y in left]
    if left_alone:
        right[2] = (530, 230)
    return read_top(filled([*left, *right[::-1]], (600, 600)) > 0.5, False)


def worn(bulge: int) -> tuple[Tube, Wearer]:
    _, wearer = read_person(*person(sleeves=0.1), ("upperBody",))
    flat, flank = top(bulge), wearer.left
    assert flat.left.sleeve is not None
    pit = flank.joint + PIT * wearer.width * wearer.down
    return sleeve_tube(flat, flat.left.sleeve, flank, flank.tip, pit, 0.7, wearer), wearer


def test_a_straight_sleeve_is_not_full_and_a_balloon_is() -> None:
    assert fullness(top(0)) is None
    wide = fullness(top(60))
    assert wide is not None
    assert wide[0] == 0
    assert 0.3 < PLACES[wide.argmax()] < 0.8
    assert wide.max() > 1.3 * wide[-1]


def test_what_one_sleeve_alone_shows_is_misread() -> None:
    assert fullness(top(60, left_alone=True)) is None


def test_a_full_sleeve_stands_off_from_the_arm_and_no_farther_at_its_cuff() -> None:
    straight, wearer = worn(0)
    full, _ = worn(60)
    widths = [np.linalg.norm(tube.target[:, 0] - tube.target[:, -1], axis=1) for tube in (straight, full)]
    middle = slice(26, 34)
    assert widths[1][middle].mean() > 1.15 * widths[0][middle].mean()
    assert abs(widths[1][-1] - widths[0][-1]) < 0.05 * wearer.width
