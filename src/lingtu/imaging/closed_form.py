"""Closed-form matting (Levin, Lischinski, Weiss 2007) on the unknown part of a trimap, from coarse to fine.

alpha minimises  alpha' L alpha + w |alpha - rough|^2  where L is the matting Laplacian and the sure pixels are fixed.
Conjugate gradients on the finest level alone need hundreds of iterations to carry a decision across a wide unknown;
begun from the solution at half the size, a few dozen do.
"""

from __future__ import annotations

import cv2
import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from pymatting import cf_laplacian

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
#: The windows of the Laplacian reach this far beyond an unknown pixel.
REACH_PX = 2


def solve_alpha(rgb: Rgb, trimap: Alpha, rough: Alpha) -> Alpha:
    """Coverage where the trimap is neither 0 nor 1, and the trimap elsewhere; H x W in [0, 1]."""
    if max(trimap.shape) <= COARSEST_PX:
        return _solve_level(rgb, trimap, rough, rough, COARSEST_ITERATIONS)
    size = (trimap.shape[1] + 1) // 2, (trimap.shape[0] + 1) // 2
    half_rgb, half_rough = (cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (rgb, rough))
    half = solve_alpha(half_rgb, _halve_trimap(trimap, size), half_rough)
    start = cv2.resize(half, trimap.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return _solve_level(rgb, _narrow(trimap, start), rough, start, ITERATIONS)


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


def _solve_level(rgb: Rgb, trimap: Alpha, rough: Alpha, start: Alpha, iterations: int) -> Alpha:
    unknown = (trimap > 0) & (trimap < 1)
    if not unknown.any():
        return trimap
    left, top, width, height = cv2.boundingRect(unknown.astype(np.uint8))
    rows = slice(max(0, top - REACH_PX), top + height + REACH_PX)
    columns = slice(max(0, left - REACH_PX), left + width + REACH_PX)
    part = rows, columns
    alpha = trimap.copy()
    alpha[part] = _solve_part(rgb[part], trimap[part], rough[part], start[part], iterations)
    return alpha


def _solve_part(rgb: Rgb, trimap: Alpha, rough: Alpha, start: Alpha, iterations: int) -> Alpha:
    sure = (trimap == 0) | (trimap == 1)
    unknown_at, sure_at = np.flatnonzero(~sure), np.flatnonzero(sure)
    # Split L into [L_U R; R' L_S]; then (L_U + w) alpha_U = w rough_U - R alpha_S.
    rows = cf_laplacian(rgb.astype(np.float64), EPSILON, 1, is_known=sure.ravel())[unknown_at]
    matrix = rows[:, unknown_at] + WEIGHT * scipy.sparse.identity(len(unknown_at))
    right = WEIGHT * rough.ravel()[unknown_at] - rows[:, sure_at] @ trimap.ravel()[sure_at]
    solution = _conjugate_gradients(matrix.tocsr(), right, start.ravel()[unknown_at].astype(np.float64), iterations)
    alpha = trimap.ravel().copy()
    alpha[unknown_at] = np.clip(solution, 0, 1)
    return alpha.reshape(trimap.shape)


def _conjugate_gradients(matrix: scipy.sparse.csr_matrix, right: Vector, start: Vector, iterations: int) -> Vector:
    """Jacobi-preconditioned; stops at the tolerance or the number of iterations, whichever is first."""
    inverse_diagonal = 1 / matrix.diagonal()
    x = start
    residual = right - matrix @ x
    enough = TOLERANCE * float(np.linalg.norm(right)) + 1e-12
    scaled = inverse_diagonal * residual
    direction, energy = scaled, float(residual @ scaled)
    for _ in range(iterations):
        if float(np.linalg.norm(residual)) <= enough:
            break
        pushed = matrix @ direction
        step = energy / float(direction @ pushed)
        x = x + step * direction
        residual = residual - step * pushed
        scaled = inverse_diagonal * residual
        before, energy = energy, float(residual @ scaled)
        direction = scaled + (energy / before) * direction
    return x
