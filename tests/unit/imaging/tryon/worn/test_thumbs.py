"""Thumbs outside of pockets."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.worn.thumbs import thumbs

WIDTH_PX = 250.0


def hand_with_thumb() -> tuple[np.ndarray, np.ndarray]:
    """Before clothes from row 60 on; the palm is 50 px wide, the thumb beside it 12."""
    hand = np.zeros((200, 200), np.float32)
    hand[:110, 100:150] = 1
    hand[84:96, 60:100] = 1
    clothes = np.zeros(hand.shape, np.float32)
    clothes[60:] = 1
    return hand, clothes * (1 - hand)


def test_a_thumb_before_the_clothes_is_found_and_the_palm_is_not() -> None:
    hand, clothes = hand_with_thumb()
    found = thumbs(hand, clothes, WIDTH_PX)
    assert found[86:94, 62:92].all()
    assert not found[:, 115:].any()


def test_one_before_the_ground_is_none() -> None:
    hand, clothes = hand_with_thumb()
    assert not thumbs(hand, 0 * clothes, WIDTH_PX).any()
    assert not thumbs(0 * hand, clothes, WIDTH_PX).any()
