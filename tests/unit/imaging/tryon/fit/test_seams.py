"""Seams of which a garment's picture shows too little, on a drawn T-shirt."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.tryon.arrays.outline import length
from lingtu.imaging.tryon.draw.render import draw
from lingtu.imaging.tryon.fit.fit_top import fit_top
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.piece import source_map
from lingtu.imaging.tryon.fit.seams import LONGER, SHORTER, at_scale, under_sleeve
from lingtu.imaging.tryon.flat.garment import Garment, read_garment
from lingtu.imaging.tryon.flat.top import TopSide
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import filled, person, tee


def read(alpha: np.ndarray) -> Garment:
    return read_garment(np.full((*alpha.shape, 3), 0.5, np.float32), alpha, "upperBody")


def lying() -> Garment:
    """A T-shirt whose sleeves lie on its body."""
    left = [(230, 60), (150, 90), (60, 290), (140, 330), (165, 320), (165, 560)]
    return read(filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600)))


def side_of(garment: Garment) -> TopSide:
    assert garment.top is not None
    return garment.top.left


def drop_of(side: TopSide) -> float:
    return float(side.armpit[1] - side.neck[1])


def test_seams_that_are_long_enough_stay_as_they_are() -> None:
    side = side_of(read(tee()[1]))
    assert at_scale(side, side.slope, drop_of(side)) is side
    assert not under_sleeve(side, side, (600, 600)).any()


def test_a_shoulder_that_is_too_short_goes_on_outwards() -> None:
    side = side_of(read(tee()[1]))
    way = side.slope[-1] - side.slope[0]
    moved = at_scale(side, np.stack([side.slope[0], side.slope[0] + 3 * way]), drop_of(side))
    assert abs(length(moved.slope) * LONGER - 3 * np.linalg.norm(way)) < 3
    assert moved.shoulder[0] < side.shoulder[0] - 10
    assert np.allclose(moved.neck, side.neck)


def test_an_armpit_that_a_sleeve_hides_is_higher_on_the_side_s_way() -> None:
    side = side_of(lying())
    moved = at_scale(side, side.slope, 0.5 * drop_of(side))
    assert abs(drop_of(moved) - SHORTER * 0.5 * drop_of(side)) < 2
    assert np.allclose(moved.edge[0], moved.armpit)
    assert np.allclose(moved.edge[1:], side.edge)
    there = under_sleeve(side, moved, (600, 600))
    assert there[int(moved.armpit[1]) + 4, int((moved.shoulder[0] + moved.armpit[0]) / 2) + 6]


def test_a_print_is_straight_beside_an_armpit_that_a_sleeve_hides() -> None:
    garment, (rgb, who) = lying(), person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    fit = fit_top(garment, wearer, 1.05, Look())
    _, y_map = source_map(fit.pieces[0], rgb.shape[:2])
    middle = wearer.at(0.55, 0.0)
    row = y_map[int(middle[1]), int(middle[0] - 0.32 * wearer.width) : int(middle[0] + 0.32 * wearer.width)]
    assert row.min() > 0
    assert np.ptp(row) < 0.05 * drop_of(side_of(garment))


def test_what_a_sleeve_hides_is_drawn_as_cloth_beyond_the_picture_s_edge() -> None:
    garment, (rgb, who) = lying(), person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    torso = fit_top(garment, wearer, 1.05, Look()).pieces[0]
    assert torso.hidden is not None
    added = torso.hidden.copy()
    cv2.circle(added.view(np.uint8), (300, 40), 30, 1, -1)
    with_, without = (
        draw(garment, [replace(torso, mask=torso.mask | mask, hidden=mask)], rgb.shape[:2]).alpha.sum()
        for mask in (added, np.zeros_like(added))
    )
    assert with_ > without
