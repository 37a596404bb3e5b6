"""Colour, relief and roughness of materials at a point; what is finer than a pixel fades into its mean."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import math

from numba import njit

from lingtu.imaging.studio.noise import chance, clouds, noise

_PLANK = 0.13  # m
_RING = 0.0075  # m, from one year to the next
_VEIN = 0.16  # m between veins
_CHIP = 0.016  # m
_PORES = 0.03  # m between pores
_THREAD = 0.0022  # m
_TILE = 0.11  # m


@njit(cache=True, error_model="numpy")
def _smooth(value):
    value = min(max(value, 0.0), 1.0)
    return value * value * (3 - 2 * value)


@njit(cache=True, error_model="numpy")
def _seen(size, pixel):
    """How much of a pattern of this size is seen with such pixels."""
    return min(max(size / (2.0 * pixel + 1e-9) - 0.6, 0.0), 1.0)


@njit(cache=True, error_model="numpy")
def _wood(x, y, z, pixel, seed):
    """Share of the dark late wood; and a lightness of the plank, joints included."""
    plank = math.floor(y / _PLANK)
    inside = (y / _PLANK - plank) * _PLANK
    number = int(plank) + int(seed)
    joint = min(inside, _PLANK - inside)
    tint = 0.88 + 0.24 * chance(number, 3, 5)
    x = x + 7.0 * chance(number, 1, 2)
    depth = z + 0.02 + 0.05 * chance(number, 7, 9)
    depth += (0.02 + 0.03 * chance(number, 5, 1)) * x + 0.010 * noise(x * 1.6, number * 3.1, 0.5)
    across = inside - _PLANK * (0.15 + 0.7 * chance(number, 2, 8))
    radius = math.sqrt(across * across + depth * depth)
    radius += 0.0035 * noise(x * 2.1, inside * 20, z * 20 + number) + 0.001 * noise(x * 9, inside * 60, z * 60)
    year = radius / _RING
    part = year - math.floor(year)
    late = _smooth(part / 0.85) ** 2 * (1 - _smooth((part - 0.88) / 0.12))
    width = 0.35 + 0.65 * chance(math.floor(year), number, 11)
    seen = _seen(_RING, pixel)
    late = (late * width) * seen + 0.25 * (1 - seen)
    fibre = _seen(0.002, pixel) * noise(x * 14, inside * 700, z * 700) + noise(x * 5, inside * 160, z * 160)
    lightness = tint * (1 + 0.055 * fibre)
    open_joint = 1 - _smooth((joint - 0.0004) / max(0.0012, pixel))
    return late, lightness * (1 - 0.7 * open_joint)


@njit(cache=True, error_model="numpy")
def _marble(x, y, z, pixel, seed):
    """Share of the veins' colour."""
    x, y, z = x / _VEIN + seed, y / _VEIN, z / _VEIN
    pixel = pixel / _VEIN
    warp = clouds(x * 0.8, y * 0.8, z * 0.8, 5, pixel)
    other = clouds(x * 1.1 + 9.2, y * 1.1 - 4.1, z * 1.1, 4, pixel)
    along = 0.62 * x + 0.45 * y + 0.55 * z + 0.8 * warp
    strength = _smooth(0.45 + 0.9 * other)
    vein = strength * math.exp(-abs(math.sin(math.pi * along)) / (0.02 + 0.05 * strength))
    thin = along * 1.7 - 0.9 * y + 0.6 * other
    faint = 0.5 * _smooth(0.3 - 0.9 * other) * math.exp(-abs(math.sin(math.pi * thin)) / 0.03)
    return min(0.7 * vein + 0.45 * faint + 0.2 * _smooth(0.5 + 0.8 * warp), 0.85)


