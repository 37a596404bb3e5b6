"""Hands that come out of long sleeves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.in_cuffs import with_hands_in_cuffs
from lingtu.imaging.tryon.fit.fit_top import TopFit, fit_top
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person, tee


def worn() -> tuple[Layers, Wearer, TopFit]:
    """A fit whose sleeves are cut to the hands and reach 12 px over them."""
    rgb, known = person(sleeves=1.0)
    layers, wearer = read_person(rgb, known, ("upperBody",))
    fit = fit_top(read_garment(*tee(), "upperBody"), wearer, 1.0, Look.of_variation(0, 0))
    edge = np.zeros(layers.labels.shape, np.float32)
    rows = np.nonzero((layers.labels == Part.HANDS).any(axis=1))[0]
    edge[: rows[0] + 12] = 1
    cuffs = tuple(
        float(rows[0] + 12 - flank.arm.centres[0, 1]) / float(flank.arm.ahead[-1, 1]) for flank in wearer.flanks
    )
    pieces = tuple(replace(piece, edge=edge) if piece.name == "sleeve" else piece for piece in fit.pieces)
    return layers, wearer, replace(fit, pieces=pieces, cuffs_px=(cuffs[0], cuffs[1]))


def test_what_of_a_hand_is_in_the_cuff_is_the_sleeves_to_hide() -> None:
    layers, wearer, fit = worn()
    found = with_hands_in_cuffs(layers, wearer, fit)
    rows = np.nonzero((layers.labels == Part.HANDS).any(axis=1))[0]
    assert not (found.labels[: rows[0] + 11] == Part.HANDS).any()
    assert (found.labels[rows[0] + 16 :] == layers.labels[rows[0] + 16 :]).all()
    assert np.allclose(found.shares.sum(axis=0), layers.shares.sum(axis=0))


def test_a_hand_below_a_short_sleeve_is_whole() -> None:
    layers, wearer, fit = worn()
    short = replace(fit, cuffs_px=(60.0, 60.0))
    assert (with_hands_in_cuffs(layers, wearer, short).labels == layers.labels).all()
