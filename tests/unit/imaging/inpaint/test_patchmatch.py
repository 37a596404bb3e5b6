from __future__ import annotations

import numba
import numpy as np

from lingtu.imaging.inpaint.level import Problem
from lingtu.imaging.inpaint.patchmatch import Field, dissimilarity, search, vote
from lingtu.imaging.inpaint.pyramid import begin

SIDE = 64


def field(rows: float = 0.0) -> tuple[Field, np.ndarray]:
    """Noise of which the right half is the left one once more, and a hole in the right half; and the hole."""
    half = np.random.default_rng(1).uniform(0, 60, (SIDE, SIDE // 2, 4)).astype(np.float32)
    hole = np.zeros((SIDE, SIDE), bool)
    hole[24:40, 40:52] = True
    near = np.zeros_like(hole)
    near[21:43, 37:55] = True
    index = np.full(hole.shape, -1, np.int32)
    index[near] = np.arange(near.sum())
    valid = np.zeros_like(hole)
    valid[4:-4, 4:28] = True
    across = np.zeros((SIDE, SIDE, 2), np.float32)
    across[..., 0] = rows
    made = Field(
        features=np.concatenate([half, half], axis=1),
        trust=np.where(hole, 0.01, 1).astype(np.float32),
        targets=np.argwhere(near).astype(np.int32),
        index=index,
        valid=valid,
        toll=np.zeros(hole.shape, np.float32),
        across=across,
    )
    return made, hole


def at_random(made: Field, seed: int) -> np.ndarray:
    places = np.argwhere(made.valid).astype(np.int32)
    return places[np.random.default_rng(seed).integers(0, len(places), len(made.targets))]


def test_the_copy_is_found_and_says_what_was_there() -> None:
    made, hole = field()
    sources, costs = search(made, at_random(made, 1), 8, SIDE, 1)
    right = (sources == made.targets - (0, SIDE // 2)).all(axis=1)
    assert right.mean() > 0.85
    assert np.allclose(dissimilarity(made, sources), costs, atol=1e-3)
    pixels = np.argwhere(hole).astype(np.int32)
    said, steps = vote(made, pixels, sources, costs, 0.5)
    truth = made.features[hole]
    assert np.median(np.abs(said - truth)) < 0.1
    right_steps = made.features[pixels[:, 0], pixels[:, 1] + 1, :3] - truth[:, :3]
    assert np.median(np.abs(steps[:, :3] - right_steps)) < 0.1


def test_a_pass_never_makes_it_worse() -> None:
    made, _ = field()
    sources = at_random(made, 2)
    before = dissimilarity(made, sources)
    _, after = search(made, sources, 1, SIDE, 3)
    assert (after <= before + 1e-3).all()


def test_what_lies_above_or_below_costs_more_where_rows_count() -> None:
    free, bound = (search(field(rows)[0], at_random(field()[0], 4), 3, SIDE, 4)[0] for rows in (0.0, 40.0))
    targets = field()[0].targets
    assert np.abs(bound - targets)[:, 0].mean() < 0.5 * np.abs(free - targets)[:, 0].mean() + 0.1


def test_threads_do_not_change_the_result() -> None:
    picture = np.random.default_rng(5).random((70, 90, 3), np.float32)
    hole = np.zeros((70, 90), bool)
    hole[20:50, 30:60] = True
    zero = np.zeros((70, 90), np.float32)
    problem = Problem(picture=picture, hole=hole, toll=zero, across=np.dstack([zero, zero]))
    found, threads = [], numba.get_num_threads()
    for count in (1, threads):
        numba.set_num_threads(count)
        found.append(begin(problem, 1).picture)
    assert np.array_equal(*found)
