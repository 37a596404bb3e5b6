"""Shadows of old cuffs."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.cuff_shadow import in_cuffs, shadow
from lingtu.imaging.tryon.worn.layers import Layers


def test_seen_skin_is_in_a_shadow_where_it_is_darker_than_what_is_made_up() -> None:
    skin = np.full((40, 90, 3), 0.6, np.float32)
    photo = skin.copy()
    photo[:, :30] -= 0.1
    photo[:, 60:] += 0.1
    found = shadow(photo, skin)
    assert found[20, 10] == 1
    assert found[20, 80] == 0


def test_dark_skin_that_an_old_cuff_s_sides_hang_beside_is_seen_within_it() -> None:
    labels = np.full((200, 200), Part.BACKGROUND, np.uint8)
    labels[:100, 60:140], labels[100:, 60:140] = Part.TORSO, Part.ARMS
    labels[100:120, 60:70] = labels[100:120, 130:140] = Part.TORSO
    shares = np.stack([(labels == part).astype(np.float32) for part in range(max(Part) + 1)])
    skin = np.full((200, 200, 3), 0.6, np.float32)
    photo = skin.copy()
    photo[100:112, 70:130] -= 0.3
    found = in_cuffs(Layers(photo, labels, shares), skin, (Part.TORSO,), 200.0)
    assert found[103:109, 80:120].all()
    assert not found[125:].any()
    assert not found[labels != Part.ARMS].any()
