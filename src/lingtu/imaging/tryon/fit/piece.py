"""Pieces of a warp: triangles of the garment's picture with their places on the wearer's."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import box_around
from lingtu.imaging.tryon.arrays.outline import Mask, Points
from lingtu.imaging.tryon.fit.neck_band import Band, along_band

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

#: Fractions of a pixel that OpenCV draws polygons with, bits.
_SHIFT = 4


@dataclass(frozen=True)
class Piece:
    """Vertices N x 2 on the garment and on the wearer, px, triangles M x 3, and which garment pixels it has.

    `edge`: coverage on the wearer H x W by which it is cut out; None: by the garment's own. `hidden`: what of its mask
    is cloth, whatever the garment's picture shows there. `fall`: how much lower than at its target what is seen at
    each pixel of the wearer hangs, H x W px. `band`: a neckline that cloth goes along with.
    `gain`: what its red, green and blue are multiplied by.
    """

    name: str
    source: Points
    target: Points
    triangles: Ints
    mask: Mask
    edge: Floats | None = None
    hidden: Mask | None = None
    fall: Floats | None = None
    band: Band | None = None
    gain: tuple[float, ...] | None = None

    @property
    def flipped(self) -> float:
        """Share of the area that lies turned over on the wearer."""
        before, after = (_areas(points, self.triangles) for points in (self.source, self.target))
        return float(np.abs(after[before * after < 0]).sum() / max(np.abs(after).sum(), 1e-9))

    @property
    def stretch(self) -> Points:
        """For each triangle the larger and the smaller stretch (singular values), and its area on the wearer, M x 3."""
        before, after = (_edges(points, self.triangles) for points in (self.source, self.target))
        sound = np.abs(np.linalg.det(before)) > 1e-6
        values = np.linalg.svd(after[sound] @ np.linalg.inv(before[sound]), compute_uv=False)
        return np.concatenate([values, np.abs(np.linalg.det(after[sound]))[:, None]], axis=1)


def ribbon(name: str, source: Points, target: Points, mask: Mask) -> Piece:
    """A piece of grids of R x C x 2 points; rows that come later lie over earlier ones."""
    rows, columns = source.shape[:2]
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)[None]).reshape(-1)
    quads = np.stack([corner, corner + 1, corner + columns, corner + columns + 1], axis=1)
    triangles = np.stack([quads[:, [0, 1, 2]], quads[:, [1, 3, 2]]], axis=1).reshape(-1, 3)
    return Piece(name, source.reshape(-1, 2), target.reshape(-1, 2), triangles, mask)


def beyond(grid: Points, rows: float, columns: float) -> Points:
    """A grid of R x C x 2 points that goes on straight at its last row and at both sides, by shares of one step."""
    last = grid[-1:] + rows * (grid[-1:] - grid[-2:-1])
    grid = np.concatenate([grid, last])
    left = grid[:, :1] + columns * (grid[:, :1] - grid[:, 1:2])
    right = grid[:, -1:] + columns * (grid[:, -1:] - grid[:, -2:-1])
    return np.concatenate([left, grid, right], axis=1)


def source_map(piece: Piece, shape: tuple[int, int]) -> tuple[Floats, Floats]:
    """For each pixel of a picture of the wearer x and y on the garment; -1 where the piece is not."""
    height, width = shape
    index = np.full((height, width), -1, np.int32)
    corners = piece.target[piece.triangles]
    whole = np.rint(corners * (1 << _SHIFT)).astype(np.int32)
    for number, triangle in enumerate(whole):
        cv2.fillConvexPoly(index, triangle, number, lineType=8, shift=_SHIFT)
    x_map = np.full((height, width), -1, np.float32)
    y_map = x_map.copy()
    rows, columns = np.nonzero(index >= 0)
    if len(rows):
        homogeneous = np.concatenate([corners, np.ones((len(corners), 3, 1))], axis=2)
        sound = np.abs(_areas(piece.target, piece.triangles)) > 1e-3
        inverse = np.zeros_like(homogeneous)
        inverse[sound] = np.linalg.inv(homogeneous[sound])
        affine = inverse @ piece.source[piece.triangles]
        at = index[rows, columns]
        places = np.einsum("ni,nij->nj", np.stack([columns, rows, np.ones(len(rows))], axis=1), affine[at])
        x_map[rows, columns], y_map[rows, columns] = places[:, 0], places[:, 1]
    # pixels that but touch a narrow triangle are drawn with it, and come from elsewhere than their neighbours
    inner = cv2.erode((index >= 0).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    even = (np.where(inner, cv2.medianBlur(each, 3), each) for each in (x_map, y_map))
    x_map, y_map = (np.asarray(each, np.float32) for each in even)
    if piece.fall is not None:
        x_map, y_map = _lowered(x_map, piece.fall), _lowered(y_map, piece.fall)
    return (x_map, y_map) if piece.band is None else along_band((x_map, y_map), piece.band)


def _lowered(places: Floats, fall: Floats) -> Floats:
    """What of a map H x W lies so many px higher at each pixel; -1 stays next to nothing but itself."""
    box = box_around(np.asarray(np.abs(fall), np.float32), 1)
    if not box[0].stop:
        return places
    y, x = np.indices(fall.shape, np.float32)[:, *box]
    at = x, y - fall[box]
    moved = cv2.remap(places, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=-1)
    known = cv2.remap((places >= 0).astype(np.float32), *at, cv2.INTER_LINEAR)
    result = places.copy()
    result[box] = np.where(known > 0.999, moved, -1)
    return result


def carried(piece: Piece, points: Points) -> Points:
    """Where points of the garment, N x 2 px, come to lie on the wearer."""
    edges = _edges(piece.source, piece.triangles)
    sound = np.abs(np.linalg.det(edges)) > 1e-6
    starts = piece.source[piece.triangles[sound, 0]]
    shares = np.einsum("mij,nmj->nmi", np.linalg.inv(edges[sound]), points[:, None] - starts[None])
    outside = np.maximum(-shares.min(axis=2), shares.sum(axis=2) - 1)
    at = outside.argmin(axis=1)
    one, two = np.moveaxis(shares[np.arange(len(points)), at], 1, 0)
    corners = piece.target[piece.triangles[sound][at]]
    return np.asarray(
        corners[:, 0] + one[:, None] * (corners[:, 1] - corners[:, 0]) + two[:, None] * (corners[:, 2] - corners[:, 0]),
        np.float64,
    )


def _edges(points: Points, triangles: Ints) -> Points:
    """Two edges of each triangle as columns, M x 2 x 2."""
    one, two, three = (points[triangles[:, corner]] for corner in range(3))
    return np.stack([two - one, three - one], axis=2)


def _areas(points: Points, triangles: Ints) -> Points:
    """Twice the signed areas."""
    return np.asarray(np.linalg.det(_edges(points, triangles)), np.float64)
