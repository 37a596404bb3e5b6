"""Soft folds over a dressed body."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.form import form_of
from lingtu.imaging.tryon.draw.soft_folds import DEPTH, OF_LEGS, OF_SLEEVES, beside, soft_folds
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


@pytest.mark.parametrize(("has_legs", "part", "depth"), [(False, Part.TORSO, DEPTH), (True, Part.LOWER, OF_LEGS)])
def test_they_lie_on_the_body_as_deep_as_on_photos_and_differ_with_the_seed(
    has_legs: bool, part: Part, depth: float
) -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    nothing = np.zeros(layers.labels.shape, np.float32)
    form = form_of(wearer, (layers.labels != Part.BACKGROUND).astype(np.float32), nothing, has_legs)
    one, again, other = (soft_folds(form, wearer, nothing, has_legs, 1.0, seed) for seed in (0, 0, 1))
    cloth = layers.labels == part
    assert 0.3 * depth < float(one[cloth].std()) < 2 * depth
    assert (one == again).all()
    assert float(np.abs(one - other)[cloth].mean()) > 0.2 * depth


def test_sleeves_have_their_own() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    arms = (layers.labels == Part.ARMS).astype(np.float32)
    form = form_of(wearer, (layers.labels != Part.BACKGROUND).astype(np.float32), arms, False)
    one = soft_folds(form, wearer, arms, False, 1.0, 0)
    assert 0.3 * OF_SLEEVES < float(one[arms > 0].std()) < 2 * OF_SLEEVES


def test_beside_deep_folds_of_the_photo_there_are_none() -> None:
    read = np.zeros((200, 200), np.float32)
    read[:, :100] = 0.05 * np.sign(np.sin(np.arange(100) / 3))
    lacking = beside(read, 60.0)
    assert float(lacking[:, :70].max()) < 0.2
    assert float(lacking[:, 150:].min()) > 0.9