@njit(cache=True, error_model="numpy")
def _chips(u, v, seed):
    """Terrazzo: which chip is at a point, and how far inside of it; cells are 1 wide."""
    cell_u, cell_v = math.floor(u), math.floor(v)
    first, second, number = 9.0, 9.0, 0.0
    for i in range(-1, 2):
        for j in range(-1, 2):
            a, b = int(cell_u) + i, int(cell_v) + j
            du = a + 0.5 + 0.9 * (chance(a, b, seed) - 0.5) - u
            dv = b + 0.5 + 0.9 * (chance(a, b, seed + 1) - 0.5) - v
            away = math.sqrt(du * du + dv * dv)
            if away < first:
                first, second, number = away, first, chance(a, b, seed + 2)
            elif away < second:
                second = away
    return number, second - first


@njit(cache=True, error_model="numpy")
def _flat(x, y, z, nx, ny, nz):
    """The two coordinates along the face."""
    if abs(nz) > max(abs(nx), abs(ny)):
        return x, y
    return (x, z) if abs(ny) > abs(nx) else (y, z)


@njit(cache=True, error_model="numpy")
def _pore(x, y, z, nx, ny, nz, pixel, seed):
    """How much of a point lies in one of the small round holes that air leaves in concrete."""
    u, v = _flat(x, y, z, nx, ny, nz)
    u, v = u / _PORES + 0.2 * noise(u * 90, v * 90, 1.0), v / _PORES + 0.2 * noise(u * 90, v * 90, 5.0)
    cell_u, cell_v = math.floor(u), math.floor(v)
    if chance(cell_u, cell_v, seed) > 0.22:
        return 0.0
    radius = 0.03 + 0.11 * chance(cell_u, cell_v, seed + 1) ** 3
    du = u - cell_u - 0.3 - 0.4 * chance(cell_u, cell_v, seed + 2)
    dv = v - cell_v - 0.3 - 0.4 * chance(cell_u, cell_v, seed + 3)
    edge = max(0.03, pixel / _PORES)
    inside = _smooth((radius - math.sqrt(du * du + dv * dv)) / edge + 0.5)
    return inside * min(1.0, radius / edge)


@njit(cache=True, error_model="numpy")
def _terrazzo(x, y, z, nx, ny, nz, pixel, seed):
    """Share of the second colour, and a lightness: chips of two sizes."""
    u, v = _flat(x, y, z, nx, ny, nz)
    share, lightness = 0.0, 1.0
    for turn in range(2):
        size = _CHIP if turn == 0 else 0.42 * _CHIP
        number, inside = _chips(u / size + 0.2 * noise(u / size, v / size, 3.0), v / size, int(seed) + 7 * turn)
        kept = 0.36 if turn == 0 else 0.24
        if number < kept:
            edge = max(0.05, pixel / size)
            mask = _smooth((inside - 0.16) / edge) * _seen(size, pixel)
            kind = number / kept
            new_share = 1.0 if kind < 0.45 else (0.0 if kind < 0.75 else 0.5)
            new_light = 1.0 if kind < 0.45 else (1.28 if kind < 0.75 else 0.62)
            share += mask * (new_share - share)
            lightness += mask * (new_light - lightness)
    return share, lightness


@njit(cache=True, error_model="numpy")
def _threads(x, y, z, nx, ny, nz, pixel):
    """Height of a weave, in [-1, 1], and how uneven it is."""
    u, v = (x, y) if abs(nz) > 0.6 else (x + 0.4 * y, z)
    slub_u = 1 + 0.5 * noise(u * 25, v / _THREAD * 0.5, 1.0)
    slub_v = 1 + 0.5 * noise(u / _THREAD * 0.5, v * 25, 5.0)
    a = math.sin(math.pi * (u / _THREAD + 0.3 * noise(u * 60, v * 20, 2.0)))
    b = math.sin(math.pi * (v / _THREAD + 0.3 * noise(u * 20, v * 60, 3.0)))
    seen = _seen(_THREAD * 1.4, pixel)
    over = a * a * slub_u * (0.5 + 0.5 * b) + b * b * slub_v * (0.5 - 0.5 * b)
    uneven = 0.35 * _seen(0.006, pixel) * (slub_u + slub_v - 2)
    return seen * (over - 0.5), uneven


