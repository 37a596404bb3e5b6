"""A T-shirt's neckline on a drawn wearer whose mesh waves."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.tryon.draw.clean_neckline import clean_neckline, cut, made_whole
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.fit_top import TopFit, fit_top
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.piece import carried
from lingtu.imaging.tryon.flat.garment import Garment, read_garment
from lingtu.imaging.tryon.worn.wearer import Wearer, measure_wearer
from tests.unit.imaging.tryon.drawn import SIZE, person, tee


def _worn() -> tuple[Garment, TopFit, Wearer]:
    _, who = person()
    wearer = measure_wearer(who.parts.labels, Frame(who.body, None, SIZE), who.parts.outfit)
    rgb, alpha = tee((0.9, 0.9, 0.9))
    cv2.ellipse(rgb, (300, 40), (60, 54), 0, 0, 180, (0.5, 0.5, 0.5), -1)
    garment = read_garment(rgb, alpha, "upperBody")
    return garment, fit_top(garment, wearer, 1.0, Look()), wearer


def test_a_mesh_that_waves_has_a_clean_neckline() -> None:
    garment, fit, _ = _worn()
    waves = 5 * np.sin(fit.pieces[0].source[:, :1] / 9) * np.array([[0, 1]])
    wavy = replace(fit.pieces[0], target=fit.pieces[0].target + waves)
    line, still = (clean_neckline(garment, piece, fit.neckline) for piece in (wavy, fit.pieces[0]))
    assert garment.neckline is not None
    assert line is not None
    assert still is not None
    moved = carried(wavy, garment.neckline.curve) - carried(fit.pieces[0], garment.neckline.curve)
    assert np.abs(line - still)[6:-6].max() < 0.4 * np.abs(moved).max()
    assert np.abs(still - carried(fit.pieces[0], garment.neckline.curve)).max() < 6


def test_cloth_reaches_up_to_the_line_and_ends_there() -> None:
    garment, fit, wearer = _worn()
    line = clean_neckline(garment, fit.pieces[0], fit.neckline)
    assert line is not None
    x, y = np.rint(line[len(line) // 2]).astype(int)
    alpha = np.ones(SIZE, np.float32)
    alpha[y : y + 4, x - 4 : x + 4] = 0  # torn
    whole = made_whole(Cloth(np.ones((*SIZE, 3), np.float32), alpha), line, wearer)
    assert whole.alpha[y + 3, x] > 0.9
    assert not whole.alpha[y - 10 : y - 4, x].any()
    assert not cut(whole, line, wearer).alpha[y - 10 : y - 4, x].any()


def test_where_a_line_rises_from_its_end_no_slit_is_cut_into_the_shoulder_and_no_spike_is_left() -> None:
    garment, fit, wearer = _worn()
    line = clean_neckline(garment, fit.pieces[0], fit.neckline)
    assert line is not None
    line = line.copy()
    line[1:5] = line[0] + np.array([(2, -12), (4, -13), (6, -13), (8, -12)])
    x, y = np.rint(line[0]).astype(int)
    alpha = np.ones(SIZE, np.float32)
    alpha[: y - 9] = 0
    alpha[y - 15 : y - 9, x - 10 : x - 8] = 1
    cloth = Cloth(np.ones((*SIZE, 3), np.float32), alpha)
    worn = cut(made_whole(cloth, line, wearer), line, wearer)
    assert worn.alpha[y - 8 : y, x - 6 : x + 2].min() > 0.9
    assert not worn.alpha[y - 15 : y - 10, x - 11 : x - 7].any()


def test_beside_the_neckline_a_garment_has_nothing_of_the_inside_of_its_back() -> None:
    garment, _, _ = _worn()
    assert garment.neckline is not None
    curve = garment.neckline.curve
    inside = garment.neckline.inside(garment.alpha.shape)
    near = np.abs(np.arange(inside.shape[1]) - curve[:, 0].mean()) < 0.3 * np.ptp(curve[:, 0])
    assert np.median(garment.rgb[inside & near]) > 0.85
