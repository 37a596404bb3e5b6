from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtu.imaging.colour_map import WHITE_LOSS, WHITE_TINT, ColourMap
from lingtu.imaging.harmonise import (
    CELLS,
    HUE_LIMIT_DEG,
    LIGHTNESS_LIMIT,
    SATURATION_LIMIT,
    STILL,
    VIEW,
    Harmonised,
    harmonise,
    moved,
)

SIDE = 40
WHOLE = (slice(0, SIDE), slice(0, SIDE))
Net = Callable[[np.ndarray], list[np.ndarray]]


def flat(*colour: float) -> np.ndarray:
    return np.full((SIDE, SIDE, 3), colour, np.float32)


def shift(*by: float) -> np.ndarray:
    """The global part of a map that adds to each channel."""
    whole = np.zeros((3, 10), np.float32)
    whole[:, 9] = by
    return whole


def net(whole: np.ndarray, share: float = 1.0) -> Net:
    local = np.zeros((1, 12, CELLS, CELLS), np.float32)
    return lambda _: [whole[None], local, np.array([share], np.float32)]


def harmonised(colour: tuple[float, float, float], net: Net, strength: float = 1.0) -> Harmonised:
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[8:32, 8:32] = 1
    return harmonise(flat(*colour), alpha, flat(0.5, 0.5, 0.5), net, strength)


def middle(found: Harmonised) -> np.ndarray:
    return found.rgb[SIDE // 2, SIDE // 2]


def test_the_map_is_what_its_formula_says() -> None:
    draw = np.random.default_rng(3)
    whole = draw.normal(0, 0.1, (3, 10)).astype(np.float32)
    local = draw.normal(0, 0.05, (3, 4, 2, 2)).astype(np.float32)
    rgb = draw.uniform(0.1, 0.7, (SIDE, SIDE, 3)).astype(np.float32)
    r, g, b = np.moveaxis(rgb, 2, 0)
    phi = np.stack([r, g, b, r * r, g * g, b * b, r * g, g * b, b * r, np.ones_like(r)])
    share = np.clip((np.arange(SIDE) + 0.5) * 2 / SIDE - 0.5, 0, 1)
    weights = [np.outer(one, other) for one in (1 - share, share) for other in (1 - share, share)]
    affine = sum(weight[None, None] * local[:, :, i // 2, i % 2, None, None] for i, weight in enumerate(weights))
    d = np.einsum("ck,khw->chw", whole, phi) + (affine[:, :3] * np.stack([r, g, b])).sum(1) + affine[:, 3]
    found = ColourMap(whole, local).applied(rgb, WHOLE, (SIDE, SIDE), 0.5)
    expected = np.moveaxis(np.clip(d, -np.moveaxis(rgb, 2, 0), 1 - np.moveaxis(rgb, 2, 0)), 0, 2)
    assert np.allclose(found, rgb + 0.5 * expected, atol=1e-5)


def test_a_part_of_the_canvas_is_mapped_as_the_whole_is() -> None:
    draw = np.random.default_rng(4)
    rgb = draw.uniform(0, 1, (SIDE, SIDE, 3)).astype(np.float32)
    colour_map = ColourMap(shift(0.1, 0, 0), draw.normal(0, 0.1, (3, 4, CELLS, CELLS)).astype(np.float32))
    part = (slice(5, 21), slice(11, 40))
    whole = colour_map.applied(rgb, WHOLE, (SIDE, SIDE), 1)
    assert np.array_equal(colour_map.applied(rgb[part], part, (SIDE, SIDE), 1), whole[part])


def test_whites_stay_white() -> None:
    map_ = ColourMap(shift(-0.5, -0.6, -0.7), np.zeros((3, 4, CELLS, CELLS), np.float32))
    white = map_.applied(flat(0.97, 0.97, 0.97), WHOLE, (SIDE, SIDE), 1)[0, 0]
    assert white.min() >= 0.97 - WHITE_LOSS - WHITE_TINT - 1e-5
    assert np.ptp(white) <= 2 * WHITE_TINT + 1e-5
    grey = map_.applied(flat(0.7, 0.7, 0.7), WHOLE, (SIDE, SIDE), 1)[0, 0]
    assert grey.max() < 0.3


def test_whites_and_what_is_nearly_white_keep_their_order() -> None:
    ramp = np.repeat(np.linspace(0, 1, 512, dtype=np.float32)[None, :, None], 3, axis=2)
    map_ = ColourMap(shift(-0.25, -0.25, -0.25), np.zeros((3, 4, CELLS, CELLS), np.float32))
    assert (np.diff(map_.applied(ramp, WHOLE, (1, 512), 1)[0, :, 0]) >= 0).all()


def test_a_change_that_the_net_does_not_trust_is_not_made() -> None:
    found = harmonised((0.6, 0.4, 0.3), net(shift(-0.2, -0.2, -0.2), 0.0))
    assert (found.strength, found.moved) == (0, STILL)
    assert np.array_equal(middle(found), np.float32([0.6, 0.4, 0.3]))


def test_what_was_done_is_told() -> None:
    found = harmonised((0.6, 0.6, 0.6), net(shift(-0.07, -0.07, -0.07), 0.75), 0.8)
    assert found.strength == pytest.approx(0.8 * 0.75)
    assert middle(found) == pytest.approx(0.6 - 0.8 * 0.75 * 0.07, abs=1e-5)
    assert -6 < found.moved.lightness < -2


channel = st.floats(0.0625, 0.9375, width=32)
change = st.floats(-0.5, 0.5, width=32)


@given(colour=st.tuples(channel, channel, channel), by=st.tuples(change, change, change))
def test_lightness_hue_and_saturation_move_within_their_limits(
    colour: tuple[float, float, float], by: tuple[float, float, float]
) -> None:
    found = harmonised(colour, net(shift(*by)))
    change = moved(flat(*colour)[0], np.repeat(middle(found)[None], SIDE, axis=0))
    assert abs(change.lightness) <= LIGHTNESS_LIMIT + 0.01
    assert change.hue_deg <= HUE_LIMIT_DEG + 0.01
    assert change.saturation >= -SATURATION_LIMIT - 0.001


def test_less_light_is_no_less_saturation() -> None:
    light, dim = (np.full((4, 3), colour, np.float32) for colour in ((0.8, 0.4, 0.3), (0.52, 0.26, 0.195)))
    grey = np.full((4, 3), (0.55, 0.5, 0.45), np.float32)
    assert abs(moved(light, dim).saturation) < 0.1
    assert moved(light, grey).saturation < -0.5
    assert moved(grey * 0 + 0.5, light).saturation == 0


def test_a_baked_in_shadow_is_not_shown_to_the_net() -> None:
    seen = []

    def look(view: np.ndarray) -> list[np.ndarray]:
        seen.append(view)
        return net(shift(0, 0, 0))(view)

    alpha = np.full((SIDE, SIDE), 0.3, np.float32)
    alpha[8:32, 8:32] = 1
    harmonise(flat(0, 0, 0), alpha, flat(0.5, 0.6, 0.7), look)
    assert seen[0].shape == (1, 4, VIEW, VIEW)
    assert seen[0][0, :, 0, 0] == pytest.approx([0.5, 0.6, 0.7, 0])
    assert seen[0][0, :, VIEW // 2, VIEW // 2] == pytest.approx([0, 0, 0, 1])


def test_nothing_visible_is_nothing_done() -> None:
    picture = flat(0.6, 0.6, 0.6)
    found = harmonise(picture, np.zeros((SIDE, SIDE), np.float32), picture, net(shift(0.5, 0, 0)))
    assert np.array_equal(found.rgb, picture)
