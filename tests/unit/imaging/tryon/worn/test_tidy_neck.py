"""The drawn person's jaw and the rims of straps."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.tidy_neck import cloth_as_skin, even_jaw
from lingtu.imaging.tryon.worn.wearer import measure_wearer
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person


def test_a_crumb_of_the_face_on_the_throat_is_throat_and_the_chin_stays() -> None:
    _, who = person()
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    chin_px = int(frame.chin[1])
    labels[chin_px - 10 : chin_px + 30, 236:276] = Part.NECK
    labels[: chin_px - 10][labels[: chin_px - 10] == Part.NECK] = Part.FACE
    cv2.rectangle(labels, (262, chin_px - 10), (268, chin_px - 6), int(Part.FACE), -1)
    even = even_jaw(labels, frame)
    assert even[chin_px - 6, 265] == Part.NECK
    assert (even[: chin_px - 14] == labels[: chin_px - 14]).all()
    assert set(np.unique(labels[even != labels])) <= {Part.FACE, Part.NECK}


def test_a_strap_s_shaded_rim_is_no_skin_and_skin_beside_it_is() -> None:
    rgb, who = person()
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    labels[165:200, 200:212] = Part.ARMS  # its rim
    labels[165:200, 190:200] = Part.ARMS  # skin
    rgb[165:200, 190:200] = TONES[Part.ARMS]
    rgb[165:200, 200:212] = np.array(TONES[Part.TORSO]) * 0.6
    found = cloth_as_skin(rgb, labels, frame)
    rim = labels[180, 203:211] == Part.ARMS
    assert found[180, 203:211][rim].all()
    assert not found[180, 190:198].any()


def test_a_round_shoulder_far_from_its_joint_is_covered() -> None:
    _, who = person()
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    joint = measure_wearer(labels, frame, who.parts.outfit).left.joint
    cv2.circle(labels, (int(joint[0]), int(joint[1])), 34, int(Part.ARMS), -1)
    tip = measure_wearer(labels, frame, who.parts.outfit).left.tip
    assert np.linalg.norm(tip - joint) > 32
