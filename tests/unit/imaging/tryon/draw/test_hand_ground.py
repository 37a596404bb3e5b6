"""Ground in the gaps of hands that hang beside new cloth."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.hand_ground import ground_in_hands
from lingtu.imaging.tryon.worn.layers import Layers

SIZE, WIDTH_PX = (200, 200), 150.0


def hand() -> Layers:
    """In it, from column 100 on, is a gap."""
    labels = np.full(SIZE, Part.BACKGROUND, np.uint8)
    labels[80:130, 90:130] = Part.HANDS
    labels[95:115, 102:116] = Part.BACKGROUND
    return Layers(
        np.zeros((*SIZE, 3), np.float32), labels, np.stack([labels == part for part in Part]).astype(np.float32)
    )


def found(cloth: slice) -> np.ndarray:
    layers, share = hand(), np.zeros(SIZE, np.float32)
    share[:, cloth] = 1
    return ground_in_hands(layers, share, layers.share(Part.HANDS), WIDTH_PX)


def test_cloth_whose_side_is_behind_the_hand_ends_before_its_gap() -> None:
    gap = found(slice(0, 120))
    assert (gap[97:113, 104:114] > 0.9).all()
    assert gap[:, :98].max() < 0.05


def test_cloth_on_both_sides_of_the_hand_is_seen_in_its_gap() -> None:
    assert not found(slice(0, 200)).any()


def test_a_gap_beside_all_cloth_stays_as_it_is() -> None:
    assert not found(slice(0, 95)).any()
