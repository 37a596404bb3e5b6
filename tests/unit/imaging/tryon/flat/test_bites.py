"""Bites at a garment's outline: of its print, or ground."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.bites import of_print
from lingtu.imaging.tryon.flat.studio import has_print_like_ground

SIDE = 40


def test_a_print_in_the_grounds_colour_is_told_from_ground_and_its_shadow() -> None:
    areas = np.repeat(np.arange(4, dtype=np.int32), SIDE)[None].repeat(SIDE, axis=0)
    y, x = np.indices(areas.shape)
    leaf = np.where((x + y) // 5 % 2, 4.0, -2.5)
    shadow = -0.3 * y
    ground = np.where((x + y) // 3 % 2, 0.3, -0.3)
    light = np.select([areas == 1, areas == 2, areas == 3], [leaf, shadow, ground], 0.0).astype(np.float32)
    assert of_print(areas, 4, light).tolist() == [False, True, False, False]


def test_pale_cloth_has_no_print_in_the_ground_s_colour_as_all_of_it_is_nearly_so() -> None:
    limit = np.full(1000, 1.0, np.float32)
    for cloth, told in ((40.0, True), (3.5, False)):
        away = np.full(1000, cloth, np.float32)
        assert not has_print_like_ground(away, limit)
        away[:50] = 0.2
        assert has_print_like_ground(away, limit) is told
