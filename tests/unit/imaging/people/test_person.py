"""A person whose head the picture cuts off."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.body import Body
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.person import with_throat

SHAPE = 300, 200
NECK = slice(0, 50), slice(85, 115)


def framed(pose_mask: np.ndarray) -> Frame:
    points = np.full((33, 2), (100, -20), np.float32)
    for index, place in {11: (150, 60), 13: (155, 110), 15: (150, 160), 23: (130, 200)}.items():
        points[index], points[index + 1] = place, (200 - place[0], place[1])
    return Frame(Body(points, np.ones(33, np.float32), pose_mask), None, SHAPE)


def test_a_throat_that_the_matte_took_for_ground_is_the_persons() -> None:
    rgb = np.full((*SHAPE, 3), (0.85, 0.9, 0.93), np.float32)
    rgb[NECK], rgb[50:200, 40:160] = (0.7, 0.5, 0.4), (0.3, 0.35, 0.6)
    tee, pose = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.float32)
    tee[50:200, 40:160] = pose[50:200, 40:160] = pose[0:50, 83:117] = 1
    found = with_throat(rgb, tee, framed(pose))
    assert found[5:45, 90:110].min() > 0.9
    assert found[5:45, :78].max() < 0.1
    assert found[100:180, 60:140].min() > 0.9


def test_where_the_pose_shows_no_throat_there_is_none() -> None:
    tee = np.zeros(SHAPE, np.float32)
    tee[50:200, 40:160] = 1
    assert with_throat(np.ones((*SHAPE, 3), np.float32), tee, framed(tee)) is tee
