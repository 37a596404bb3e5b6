from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtu.imaging import fill as filling
from lingtu.operations.fields import SEED_LIMIT

HEIGHT, WIDTH = 160, 200


def scene() -> np.ndarray:
    """A wall above a striped floor."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    picture = np.full((HEIGHT, WIDTH, 3), (0.8, 0.75, 0.7), np.float32)
    floor = y > 100
    picture[floor] = np.where((x % 20 < 10)[..., None], 0.45, 0.35)[floor]
    return picture


def hole() -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    mask[60:130, 80:120] = 1
    return mask


def fill(picture: np.ndarray, mask: np.ndarray, seed: int) -> np.ndarray:
    return filling.fill(picture, mask, seed).rgb


def test_pixels_outside_of_the_hole_stay() -> None:
    filled = fill(scene(), hole(), 1)
    assert np.array_equal(filled[hole() == 0], scene()[hole() == 0])


def test_it_continues_the_scene_better_than_its_mean() -> None:
    truth, inside = scene(), hole() > 0
    broken = truth.copy()
    broken[inside] = (1, 0, 1)
    error = np.abs(fill(broken, hole(), 1) - truth)[inside].mean()
    mean = np.abs(truth[~inside].mean(axis=0) - truth)[inside].mean()
    assert error < 0.5 * mean
    assert fill(broken, hole(), 1)[inside].max() < 0.95, "nothing of what was masked is left"


def test_the_same_seed_gives_the_same_pixels() -> None:
    assert np.array_equal(fill(scene(), hole(), 5), fill(scene(), hole(), 5))


def test_the_largest_seed_of_a_job_will_do() -> None:
    largest = SEED_LIMIT - 1
    assert np.array_equal(fill(scene(), hole(), largest), fill(scene(), hole(), largest))


def test_no_hole_changes_nothing_and_all_hole_is_an_error() -> None:
    assert np.array_equal(fill(scene(), np.zeros((HEIGHT, WIDTH), np.float32), 1), scene())
    with pytest.raises(ValueError, match="whole scene"):
        fill(scene(), np.ones((HEIGHT, WIDTH), np.float32), 1)


def test_a_large_hole_is_owned_up_to() -> None:
    large = np.zeros((HEIGHT, WIDTH), np.float32)
    large[:, 40:120] = 1
    notes = filling.fill(scene(), large, 1).notes
    assert "40%" in notes[0][1]
    assert "40%" in notes[0][0]


@st.composite
def holes(draw: st.DrawFn) -> np.ndarray:
    """Rectangles and stripes, at the edges too, of a picture of any proportions; never all of it."""
    height, width = draw(st.integers(12, 90)), draw(st.integers(12, 90))
    mask = np.zeros((height, width), np.float32)
    for _ in range(draw(st.integers(1, 3))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        mask[top : draw(st.integers(top + 1, height)), left : draw(st.integers(left + 1, width))] = 1
    if draw(st.booleans()):
        mask[draw(st.integers(0, height - 1)) :] = 1  # whole rows
    if mask.all():
        mask[draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))] = 0
    return mask


@settings(max_examples=25, deadline=None, derandomize=True)
@given(holes(), st.integers(0, 2**31 - 1))
def test_any_hole_is_filled_with_colours_and_nothing_else_changes(mask: np.ndarray, seed: int) -> None:
    picture = np.random.default_rng(seed).random((*mask.shape, 3), np.float32)
    filled = fill(picture, mask, seed)
    assert filled.shape == picture.shape
    assert filled.dtype == np.float32
    assert np.array_equal(filled[mask == 0], picture[mask == 0])
    assert np.isfinite(filled).all()
    assert 0 <= filled.min() <= filled.max() <= 1
    assert np.array_equal(filled, fill(picture, mask, seed))


def test_what_was_masked_does_not_shine_through() -> None:
    one, other = scene(), scene()
    one[hole() > 0], other[hole() > 0] = (1, 0, 1), (0, 1, 0)
    assert np.array_equal(fill(one, hole(), 3), fill(other, hole(), 3))


def test_a_picture_larger_than_it_is_solved_at_keeps_its_detail() -> None:
    side = 900
    draw = np.random.default_rng(6)
    picture = np.clip(draw.normal(0.5, 0.1, (side, side, 3)), 0, 1).astype(np.float32)
    mask = np.zeros((side, side), np.float32)
    mask[300:600, 200:500] = 1
    filled = fill(picture, mask, 1)
    assert filled[mask > 0].std() > 0.7 * picture[mask > 0].std()
