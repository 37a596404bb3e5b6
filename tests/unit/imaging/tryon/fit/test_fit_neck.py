"""Necklines of tops on the drawn person, whose old top has one of its own."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.fit.fit_top import fit_top
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import filled, person

#: The left side of a vest with a deep round neck, from the middle of that on.
VEST = [(300, 120), (270, 110), (250, 85), (240, 40), (180, 60), (200, 130), (165, 190), (160, 520)]


def depth(sleeves: float) -> float:
    """How far below its ends the vest's neckline goes, px, over an old top with such sleeves."""
    alpha = filled([*VEST, *((600 - x, y) for x, y in VEST[:0:-1])], (600, 600))
    vest = read_garment(np.full((600, 600, 3), 0.4, np.float32), alpha, "upperBody")
    _, wearer = read_person(*person(sleeves=sleeves), ("upperBody",))
    line = fit_top(vest, wearer, 1.0, Look()).neckline
    return float(line[len(line) // 2, 1] - (line[0, 1] + line[-1, 1]) / 2)


def test_a_vest_over_a_top_with_sleeves_keeps_its_own_neckline() -> None:
    assert depth(sleeves=0.9) > 1.5 * depth(sleeves=0.02)
