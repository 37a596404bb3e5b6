"""Keyholes of drawn T-shirts."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.tryon.draw.clean_neckline import keyhole, with_keyhole
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.fit_top import fit_top
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.piece import carried
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.keyhole import find_keyhole
from lingtu.imaging.tryon.worn.wearer import measure_wearer
from tests.unit.imaging.tryon.drawn import SIZE, person, tee


def _with_keyhole() -> tuple[np.ndarray, np.ndarray]:
    rgb, alpha = tee()
    rgb[80:140, 296:306] = 1
    return rgb, alpha


def test_the_ground_in_the_middle_below_the_neck_is_a_keyhole() -> None:
    found = find_keyhole(*_with_keyhole())
    assert found is not None
    assert np.abs(found.mean(axis=0) - (300.5, 109.5)).max() < 2
    assert np.abs(np.ptp(found, axis=0) - (11, 61)).max() < 2


def test_a_print_s_parts_and_a_stripe_aside_are_none() -> None:
    rgb, alpha = _with_keyhole()
    rgb[180:240, 220:230] = 1
    assert find_keyhole(rgb, alpha) is None
    rgb, alpha = tee()
    rgb[80:140, 240:250] = 1
    assert find_keyhole(rgb, alpha) is None


def test_on_the_wearer_it_is_open_over_skin_and_what_stays_of_old_clothes_closed_over_what_is_taken_off() -> None:
    _, who = person()
    wearer = measure_wearer(who.parts.labels, Frame(who.body, None, SIZE), who.parts.outfit)
    garment = read_garment(*_with_keyhole(), "upperBody")
    assert garment.keyhole is not None
    fit = fit_top(garment, wearer, 1.0, Look())
    x, y = np.rint(carried(fit.pieces[0], garment.keyhole).mean(axis=0)).astype(int)
    cloth, old = Cloth(np.ones((*SIZE, 3), np.float32), np.ones(SIZE, np.float32)), np.zeros(SIZE, np.float32)
    hole = keyhole(garment.keyhole, fit.pieces[0], SIZE)
    assert with_keyhole(cloth, hole, old).alpha[y, x] < 0.2
    cv2.circle(old, (int(x), int(y)), 40, 1.0, -1)
    assert with_keyhole(cloth, hole, old).alpha[y, x] == 1
    assert not keyhole(None, fit.pieces[0], SIZE).any()
