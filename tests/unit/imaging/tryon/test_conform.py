"""The new cloth's outline beside the old garment's, on drawn shapes."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.conform import conform, far_from, without_slivers
from lingtu.imaging.tryon.render import Cloth

SHAPE, WIDTH_PX, MOST = (200, 200), 100.0, 0.16  # what is narrower than 16 px is covered


def cloth() -> Cloth:
    """A square of 80 px with a red edge of 6 px."""
    alpha = np.zeros(SHAPE, np.float32)
    alpha[60:140, 60:140] = 1
    rgb = np.zeros((*SHAPE, 3), np.float32)
    rgb[...] = (0.9, 0.1, 0.1)
    rgb[66:134, 66:134] = (0.1, 0.1, 0.9)
    return Cloth(rgb, alpha)


def old(top: int, bottom: int, left: int, right: int) -> np.ndarray:
    share = np.zeros(SHAPE, np.float32)
    share[top:bottom, left:right] = 1
    return share


def test_a_rim_of_the_old_garment_is_covered_and_the_edge_moves_there() -> None:
    worn = conform(cloth(), old(60, 140, 50, 140), WIDTH_PX, MOST)
    assert worn.alpha[80:120, 52:58].min() > 0.99
    assert worn.alpha[80:120, :47].max() < 0.01
    assert (worn.rgb[80:120, 51] @ (1, 0, -1) > 0.5).all()  # red
    assert (worn.rgb[80:120, 100] @ (1, 0, -1) < -0.5).all()


def test_what_is_wider_is_left_to_be_uncovered() -> None:
    worn = conform(cloth(), old(60, 140, 20, 140), WIDTH_PX, MOST)
    assert worn.alpha[70:130, :57].max() < 0.01


def test_a_strap_that_leads_away_is_no_rim() -> None:
    worn = conform(cloth(), old(10, 60, 95, 103), WIDTH_PX, MOST)
    assert worn.alpha[:45].max() < 0.01


def test_specks_of_cloth_are_none() -> None:
    speck = cloth()
    speck.alpha[10:16, 10:16] = 1
    assert conform(speck, old(60, 140, 60, 140), WIDTH_PX, MOST).alpha[:30].max() == 0


def test_lines_of_cloth_are_taken_out_but_not_over_the_old_garment() -> None:
    alpha = cloth().alpha
    alpha[20:60, 100:102] = 1
    nothing = np.zeros(SHAPE, np.float32)
    assert without_slivers(alpha, nothing, WIDTH_PX)[25:50].max() < 0.05
    assert without_slivers(alpha, old(20, 60, 99, 103), WIDTH_PX)[25:50, 100:102].min() > 0.9
    assert without_slivers(alpha, nothing, WIDTH_PX)[70:130, 70:130].min() > 0.99


def test_cloth_far_from_where_it_was_drawn_is_counted() -> None:
    worn = Cloth(cloth().rgb, cloth().alpha.copy())
    worn.alpha[80:120, 140:160] = 1
    assert far_from(cloth(), cloth(), 8) == 0
    assert 0.5 * 40 * 12 < far_from(cloth(), worn, 8) < 1.2 * 40 * 12
