from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtu.bench.likeness import ANOTHER, distance
from lingtu.imaging import insert
from lingtu.imaging.scene import Scene, Stance
from lingtu.imaging.stand import find_place
from lingtu.imaging.studio.compose import compose, pick
from lingtu.imaging.tone import to_display, to_scene
from tests.unit.imaging.studio.cases import BOTTLE, product, room, studio

STANCES: tuple[Stance, ...] = ("standing", "lying", "hanging")


@pytest.mark.parametrize("stance", STANCES)
@pytest.mark.parametrize("is_place", [False, True])
def test_compositions_follow_each_other_without_repetition(stance: Stance, is_place: bool) -> None:
    for first in (0, 1, 7, 2**31 - 1):
        names = [pick(stance, is_place, first + number).name for number in range(4)]
        assert len(set(names)) == 4


def test_there_are_many_compositions() -> None:
    for is_place in (False, True):
        names = {pick("standing", is_place, seed).name for seed in range(200)}
        assert len(names) >= 12
    assert {pick("standing", True, seed).name for seed in range(0, 200, 2)}.isdisjoint(
        {pick("standing", False, seed).name for seed in range(200)}
    )


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    size=st.sampled_from([(160, 160), (90, 160), (160, 90), (128, 96)]),
    shares=st.tuples(st.floats(-0.2, 0.9), st.floats(-0.2, 0.9), st.floats(0.02, 1.2), st.floats(0.02, 1.2)),
    stance=st.sampled_from(STANCES),
    is_place=st.booleans(),
)
def test_every_box_on_every_canvas_stands_right(
    seed: int, size: tuple[int, int], shares: tuple[float, ...], stance: Stance, is_place: bool
) -> None:
    width, height = size
    x, y, wide, high = (round(share * side) for share, side in zip(shares, (*size, *size), strict=True))
    rgb, alpha = product((x, y, max(wide, 3), max(high, 3)), width, height)
    reference = room(width, height) if is_place else studio(width=width, height=height)
    found = compose(Scene(picture=reference), rgb, alpha, seed, stance)
    assert found.picture.shape == (height, width, 3)
    assert found.picture.dtype == np.float32
    assert np.isfinite(found.picture).all()
    assert found.picture.min() >= 0
    assert found.picture.max() <= 1
    geometry = found.geometry
    assert geometry is not None
    place = find_place(geometry, alpha)
    if place is not None:
        assert place.normal == pytest.approx(geometry.support.normal, abs=0.05)
        assert place.certainty == 1.0
        before = float((place.point - geometry.support.point) @ geometry.support.normal)
        assert abs(before) < (0.1 if stance == "hanging" else 0.05)  # a rail is before the wall that things hang on
    grounded = insert.ground(found, rgb, alpha, insert.Look())
    assert np.isfinite(grounded).all()


def test_the_base_is_on_the_support() -> None:
    rgb, alpha = product(BOTTLE)
    for seed in range(0, 24, 2):
        geometry = compose(Scene(picture=room()), rgb, alpha, seed).geometry
        assert geometry is not None
        x, y, wide, high = BOTTLE
        touched = geometry.camera.project(np.zeros(3))
        assert touched == pytest.approx([x + wide / 2, y + high], abs=0.01)
        shown = geometry.maps.depth[y + high - 1, x + wide // 2]
        assert shown == pytest.approx(np.linalg.norm(geometry.camera.position[1]), rel=0.05)
        assert geometry.maps.normal[y + high - 1, x + wide // 2, 2] > 0.9


def test_seeds_are_kept() -> None:
    rgb, alpha = product(BOTTLE)
    one, other = (compose(Scene(picture=studio()), rgb, alpha, 5) for _ in range(2))
    assert np.array_equal(one.picture, other.picture)


@pytest.mark.parametrize("reference", [studio(), studio((0.1, 0.1, 0.12)), room()])
@pytest.mark.parametrize("stance", STANCES)
def test_variations_of_one_job_are_other_scenes(reference: np.ndarray, stance: Stance) -> None:
    rgb, alpha = product(BOTTLE)
    for first in (0, 5):
        scenes = [compose(Scene(picture=reference), rgb, alpha, first + number, stance).picture for number in range(4)]
        for scene in scenes:
            assert 0.08 < scene.mean() < 0.93
            assert (scene >= 0.996).all(axis=2).mean() < 0.01, "no clipped whites"
        assert min(distance(one, other) for one, other in combinations(scenes, 2)) > ANOTHER


def test_the_picture_is_its_light_after_the_tone_curve() -> None:
    rgb, alpha = product(BOTTLE)
    found = compose(Scene(picture=studio()), rgb, alpha, 2)
    assert to_display(to_scene(found.picture, found.tone), found.tone) == pytest.approx(found.picture, abs=2e-3)


def test_the_reference_gives_the_colours() -> None:
    rgb, alpha = product(BOTTLE, colour=(0.5, 0.5, 0.5))
    warm, cold = (
        np.mean([compose(Scene(picture=studio(colour)), rgb, alpha, seed).picture.mean((0, 1)) for seed in range(4)], 0)
        for colour in ((0.9, 0.5, 0.3), (0.3, 0.5, 0.9))
    )
    assert (warm[0] - warm[2]) - (cold[0] - cold[2]) > 0.05


def test_without_a_product_there_is_a_scene_all_the_same() -> None:
    empty = np.zeros((160, 160), np.float32)
    assert compose(Scene(picture=studio()), studio(), empty, 0).picture.std() > 0.01
