"""Whether a drawn top's cloth goes along with its neckline."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lingtu.imaging.tryon.draw.with_band import with_band
from lingtu.imaging.tryon.fit.fit_top import TopFit, fit_top
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.neck_band import FREE, WIDE
from lingtu.imaging.tryon.flat.garment import Garment, read_garment
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person, tee


@pytest.fixture(scope="module")
def wearer() -> Wearer:
    return read_person(*person(), ("upperBody",))[1]


def scooped(print_row: int | None) -> Garment:
    """A T-shirt with the inside of its back seen in a round neck, and a printed band from a row on."""
    rgb, mask = tee()
    cv2.ellipse(rgb, (300, 40), (60, 46), 0, 0, 180, (0.1, 0.2, 0.36), -1)
    if print_row is not None:
        for x in range(180, 420, 12):
            rgb[print_row : print_row + 60, x : x + 6][mask[print_row : print_row + 60, x : x + 6] > 0.5] = 1
    return read_garment(rgb, mask, "upperBody")


def worn(garment: Garment, wearer: Wearer) -> TopFit:
    fit = with_band(fit_top(garment, wearer, 1.0, Look()), garment, wearer.width)
    assert isinstance(fit, TopFit)
    return fit


def test_plain_cloth_goes_along_with_its_neckline(wearer: Wearer) -> None:
    band = worn(scooped(None), wearer).pieces[0].band
    assert band is not None
    assert band.free == FREE
    assert np.abs(band.line[[0, -1]] - worn(scooped(None), wearer).neckline[[0, -1]]).max() < 0.1 * wearer.width


def test_down_to_a_print_only(wearer: Wearer) -> None:
    band = worn(scooped(150), wearer).pieces[0].band
    assert band is None or WIDE < band.free < FREE


def test_a_collar_around_the_neck_has_no_band(wearer: Wearer) -> None:
    garment = scooped(None)
    fit = fit_top(garment, wearer, 1.0, Look())
    around = replace(fit, tube=fit.neckline)
    assert with_band(around, garment, wearer.width) is around
