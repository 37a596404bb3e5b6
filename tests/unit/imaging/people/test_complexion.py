"""Skin's colours where a photo is cut off above the mouth."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.body import Body
from lingtu.imaging.people.complexion import skin_chance
from lingtu.imaging.people.frame import Frame

SKIN, BEIGE = (0.36, 0.2, 0.13), (0.78, 0.66, 0.53)


def test_a_beige_tee_below_a_cut_off_head_is_no_skin() -> None:
    shape = 300, 200
    rgb = np.ones((*shape, 3), np.float32)
    person = np.zeros(shape, np.float32)
    for part, tone in (((slice(0, 40), slice(80, 120)), SKIN), ((slice(40, 180), slice(40, 160)), BEIGE)):
        rgb[part], person[part] = tone, 1
    points = np.full((33, 2), (100, -20), np.float32)
    for left, place in {
        11: (150, 60),
        13: (155, 110),
        15: (150, 160),
        17: (150, 170),
        19: (150, 172),
        23: (130, 200),
    }.items():
        points[left], points[left + 1] = place, (200 - place[0], place[1])
    frame = Frame(Body(points, np.ones(33, np.float32), person), None, shape)
    rgb += np.random.default_rng(0).normal(0, 0.01, rgb.shape).astype(np.float32)
    rgb = rgb.clip(0, 1)
    chance = skin_chance(rgb, cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab), person, frame)
    assert np.median(chance[5:30, 90:110]) > 0.6
    assert np.median(chance[60:170, 60:140]) < 0.15
