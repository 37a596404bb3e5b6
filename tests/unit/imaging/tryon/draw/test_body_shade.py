"""The shade of arms on the trunk beside them, and of a chest on what is below."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.body_shade import shade_of_arms, shade_of_chest, shade_of_trunk
from lingtu.imaging.tryon.draw.form import Form, form_of
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person


@pytest.fixture(scope="module")
def dressed() -> tuple[Form, Wearer, np.ndarray]:
    layers, wearer = read_person(*person(), ("upperBody",))
    arms = np.isin(layers.labels, (Part.ARMS, Part.HANDS)).astype(np.float32)
    body = (layers.labels != Part.BACKGROUND).astype(np.float32)
    return form_of(wearer, body, arms, False), wearer, arms


def test_an_arm_shades_the_trunk_beside_it_and_not_itself(dressed: tuple[Form, Wearer, np.ndarray]) -> None:
    form, wearer, _ = dressed
    row = int(wearer.at(0.6, 0)[1])
    arms = np.zeros(form.shape, np.float32)
    arms[:, 300:340] = 1
    shade = shade_of_arms(form, wearer, arms, 0.0)
    near, far = int(0.02 * wearer.width), int(0.25 * wearer.width)
    assert shade[row, 299 - near] < -0.05
    assert shade[row, 299 - far] > -0.02
    assert (shade[:, 305:335] == 0).all()


def test_it_falls_away_from_the_light(dressed: tuple[Form, Wearer, np.ndarray]) -> None:
    form, wearer, _ = dressed
    row = int(wearer.at(0.6, 0)[1])
    arms = np.zeros(form.shape, np.float32)
    arms[:, 300:340] = 1
    at = 299 - int(0.04 * wearer.width)
    assert shade_of_arms(form, wearer, arms, 1.0)[row, at] < shade_of_arms(form, wearer, arms, -1.0)[row, at] - 0.015


def test_beside_the_shoulders_an_arm_casts_none(dressed: tuple[Form, Wearer, np.ndarray]) -> None:
    form, wearer, arms = dressed
    shade = shade_of_arms(form, wearer, arms, 0.0)
    assert np.abs(shade[: int(wearer.at(wearer.pit_level - 0.15, 0)[1])]).max() < 0.01


def test_a_sleeve_is_darker_beside_the_trunk_than_outside(dressed: tuple[Form, Wearer, np.ndarray]) -> None:
    form, wearer, _ = dressed
    row = int(wearer.at(0.6, 0)[1])
    arms, cloth = (np.zeros(form.shape, np.float32) for _ in range(2))
    arms[:, 300:360] = 1
    cloth[:, 200:360] = 1
    shade = shade_of_trunk(form, wearer, arms, cloth)
    assert shade[row, 303] < -0.08
    assert shade[row, 357] > -0.02
    assert (shade[:, :295] == 0).all()


def test_below_a_chest_it_is_darker_than_on_it(dressed: tuple[Form, Wearer, np.ndarray]) -> None:
    form, wearer, arms = dressed
    shade = shade_of_chest(form, wearer, arms)
    values = []
    for below in (0.05, 0.25, 0.55):
        x, y = (int(each) for each in wearer.at(wearer.pit_level + below, 0.18 * wearer.width))
        values.append(shade[y, x])
    on, under, belly = values
    assert under < on - 0.02
    assert under < belly - 0.02
    assert (shade[arms == 1] == 0).all()
