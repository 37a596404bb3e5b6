"""Arms that are cut through, on the drawn person."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.tryon.check.severed import made_up_hand_area, severed_px
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


def test_bared_skin_is_of_a_hand_beyond_the_wrist_alone() -> None:
    _, wearer = read_person(*person(), ("upperBody",))
    limbs = wearer.flanks[0].limbs
    bared = np.zeros(SIZE, np.float32)
    elbow = wearer.frame.body.points[limbs.elbow].astype(int).tolist()
    cv2.circle(bared, elbow, 10, 1, -1)
    assert made_up_hand_area(wearer, bared) == 0
    cv2.circle(bared, np.asarray(wearer.frame.knuckles(limbs)).astype(int).tolist(), 6, 1, -1)
    assert 60 < made_up_hand_area(wearer, bared) <= 125
