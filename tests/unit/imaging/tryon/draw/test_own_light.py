"""The light of a garment's own picture is read off plain cloth, and off no print."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.form import Form
from lingtu.imaging.tryon.draw.own_light import OwnLight, own_light
from lingtu.imaging.tryon.draw.render import Cloth

SIZE, CELL = 300, 5
FORM = Form(np.zeros((SIZE // CELL, SIZE // CELL, 3), np.float32), float(CELL), (SIZE, SIZE))
ALL = np.ones((SIZE, SIZE), np.float32)


def grey(values: np.ndarray) -> Cloth:
    return Cloth(np.repeat(values.astype(np.float32)[..., None], 3, axis=2), ALL)


def field(depth: float, width_px: float) -> np.ndarray:
    """A dark field in the middle, 1 elsewhere."""
    y, x = np.indices((SIZE, SIZE)) - SIZE / 2
    return np.exp(-depth * np.exp(-(x**2 + y**2) / (2 * width_px**2)))


def test_a_dark_field_of_plain_cloth_is_its_pictures_light() -> None:
    own = own_light(FORM, grey(0.5 * field(0.25, 50)))
    assert own.log[150, 150] < -0.18
    assert abs(own.log[20, 20]) < 0.04
    assert own.sure == 1


def test_a_field_of_another_hue_is_dyed() -> None:
    cloth = grey(0.5 * field(0.25, 50))
    rgb = cloth.rgb.copy()
    rgb[..., 0] *= field(0.1, 50)
    assert own_light(FORM, Cloth(rgb, ALL)).sure == 0


def test_a_fold_stays_in_the_cloth_and_is_told() -> None:
    stripes = 1 + 0.12 * np.sin(np.arange(SIZE) / 5)[None] * np.ones((SIZE, 1))
    own = own_light(FORM, grey(0.5 * stripes))
    assert np.abs(own.log[:, 40:-40]).max() < 0.06
    assert own.folded > 0.5
    assert own_light(FORM, grey(0.5 * np.ones((SIZE, SIZE)))).folded < 0.05


def test_a_print_is_no_light() -> None:
    checks = np.array((0.2, 0.5, 0.8))[np.indices((SIZE, SIZE)).sum(axis=0) // 40 % 3]
    own = own_light(FORM, grey(checks * field(0.25, 50)))
    assert (own.log == 0).all()
    assert own.folded == 0


def test_noise_of_dark_cloth_is_no_fold() -> None:
    rough = 1 + np.repeat(np.repeat(np.random.default_rng(1).normal(0, 0.04, (60, 60)), CELL, 0), CELL, 1)
    assert own_light(FORM, grey(0.06 * rough)).folded < 0.4 * own_light(FORM, grey(0.4 * rough)).folded


def test_what_is_light_is_taken_off_and_what_may_be_a_dye_is_shade_in_part() -> None:
    side, shade = np.full((4, 4), -0.2, np.float32), np.full((4, 4), -0.3, np.float32)
    left, taken = OwnLight(shade, 1.0, 0.0).beside(side, False)
    assert np.allclose(left, -0.2)
    assert np.allclose(taken, -0.3)
    left, taken = OwnLight(shade, 0.0, 0.0).beside(side, False)
    assert -0.2 < left[0, 0] < 0
    assert (taken == 0).all()
    left, taken = OwnLight(shade, 1.0, 0.0).beside(side, True)
    assert np.allclose(left, 0)
    assert (taken == 0).all()
