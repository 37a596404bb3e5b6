"""Sides of trousers are calm lines where a matte found scallops, and stay where an arm hides them."""

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.leg_sides import with_calm_sides

WIDTH = 100.0


def test_scallops_of_a_side_are_gone_and_its_slope_stays() -> None:
    y, x = np.indices((300, 200))
    line = 120 + 0.1 * y + 3 * np.sin(y / 3)
    share = ((x > 60) & (x < line)).astype(np.float32)
    labels = np.where(share > 0.5, Part.LOWER, Part.BACKGROUND).astype(np.uint8)
    even = with_calm_sides(share, share, np.zeros_like(share), labels, WIDTH)
    edge = even[20:280].sum(axis=1) - (even[20:280].sum(axis=1).mean())
    straight = 0.1 * (np.arange(260) - 129.5)
    assert np.abs(edge - straight).max() < 1.0


def test_between_legs_bites_are_filled_and_the_tip_stays() -> None:
    y, x = np.indices((300, 200))
    gap = np.abs(x - 100) < 0.15 * (y - 60)
    bite = (np.abs(y - 220) < 3) & (np.abs(x - 100) < 30)
    share = ((x > 40) & (x < 160) & ~gap & ~bite).astype(np.float32)
    labels = np.where(share > 0.5, Part.LOWER, Part.BACKGROUND).astype(np.uint8)
    even = with_calm_sides(share, share, np.zeros_like(share), labels, WIDTH)
    assert abs((1 - even[220, 40:160]).sum() - 48) < 4
    np.testing.assert_allclose(even[:62], share[:62], atol=0.1)


def test_cloth_goes_on_to_an_arm_that_hides_its_side() -> None:
    share = np.zeros((300, 200), np.float32)
    share[:, 60:120] = 1
    share[120:180, 60:126] = 1  # to an arm that is there
    labels = np.where(share > 0.5, Part.LOWER, Part.BACKGROUND).astype(np.uint8)
    labels[120:180, 126:] = Part.ARMS
    front = (labels == Part.ARMS).astype(np.float32)
    even = with_calm_sides(share, share, front, labels, WIDTH)
    assert (even[140:160, 60:126] > 0.9).all()
