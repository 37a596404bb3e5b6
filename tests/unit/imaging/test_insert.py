from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtu.imaging.composite import Box, place
from lingtu.imaging.insert import Look, ground
from lingtu.imaging.plain_scene import plain_scene
from lingtu.imaging.scene import Scene, Stance

PICTURE = np.full((256, 256, 3), 0.6, np.float32) + np.random.default_rng(1).normal(0, 0.004, (256, 256, 1)).astype(
    np.float32
)
RED = np.zeros((60, 30, 3), np.float32) + np.float32([0.8, 0.2, 0.2])
STANDING = Box(113, 110, 30, 60)


def placed(box: Box, alpha: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    alpha = np.ones((60, 30), np.float32) if alpha is None else alpha
    return place(RED[: alpha.shape[0], : alpha.shape[1]], alpha, box, 256, 256)


def traces(scene: Scene, box: Box = STANDING, look: Look | None = None) -> np.ndarray:
    """How much each pixel changed; 0 below the product itself."""
    rgb, alpha = placed(box)
    after = ground(scene, rgb, alpha, look or Look())
    return np.where(alpha[..., None] > 0, 0, after - scene.picture).mean(axis=2)


def test_the_shadow_falls_away_from_the_lamp() -> None:
    scene = plain_scene(PICTURE)
    changed = traces(scene)
    assert changed[100:180, 145:230].min() < -0.1, "dark on the right: the lamp is on the left"
    assert changed[100:180, 145:230].sum() < 4 * changed[100:180, 20:110].sum()


def test_the_other_lamp_throws_it_to_the_other_side() -> None:
    scene = plain_scene(PICTURE)
    assert scene.geometry is not None
    swapped = tuple(
        replace(light, weight=1 - light.weight) if light.kind != "env" else light for light in scene.geometry.lights
    )
    changed = traces(replace(scene, geometry=replace(scene.geometry, lights=swapped)))
    assert changed[100:180, 20:110].min() < -0.1
    assert changed[100:180, 20:110].sum() < 4 * changed[100:180, 145:230].sum()


def test_a_mirrored_scene_has_a_mirrored_shadow() -> None:
    scene = plain_scene(PICTURE)
    middle = Box(113, 110, 30, 60)
    turned = traces(scene.mirrored(), middle)[:, ::-1]
    assert np.abs(turned - traces(scene, middle)).mean() < 0.003


def test_pixels_without_a_trace_keep_their_bits() -> None:
    scene = plain_scene(PICTURE)
    rgb, alpha = placed(STANDING)
    after = ground(scene, rgb, alpha, Look())
    assert np.array_equal(after[:40], scene.picture[:40])
    assert (after == scene.picture).all(axis=2).mean() > 0.3


def test_where_it_touches_it_is_darkest() -> None:
    changed = traces(plain_scene(PICTURE))
    assert changed[171, 118:138].max() < -0.05


def test_softer_lamps_and_weaker_shadows() -> None:
    scene = plain_scene(PICTURE)
    hard, soft = (traces(scene, look=Look(softness=softness))[:, 160:] for softness in (0.2, 3))
    assert np.abs(np.diff(hard, axis=1)).max() > 1.3 * np.abs(np.diff(soft, axis=1)).max()
    assert traces(scene, look=Look(strength=0.5)).min() > traces(scene).min()


def test_same_arguments_same_bits_and_seeds_differ() -> None:
    scene = plain_scene(PICTURE)
    rgb, alpha = placed(STANDING)
    one, again, other = (ground(scene, rgb, alpha, Look.of_seed(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert np.abs(one - other).mean() < 0.01, "only a small difference"


def test_a_glossy_floor_mirrors_the_product() -> None:
    matt, glossy = plain_scene(PICTURE), plain_scene(PICTURE)
    assert matt.geometry is not None
    assert glossy.geometry is not None
    for scene, roughness in ((matt, 0.9), (glossy, 0.05)):
        assert scene.geometry is not None
        scene.geometry.maps.roughness[:] = roughness
    rgb, alpha = placed(STANDING)
    difference = ground(glossy, rgb, alpha, Look()) - ground(matt, rgb, alpha, Look())
    below = difference[175:200, 115:140]
    assert below[..., 0].mean() > below[..., 1].mean() + 0.01, "the floor turns redder"
    assert np.abs(difference[:100]).max() == 0


def test_a_broad_top_on_a_narrow_base_is_no_deeper_than_told() -> None:
    tee = np.zeros((60, 30), np.float32)
    tee[:35] = tee[:, 11:19] = 1
    rgb, alpha = placed(STANDING, tee)
    scene = plain_scene(PICTURE)
    free, held = (scene.picture - ground(scene, rgb, alpha, Look(contact=0, overhang=most)) for most in (np.inf, 1.0))
    below = slice(172, 190), slice(100, 160)
    assert 0 < held[below].sum() < 0.9 * free[below].sum()


def test_nothing_is_mirrored_where_the_geometry_is_not_certain() -> None:
    """Past the edge of a photographed table, say."""
    scene = plain_scene(PICTURE)
    assert scene.geometry is not None
    maps = scene.geometry.maps
    maps.roughness[:] = 0.05
    certainty = np.ones_like(maps.depth)
    certainty[round(0.72 * len(certainty)) :] = 0
    rgb, alpha = placed(STANDING)
    unsure = replace(scene, geometry=replace(scene.geometry, maps=replace(maps, certainty=certainty)))
    changed = np.abs(ground(unsure, rgb, alpha, Look(contact=0)) - PICTURE).max(axis=2)
    assert changed[175:182, 115:140].max() > 0.02
    assert changed[192:, 115:140].max() == 0
    assert np.abs(ground(scene, rgb, alpha, Look(contact=0)) - PICTURE)[192:215, 115:140].max() > 0.02


@pytest.mark.parametrize("stance", ["lying", "hanging"])
def test_flat_products_have_shade_all_round(stance: Stance) -> None:
    top = 90 if stance == "lying" else 25
    changed = traces(plain_scene(PICTURE, stance), Box(113, top, 30, 60))
    assert changed[top + 20 : top + 50, 145].mean() < -0.02, "away from the lamp"
    assert changed[top + 61, 118:138].mean() < -0.005
    assert abs(changed[:, 220:]).max() < 0.02, "but not far"


def test_in_front_of_the_wall_the_trace_is_faint() -> None:
    high = traces(plain_scene(PICTURE), Box(113, 10, 30, 60))
    low = traces(plain_scene(PICTURE))
    assert abs(high).sum() < abs(low).sum()


def test_an_empty_product_leaves_the_picture() -> None:
    scene = plain_scene(PICTURE)
    nothing = np.zeros((256, 256), np.float32)
    assert ground(scene, PICTURE, nothing, Look()) is scene.picture


offsets = st.integers(-300, 300)
sides = st.integers(1, 500)


@settings(max_examples=60)
@given(
    x=offsets,
    y=offsets,
    width=sides,
    height=sides,
    stance=st.sampled_from(["standing", "lying", "hanging"]),
    window=st.tuples(st.integers(0, 150), st.integers(0, 150), st.integers(20, 256), st.integers(20, 256)),
    seed=st.integers(0, 99),
)
def test_any_box_in_any_crop(
    x: int, y: int, width: int, height: int, stance: Stance, window: tuple[int, int, int, int], seed: int
) -> None:
    left, top = window[0], window[1]
    part_width, part_height = min(window[2], 256 - left), min(window[3], 256 - top)
    scene = plain_scene(PICTURE, stance).cropped(left, top, part_width, part_height)
    alpha = np.random.default_rng(seed).random((60, 30)).astype(np.float32) ** 0.3
    rgb, alpha = place(RED, alpha, Box(x, y, width, height), part_width, part_height)
    after = ground(scene, rgb, alpha, Look.of_seed(seed))
    assert after.shape == scene.picture.shape
    assert after.dtype == np.float32
    assert np.isfinite(after).all()
    assert after.min() >= 0
    assert after.max() <= 1
