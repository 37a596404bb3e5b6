"""Sleeves of body cloth: a drawn T-shirt with narrow ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.fit.body_cloth import ACROSS, of_clean_cloth
from lingtu.imaging.tryon.fit.piece import Piece, ribbon
from lingtu.imaging.tryon.flat.garment import Garment, read_garment
from tests.unit.imaging.tryon.drawn import tee

SHAPE = (400, 400)


def garment(sleeves: tuple[float, float, float] = (0.2, 0.4, 0.7)) -> Garment:
    """A T-shirt; its sleeves may have another colour."""
    rgb, alpha = tee()
    read = read_garment(rgb, alpha, "upperBody")
    assert read.top is not None
    colours = read.rgb.copy()
    for side in read.top.sides:
        beyond = side.outward(np.indices(read.alpha.shape)[1][..., None].repeat(2, -1).astype(float), read.top.axis)
        colours[beyond > side.outward(side.armpit, read.top.axis)] = sleeves
    return replace(read, rgb=colours)


def grid(at: tuple[float, float], wide: float) -> Points:
    """A sleeve that hangs, 160 px long, ROWS x ACROSS x 2."""
    lines = (np.linspace((at[0] + x, at[1]), (at[0] + x, at[1] + 160), 40) for x in np.linspace(0, wide, ACROSS))
    return np.stack(list(lines), axis=1)


def sleeve(of: Garment, sign: int, wide: float = 70.0) -> Piece:
    """Its own cloth is 40 px wide."""
    assert of.top is not None
    side = of.top.left if sign < 0 else of.top.right
    assert side.sleeve is not None
    start = side.sleeve.outer[0]
    own = grid((start[0] - 40 * (sign > 0), start[1] + 5), 40.0)
    piece = ribbon("sleeve", own, grid((200.0, 100.0), wide), np.ones_like(of.mask))
    return replace(piece, edge=np.ones(SHAPE, np.float32))


def worn(of: Garment, wide: float = 70.0, scale: float = 1.0) -> list[Piece]:
    """What becomes of both sleeves."""
    square = np.array([[[0.0, 0.0], [9.0, 0.0]], [[0.0, 9.0], [9.0, 9.0]]])
    torso = ribbon("torso", square, square, of.mask)
    return of_clean_cloth(of, [sleeve(of, sign, wide) for sign in (-1, 1)], torso, scale)


def test_a_sleeve_is_smeared_that_is_drawn_out_more_than_the_body() -> None:
    of = garment()
    assert np.allclose(worn(of, 40.0)[0].source, sleeve(of, -1).source)
    assert np.allclose(worn(of, 70.0, 1.75)[0].source, sleeve(of, -1).source)
    assert not np.allclose(worn(of)[0].source, sleeve(of, -1).source)


def test_it_is_cut_from_the_body_at_the_body_s_scale() -> None:
    of = garment()
    for piece in worn(of):
        assert np.allclose(piece.stretch[:, :2], 1.0, atol=0.05)
        x, y = np.rint(piece.source).astype(int).T
        assert of.mask[y, x].all()


def test_the_cuff_of_a_smeared_sleeve_is_smeared_too() -> None:
    assert [piece.name for piece in worn(garment())] == ["sleeve", "sleeve"]


def test_other_cloth_is_not_taken() -> None:
    of = garment((0.8, 0.3, 0.2))
    assert np.allclose(worn(of)[0].source, sleeve(of, -1).source)
