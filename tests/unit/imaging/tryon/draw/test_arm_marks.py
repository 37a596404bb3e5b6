"""An arm's elbow has a crease that a bent arm hides, and what is drawn on it differs little from its form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.draw.arm_marks import CREASE, bend, marks, moles
from lingtu.imaging.tryon.worn.limb import Limb


def limb(turn: float) -> Limb:
    at = np.linspace(0, 400, 74)[:, None]
    centres = np.where(at < 200, at * (0, 1), (0, 200) + (at - 200) * (np.sin(turn), np.cos(turn)))
    ahead = np.gradient(centres, axis=0)
    half = np.full(74, 20.0)
    return Limb(centres, ahead[:, ::-1] * (1, -1), ahead, half, half, half, 400.0, 200.0)


def places() -> tuple[np.ndarray, np.ndarray]:
    along, across = np.meshgrid(np.linspace(0, 1, 400), np.linspace(-1, 1, 41), indexing="ij")
    return along.astype(np.float32), across.astype(np.float32)


def test_a_straight_arm_has_a_crease_at_its_elbow_and_a_bent_one_has_none() -> None:
    along, across = places()
    straight, bent = limb(0.0), limb(1.6)
    bent = replace(bent, length=straight.length)
    assert bend(straight) < 0.1 < 0.5 < bend(bent)
    light, red = marks(along, across, straight, 0)
    near = np.abs(along[:, 20] - CREASE) < 0.04
    assert light[near, 20].min() < -0.05
    assert marks(along, across, bent, 0)[0][near, 20].min() > -0.05
    assert np.abs(light).max() < 0.25
    assert np.abs(red).max() < 0.06


def test_moles_are_small_dark_and_few() -> None:
    along, across = places()
    found = [moles(along, across, limb(0.0), seed)[0] for seed in range(6)]
    assert min(light.min() for light in found) < -0.03
    assert max((light < -0.01).mean() for light in found) < 0.02
    assert max(light.max() for light in found) == 0
