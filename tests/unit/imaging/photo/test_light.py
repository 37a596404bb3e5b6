from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtu.imaging.photo import light, surface
from lingtu.imaging.photo.light import Key
from lingtu.imaging.photo.view import View

from .rooms import BOTTLE, GREY, WOOD, outline, room


def key_of(picture: np.ndarray, alpha: np.ndarray = BOTTLE) -> Key:
    view = View.of(picture, alpha)
    assert view is not None
    return light.find(view, surface.read(view))


@pytest.mark.parametrize("slope", [0.5, 0.9])
def test_surfaces_are_brighter_towards_the_light(slope: float) -> None:
    left = key_of(room(0.5, GREY, WOOD, slope))
    assert left.side < 0
    assert left.confidence > 0.3


@settings(max_examples=20, deadline=None)
@given(st.floats(-0.9, 0.9).filter(lambda slope: abs(slope) > 0.2), st.floats(0.3, 0.7))
def test_a_mirrored_photograph_has_mirrored_light(slope: float, back: float) -> None:
    picture = room(back, GREY, WOOD, slope)
    one, other = key_of(picture), key_of(np.ascontiguousarray(picture[:, ::-1]))
    assert one.side == pytest.approx(-other.side, abs=0.05)
    assert one.confidence == pytest.approx(other.confidence, abs=0.05)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31), st.floats(-1, 1))
def test_the_light_is_always_one_that_can_be_drawn(seed: int, slope: float) -> None:
    draw = np.random.default_rng(seed)
    key = key_of(room(draw.uniform(0.1, 0.8), draw.random(3), draw.random(3), slope, seed), outline(0.3, 0.2, 0.6, 0.9))
    assert 0.5 <= abs(key.side) <= 1, "never from the camera"
    assert 40 <= key.elevation_deg <= 55
    assert 10 <= key.radius_deg <= 20
    assert 0.2 <= key.ambient.min() <= key.ambient.max() <= 0.6
    assert 0 <= key.confidence <= 1


def test_what_is_unsure_is_soft_and_steep() -> None:
    unsure, sure = key_of(room(0.5, GREY, WOOD)), key_of(room(0.5, GREY, WOOD, 0.9))
    assert unsure.confidence < sure.confidence
    assert unsure.radius_deg > sure.radius_deg
    assert unsure.elevation_deg > sure.elevation_deg
