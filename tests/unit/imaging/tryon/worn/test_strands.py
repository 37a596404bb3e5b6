"""Strands of hair on clothes."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.strands import with_strands

HAIR, WHITE = np.array((0.2, 0.12, 0.1), np.float32), np.array((0.92, 0.92, 0.94), np.float32)


def _hair_on(cloth: np.ndarray) -> Layers:
    """Hair down to row 120; then two strands, taken for one block, and one that is taken for cloth."""
    rgb = np.broadcast_to(cloth, (300, 300, 3)).copy()
    labels = np.full((300, 300), Part.TORSO, np.uint8)
    labels[:150, 100:160] = Part.HAIR
    rgb[:120, 100:160] = HAIR
    rgb[120:150, 100:120] = rgb[120:150, 140:160] = HAIR
    rgb[150:158, 145:152] = HAIR
    shares = (labels == np.arange(len(Part))[:, None, None]).astype(np.float32)
    return Layers(rgb, labels, shares)


def test_between_the_tips_is_cloth_and_a_strand_on_cloth_is_hair() -> None:
    told = with_strands(_hair_on(WHITE), 300.0)
    assert told.share(Part.TORSO)[125:148, 123:137].min() > 0.95
    assert told.share(Part.HAIR)[151:156, 147:150].min() > 0.95
    assert (told.labels[125:148, 123:137] == Part.TORSO).all()
    assert told.share(Part.HAIR)[:118, 103:157].min() == 1
    assert told.shares.sum(axis=0) == pytest.approx(1)


def test_a_speck_of_ground_between_the_tips_is_no_hair() -> None:
    layers = _hair_on(WHITE)
    layers.rgb[134:136, 128:131] = (0.5, 0.95, 0.4)
    told = with_strands(layers, 300.0)
    assert told.share(Part.TORSO)[130:140, 124:136].min() > 0.95
    assert (told.labels[134:136, 128:131] == Part.TORSO).all()


def test_an_earring_as_white_as_the_clothes_is_none_of_them() -> None:
    layers = _hair_on(WHITE)
    layers.rgb[100:106, 125:131] = WHITE
    told = with_strands(layers, 300.0)
    assert told.share(Part.HAIR)[100:106, 125:131].min() == 1


def test_hair_on_cloth_of_nearly_its_colour_stays_as_it_was() -> None:
    layers = _hair_on(HAIR + 0.06)
    assert (with_strands(layers, 300.0).shares == layers.shares).all()


def test_a_dark_neckband_below_hair_is_the_clothes_that_have_its_colour_elsewhere() -> None:
    layers = _hair_on(WHITE)
    band = np.array((0.3, 0.1, 0.4), np.float32)
    layers.rgb[108:120, 100:160] = layers.rgb[180:] = band
    told = with_strands(layers, 100.0)
    assert told.share(Part.TORSO)[112:117, 103:113].mean() > 0.9
    assert told.share(Part.HAIR)[60:104, 103:157].min() > 0.9


def test_a_lock_on_printed_clothes_that_have_none_of_its_colour_is_hair() -> None:
    layers = _hair_on(WHITE)
    layers.rgb[::8] = (0.9, 0.6, 0.3)
    layers.rgb[:120, 100:160] = layers.rgb[120:170, 140:160] = HAIR
    told = with_strands(layers, 100.0)
    assert told.share(Part.HAIR)[153:165, 145:155].min() > 0.9
    assert told.share(Part.HAIR)[220:].max() == 0


def test_a_fine_strand_far_out_on_plain_cloth_is_hair_and_a_seam_that_goes_on_is_not() -> None:
    layers = _hair_on(WHITE)
    layers.rgb[150:190, 105:107] = HAIR
    layers.rgb[150:280, 115:117] = HAIR
    told = with_strands(layers, 300.0)
    assert told.share(Part.HAIR)[152:188, 105:107].min() > 0.9
    assert told.share(Part.HAIR)[215:, 115:117].max() == 0
    assert told.share(Part.HAIR)[175:, 115:117].max() < 0.1


def test_shade_beside_hair_that_was_taken_for_it_is_cloth() -> None:
    layers = _hair_on(WHITE)
    layers.rgb[120:150, 120:140] = 0.5 * WHITE
    told = with_strands(layers, 300.0)
    assert told.share(Part.TORSO)[128:148, 124:136].min() > 0.9
