"""How much stretch is seen: of plain cloth less than of patterned cloth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.tryon.check.stretch import LEGS, PATTERNED, PLAIN, bearable, unevenness
from lingtu.imaging.tryon.fit.piece import ribbon
from lingtu.imaging.tryon.flat.garment import Garment, read_garment
from tests.unit.imaging.tryon.drawn import tee


def garment(striped: bool) -> Garment:
    rgb, alpha = tee()
    rgb = np.full_like(rgb, 0.5)
    if striped:
        rgb[np.arange(len(rgb)) // 6 % 2 == 0] = 0.2
    return read_garment(rgb, alpha, "upperBody")


@pytest.mark.parametrize(("striped", "least", "most"), [(False, 2.25, PLAIN), (True, PATTERNED, 2.15)])
def test_plain_cloth_bears_more_stretch_than_stripes(striped: bool, least: float, most: float) -> None:
    assert least <= bearable(garment(striped), 2.2) <= most
    assert bearable(garment(striped), 2.0) == PATTERNED


def test_legs_are_given_those_of_the_wearer() -> None:
    one = garment(striped=False)
    assert bearable(replace(one, bottom=object()), 2.2) == LEGS  # type: ignore[arg-type]


def test_what_is_drawn_out_one_way_is_uneven() -> None:
    y, x = np.mgrid[0:100:10, 0:100:10].astype(float)
    grid = np.stack([x, y], axis=2)
    piece = ribbon("body", grid, grid * (1, 1.8), np.ones((100, 100), bool))
    assert unevenness([piece]) == pytest.approx(1.8)
