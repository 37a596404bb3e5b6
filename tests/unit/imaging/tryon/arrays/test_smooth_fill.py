"""What is known goes on over all of a picture."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.smooth_fill import continued


def test_a_tone_is_as_light_far_from_where_it_is_known() -> None:
    known = np.zeros((400, 20), np.float32)
    known[:4, :4] = 1
    result = continued(np.full((400, 20, 3), 0.7, np.float32), known)
    np.testing.assert_allclose(result, 0.7, atol=1e-3)


def test_of_nothing_known_nothing_goes_on() -> None:
    assert not continued(np.ones((40, 20, 3), np.float32), np.zeros((40, 20), np.float32)).any()
