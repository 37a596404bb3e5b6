"""Scraps of clothes beside their outline."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.scraps import with_scraps

GROUND, SKIN, CLOTH = (np.array(each, np.float32) for each in ((0.93, 0.93, 0.95), (0.9, 0.72, 0.6), (0.1, 0.12, 0.3)))
WIDTH = 300.0


def _neck_above(cloth: np.ndarray) -> Layers:
    """Clothes from row 150 on, a neck above them at columns 100 to 200."""
    rgb = np.broadcast_to(GROUND, (300, 300, 3)).copy()
    labels = np.full((300, 300), Part.BACKGROUND, np.uint8)
    labels[:150, 100:200] = Part.NECK
    labels[150:, 40:260] = Part.TORSO
    rgb[:150, 100:200], rgb[150:, 40:260] = SKIN, cloth
    return Layers(rgb, labels, (labels == np.arange(len(Part))[:, None, None]).astype(np.float32))


def test_a_collars_tip_is_cloth_on_the_neck_and_before_the_background() -> None:
    layers = _neck_above(CLOTH)
    layers.rgb[143:150, 196:204] = CLOTH
    told = with_scraps(layers, WIDTH)
    assert (told.labels[143:150, 196:204] == Part.TORSO).all()
    assert told.share(Part.TORSO)[143:150, 196:204].min() == 1
    assert np.count_nonzero(told.labels != layers.labels) == 7 * 8
    assert told.shares.sum(axis=0) == pytest.approx(1)


@pytest.mark.parametrize(
    ("colour", "columns"),
    [
        (0.7 * SKIN, slice(130, 150)),
        ((SKIN + GROUND) / 2, slice(200, 203)),
        (np.array((0.2, 0.7, 0.2)), slice(130, 150)),
    ],
    ids=["a shadow on the neck", "skin mixed with the background", "a colour that the clothes lack"],
)
def test_what_is_explained_without_clothes_or_not_by_them_is_none(colour: np.ndarray, columns: slice) -> None:
    layers = _neck_above(CLOTH)
    layers.rgb[143:150, columns] = colour
    assert (with_scraps(layers, WIDTH).labels == layers.labels).all()


def test_a_mark_of_their_colour_that_does_not_hang_together_with_clothes_is_none() -> None:
    layers = _neck_above(CLOTH)
    layers.rgb[138:142, 140:146] = CLOTH
    assert (with_scraps(layers, WIDTH).labels == layers.labels).all()


def test_a_strand_of_hair_before_the_background_is_none_and_a_collars_tip_beside_hair_is_cloth() -> None:
    layers = _neck_above(CLOTH)
    hair = np.array((0.25, 0.15, 0.1), np.float32)
    layers.rgb[60:135, 210:240], layers.labels[60:135, 210:240] = hair, Part.HAIR
    layers.shares[:] = layers.labels == np.arange(len(Part))[:, None, None]
    layers.rgb[135:150, 222:226] = hair  # a strand
    layers.rgb[139:150, 205:208] = CLOTH
    layers.rgb[100:139, 200:208], layers.labels[100:139, 200:208] = SKIN, Part.NECK
    layers.shares[:] = layers.labels == np.arange(len(Part))[:, None, None]
    told = with_scraps(layers, WIDTH)
    assert (told.labels[135:150, 222:226] == Part.BACKGROUND).all()
    assert (told.labels[139:150, 205:208] == Part.TORSO).all()


def test_without_clothes_nothing_is_looked_for() -> None:
    layers = _neck_above(CLOTH)
    bare = Layers(layers.rgb, np.where(layers.labels == Part.TORSO, 0, layers.labels).astype(np.uint8), layers.shares)
    assert with_scraps(bare, WIDTH) is bare


def test_a_dark_tip_beside_an_arm_is_the_cuffs_and_no_skin_in_shade() -> None:
    layers, black = _neck_above(np.array((0.03, 0.03, 0.03), np.float32)), 0.03
    layers.labels[:150, 100:200] = Part.ARMS
    layers.labels[140:150, 94:100] = Part.ARMS
    layers.shares[:] = layers.labels == np.arange(len(Part))[:, None, None]
    layers.rgb[140:150, 94:100] = black
    told = with_scraps(layers, WIDTH)
    assert (told.labels[140:150, 94:100] == Part.TORSO).all()
    assert (told.labels[:130, 103:197] == Part.ARMS).all()
