from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.colour import Floats
from lingtu.imaging.photo import surface
from lingtu.imaging.photo.ground import ground
from lingtu.imaging.photo.guess import understood
from lingtu.imaging.photo.view import View
from lingtu.imaging.scene import Scene, Told

from .rooms import BOTTLE, GREY, SIDE, WOOD, outline, room

RED = np.zeros((SIDE, SIDE, 3), np.float32) + np.float32([0.7, 0.2, 0.2])
ROOM = room(0.6, GREY, WOOD, 0.7)


def traces(picture: Floats, alpha: Floats = BOTTLE, stance: Told | None = None) -> Floats:
    """How much darker each pixel became, 0 below the product."""
    after = ground(Scene(picture=picture), RED, alpha, stance, 1)
    found: Floats = np.where(alpha > 0, 0, (picture - after).mean(axis=2))
    return found


def rows(first: float, last: float) -> slice:
    return slice(round(first * SIDE), round(last * SIDE))


def test_it_is_dark_where_the_product_touches() -> None:
    assert traces(ROOM)[rows(0.85, 0.86), rows(0.45, 0.55)].mean() > 0.12


def test_the_shadow_falls_away_from_the_light() -> None:
    dark = traces(ROOM)
    assert dark[:, rows(0.57, 0.8)].sum() > 1.5 * dark[:, rows(0.2, 0.43)].sum()


def test_nothing_falls_on_the_wall() -> None:
    assert np.abs(traces(ROOM)[rows(0, 0.59)]).max() == 0


@pytest.mark.parametrize("stance", [None, "standing", "lying", "hanging", "floating"])
def test_far_pixels_keep_their_bits(stance: Told | None) -> None:
    after = ground(Scene(picture=ROOM), RED, BOTTLE, stance, 1)
    assert np.array_equal(after[: SIDE // 8], ROOM[: SIDE // 8])
    assert np.isfinite(after).all()
    assert after.min() >= 0
    assert after.max() <= 1


def test_what_stands_on_a_tip_casts_less() -> None:
    kite = np.zeros((SIDE, SIDE), np.float32)
    for row in range(round(0.45 * SIDE), round(0.85 * SIDE)):
        reach = round(0.5 * (0.85 * SIDE - row)) + 2
        kite[row, SIDE // 2 - reach : SIDE // 2 + reach] = 1
    block = outline(0.3, 0.45, 0.7, 0.85)
    far = rows(0.6, 0.85), slice(round(0.72 * SIDE), SIDE)
    assert 0 <= traces(ROOM, kite)[far].max() < 0.7 * traces(ROOM, block)[far].max()


def test_the_nearer_the_horizon_the_less_is_certain() -> None:
    """The picture's upper part shows one tone, so that nothing but the horizon takes certainty away."""
    picture = room(0.3, GREY, WOOD)
    view = View.of(picture, BOTTLE)
    assert view is not None
    known = understood(Scene(picture=picture), BOTTLE, view, surface.read(view), None)
    assert known is not None
    assert known.geometry is not None
    maps, camera = known.geometry.maps, known.geometry.camera
    assert maps.certainty is not None
    horizon = float(camera.project(camera.position - 1e6 * camera.rotation[:, 2] * (1, 1, 0))[1])
    column = maps.certainty[:, 10]
    assert column[max(0, round(horizon)) : round(horizon) + 3].max() < 0.1
    assert column[round(0.84 * SIDE)] > 0.6


def test_what_floats_has_no_traces() -> None:
    assert np.array_equal(ground(Scene(picture=ROOM), RED, BOTTLE, "floating", 1), ROOM)


def test_a_base_below_the_canvas_has_none_either() -> None:
    assert np.array_equal(ground(Scene(picture=ROOM), RED, outline(0.4, 0.5, 0.6, 1), None, 1), ROOM)


def test_what_lies_is_dark_all_round() -> None:
    dark = traces(room(0.5, WOOD, WOOD), outline(0.35, 0.4, 0.65, 0.6), "lying")
    sides = dark[rows(0.38, 0.4)], dark[rows(0.6, 0.62)], dark[:, rows(0.33, 0.35)].T, dark[:, rows(0.65, 0.67)].T
    around = [float(side[:, rows(0.45, 0.55)].mean()) for side in sides]
    assert min(around) > 0.01, around


def test_clothes_on_one_even_tone_are_dark_all_round() -> None:
    shirt = outline(0.35, 0.3, 0.65, 0.7)
    shirt[round(0.33 * SIDE) : round(0.42 * SIDE), round(0.25 * SIDE) : round(0.75 * SIDE)] = 1
    shirt[: round(0.33 * SIDE), : round(0.43 * SIDE)] = shirt[: round(0.33 * SIDE), -round(0.43 * SIDE) :] = 0
    dark = traces(room(0.5, GREY, GREY), shirt)
    assert np.array_equal(dark, traces(room(0.5, GREY, GREY), shirt, None))
    beside = dark[rows(0.5, 0.65), rows(0.65, 0.68)].mean(), dark[rows(0.5, 0.65), rows(0.32, 0.35)].mean()
    assert min(beside) > 0.005
    assert traces(room(0.6, GREY, WOOD), shirt)[rows(0.2, 0.3)].max() == 0, "on a table it stands"


def test_a_backdrop_out_of_focus_gets_less_of_a_contact() -> None:
    picture = room(0.6, GREY, WOOD)
    picture[200:320, 100:150] = np.float32([0.2, 0.25, 0.4])
    picture[260:320, 190:230] = np.float32([0.9, 0.8, 0.6])
    backdrop = cv2.GaussianBlur(picture, (0, 0), 3)
    soft, sharp = traces(backdrop), traces(picture)
    assert 0 < soft.sum() < 0.6 * sharp.sum()
    assert traces(backdrop, stance="standing").sum() > 1.5 * soft.sum(), "the caller knows better"


def test_what_hangs_throws_its_shadow_down_the_wall() -> None:
    dark = traces(room(0.5, GREY, GREY), outline(0.4, 0.3, 0.6, 0.6), "hanging")
    assert dark[rows(0.6, 0.66), rows(0.42, 0.58)].mean() > 0.03
    assert dark[rows(0.6, 0.7)].sum() > 2 * dark[rows(0.2, 0.3)].sum()


def test_a_mirrored_photograph_has_a_mirrored_shadow() -> None:
    turned = traces(np.ascontiguousarray(ROOM[:, ::-1]), np.ascontiguousarray(BOTTLE[:, ::-1]))[:, ::-1]
    assert np.abs(turned - traces(ROOM)).mean() < 0.004
