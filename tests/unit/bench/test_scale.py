"""How the share of busy slots is told."""

from __future__ import annotations

import pytest

from lingtu.bench.scale import utilisation_of


def test_slots_that_are_never_free_are_in_use_all_the_time() -> None:
    assert utilisation_of([(0, 5), (0, 5), (5, 10), (5, 10)], 2) == pytest.approx(1)


def test_a_gap_counts() -> None:
    assert utilisation_of([(0, 4), (5, 9), (10, 14)], 1) == pytest.approx(0.8)
