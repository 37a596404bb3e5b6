"""Which part of a person is head."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.head import above_chin, head_share
from lingtu.imaging.people.mesh import CHIN, OUTLINE, TOP, FaceMesh
from lingtu.imaging.people.parsing import Part

Labels = NDArray[np.uint8]

COLOURS = {Part.BACKGROUND: 0.9, Part.HAIR: 0.1, Part.FACE: 0.7, Part.NECK: 0.65, Part.TORSO: 0.35, Part.HANDS: 0.7}


def _face() -> FaceMesh:
    """An oval 80 px wide and 100 px high around (100, 100), its chin at (100, 150)."""
    points = np.zeros((478, 3), np.float32)
    turns = np.linspace(0, 2 * np.pi, len(OUTLINE), endpoint=False)
    points[list(OUTLINE), 0] = 100 + 40 * np.sin(turns)
    points[list(OUTLINE), 1] = 100 - 50 * np.cos(turns)
    points[TOP, :2], points[CHIN, :2] = (100, 50), (100, 150)
    return FaceMesh(points, 1.0)


def _person() -> Labels:
    """Hair around the face and a strand of it down to the chest, neck, torso, and a hand at the cheek."""
    labels = np.zeros((300, 200), np.uint8)
    cv2.rectangle(labels, (20, 190), (180, 299), int(Part.TORSO), -1)
    cv2.rectangle(labels, (80, 140), (120, 190), int(Part.NECK), -1)
    cv2.ellipse(labels, (100, 90), (55, 60), 0, 0, 360, int(Part.HAIR), -1)
    cv2.rectangle(labels, (145, 90), (158, 250), int(Part.HAIR), -1)
    cv2.ellipse(labels, (100, 100), (40, 50), 0, 0, 360, int(Part.FACE), -1)
    cv2.rectangle(labels, (20, 80), (52, 190), int(Part.HANDS), -1)
    return labels


def _picture(labels: Labels) -> NDArray[np.float32]:
    grey = np.zeros(labels.shape, np.float32)
    for part, level in COLOURS.items():
        grey[labels == part] = level
    noise = np.random.default_rng(1).normal(0, 0.004, labels.shape)
    return np.repeat((grey + noise.astype(np.float32)).clip(0, 1)[..., None], 3, axis=2)


def test_the_head_has_its_hair_and_neither_neck_nor_clothes_nor_hands() -> None:
    labels = _person()
    share = head_share(_picture(labels), labels, _face())
    for place, of in (((100, 120), "face"), ((50, 100), "hair"), ((230, 151), "strand on the chest")):
        assert share[place] > 0.95, of
    for place, of in (((170, 100), "neck"), ((230, 60), "chest"), ((230, 130), "chest"), ((120, 30), "hand")):
        assert share[place] < 0.05, of


def test_hair_that_hangs_nowhere_on_the_head_is_none() -> None:
    labels = _person()
    labels[270:290, 30:60] = Part.HAIR
    assert head_share(_picture(labels), labels, _face())[280, 45] < 0.05


def test_the_jaw_is_a_line_although_neck_and_face_are_alike() -> None:
    labels = _person()
    rgb = _picture(labels)
    rgb[np.isin(labels, (Part.FACE, Part.NECK))] = 0.7
    column = head_share(rgb, labels, _face())[:, 100]
    assert column[145] > 0.95
    assert column[155] < 0.05


def test_parts_may_be_coarser_than_the_picture() -> None:
    labels = _person()
    small = cv2.resize(labels, (100, 150), interpolation=cv2.INTER_NEAREST)
    one, other = (head_share(_picture(labels), each, _face()) for each in (labels, small))
    assert float(np.abs(one - other).mean()) < 0.02


def test_without_parts_a_head_ends_at_its_chin() -> None:
    share = above_chin(_face(), (300, 200, 3))
    assert share[:150].min() > 0.999
    assert share[160:].max() == 0
