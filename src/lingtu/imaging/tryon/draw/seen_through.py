"""Skin seen through lace, in place of the ground that its picture was taken on."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.draw import bare
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.piece import Piece, source_map
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: A garment that lies flat has two layers of lace, a wearer's skin is behind one: the power of what is seen through.
ONE_LAYER = 0.75
#: Below the armpits a dark lining is seen, and no skin: level at which that begins, and over how much it does.
LINED, SOFT_LEVELS = 0.03, 0.06

#: So near to old clothes skin has their shadow, shoulder widths; softness of that, px.
SHADOW, SOFT_PX = 0.07, 2.0


@dataclass(frozen=True)
class On:
    """Whom a garment is on, and by which pieces."""

    layers: Layers
    wearer: Wearer
    pieces: tuple[Piece, ...]


def over_skin(lit: Cloth, cloth: Cloth, garment: Garment, on: On, seed: int) -> Cloth:
    """Lit cloth, of unlit `cloth`, through whose lace the photo's skin is seen, or such as its person has."""
    sheer, wearer, layers = garment.sheer, on.wearer, on.layers
    if sheer is None:
        return lit
    zone, sleeves = _carried(sheer.zone, on.pieces, cloth.alpha.shape)
    unlined = ((wearer.pit_level + LINED - wearer.frame.along) / SOFT_LEVELS).clip(0, 1)
    way = sheer.ground - sheer.thread
    seen = ((cloth.rgb - sheer.thread) @ way / float(way @ way)).clip(0, 1) ** ONE_LAYER * np.maximum(unlined, sleeves)
    near_old = dilated(layers.labels == Part.TORSO, int(SHADOW * wearer.width))
    known = (layers.share(Part.NECK, Part.ARMS) * ~near_old)[..., None]
    known = cv2.GaussianBlur(known, (0, 0), SOFT_PX)[..., None]
    skin = layers.rgb * known + bare.skin(layers, wearer, seed) * (1 - known)
    seen, zone = seen[..., None], zone[..., None]
    lace = np.minimum(lit.rgb, sheer.thread) * (1 - seen) + skin * seen
    return Cloth(np.asarray(lit.rgb * (1 - zone) + lace * zone, np.float32), lit.alpha)


def _carried(zone: Floats, pieces: tuple[Piece, ...], shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """A garment's zone on the wearer, H x W, and the share of its sleeves there."""
    result, sleeves = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for piece in pieces:
        x_map, y_map = source_map(piece, (shape[0], shape[1]))
        there = (x_map >= 0).astype(np.float32) if piece.edge is None else piece.edge * (x_map >= 0)
        drawn = cv2.remap(zone, x_map, y_map, cv2.INTER_LINEAR)
        result = result * (1 - there) + drawn * there
        if piece.name == "sleeve":
            sleeves = np.maximum(sleeves, there)
    return result, sleeves
