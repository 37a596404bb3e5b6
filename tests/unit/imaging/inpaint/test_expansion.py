from __future__ import annotations

import itertools

import numpy as np
import pytest

from lingtu.imaging.inpaint.expansion import expand
from lingtu.imaging.inpaint.shifts import neighbours

SIDE = 3  # px: of all labellings of so many pixels, the best is known


def problem(seed: int, label_count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What labels cost pixels, what they would show there, and who is next to whom."""
    draw = np.random.default_rng(seed)
    count = SIDE * SIDE
    unary = draw.uniform(0, 10, (count, label_count)).astype(np.float32)
    seen = draw.uniform(0, 4, (count, label_count, 3)).astype(np.float32)
    return unary, seen, neighbours(np.ones((SIDE, SIDE), bool))


def energy(labels: np.ndarray, unary: np.ndarray, seen: np.ndarray, beside: np.ndarray) -> float:
    total = float(sum(unary[p, label] for p, label in enumerate(labels)))
    for p, q in ((p, q) for side in (0, 2) for p, q in enumerate(beside[:, side]) if q >= 0):
        total += sum(float(np.linalg.norm(seen[x, labels[p]] - seen[x, labels[q]])) for x in (p, q))
    return total


@pytest.mark.parametrize("seed", range(12))
def test_two_labels_are_cut_as_well_as_can_be(seed: int) -> None:
    unary, seen, beside = problem(seed, 2)
    found = expand(unary.argmin(axis=1).astype(np.int32), unary, seen, beside, 3)
    best = min(energy(np.array(each), unary, seen, beside) for each in itertools.product(range(2), repeat=SIDE * SIDE))
    assert energy(found, unary, seen, beside) == pytest.approx(best, abs=1e-2)


@pytest.mark.parametrize("seed", range(6))
def test_more_labels_come_near_to_the_best(seed: int) -> None:
    unary, seen, beside = problem(seed, 3)
    begun = unary.argmin(axis=1).astype(np.int32)
    found = expand(begun, unary, seen, beside, 5)
    best = min(energy(np.array(each), unary, seen, beside) for each in itertools.product(range(3), repeat=SIDE * SIDE))
    assert energy(found, unary, seen, beside) <= energy(begun, unary, seen, beside)
    assert energy(found, unary, seen, beside) <= 1.1 * best


def test_labels_that_show_the_same_cost_no_seam() -> None:
    unary, seen, beside = problem(0, 3)
    same = np.repeat(seen[:, :1], 3, axis=1)
    found = expand(np.zeros(len(unary), np.int32), unary, same, beside, 2)
    assert np.array_equal(found, unary.argmin(axis=1))
