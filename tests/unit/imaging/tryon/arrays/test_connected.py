"""Pieces of a mask."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.connected import filled_up, pieces_of


def test_pieces_are_told_apart_with_what_is_around_them_and_end_at_the_picture_s_edge() -> None:
    mask = np.zeros((12, 20), np.bool_)
    mask[0:3, 0:4] = mask[3, 4] = mask[8:10, 9:15] = True  # the second one meets the first by a corner alone
    found = list(pieces_of(mask))
    assert sorted((piece.width, piece.height, piece.area) for piece in found) == [(1, 1, 1), (4, 3, 12), (6, 2, 12)]
    whole = np.zeros_like(mask)
    for piece in found:
        whole[piece.box] |= piece.mask
        assert not (piece.ring & piece.mask).any()
    assert (whole == mask).all()
    inner = next(piece for piece in found if piece.width == 6)
    assert np.count_nonzero(inner.ring) == 8 * 4 - 12


def test_a_mask_is_filled_up_where_it_surrounds_something_and_not_in_its_bays() -> None:
    mask = np.zeros((12, 12), np.bool_)
    mask[0:10, 2:10] = True
    mask[3:6, 4:7] = False
    mask[7:10, 8:10] = False
    mask[0, 9] = False
    expected = mask.copy()
    expected[3:6, 4:7] = True
    assert np.array_equal(filled_up(mask), expected)
