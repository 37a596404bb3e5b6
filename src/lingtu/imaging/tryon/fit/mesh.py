"""As-similar-as-possible deformation of a mesh (after Sorkine and Alexa 2007): what is on cloth keeps its shape."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from lingtu.imaging.tryon.arrays.outline import Mask, Points
from lingtu.imaging.tryon.fit.piece import Floats, Ints, Piece
from lingtu.imaging.tryon.flat.pattern import stiffness

#: Side of a cell, px; rounds; weight of a handle beside an edge; how much local scale may differ from the whole's.
STEP_PX, ROUNDS, HANDLE, SCALES = 24, 12, 6.0, (0.6, 1.6)


class Handles(NamedTuple):
    """Points N x 2 on the garment, where they are on the wearer, and their weight."""

    source: Points
    target: Points
    weight: float


def deform(name: str, mask: Mask, handles: list[Handles], scale: float, pattern: Floats | None = None) -> Piece:
    """The piece of the garment that the mask has, pulled by its handles; `scale`: of the garment at rest.

    `pattern`: where the cloth has one, H x W in [0, 1]; what must give way does so where it is plain.
    """
    vertices, corner_of, triangles = _grid(mask)
    edges = np.unique(
        np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]]), axis=1), axis=0
    )
    rest = vertices[edges[:, 0]] - vertices[edges[:, 1]]
    rest = rest * scale
    count = len(vertices)
    stiff = np.ones(len(edges)) if pattern is None else stiffness(pattern, vertices[edges].mean(axis=1))
    laplacian = np.zeros((count, count))
    np.add.at(laplacian, (edges[:, 0], edges[:, 0]), stiff)
    np.add.at(laplacian, (edges[:, 1], edges[:, 1]), stiff)
    np.add.at(laplacian, (edges[:, 0], edges[:, 1]), -stiff)
    np.add.at(laplacian, (edges[:, 1], edges[:, 0]), -stiff)
    pull, wanted = _pulls(handles, corner_of, count)
    inverse = np.linalg.inv(laplacian + pull.T @ pull + 1e-6 * np.eye(count))
    drawn = pull.T @ wanted
    size = np.zeros(count)
    np.add.at(size, edges.reshape(-1), np.repeat((rest**2).sum(axis=1) * stiff, 2))
    places = inverse @ (_gathered(rest * stiff[:, None], edges, count) + drawn)
    for _ in range(ROUNDS):
        turns = _turns(rest * stiff[:, None], places[edges[:, 0]] - places[edges[:, 1]], edges, size)
        turned = np.einsum("ei,eij->ej", rest, (turns[edges[:, 0]] + turns[edges[:, 1]]) / 2)
        places = inverse @ (_gathered(turned * stiff[:, None], edges, count) + drawn)
    return Piece(name, vertices, places, triangles, mask)


def _grid(mask: Mask) -> tuple[Points, Ints, Ints]:
    """Vertices of the cells that touch the mask, each cell's corners (rows x columns x 4, or -1), and triangles."""
    rows, columns = (-(-side // STEP_PX) + 2 for side in mask.shape)
    padded = np.zeros((rows * STEP_PX, columns * STEP_PX), np.uint8)
    grown = cv2.dilate(mask.astype(np.uint8), np.ones((7, 7), np.uint8))
    padded[STEP_PX : STEP_PX + mask.shape[0], STEP_PX : STEP_PX + mask.shape[1]] = grown
    touched = padded.reshape(rows, STEP_PX, columns, STEP_PX).any(axis=(1, 3))
    row, column = np.nonzero(touched)
    wide = columns + 1
    corners = np.stack([(row + r) * wide + column + c for r in (0, 1) for c in (0, 1)], axis=1)
    used, numbered = np.unique(corners, return_inverse=True)
    numbered = numbered.reshape(-1, 4)
    vertices = np.stack([used % wide, used // wide], axis=1) * float(STEP_PX) - STEP_PX
    corner_of = np.full((rows, columns, 4), -1)
    corner_of[row, column] = numbered
    triangles = np.concatenate([numbered[:, [0, 1, 2]], numbered[:, [1, 3, 2]]])
    return vertices, corner_of, triangles


def _pulls(handles: list[Handles], corner_of: Ints, count: int) -> tuple[Points, Points]:
    """Rows of bilinear weights, one for each handle, and what they should come to."""
    source = np.concatenate([each.source for each in handles])
    target = np.concatenate([each.target for each in handles])
    weight = np.concatenate([np.full(len(each.source), each.weight * HANDLE) for each in handles])
    place = source / STEP_PX + 1
    cells = np.argwhere(corner_of[..., 0] >= 0)
    middle = cells[:, ::-1] + 0.5
    # the cell a point lies in, or the nearest one that the mesh has
    nearest = np.abs(place[:, None] - middle[None]).max(axis=-1).argmin(axis=1)
    share = (place - cells[nearest][:, ::-1]).clip(-0.5, 1.5)
    x, y = share[:, 0], share[:, 1]
    weights = np.stack([(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y], axis=1) * weight[:, None]
    pull = np.zeros((len(source), count))
    numbers = corner_of[cells[nearest][:, 0], cells[nearest][:, 1]]
    np.put_along_axis(pull, numbers, weights, axis=1)
    return pull, target * weight[:, None]


def _gathered(differences: Points, edges: Ints, count: int) -> Points:
    """For each vertex the sum of its edges' wanted differences."""
    total = np.zeros((count, 2))
    np.add.at(total, edges[:, 0], differences)
    np.add.at(total, edges[:, 1], -differences)
    return total


def _turns(rest: Points, now: Points, edges: Ints, size: Points) -> Points:
    """Each vertex' best rotation and scale, N x 2 x 2, rows times it."""
    # in 2D the best similarity of (x, y) pairs is (a, b; -b, a) with a, b from dot and cross products
    dot = (rest * now).sum(axis=1)
    cross = rest[:, 0] * now[:, 1] - rest[:, 1] * now[:, 0]
    a, b = np.zeros(len(size)), np.zeros(len(size))
    for end in (0, 1):
        np.add.at(a, edges[:, end], dot)
        np.add.at(b, edges[:, end], cross)
    length = np.hypot(a, b) + 1e-12
    scale = (length / (size + 1e-9)).clip(*SCALES) / length
    a, b = a * scale, b * scale
    return np.stack([np.stack([a, b], axis=1), np.stack([-b, a], axis=1)], axis=1)
