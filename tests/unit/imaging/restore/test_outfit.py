"""Whatever a model paints of a dressed person, face, hair, hands, background and the other garment are the photo's."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.body import Body
from lingtu.imaging.people.outfit import Outfit
from lingtu.imaging.people.parsing import Part, Parts
from lingtu.imaging.people.person import Person
from lingtu.imaging.restore.outfit import Garment, distance_moved, only_garment

HEIGHT, WIDTH = 400, 300
#: Part -> left, top, right, bottom on a drawn person.
BOXES = {
    Part.TORSO: (100, 110, 200, 220),
    Part.LOWER: (105, 220, 195, 350),
    Part.ARMS: (70, 115, 100, 200),
    Part.HANDS: (70, 200, 100, 225),
    Part.NECK: (135, 90, 165, 110),
    Part.FACE: (120, 40, 180, 90),
    Part.HAIR: (115, 20, 185, 40),
    Part.SHOES: (105, 350, 195, 375),
}


def person(wider: int = 0) -> Person:
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    for part, (left, top, right, bottom) in BOXES.items():
        labels[top:bottom, left:right] = part
    coverage = (labels > 0).astype(np.float32)
    if wider:
        left, top, right, bottom = BOXES[Part.TORSO]
        coverage[top:bottom, left : right + wider] = 1
    points = np.full((33, 2), 150, np.float32)
    points[11], points[12] = (200, 115), (100, 115)
    points[13], points[14], points[15], points[16] = (205, 160), (85, 160), (205, 200), (85, 200)
    points[23], points[24] = (180, 225), (120, 225)
    body = Body(points, np.ones(33, np.float32), coverage)
    return Person(
        None, body, [], coverage, Parts(labels, {}, Outfit(1.0, False, (0.5, 0.5), (1.0, 1.0), 1.0), coverage), 1.0
    )


def photo() -> np.ndarray:
    rng = np.random.default_rng(4)
    return cv2.GaussianBlur(rng.random((HEIGHT, WIDTH, 3)).astype(np.float32), (0, 0), 3)


def part_of(picture: np.ndarray, part: Part, inset: int = 6) -> np.ndarray:
    left, top, right, bottom = BOXES[part]
    return picture[top + inset : bottom - inset, left + inset : right - inset]


@pytest.mark.parametrize(
    ("garment", "changes", "stays"),
    [
        ("upperBody", (Part.TORSO, Part.ARMS), (Part.FACE, Part.HAIR, Part.HANDS, Part.SHOES)),
        ("lowerBody", (Part.LOWER,), (Part.FACE, Part.HAIR, Part.HANDS, Part.SHOES, Part.ARMS, Part.NECK)),
        ("dresses", (Part.TORSO, Part.LOWER), (Part.FACE, Part.HAIR, Part.HANDS, Part.SHOES)),
    ],
)
def test_only_the_garment_changes(garment: Garment, changes: tuple[Part, ...], stays: tuple[Part, ...]) -> None:
    own = photo()
    found = only_garment(own, person(), np.ascontiguousarray(1 - own[..., ::-1]), person(), (garment,))
    assert np.array_equal(found.rgb[found.kept], own[found.kept])
    for part in stays:
        assert np.array_equal(part_of(found.rgb, part, 1), part_of(own, part, 1)), part
    for part in changes:
        assert np.abs(part_of(found.rgb, part) - part_of(own, part)).mean() > 0.01, part
    background = np.ones((HEIGHT, WIDTH), np.bool_)
    background[:, 60:210] = False
    assert np.array_equal(found.rgb[background], own[background])


def test_a_wider_garment_may_cover_the_background_beside_it() -> None:
    own = photo()
    found = only_garment(own, person(), np.ascontiguousarray(1 - own), person(wider=30), ("upperBody",))
    assert not found.kept[150:200, 210:225].any()
    assert found.kept[:, 240:].all()


def test_a_hem_may_reach_over_the_other_garment() -> None:
    own = photo()
    found = only_garment(own, person(), np.ascontiguousarray(1 - own), person(), ("upperBody",))
    assert not found.kept[225:240, 130:170].any()
    assert found.kept[300:345, 130:170].all()


def test_another_pose_is_far() -> None:
    one, other = person().body, person().body
    assert one is not None
    assert other is not None
    assert distance_moved(one, other) == 0
    other.points[15] += (40, 0)
    assert distance_moved(one, other) == pytest.approx(0.4)
