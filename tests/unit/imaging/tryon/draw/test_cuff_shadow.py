"""Shadows of old cuffs."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.cuff_shadow import shadow


def test_seen_skin_is_in_a_shadow_where_it_is_darker_than_what_is_made_up() -> None:
    skin = np.full((40, 90, 3), 0.6, np.float32)
    photo = skin.copy()
    photo[:, :30] -= 0.1
    photo[:, 60:] += 0.1
    found = shadow(photo, skin)
    assert found[20, 10] == 1
    assert found[20, 80] == 0
