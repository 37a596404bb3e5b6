"""Bites at a garment's outline: of its print, or ground."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.bites import of_print

SIDE = 40


def test_a_print_in_the_grounds_colour_is_told_from_ground_and_its_shadow() -> None:
    areas = np.repeat(np.arange(4, dtype=np.int32), SIDE)[None].repeat(SIDE, axis=0)
    y, x = np.indices(areas.shape)
    leaf = np.where((x + y) // 5 % 2, 4.0, -2.5)
    shadow = -0.3 * y
    ground = np.where((x + y) // 3 % 2, 0.3, -0.3)
    light = np.select([areas == 1, areas == 2, areas == 3], [leaf, shadow, ground], 0.0).astype(np.float32)
    assert of_print(areas, 4, light).tolist() == [False, True, False, False]
