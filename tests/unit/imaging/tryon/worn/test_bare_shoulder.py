"""Where the drawn person's shoulders are below their clothes."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.bare_shoulder import BELOW_CLOTH, shoulder_below
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import TONES, person

#: Corners of the left shoulder's upper edge: a neck that is broad at its base, and where the arm begins.
EDGE = [(230, 150), (210, 158), (186, 172)]


def wearer(strap: tuple[int, int]) -> Wearer:
    """In a top with straps between two columns of the left shoulder, and all of the right one covered."""
    rgb, who = person(sleeves=0)
    labels = who.parts.labels
    for side in (1, -1):
        corners = [(256 - side * (256 - x), y) for x, y in [*EDGE, (186, 240), (256, 240), (256, 150)]]
        cv2.fillPoly(labels, [np.array(corners, np.int32)], int(Part.NECK if side > 0 else Part.TORSO))
    columns = np.arange(labels.shape[1])[None]
    labels[(labels == Part.NECK) & (columns >= strap[0]) & (columns < strap[1])] = Part.TORSO
    rgb[:] = 1
    for part, tone in TONES.items():
        rgb[labels == part] = tone
    who.coverage[:] = labels > 0
    return read_person(rgb, who, ("upperBody",))[1]


def test_below_a_strap_a_shoulder_goes_on_from_the_skin_beside_it() -> None:
    who = wearer((196, 208))
    line = shoulder_below(who, who.left)
    edge = np.interp(line[:, 0], [x for x, _ in EDGE[::-1]], [y for _, y in EDGE[::-1]])
    beside = (line[:, 0] > 192) & (line[:, 0] < 228)
    assert np.abs(line[beside, 1] - edge[beside]).max() < 3


def test_below_cloth_it_lies_lower() -> None:
    who = wearer((196, 208))
    line = shoulder_below(who, who.right)
    edge = np.interp(512 - line[:, 0], [x for x, _ in EDGE[::-1]], [y for _, y in EDGE[::-1]])
    beside = (line[:, 0] > 300) & (line[:, 0] < 320)
    assert (line[beside, 1] - edge[beside]).min() > 0.5 * BELOW_CLOTH * who.width
