from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.outline import base_share, is_flat


def test_a_block_stands_on_all_of_its_width_and_a_table_on_its_legs() -> None:
    block = np.ones((60, 40), np.float32)
    table = block.copy()
    table[20:, 5:35] = 0
    assert base_share(block) == 1
    assert base_share(table) == pytest.approx(10 / 40)
    assert base_share(np.zeros((5, 5), np.float32)) == 0


def test_a_plate_is_flat_and_a_box_is_not() -> None:
    y, x = np.mgrid[-1:1:80j, -1:1:80j]
    assert is_flat((np.hypot(x, y) < 1).astype(np.float32))
    assert not is_flat(np.ones((80, 60), np.float32))
