from __future__ import annotations

import numpy as np

from lingtu.imaging.inpaint.poisson import blend

SIDE = 40


def solved(pull: float, shift: float, link: float = 1.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The truth, what is made of a hole in it whose patches say the right steps and tones off by a shift, the hole."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    truth = np.dstack([x + y, 30 * np.sin(x / 3), y * 0.5, x]).astype(np.float32)
    hole = np.zeros((SIDE, SIDE), bool)
    hole[10:30, 5:40] = True  # up to the edge
    steps = np.zeros((SIDE, SIDE, 6), np.float32)
    steps[:, :-1, :3] = np.diff(truth[..., :3], axis=1)
    steps[:-1, :, 3:] = np.diff(truth[..., :3], axis=0)
    said = truth + np.float32(shift)
    picture = np.where(hole[..., None], said, truth)
    links = np.where(hole, 1, link).astype(np.float32)
    blend(picture, hole, steps, links, np.full(hole.shape, pull, np.float32), 300, said)
    return truth, picture, hole


def test_tones_that_are_off_are_brought_to_the_rims() -> None:
    truth, picture, hole = solved(pull=0.0, shift=20)
    assert np.abs(picture - truth)[..., :3].max() < 0.05
    assert np.array_equal(picture[~hole], truth[~hole])


def test_a_rim_of_something_else_does_not_run_in() -> None:
    truth, picture, hole = solved(pull=0.05, shift=20, link=0.0)
    assert np.abs(picture - truth - 20)[hole][:, :3].max() < 0.5


def test_the_fourth_channel_is_left_alone() -> None:
    truth, picture, hole = solved(pull=0.0, shift=7)
    assert np.array_equal(picture[hole][:, 3], truth[hole][:, 3] + 7)
