"""Hands that come out of long sleeves: what of them lies in the cuff is an arm's, which the sleeve hides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.fit import Fit
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer
from lingtu.imaging.tryon.worn.worn_edges import NEAR_WRIST

Floats = NDArray[np.float32]

#: So far up from the cuff a hand is in it, shoulder widths; no other hand is so near, torso lengths.
UP, OTHER = 0.1, 0.4


def with_hands_in_cuffs(layers: Layers, wearer: Wearer, fit: Fit) -> Layers:
    """The layers with what lies in a cuff of its own hand as a part of the arm."""
    if not isinstance(fit, TopFit):
        return layers
    sleeves = [piece for piece in fit.pieces if piece.name == "sleeve" and piece.edge is not None]
    if len(sleeves) != len(wearer.flanks):
        return layers
    inside = np.zeros(layers.labels.shape, np.float32)
    knuckles = [np.asarray(wearer.frame.knuckles(flank.limbs), np.float64) for flank in wearer.flanks]
    if np.linalg.norm(knuckles[0] - knuckles[1]) < OTHER * wearer.torso_px:
        return layers
    y, x = np.indices(layers.labels.shape, np.float32)
    for flank, cuff, piece in zip(wearer.flanks, fit.cuffs_px, sleeves, strict=True):
        end, before = flank.arm.point(np.array([cuff, cuff - 2.0]), 0)
        if cuff < NEAR_WRIST * flank.arm.length:
            continue
        ahead = (end - before) / 2
        below = (x - end[0]) * ahead[0] + (y - end[1]) * ahead[1]
        assert piece.edge is not None
        inside = np.maximum(inside, piece.edge * (below > -UP * wearer.width))
    if not inside.any():
        return layers
    shares = layers.shares.copy()
    moved = shares[Part.HANDS] * inside
    shares[Part.HANDS] -= moved
    shares[Part.ARMS] += moved
    labels = np.where((layers.labels == Part.HANDS) & (inside > 0.5), Part.ARMS, layers.labels)
    return replace(layers, labels=labels.astype(np.uint8), shares=shares)
