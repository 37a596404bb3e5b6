"""Necklines of tops on the drawn person, whose old top has one of its own."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.fit_neck import fit_neck
from lingtu.imaging.tryon.fit.fit_top import fit_top
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import measure_wearer
from tests.unit.imaging.tryon.drawn import SIZE, filled, person, tee

#: The left side of a vest with a deep round neck, from the middle of that on.
VEST = [(300, 120), (270, 110), (250, 85), (240, 40), (180, 60), (200, 130), (165, 190), (160, 520)]


def depth(sleeves: float) -> float:
    """How far below its ends the vest's neckline goes, px, over an old top with such sleeves."""
    alpha = filled([*VEST, *((600 - x, y) for x, y in VEST[:0:-1])], (600, 600))
    vest = read_garment(np.full((600, 600, 3), 0.4, np.float32), alpha, "upperBody")
    _, wearer = read_person(*person(sleeves=sleeves), ("upperBody",))
    line = fit_top(vest, wearer, 1.0, Look()).neckline
    return float(line[len(line) // 2, 1] - (line[0, 1] + line[-1, 1]) / 2)


def test_a_neckline_that_is_much_lower_than_the_old_one_stays_whatever_sleeves_there_are() -> None:
    assert depth(sleeves=0.9) == pytest.approx(depth(sleeves=0.02), rel=0.1)


def beside_the_neck(collar: bool) -> list[tuple[float, float]]:
    """Half widths of a narrow opening and the neck's edges, from the axis, shoulder widths: the neck is aside.

    `collar`: with an old one up to the neck.
    """
    _, who = person(sleeves=0.9)
    labels = who.parts.labels.copy()
    labels[:164] = np.roll(labels[:164], 14, axis=1)
    if not collar:
        labels[164:200, 200:312] = Part.NECK
    wearer = measure_wearer(labels, Frame(who.body, None, SIZE), who.parts.outfit)
    fit = fit_neck(read_garment(*tee(), "upperBody"), wearer, 0.5)
    edges = (fit.neck.across(flank.sign, fit.neck.base) * flank.sign for flank in wearer.flanks)
    return [(fit.half(flank, 0.5), edge) for flank, edge in zip(wearer.flanks, edges, strict=True)]


def test_an_opening_ends_outside_of_a_neck_that_is_aside() -> None:
    (left, _), (right, edge) = beside_the_neck(collar=False)
    assert edge > left + 0.05
    assert right > edge


def test_an_old_collar_up_to_the_neck_is_hidden() -> None:
    _, (right, edge) = beside_the_neck(collar=True)
    assert right < edge
