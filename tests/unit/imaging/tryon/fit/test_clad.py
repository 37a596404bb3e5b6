"""Where a garment goes all around the body, on the drawn person."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.fit.clad import Seam, clad
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import SIZE, person


def cloth() -> np.ndarray:
    """The middle of the torso and of one arm."""
    alpha = np.zeros(SIZE, np.float32)
    alpha[165:330, 180:332] = 1
    alpha[190:280, 332:350] = 1
    return alpha


def found(sleeve_px: float) -> tuple[np.ndarray, Wearer]:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    seams = tuple(Seam(flank.joint, flank.tip, sleeve_px) for flank in wearer.flanks)
    return clad(cloth(), wearer, seams), wearer


def beside(arm: Limb, stations: slice) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns at the outer edge of a bare arm."""
    places = (arm.centres + 0.8 * arm.normals * arm.outer[:, None])[stations].astype(int)
    return places[:, 1], places[:, 0]


def test_arms_in_sleeves_and_a_covered_torso_are_clad_and_bare_arms_are_not() -> None:
    mask, wearer = found(sleeve_px=100.0)
    assert mask[beside(wearer.right.bare_arm, slice(10, 18))].min() > 0.9
    assert mask[beside(wearer.left.bare_arm, slice(20, 30))].max() < 0.1
    assert mask[262:300, 200:312].min() > 0.9
    assert mask[345:370, 240:272].max() < 0.1


def test_without_sleeves_an_arm_that_cloth_lies_behind_is_bare() -> None:
    mask, wearer = found(sleeve_px=0.0)
    assert mask[beside(wearer.right.bare_arm, slice(10, 18))].max() < 0.1
