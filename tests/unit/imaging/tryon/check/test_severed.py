"""Arms that are cut through, on the drawn person."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.tryon.check.severed import severed_px
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import SIZE, person


def test_a_gap_in_an_arm_is_as_long_as_it_is_and_ground_beside_it_is_none() -> None:
    _, wearer = read_person(*person(), ("upperBody",))
    ground = np.zeros(SIZE, np.float32)
    assert severed_px(wearer, ground) == 0
    cv2.line(ground, (395, 200), (395, 400), 1, 20)
    assert severed_px(wearer, ground) == 0
    ground[320:350] = 1
    assert abs(severed_px(wearer, ground) - 30) < 5


def test_an_arm_that_was_never_seen_is_not_cut() -> None:
    _, wearer = read_person(*person(), ("upperBody",))
    everywhere = np.ones(SIZE, np.float32)
    assert severed_px(wearer, everywhere) > 150
    unseen = replace(wearer, labels=np.zeros(SIZE, np.uint8))
    assert severed_px(unseen, everywhere) == 0
