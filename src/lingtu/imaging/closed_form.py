"""Closed-form matting (Levin, Lischinski, Weiss 2007) on the unknown part of a trimap, from coarse to fine.

alpha minimises  alpha' L alpha + w |alpha - rough|^2  where L is the matting Laplacian and the sure pixels are fixed.
Conjugate gradients on the finest level alone need hundreds of iterations to carry a decision across a wide unknown;
begun from the solution at half the size, a few dozen do. Only the rows of L that belong to unknown pixels are made.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.laplacian import REACH_PX, apply_rows, couple_rows

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]
Vector = NDArray[np.float64]

COARSEST_PX = 160  # longest side below which no coarser level is made
EPSILON = 1e-7
WEIGHT = 1e-5
ITERATIONS, COARSEST_ITERATIONS = 60, 400
TOLERANCE = 1e-4
#: What the level of half the size has decided to within this stays decided, but for a rim of so many pixels.
DECIDED, RIM_PX = 0.02, 3
#: More unknown pixels than this would take a gigabyte and minutes; where so much is mixed, no edge is sharp anyway.
MOST_UNKNOWN = 1 << 22


def solve_alpha(rgb: Rgb, trimap: Alpha, rough: Alpha, weight: float = WEIGHT, epsilon: float = EPSILON) -> Alpha:
    """Coverage where the trimap is neither 0 nor 1, and the trimap elsewhere; H x W in [0, 1].

    `weight`: how much `rough` counts; `epsilon`: variance of colour about which no edge is sharp.
    """
    terms = _Terms(weight, epsilon)
    return _solve(rgb, trimap, rough, terms)


def _solve(rgb: Rgb, trimap: Alpha, rough: Alpha, terms: _Terms) -> Alpha:
    if max(trimap.shape) <= COARSEST_PX:
        return _solve_level(rgb, trimap, rough, rough, COARSEST_ITERATIONS, terms)
    size = (trimap.shape[1] + 1) // 2, (trimap.shape[0] + 1) // 2
    half_rgb, half_rough = (cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (rgb, rough))
    half = _solve(half_rgb, _halve_trimap(trimap, size), half_rough, terms)
    start = cv2.resize(half, trimap.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return _solve_level(rgb, _narrow(trimap, start), rough, start, ITERATIONS, terms)


def sharpen_alpha(rgb: Rgb, start: Alpha) -> Alpha:
    """Solve anew where an enlarged alpha is mixed, from what it is: H x W, along the edges of `rgb`."""
    trimap = _narrow(np.full_like(start, 0.5), start)
    if np.count_nonzero(trimap == 0.5) > MOST_UNKNOWN:
        return start
    return _solve_level(rgb, trimap, start, start, ITERATIONS, _Terms(WEIGHT, EPSILON))


def _halve_trimap(trimap: Alpha, size: tuple[int, int]) -> Alpha:
    """A coarse pixel is sure if all that it covers is."""
    shares = cv2.resize(trimap, size, interpolation=cv2.INTER_AREA)
    return np.where(shares >= 1, 1, np.where(shares <= 0, 0, 0.5)).astype(np.float32)


def _narrow(trimap: Alpha, start: Alpha) -> Alpha:
    """Leave unknown what the coarser level left mixed: the time goes to the edges."""
    mixed = ((start > DECIDED) & (start < 1 - DECIDED)).astype(np.uint8)
    rim = cv2.dilate(mixed, np.ones((2 * RIM_PX + 1, 2 * RIM_PX + 1), np.uint8))
    decided = (trimap == 0) | (trimap == 1) | (rim == 0)
    return np.where(decided, np.where(trimap == 0.5, np.round(start), trimap), 0.5).astype(np.float32)


@dataclass(frozen=True)
class _Terms:
    """w and the epsilon of the Laplacian."""

    weight: float
    epsilon: float


@dataclass(frozen=True)
class _Rows:
    """The rows of the unknown pixels of L, and where these are in a plane with a margin of `REACH_PX`."""

    values: NDArray[np.float64]
    y: NDArray[np.intp]
    x: NDArray[np.intp]

    def times(self, plane: NDArray[np.float64]) -> Vector:
        return apply_rows(self.values, self.y, self.x, plane)


def _solve_level(rgb: Rgb, trimap: Alpha, rough: Alpha, start: Alpha, iterations: int, terms: _Terms) -> Alpha:
    unknown = (trimap > 0) & (trimap < 1)
    y, x = np.nonzero(unknown)
    if not len(y):
        return trimap
    padded = np.pad(unknown, REACH_PX)
    rows = _Rows(
        couple_rows(np.pad(rgb, ((REACH_PX,) * 2, (REACH_PX,) * 2, (0, 0))), padded, terms.epsilon),
        y + REACH_PX,
        x + REACH_PX,
    )
    # Split L into [L_U R; R' L_S]; then (L_U + w) alpha_U = w rough_U - R alpha_S.
    sure = np.pad(np.where(unknown, 0, trimap).astype(np.float64), REACH_PX)
    right = terms.weight * rough[unknown] - rows.times(sure)
    alpha = trimap.copy()
    alpha[unknown] = _conjugate_gradients(
        rows, right, start[unknown].astype(np.float64), padded.shape, iterations, terms.weight
    ).clip(0, 1)
    return alpha


def _conjugate_gradients(
    rows: _Rows, right: Vector, start: Vector, shape: tuple[int, ...], iterations: int, weight: float
) -> Vector:
    """Jacobi-preconditioned; stops at the tolerance or the number of iterations, whichever is first."""
    plane = np.zeros(shape)

    def push(vector: Vector) -> Vector:
        plane[rows.y, rows.x] = vector
        return rows.times(plane) + weight * vector

    inverse_diagonal = 1 / (rows.values[:, REACH_PX, REACH_PX] + weight)
    x = start
    residual = right - push(x)
    enough = TOLERANCE * _dot(right, right) ** 0.5 + 1e-12
    scaled = inverse_diagonal * residual
    direction, energy = scaled, _dot(residual, scaled)
    for _ in range(iterations):
        if _dot(residual, residual) ** 0.5 <= enough:
            break
        pushed = push(direction)
        step = energy / _dot(direction, pushed)
        x = x + step * direction
        residual = residual - step * pushed
        scaled = inverse_diagonal * residual
        before, energy = energy, _dot(residual, scaled)
        direction = scaled + (energy / before) * direction
    return x


def _dot(one: Vector, other: Vector) -> float:
    """Not BLAS, whose sums hang on the number of threads."""
    return float(np.einsum("i,i", one, other))
