"""Value noise in three dimensions, the same everywhere and for ever."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import math

from numba import njit


@njit(cache=True, error_model="numpy")
def chance(x, y, z):
    """In [0, 1) for whole numbers."""
    mixed = (x * 374761393 + y * 668265263 + z * 1274126177) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 16)) * 2246822519) & 0xFFFFFFFF
    return ((mixed ^ (mixed >> 15)) & 0xFFFFFF) / 16777216.0


@njit(cache=True, error_model="numpy")
def noise(x, y, z):
    """In [-1, 1], smooth, with features of size 1."""
    fx, fy, fz = math.floor(x), math.floor(y), math.floor(z)
    ix, iy, iz = int(fx), int(fy), int(fz)
    x, y, z = x - fx, y - fy, z - fz
    x, y, z = x * x * (3 - 2 * x), y * y * (3 - 2 * y), z * z * (3 - 2 * z)
    low = _flat(ix, iy, iz, x, y)
    return 2.0 * (low + z * (_flat(ix, iy, iz + 1, x, y) - low)) - 1.0


@njit(cache=True, error_model="numpy")
def _flat(ix, iy, iz, x, y):
    one = chance(ix, iy, iz)
    one += x * (chance(ix + 1, iy, iz) - one)
    other = chance(ix, iy + 1, iz)
    other += x * (chance(ix + 1, iy + 1, iz) - other)
    return one + y * (other - one)


@njit(cache=True, error_model="numpy")
def clouds(x, y, z, octaves, pixel):
    """Noise of halving size and strength, about [-1, 1]; what is finer than a pixel (of the same unit) fades."""
    total, strength, size = 0.0, 0.5, 1.0
    for _ in range(octaves):
        shown = min(max(1.0 / (pixel * size * 2.0 + 1e-9) - 0.5, 0.0), 1.0)
        if shown <= 0:
            break
        total += shown * strength * noise(x * size, y * size, z * size)
        strength *= 0.5
        size *= 2.03
    return 1.6 * total
