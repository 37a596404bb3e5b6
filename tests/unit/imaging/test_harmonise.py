from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from lingtu.imaging.colour import mean_delta_e
from lingtu.imaging.harmonise import DELTA_E_LIMIT, TINT_LIMIT, gains, grade

unit = st.floats(0, 1, width=32)


def flat(colour: tuple[float, float, float]) -> np.ndarray:
    return np.full((40, 40, 3), colour, np.float32)


@example(colour=(0.25, 0.375, 0.5), strength=1.0)
@given(colour=st.tuples(unit, unit, unit), strength=st.floats(0, 2))
def test_any_scene_moves_a_product_within_the_limits(colour: tuple[float, float, float], strength: float) -> None:
    wanted = gains(flat(colour), strength)
    assert np.ptp(wanted / wanted.mean()) <= 2 * TINT_LIMIT + 1e-3
    product = flat((0.8, 0.4, 0.3))
    graded = grade(product, np.ones((40, 40), np.float32), flat(colour), strength)
    assert mean_delta_e(product, graded) <= DELTA_E_LIMIT + 1e-3


def test_a_warm_scene_warms_a_dark_one_darkens() -> None:
    product, alpha = flat((0.6, 0.6, 0.6)), np.ones((40, 40), np.float32)
    warm = grade(product, alpha, flat((0.9, 0.6, 0.3)), 1)[0, 0]
    assert warm[0] > warm[2]
    assert grade(product, alpha, flat((0.1, 0.1, 0.1)), 1).mean() < product.mean()


def test_what_is_hidden_stays() -> None:
    product, alpha = flat((0.6, 0.6, 0.6)), np.zeros((40, 40), np.float32)
    assert np.array_equal(grade(product, alpha, flat((1, 0, 0)), 1), product)