@njit(cache=True, error_model="numpy")
def height(kind, x, y, z, pixel, size):
    """Relief, shares of the material's depth; only what is broad enough to be lit."""
    x, y, z = x / size, y / size, z / size
    if kind == 1:
        return clouds(x * 22, y * 22, z * 22, 4, pixel * 22)
    if kind == 2 or kind == 7:
        return clouds(x * 60, y * 60, z * 60, 3, pixel * 60)
    if kind == 6:
        weave, _ = _threads(x, y, z, 0.0, 0.0, 1.0, pixel)
        return 0.7 * weave + 2.2 * clouds(x * 7, y * 7, z * 7, 2, pixel * 7)
    if kind == 8:
        u, v = x / _TILE, z / _TILE
        edge = min(min(u - math.floor(u), math.floor(u) + 1 - u), min(v - math.floor(v), math.floor(v) + 1 - v))
        return _smooth(edge * _TILE / 0.005) + 0.25 * clouds(x * 14, y * 14, z * 14, 2, pixel * 14)
    return clouds(x * 90, y * 90, z * 90, 2, pixel * 90)


@njit(cache=True, error_model="numpy")
def surface(row, x, y, z, nx, ny, nz, pixel):
    """Share of the second colour, lightness, roughness, at a point seen with pixels of so many metres."""
    kind, size, rough, seed = int(row[0]), row[7], row[8], row[10]
    x, y, z, pixel = x / size, y / size, z / size, pixel / size
    if kind == 3:
        late, light = _wood(x, y, z, pixel, seed)
        return late, light, rough + 0.08 * late
    if kind == 4:
        return _marble(x, y, z, pixel, seed), 1.0 + 0.02 * noise(x * 30, y * 30, z * 30), rough
    if kind == 5:
        share, light = _terrazzo(x, y, z, nx, ny, nz, pixel, seed)
        return share, light, rough
    if kind == 6:
        weave, uneven = _threads(x, y, z, nx, ny, nz, pixel)
        return 0.0, 1.0 + 0.13 * weave + 0.1 * uneven + 0.03 * noise(x * 4, y * 4, z * 4), rough
    if kind == 7:
        layer = clouds(x * 5 + seed, y * 5, z * 46 + 1.4 * noise(x * 6, y * 6, z * 6), 4, pixel * 46)
        pit = noise(x * 55, y * 55 + seed, z * 190) + 0.35 * noise(x * 120, y * 120, z * 400)
        open_pit = _smooth((pit - 0.72) / 0.16) * _seen(0.008, pixel)
        return min(max(0.5 + 0.75 * layer, 0.0), 1.0), 1.0 - 0.42 * open_pit, rough
    if kind == 8:
        u, v = x / _TILE, z / _TILE
        edge = min(min(u - math.floor(u), math.floor(u) + 1 - u), min(v - math.floor(v), math.floor(v) + 1 - v))
        joint = 1 - _smooth((edge * _TILE - 0.0012) / max(0.0012, pixel))
        tint = 1 + 0.07 * (chance(math.floor(u), math.floor(v), int(seed)) - 0.5)
        return joint, tint, rough + 0.6 * joint
    broad = clouds(x * 3.1 + seed, y * 3.1, z * 3.1, 4, pixel * 3.1)
    fine = clouds(x * 140, y * 140, z * 140 + seed, 3, pixel * 140)
    if kind == 2:
        hole = _pore(x, y, z, nx, ny, nz, pixel, int(seed))
        return 0.5 + 0.5 * broad, (1.0 + 0.075 * broad + 0.05 * fine) * (1 - 0.4 * hole), rough
    if kind == 1:
        trowel = clouds(x * 11, y * 11 + seed, z * 15, 3, pixel * 11)
        return 0.5 + 0.5 * broad, 1.0 + 0.05 * broad + 0.035 * trowel + 0.025 * fine, rough
    return 0.5 + 0.5 * broad, 1.0 + 0.018 * broad + 0.012 * fine, rough
