"""The body below clothes: no shoulder in a puffed sleeve, and arms with edges to parts of a pixel."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.body import body_below
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person


def test_in_a_puffed_sleeve_there_is_no_shoulder_beside_the_arm() -> None:
    rgb, who = person(sleeves=0.9)
    labels = who.parts.labels
    puff = cv2.circle(np.zeros(SIZE, np.uint8), (385, 250), 75, 1, -1) > 0
    labels[puff & (labels == Part.BACKGROUND)] = Part.TORSO
    rgb[labels == Part.TORSO] = TONES[Part.TORSO]
    who.coverage[puff] = 1
    layers, wearer = read_person(rgb, who, ("upperBody",))
    body = body_below(layers, wearer, (Part.TORSO,))
    beside = puff & (np.indices(SIZE)[1] > 385)
    assert (layers.labels[beside] == Part.TORSO).all()
    assert body[beside].mean() < 0.05


def test_the_edge_of_a_bared_arm_is_straight_to_parts_of_a_pixel() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    body = body_below(layers, wearer, (Part.TORSO,))
    rows = slice(300, 360)
    ends = body[rows, : SIZE[1] // 2 - 60][:, ::-1].cumsum(axis=1).max(axis=1)  # outer end of the left arm, px
    line = np.polyval(np.polyfit(np.arange(60), ends, 3), np.arange(60))
    assert np.abs(ends - line).max() < 0.5
