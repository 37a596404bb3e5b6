from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtu.imaging.photo import horizon, surface
from lingtu.imaging.photo.surface import Surface
from lingtu.imaging.photo.view import View

from .rooms import BOTTLE, GREY, SIDE, WOOD, outline, room


def read(picture: np.ndarray, alpha: np.ndarray = BOTTLE) -> tuple[View, Surface]:
    view = View.of(picture, alpha)
    assert view is not None
    return view, surface.read(view)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.4, 0.75), st.booleans(), st.floats(-0.3, 0.3))
def test_the_end_of_a_table(back: float, dark: bool, slope: float) -> None:
    view, found = read(room(back, GREY, WOOD * (0.4 if dark else 1), slope))
    assert found.kind == "surface"
    assert found.confidence > 0.5
    assert found.back is not None
    assert abs(found.back / view.height - back) < 0.02
    assert found.support[: int(found.back) - 2].max() == 0
    assert found.support[int(found.back) + 4 :].mean() > 0.9


def test_one_tone_is_a_sweep() -> None:
    _, found = read(room(0.5, GREY, GREY))
    assert (found.kind, found.back) == ("seamless", None)
    assert found.confidence >= 0.5


def test_a_shelf_ends_below_the_product() -> None:
    picture = room(0.5, GREY, WOOD)
    picture[round(0.92 * SIDE) :] = 0.1
    view, found = read(picture)
    assert found.front is not None
    assert abs(found.front / view.height - 0.92) < 0.03
    assert found.support[int(0.94 * view.height) :].max() == 0


def test_things_out_of_focus_are_a_backdrop() -> None:
    """An even surface may be out of focus as well."""
    picture = room(0.6, GREY, WOOD)
    picture[40:80, 60:120] = 0.1
    assert read(cv2.GaussianBlur(picture, (0, 0), 3))[1].kind == "surface"
    things = picture.copy()
    things[200:320, 100:150] = np.float32([0.2, 0.25, 0.4])
    things[260:320, 190:230] = np.float32([0.9, 0.8, 0.6])
    assert read(cv2.GaussianBlur(things, (0, 0), 3))[1].kind == "none"


def test_many_colours_are_no_surface() -> None:
    picture = room(0.6, GREY, WOOD)
    below = picture[round(0.6 * SIDE) :]
    below[:] = np.random.default_rng(1).random((below.shape[0] // 8, SIDE // 8, 3)).repeat(8, 0).repeat(8, 1)
    assert read(picture)[1].kind == "none"


def test_coloured_lights_on_one_floor_are_no_other_stuff() -> None:
    picture = room(0.6, GREY, np.float32([0.4, 0.4, 0.4]))
    hue = np.linspace(-0.3, 0.3, SIDE, dtype=np.float32)[None, :, None] * np.float32([1, -1, 0.5])
    picture[round(0.6 * SIDE) :] += hue
    assert read(picture)[1].kind == "surface"


def test_a_pool_is_no_surface_but_teal_paper_is() -> None:
    teal = np.float32([0.05, 0.35, 0.45])
    paper = room(0.6, GREY, teal)
    ripples = 0.06 * np.sin(np.arange(SIDE) / 2)[:, None, None] * (np.arange(SIDE)[:, None, None] > 0.62 * SIDE)
    assert read(paper)[1].kind == "surface"
    assert read((paper + ripples).astype(np.float32))[1].kind == "none"


def test_the_nearer_end_counts_where_what_is_behind_it_is_another_thing() -> None:
    """A window sill before a bright view with a clear line of its own, farther up."""
    picture = room(0.45, np.float32([0.95, 0.9, 0.5]), np.float32([0.2, 0.25, 0.4]))
    picture[round(0.75 * SIDE) :] = np.float32([0.5, 0.42, 0.38])
    found = read(picture)[1]
    assert found.back is not None
    assert abs(found.back / SIDE - 0.75) < 0.02


def test_what_reaches_far_up_behind_the_base_may_be_a_wall() -> None:
    near, far = read(room(0.5, GREY, WOOD))[1], read(room(0.25, GREY, WOOD))[1]
    assert (near.kind, far.kind) == ("surface", "surface")
    assert far.confidence < 0.6 * near.confidence


def test_far_behind_the_base_a_shadow_is_less_sure() -> None:
    seen, unseen = read(room(0.3, GREY, WOOD))[1], read(room(0.5, GREY, GREY))[1]
    for found in (seen, unseen):
        near = found.nearness[:, 0]
        assert near[round(0.84 * SIDE)] == pytest.approx(1, abs=0.01)
        assert (np.diff(near) >= 0).all()
    assert unseen.nearness[round(0.7 * SIDE)] == 0
    assert seen.nearness[round(0.7 * SIDE)] > 0.5


def test_the_horizon_stays_in_bounds() -> None:
    for back in (0.1, 0.4, 0.8):
        view, found = read(room(back, GREY, WOOD))
        row, confidence = horizon.find(view, found)
        focal = horizon.FOCAL * SIDE
        assert row <= view.base - focal * np.tan(np.arcsin(horizon.LOWEST)) + 1e-6
        assert 0 <= confidence <= 1


def test_lines_that_meet_tell_the_horizon() -> None:
    picture = room(0.45, GREY, WOOD)
    for end in np.linspace(-1.0, 2.0, 16):
        way = (np.array([SIDE * end, SIDE]) - (SIDE / 2, 0.3 * SIDE)) * (0.15 / 0.7)
        start = np.array([SIDE / 2, 0.3 * SIDE]) + way
        cv2.line(picture, start.astype(int).tolist(), [int(SIDE * end), SIDE], (0.3, 0.2, 0.1), 1, cv2.LINE_AA)
    view, found = read(picture)
    assert horizon.find(view, found)[0] / view.height == pytest.approx(0.3, abs=0.12)


def test_nothing_solid_has_no_view() -> None:
    assert View.of(room(0.5, GREY, WOOD), outline(0, 0, 0, 0)) is None
