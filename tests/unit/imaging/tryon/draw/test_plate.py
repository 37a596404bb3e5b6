"""The background without the person, on drawn scenes."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.plate import clean_plate
from lingtu.imaging.tryon.worn.layers import Layers, split

SHAPE, WIDTH_PX = (240, 200), 80.0
NONE = np.zeros(SHAPE, np.float32)
PERSON = (slice(60, 240), slice(70, 130))


def scene(ground: np.ndarray) -> Layers:
    """Somebody in red before this background."""
    labels = np.zeros(SHAPE, np.uint8)
    labels[PERSON] = Part.TORSO
    rgb = ground.astype(np.float32).copy()
    rgb[PERSON] = (0.8, 0.1, 0.1)
    return split(rgb, labels, (labels > 0).astype(np.float32))


def shaded() -> np.ndarray:
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]]
    return np.repeat((0.6 + 0.2 * x / SHAPE[1] + 0.1 * y / SHAPE[0])[..., None], 3, axis=2)


def test_a_shaded_wall_goes_on_behind_the_person_without_doubt() -> None:
    plate = clean_plate(scene(shaded()), WIDTH_PX, 0, NONE)
    assert np.abs(plate.rgb - shaded()).max() < 0.03
    assert plate.doubt.max() < 0.1


def test_what_is_behind_before_a_busy_background_is_in_doubt() -> None:
    stripes = shaded()
    stripes[(np.arange(SHAPE[0]) // 6) % 2 == 0] *= 0.5
    assert clean_plate(scene(stripes), WIDTH_PX, 0, NONE).doubt[PERSON].min() > 0.7


def test_one_side_may_be_busy_and_the_other_even() -> None:
    half = shaded()
    half[(np.arange(SHAPE[0]) // 6) % 2 == 0, 100:] *= 0.4
    doubt = clean_plate(scene(half), WIDTH_PX, 0, NONE).doubt
    assert doubt[100:200, 75].max() < 0.2
    assert doubt[100:200, 125].min() > 0.4


def test_a_speck_beside_the_person_is_not_smeared_over_the_plate() -> None:
    ground = shaded()
    ground[100:106, 136:140] = (0.1, 0.1, 0.8)
    plate = clean_plate(scene(ground), WIDTH_PX, 0, NONE)
    assert np.abs(plate.rgb - shaded())[PERSON].max() < 0.05
    assert plate.doubt[PERSON].max() < 0.2


def test_a_shadow_that_the_person_casts_goes_on_behind_them() -> None:
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]]
    ground = shaded() * (1 - 0.25 * np.exp(-((x - 134) ** 2 + (y - 110) ** 2) / 100))[..., None]
    plate = clean_plate(scene(ground), 2 * WIDTH_PX, 0, NONE)
    beside = slice(104, 116), slice(132, 144)
    assert np.abs(plate.rgb - ground)[beside].max() < 0.04


def test_ground_in_the_shade_between_arm_and_body_is_no_speck() -> None:
    ground = shaded()
    gap = slice(120, 138), slice(86, 102)
    layers = scene(ground)
    labels, rgb = layers.labels.copy(), layers.rgb.copy()
    labels[gap], rgb[gap] = Part.BACKGROUND, 0.8 * ground[gap]
    plate = clean_plate(split(rgb, labels, (labels > 0).astype(np.float32)), WIDTH_PX, 0, NONE)
    assert np.abs(plate.rgb - rgb)[126:132, 92:96].max() < 0.02
    assert plate.doubt[126:132, 92:96].min() > 0.5


def test_a_coloured_hole_in_the_old_garment_is_no_background() -> None:
    ground = shaded()
    hole = slice(120, 138), slice(86, 102)
    layers = scene(ground)
    labels, rgb = layers.labels.copy(), layers.rgb.copy()
    labels[hole], rgb[hole] = Part.BACKGROUND, (0.7, 0.8, 0.2)
    plate = clean_plate(split(rgb, labels, (labels > 0).astype(np.float32)), WIDTH_PX, 0, NONE)
    assert np.abs(plate.rgb - ground)[126:132, 92:96].max() < 0.05


def test_without_any_background_all_is_in_doubt() -> None:
    rgb = np.full((*SHAPE, 3), 0.5, np.float32)
    labels = np.full(SHAPE, Part.TORSO, np.uint8)
    plate = clean_plate(split(rgb, labels, np.ones(SHAPE, np.float32)), WIDTH_PX, 0, NONE)
    assert plate.doubt.min() == 1


def test_what_is_left_of_old_clothes_is_none_of_the_background() -> None:
    picture = shaded()
    picture[100:110, 132:142] = 0.2
    left = NONE.copy()
    left[98:112, 130:144] = 1
    plate = clean_plate(scene(picture), WIDTH_PX, 0, left)
    assert np.abs(plate.rgb - shaded())[left > 0].max() < 0.03
