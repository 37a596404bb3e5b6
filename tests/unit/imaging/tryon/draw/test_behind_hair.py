"""What is seen between hair and a new garment's edge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.behind_hair import with_hair_behind
from lingtu.imaging.tryon.draw.plate import Plate
from lingtu.imaging.tryon.worn.layers import Layers

GROUND, HAIR, SKIN, WHITE = (0.9, 0.9, 0.9), (0.2, 0.1, 0.05), (0.8, 0.6, 0.5), (1.0, 1.0, 1.0)
WIDTH_PX = 200.0


def _layers(hair_to: int) -> tuple[Layers, Plate]:
    """A neck, an old collar's tip beside it, hair from there to a column, the background from that on."""
    labels: NDArray[np.uint8] = np.full((160, 240), Part.BACKGROUND, np.uint8)
    labels[:, 20:100] = Part.NECK
    labels[:, 104:hair_to] = Part.HAIR
    labels[80:, 100:104] = Part.TORSO
    labels[120:, 20:hair_to] = Part.TORSO
    labels[:80, 100:104] = Part.NECK
    rgb = np.zeros((*labels.shape, 3), np.float32)
    for part, tone in ((Part.BACKGROUND, GROUND), (Part.HAIR, HAIR), (Part.NECK, SKIN), (Part.TORSO, WHITE)):
        rgb[labels == part] = tone
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    nothing = np.zeros(labels.shape, np.float32)
    return Layers(rgb, labels, shares), Plate(np.full_like(rgb, GROUND), nothing, nothing)


def test_a_collar_s_tip_between_neck_and_hair_has_hair_and_skin_behind_it() -> None:
    layers, plate = _layers(hair_to=200)

    result = with_hair_behind(plate, layers, WIDTH_PX).rgb

    assert np.allclose(result[100, 103], HAIR, atol=0.15)
    assert np.allclose(result[100, 100], SKIN, atol=0.15)
    assert np.allclose(result[122, 150], HAIR, atol=0.15)


def test_close_to_the_background_hair_has_that_behind_it() -> None:
    layers, plate = _layers(hair_to=108)

    result = with_hair_behind(plate, layers, WIDTH_PX).rgb

    assert np.allclose(result[100, 103], GROUND)


def test_far_from_hair_the_plate_stays() -> None:
    layers, plate = _layers(hair_to=200)

    result = with_hair_behind(plate, layers, WIDTH_PX).rgb

    assert np.allclose(result[150, 60], GROUND)
    assert np.allclose(result[:, 215:], GROUND)
