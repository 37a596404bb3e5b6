from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging import footing, impostor, lamps, light_loss, receivers
from lingtu.imaging.plain_scene import plain_scene
from lingtu.imaging.receivers import Grid
from lingtu.imaging.scene import Geometry, Light

SIDE = 240
GRID = Grid.over(0, 0, SIDE, SIDE, 2)
WHITE, BLACK = np.ones(3, np.float32), np.zeros(3, np.float32)


@pytest.fixture(scope="module")
def geometry() -> Geometry:
    found = plain_scene(np.full((SIDE, SIDE, 3), 0.5, np.float32)).geometry
    assert found is not None
    return found


@pytest.fixture(scope="module")
def product(geometry: Geometry) -> impostor.Solid:
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[90:150, 105:135] = 1
    base = footing.find(alpha, geometry.camera, geometry.support.point, geometry.support.normal)
    assert base is not None
    return impostor.build(alpha, geometry.camera, base)


def ratio(geometry: Geometry, product: impostor.Solid, colour: np.ndarray) -> np.ndarray:
    loss = light_loss.trace(geometry, product, receivers.look(geometry, GRID), 1.0)
    return light_loss.ratio(geometry, GRID, loss, colour)


def darkest(values: np.ndarray) -> float:
    return float(values[60:75, 72:95].min())  # the key's shadow, right of the product


def test_far_away_all_light_is_kept(geometry: Geometry, product: impostor.Solid) -> None:
    found = ratio(geometry, product, WHITE * 0.5)
    assert found[5:10].min() > 0.98
    assert found.max() < 1.3
    assert found.min() >= 0


def test_light_that_comes_by_other_ways_stays(geometry: Geometry, product: impostor.Solid) -> None:
    """The more of a lamp's light is astray, the brighter its shadow."""

    def with_bounce(share: float) -> Geometry:
        lights = tuple(replace(light, bounce=WHITE * share) for light in geometry.lights)
        return replace(geometry, lights=lights)

    shades = [darkest(ratio(with_bounce(share), product, BLACK)) for share in (0.0, 0.3, 0.6)]
    assert shades[0] < shades[1] < shades[2]


def test_a_map_of_direct_light_keeps_old_shadows(geometry: Geometry, product: impostor.Solid) -> None:
    """Where the key does not reach the floor anyway, the product takes nothing of it."""
    dark = {"key": np.zeros((32, 32), np.uint8)}
    shaded = replace(geometry, maps=replace(geometry.maps, direct=dark))
    assert darkest(ratio(shaded, product, BLACK)) > darkest(ratio(geometry, product, BLACK)) + 0.1


def test_a_coloured_product_colours_what_is_beside_it(geometry: Geometry, product: impostor.Solid) -> None:
    found = ratio(geometry, product, np.float32([1, 0, 0]))
    lit_side = found[60:75, 40:50]
    assert lit_side[..., 0].mean() > lit_side[..., 1].mean() + 0.02


def test_lamps_that_are_off_cast_nothing(geometry: Geometry, product: impostor.Solid) -> None:
    off = tuple(replace(light, weight=light.weight * (light.kind == "env")) for light in geometry.lights)
    found = ratio(replace(geometry, lights=off), product, BLACK)
    assert darkest(found) > 0.55


def test_the_sky_does_not_shine_through_the_wall(geometry: Geometry) -> None:
    sky = lamps.sky(geometry.support.normal)
    found = receivers.openness(geometry, geometry.support.point, sky.values)
    behind, before = sky.values[:, 1] > 0.7, sky.values[:, 1] < -0.3
    assert found[behind].mean() < 0.3
    assert found[before].min() == 1


def test_samples_lie_on_their_lamp(geometry: Geometry) -> None:
    lamp = geometry.lights[0]
    assert lamp.position is not None
    samples = lamps.samples_of(lamp, 1.0)
    assert samples.values.mean(axis=0) == pytest.approx(lamp.position, abs=0.02)
    assert np.abs(samples.values - lamp.position).max() < 0.21
    sun = Light(
        group="sun",
        kind="sun",
        weight=WHITE,
        bounce=BLACK,
        colour=WHITE,
        direction=np.array([0.6, 0, 0.8]),
        angle_deg=2.0,
    )
    cosines = lamps.samples_of(sun, 1.0).values @ np.array([0.6, 0, 0.8])
    assert np.degrees(np.arccos(cosines.min())) == pytest.approx(1, abs=0.1)
