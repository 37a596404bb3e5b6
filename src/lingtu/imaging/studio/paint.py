"""The picture's light from what each pixel shows and the light there; edges by what parts of a pixel show."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from lingtu.imaging.studio.march import FLOOR, NOTHING, WALL, nearest
from lingtu.imaging.studio.surfaces import height, surface
from lingtu.imaging.studio.trace import _ray

_AT_NORMAL = 0.04  # what a non-metal mirrors head on
_PARTS = 4  # of a pixel's side, squared: 16 looks at an edge


@njit(cache=True, error_model="numpy")
def _tilted(row, x, y, z, nx, ny, nz, pixel):
    """The normal turned by the material's relief."""
    depth, kind, size = row[9], int(row[0]), row[7]
    if depth <= 0:
        return nx, ny, nz
    e = max(0.0012, 0.7 * pixel)
    here = height(kind, x, y, z, pixel, size)
    gx = (height(kind, x + e, y, z, pixel, size) - here) * depth / e
    gy = (height(kind, x, y + e, z, pixel, size) - here) * depth / e
    gz = (height(kind, x, y, z + e, pixel, size) - here) * depth / e
    along = gx * nx + gy * ny + gz * nz
    tx, ty, tz = nx - (gx - along * nx), ny - (gy - along * ny), nz - (gz - along * nz)
    length = math.sqrt(tx * tx + ty * ty + tz * tz)
    return tx / length, ty / length, tz / length


@njit(cache=True, error_model="numpy")
def _colour(materials, solids, room, thing, x, y, z, nx, ny, nz, pixel, mixed):
    """Albedo into mixed[0:3], roughness into mixed[3]; floor and wall of a cove run into each other."""
    number = 0 if thing == FLOOR else (1 if thing == WALL else int(solids[thing, 10]))
    share, light, rough = surface(materials[number], x, y, z, nx, ny, nz, pixel)
    for channel in range(3):
        one, other = materials[number, 1 + channel], materials[number, 4 + channel]
        mixed[channel] = (one + share * (other - one)) * light
    mixed[3] = rough
    reach = room[3]
    if reach > 0 and (thing in (FLOOR, WALL)):
        # How far up the cove: 0 at its front, 1 well above it.
        up = min(max((y - room[1] + reach) / reach, 0.0), 1.0) * 0.5 + 0.5 * min(max((z - room[0]) / reach, 0.0), 1.0)
        up = up * up * (3 - 2 * up)
        for channel in range(3):
            mixed[channel] *= (materials[0, 1 + channel] * (1 - up) + materials[1, 1 + channel] * up) / materials[
                number, 1 + channel
            ]


@njit(cache=True, parallel=True, error_model="numpy")
def paint(camera, solids, room, materials, lamp, backdrop, way, met, normals, light, key, rest, rough):
    """Scene-linear light of every pixel: of the lamp into key (H x W x 3), all other into rest; and roughness."""
    rows, columns = way.shape
    for row in prange(rows):
        mixed = [0.0, 0.0, 0.0, 0.0]
        for column in range(columns):
            thing = met[row, column]
            if thing == NOTHING:
                for channel in range(3):
                    key[row, column, channel] = 0
                    rest[row, column, channel] = backdrop[row, column, channel]
                rough[row, column] = 1
                continue
            dx, dy, dz, long = _ray(camera, column + 0.5, row + 0.5)
            far = way[row, column]
            x, y, z = camera[5, 0] + far * dx, camera[5, 1] + far * dy, camera[5, 2] + far * dz
            nx, ny, nz = normals[row, column, 0], normals[row, column, 1], normals[row, column, 2]
            facing = abs(dx * nx + dy * ny + dz * nz)
            pixel = far / long / camera[3, 0] / math.sqrt(max(facing, 0.08))
            _colour(materials, solids, room, thing, x, y, z, nx, ny, nz, pixel, mixed)
            number = 0 if thing == FLOOR else (1 if thing == WALL else int(solids[thing, 10]))
            tx, ty, tz = _tilted(materials[number], x, y, z, nx, ny, nz, pixel)
            lx, ly, lz = lamp[0, 0] - x, lamp[0, 1] - y, lamp[0, 2] - z
            away = math.sqrt(lx * lx + ly * ly + lz * lz)
            lx, ly, lz = lx / away, ly / away, lz / away
            plain = max(nx * lx + ny * ly + nz * lz, 0.12)
            turned = min(max((tx * lx + ty * ly + tz * lz) / plain, 0.0), 2.0)
            facing = max(-(dx * tx + dy * ty + dz * tz), 0.0)
            gloss = max(1 - mixed[3] / 0.6, 0.0)
            fresnel = (_AT_NORMAL + (1 - _AT_NORMAL) * (1 - facing) ** 5) * gloss * (1 - 0.4 * mixed[3])
            hx, hy, hz = lx - dx, ly - dy, lz - dz
            half = max((hx * tx + hy * ty + hz * tz) / (math.sqrt(hx * hx + hy * hy + hz * hz) + 1e-9), 0.0)
            power = 2 / max(mixed[3], 0.15) ** 3
            glint = 0.012 * (power + 8) * half**power * gloss
            on = light[row, column, 0] * turned
            for channel in range(3):
                lit = lamp[3, channel] * on
                key[row, column, channel] = lit * (mixed[channel] + glint)
                around = light[row, column, 1 + channel] * mixed[channel] * (0.75 + 0.25 * turned)
                rest[row, column, channel] = around + fresnel * light[row, column, 4 + channel]
            rough[row, column] = mixed[3]


@njit(cache=True, parallel=True, error_model="numpy")
def soften(camera, solids, room, met, light, found):
    """Light with smooth outlines: where a neighbour shows another thing, a pixel's parts take their thing's light."""
    rows, columns = met.shape
    for row in prange(rows):
        for column in range(columns):
            own = met[row, column]
            even = True
            for r in range(max(row - 1, 0), min(row + 2, rows)):
                for c in range(max(column - 1, 0), min(column + 2, columns)):
                    even = even and met[r, c] == own
            found[row, column] = light[row, column]
            if even:
                continue
            found[row, column] = 0
            for part in range(_PARTS * _PARTS):
                i, j = part // _PARTS, part % _PARTS
                dx, dy, dz, _ = _ray(camera, column + (j + 0.5) / _PARTS, row + (i + 0.5) / _PARTS)
                _, thing = nearest(solids, room, camera[5, 0], camera[5, 1], camera[5, 2], dx, dy, dz)
                r, c = _like(
                    met,
                    np.int64(row),
                    np.int64(column),
                    thing,
                    1 if i >= _PARTS // 2 else -1,
                    1 if j >= _PARTS // 2 else -1,
                )
                for channel in range(light.shape[2]):
                    found[row, column, channel] += light[r, c, channel] / (_PARTS * _PARTS)


@njit(cache=True, error_model="numpy")
def _like(met, row, column, thing, down, right):
    """The nearest pixel that shows a thing, this one first, then on the side where it was seen."""
    if met[row, column] == thing:
        return row, column
    for i in range(3):
        for j in range(3):
            r, c = row + down * (1 - i), column + right * (1 - j)
            if 0 <= r < met.shape[0] and 0 <= c < met.shape[1] and met[r, c] == thing:
                return r, c
    return row, column
