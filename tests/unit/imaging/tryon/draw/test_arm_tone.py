"""The tone of an arm of which nothing is seen: a hand is redder and darker."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.arm_tone import arm_tone
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import measure_limb

JOINTS = np.array([[50.0, 20], [50, 110], [50, 200]])


def seen(*parts: Part) -> tuple[Layers, np.ndarray]:
    labels = np.zeros((260, 120), np.uint8)
    places = {Part.HANDS: (slice(200, 240), 0.5), Part.NECK: (slice(0, 12), 0.62), Part.ARMS: (slice(150, 200), 0.58)}
    rgb = np.full((260, 120, 3), 0.1, np.float32)
    for part in parts:
        rows, light = places[part]
        labels[rows, 35:65] = part
        rgb[rows, 35:65] = np.array([1.25, 0.95, 0.8], np.float32) * light
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    return Layers(rgb, labels, shares), labels


def tone(*parts: Part) -> np.ndarray:
    layers, labels = seen(*parts)
    found = arm_tone(layers, measure_limb(JOINTS, 1, (0.15, 0.12, 0.1), labels, 100.0), 100.0)
    assert found is not None
    return found


def test_an_arm_is_lighter_and_less_red_than_its_hand() -> None:
    found, hand = tone(Part.HANDS), 0.5 * np.array([1.25, 0.95, 0.8])
    assert found.mean() > hand.mean()
    assert found[0] / found[1] < hand[0] / hand[1]
    assert hand.mean() < tone(Part.HANDS, Part.NECK).mean() < 0.62


def test_what_is_seen_of_an_arm_tells_its_tone() -> None:
    assert tone(Part.HANDS, Part.NECK, Part.ARMS).mean() == pytest.approx(0.58, abs=0.01)
    layers, labels = seen()
    assert arm_tone(layers, measure_limb(JOINTS, 1, (0.15, 0.12, 0.1), labels, 100.0), 100.0) is None
