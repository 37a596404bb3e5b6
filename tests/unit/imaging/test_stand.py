from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.plain_scene import plain_scene
from lingtu.imaging.scene import Stance
from lingtu.imaging.stand import find_place

SIDE = 200
PICTURE = np.full((SIDE, SIDE, 3), 0.5, np.float32)


def box(left: int, top: int, right: int, bottom: int) -> np.ndarray:
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[top:bottom, left:right] = 1
    return alpha


def test_on_the_floor() -> None:
    scene = plain_scene(PICTURE)
    assert scene.geometry is not None
    place = find_place(scene.geometry, box(80, 80, 120, 150))
    assert place is not None
    assert not place.flat
    assert place.certainty == 1
    assert place.point[2] == pytest.approx(0, abs=1e-6)


def test_on_something_higher_than_the_floor() -> None:
    """A base over a raised surface stands on that."""
    scene = plain_scene(PICTURE)
    assert scene.geometry is not None
    maps = scene.geometry.maps
    rows, columns = np.mgrid[0:64, 0:64]
    raised = (rows > 36) & (rows < 50) & (columns > 25) & (columns < 40)
    maps.depth[raised] *= 0.9  # nearer to the camera along the same rays: higher
    place = find_place(scene.geometry, box(90, 80, 110, 130))
    assert place is not None
    assert place.point[2] > 0.05


def test_before_the_wall_it_hangs_doubtfully() -> None:
    scene = plain_scene(PICTURE)
    assert scene.geometry is not None
    place = find_place(scene.geometry, box(80, 5, 120, 40))
    assert place is not None
    assert place.flat
    assert place.certainty < 1
    assert place.normal == pytest.approx([0, -1, 0], abs=1e-5)


@pytest.mark.parametrize(("stance", "normal"), [("lying", [0, 0, 1]), ("hanging", [0, -1, 0])])
def test_flat_stances(stance: Stance, normal: list[float]) -> None:
    scene = plain_scene(PICTURE, stance)
    assert scene.geometry is not None
    place = find_place(scene.geometry, box(80, 20, 120, 60))
    assert place is not None
    assert place.flat
    assert place.certainty == 1
    assert place.normal == pytest.approx(normal)


def test_on_a_hook_it_hangs_before_the_wall() -> None:
    scene = plain_scene(PICTURE, "hanging")
    assert scene.geometry is not None
    support = scene.geometry.support
    hook = replace(scene.geometry, support=replace(support, point=support.point + 0.06 * support.normal))
    place = find_place(hook, box(80, 20, 120, 60))
    assert place is not None
    assert (place.point - support.point) @ support.normal == pytest.approx(0.06)


def test_nothing_and_below_the_picture() -> None:
    scene = plain_scene(PICTURE)
    assert scene.geometry is not None
    assert find_place(scene.geometry, np.zeros((SIDE, SIDE), np.float32)) is None
    place = find_place(scene.geometry, box(80, 150, 120, SIDE))
    assert place is not None
    assert not place.flat


def test_a_told_stance_counts_where_the_scene_has_a_surface_for_it() -> None:
    scene = plain_scene(PICTURE)
    assert scene.geometry is not None
    on_floor, on_wall = box(80, 120, 120, 160), box(80, 5, 120, 40)
    lying, hanging = find_place(scene.geometry, on_floor, "lying"), find_place(scene.geometry, on_wall, "hanging")
    assert lying is not None
    assert hanging is not None
    assert (lying.flat, hanging.flat, lying.certainty, hanging.certainty) == (True, True, 1, 1)
    assert lying.normal == pytest.approx([0, 0, 1], abs=1e-5)
    assert hanging.normal == pytest.approx([0, -1, 0], abs=1e-5)
    assert find_place(scene.geometry, on_floor, "floating") is None
    senseless = find_place(scene.geometry, on_floor, "hanging")
    assert senseless is not None
    assert not senseless.flat, "no wall there: as without it"
