"""Layers of the result over each other: shadows."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.composite import composed, contact, dimmed
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.under import Under
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_the_shadow_below_a_hem_is_darkest_at_it_and_ends_softly() -> None:
    """A shadow with an edge of its own is seen as a line that somebody drew."""
    cloth = np.zeros((100, 80), np.float32)
    cloth[:50] = 1
    below = contact(cloth, 250.0)[50:70, 40]
    steps = np.diff(below)
    assert below[0] > 0.2
    assert steps.max() <= 1e-6
    assert steps.min() > -0.25 * below[0]


def test_a_contact_is_darkest_right_at_the_cloth_and_soon_gone() -> None:
    cloth = np.zeros((100, 80), np.float32)
    cloth[:50] = 1
    below = contact(cloth, 250.0)[50:70, 40]
    assert below[0] > 0.3
    assert below[4] < 0.5 * below[0]
    assert below[10] < 0.1 * below[0]


def test_skin_in_a_shadow_is_redder_not_greyer() -> None:
    skin = np.full((1, 1, 3), (0.85, 0.65, 0.55), np.float32)
    dark = dimmed(skin, np.full((1, 1), 0.7, np.float32))[0, 0]
    assert dark[0] / dark[2] > 1.05 * 0.85 / 0.55
    assert dark[0] < 0.7


def test_cloth_behind_an_arm_casts_no_shadow_on_it_and_a_sleeve_over_it_does() -> None:
    wearer = read_person(*person(), ("upperBody",))[1]
    rgb = np.full((800, 80, 3), 0.7, np.float32)
    cloth = np.zeros((800, 80), np.float32)
    cloth[:, 40:] = 1
    arm = 1 - cloth
    shares = np.zeros((len(Part), 800, 80), np.float32)
    shares[Part.ARMS], shares[Part.TORSO] = arm, cloth
    layers = Layers(rgb, shares.argmax(axis=0).astype(np.uint8), shares)
    under = Under(rgb, arm, 0 * arm, 0 * arm, 0 * arm, 0 * arm)
    new = Cloth(0 * rgb + 0.2, cloth)
    behind, over = (composed(layers, wearer, new, under, arm, lies, cloth) for lies in (0 * cloth, cloth))
    assert behind[20:780, 34:39].min() > 0.69
    assert over[20:780, 38].max() < 0.66


def test_at_an_old_cuff_an_arm_in_front_goes_over_into_the_skin_that_is_made_up() -> None:
    wearer = read_person(*person(), ("upperBody",))[1]
    arm, bared, seam = (np.zeros((80, 80), np.float32) for _ in range(3))
    arm[40:], bared[:40], seam[40:44] = 1, 1, 1
    shares = np.zeros((len(Part), 80, 80), np.float32)
    shares[Part.ARMS], shares[Part.TORSO] = arm, bared
    rgb = np.full((80, 80, 3), 0.7, np.float32)
    rgb[40:44] = 0.4  # the old cuff's shadow
    layers = Layers(rgb, shares.argmax(axis=0).astype(np.uint8), shares)
    nothing = 0 * arm
    under = Under(np.full_like(rgb, 0.7), bared, nothing, nothing, nothing, nothing, seam)
    far = nothing.copy()
    far[-1] = 1
    result = composed(layers, wearer, Cloth(0 * rgb, far), under, arm, nothing, bared)
    assert result[30:50].min() > 0.69
