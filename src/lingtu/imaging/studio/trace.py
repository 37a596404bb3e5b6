"""Light at every point that the camera sees: the lamp through its gobo, everything around, and mirrors."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import math

from numba import njit, prange

from lingtu.imaging.studio.march import FLOOR, NOTHING, WALL, blocked, nearest, normal_at
from lingtu.imaging.studio.noise import chance

_OFF = 1.2e-3  # m: rays start so far from a surface
_LAMP_RAYS, _SKY_RAYS = 14, 16  # a point; 16 neighbours have rays of their own
_FIRST, _SECOND = 0.7548776662466927, 0.5698402909980532  # Roberts' R2 sequence
_SMOOTHED = 2  # passes over the neighbours
_SAME_PLANE, _SAME_TURN = 0.006, 12  # m; power of the cosine between normals


@njit(cache=True, error_model="numpy")
def _ray(camera, x, y):
    """Unit world direction of a picture point, and how long one unit of depth is on it."""
    across, down = (x - camera[4, 0]) / camera[3, 0], (y - camera[4, 1]) / camera[3, 1]
    dx = camera[0, 0] * across - camera[0, 1] * down - camera[0, 2]
    dy = camera[1, 0] * across - camera[1, 1] * down - camera[1, 2]
    dz = camera[2, 0] * across - camera[2, 1] * down - camera[2, 2]
    length = math.sqrt(dx * dx + dy * dy + dz * dz)
    return dx / length, dy / length, dz / length, length


@njit(cache=True, parallel=True, error_model="numpy")
def see(camera, solids, room, way, met, normals):
    """What each pixel shows: way (H x W, m along the ray, infinite where nothing is), which thing, and its normal."""
    for row in prange(way.shape[0]):
        for column in range(way.shape[1]):
            dx, dy, dz, _ = _ray(camera, column + 0.5, row + 0.5)
            px, py, pz = camera[5, 0], camera[5, 1], camera[5, 2]
            found, thing = nearest(solids, room, px, py, pz, dx, dy, dz)
            met[row, column] = thing
            if thing == NOTHING:
                way[row, column] = math.inf
                normals[row, column, 0], normals[row, column, 1], normals[row, column, 2] = -dx, -dy, -dz
                continue
            way[row, column] = found
            nx, ny, nz = normal_at(solids, room, thing, px + found * dx, py + found * dy, pz + found * dz)
            normals[row, column, 0], normals[row, column, 1], normals[row, column, 2] = nx, ny, nz


@njit(cache=True, error_model="numpy")
def _around(cube, dx, dy, dz, channel):
    """Light from a direction, of six colours: -x, x, -y, y, -z, z (Valve's ambient cube)."""
    return (
        dx * dx * cube[0 if dx < 0 else 1, channel]
        + dy * dy * cube[2 if dy < 0 else 3, channel]
        + dz * dz * cube[4 if dz < 0 else 5, channel]
    )


@njit(cache=True, error_model="numpy")
def _through(gobo, plane, x, y, z):
    """What the gobo lets through of the light on a line that meets its plane there, [0, 1]."""
    size = gobo.shape[0]
    dx, dy, dz = x - plane[0, 0], y - plane[0, 1], z - plane[0, 2]
    u = (0.5 + dx * plane[1, 0] + dy * plane[1, 1] + dz * plane[1, 2]) * size - 0.5
    v = (0.5 + dx * plane[2, 0] + dy * plane[2, 1] + dz * plane[2, 2]) * size - 0.5
    u, v = min(max(u, 0.0), size - 1.001), min(max(v, 0.0), size - 1.001)
    column, row = int(u), int(v)
    u, v = u - column, v - row
    upper = gobo[row, column] * (1 - u) + gobo[row, column + 1] * u
    return upper * (1 - v) + (gobo[row + 1, column] * (1 - u) + gobo[row + 1, column + 1] * u) * v


@njit(cache=True, error_model="numpy")
def _lamp_light(solids, lamp, gobo, plane, x, y, z, nx, ny, nz, shift):
    """Of the lamp at a point, shadows and gobo included; 1 is a surface that faces it at the origin."""
    total = 0.0
    middle = lamp[0, 0] ** 2 + lamp[0, 1] ** 2 + lamp[0, 2] ** 2
    span = plane[3, 0]
    for number in range(_LAMP_RAYS):
        index = number * 16 + shift
        u, v = (0.5 + index * _FIRST) % 1.0 * 2 - 1, (0.5 + index * _SECOND) % 1.0 * 2 - 1
        lx = lamp[0, 0] + u * lamp[1, 0] + v * lamp[2, 0] - x
        ly = lamp[0, 1] + u * lamp[1, 1] + v * lamp[2, 1] - y
        lz = lamp[0, 2] + u * lamp[1, 2] + v * lamp[2, 2] - z
        square = lx * lx + ly * ly + lz * lz
        away = math.sqrt(square)
        lx, ly, lz = lx / away, ly / away, lz / away
        cosine = nx * lx + ny * ly + nz * lz
        if cosine <= 0 or blocked(solids, x, y, z, lx, ly, lz, away):
            continue
        let = 1.0
        if span > 0:
            reach = away - span
            let = _through(gobo, plane, x + reach * lx, y + reach * ly, z + reach * lz)
        total += let * cosine * middle / square
    return total / _LAMP_RAYS


@njit(cache=True, error_model="numpy")
def _send_back(solids, room, materials, lamp, cube, thing, x, y, z, mx, my, mz, share, far, into):
    """Add about what a surface sends back towards anywhere, times a share; a `far` one as much as is around."""
    nx, ny, nz = normal_at(solids, room, thing, x, y, z)
    lx, ly, lz = lamp[0, 0] - x, lamp[0, 1] - y, lamp[0, 2] - z
    square = lx * lx + ly * ly + lz * lz
    cosine = max((nx * lx + ny * ly + nz * lz) / math.sqrt(square), 0.0)
    lit = 0.6 * cosine * (lamp[0, 0] ** 2 + lamp[0, 1] ** 2 + lamp[0, 2] ** 2) / square
    number = 0 if thing == FLOOR else (1 if thing == WALL else int(solids[thing, 10]))
    for channel in range(3):
        light = lit * lamp[3, channel] + 0.7 * _around(cube, nx, ny, nz, channel)
        back = light * (0.6 * materials[number, 1 + channel] + 0.4 * materials[number, 4 + channel])
        if far > 0:
            back += far * max(_around(cube, mx, my, mz, channel) - back, 0.0)
        into[channel] += share * back


@njit(cache=True, error_model="numpy")
def _sky_light(solids, room, materials, lamp, cube, x, y, z, nx, ny, nz, shift, into):
    """Of all but the lamp, by rays over the hemisphere in proportion to the cosine; what they meet sends back."""
    sign = 1.0 if nz >= 0 else -1.0
    a = -1.0 / (sign + nz)
    b = nx * ny * a
    for number in range(_SKY_RAYS):
        index = number * 16 + shift
        u, turn = (0.5 + index * _FIRST) % 1.0, 2 * math.pi * ((0.5 + index * _SECOND) % 1.0)
        flat, up = math.sqrt(u), math.sqrt(1 - u)
        p, q = flat * math.cos(turn), flat * math.sin(turn)
        dx = p * (1 + sign * nx * nx * a) + q * b + up * nx
        dy = p * sign * b + q * (sign + ny * ny * a) + up * ny
        dz = -p * sign * nx - q * ny + up * nz
        way, thing = nearest(solids, room, x, y, z, dx, dy, dz)
        if thing == NOTHING:
            for channel in range(3):
                into[channel] += _around(cube, dx, dy, dz, channel) / _SKY_RAYS
            continue
        hx, hy, hz = x + way * dx, y + way * dy, z + way * dz
        # A far wall or floor is a screen for the light around rather than the end of the world.
        far = min(max((way - 0.5) / 1.5, 0.0), 1.0)
        _send_back(solids, room, materials, lamp, cube, thing, hx, hy, hz, dx, dy, dz, 1.0 / _SKY_RAYS, far, into)


@njit(cache=True, parallel=True, error_model="numpy")
def gather(camera, solids, room, materials, lamp, gobo, plane, cube, backdrop, found, normals, places):
    """Light at the points of a small grid, h x w x 7: of the lamp, of all else (3), and what a mirror there shows (3).

    `normals` and `places` (h x w x 3) are filled too, the latter from the camera.
    """
    for row in prange(found.shape[0]):
        for column in range(found.shape[1]):
            found[row, column] = 0
            dx, dy, dz, _ = _ray(camera, column + 0.5, row + 0.5)
            px, py, pz = camera[5, 0], camera[5, 1], camera[5, 2]
            way, thing = nearest(solids, room, px, py, pz, dx, dy, dz)
            if thing == NOTHING:
                normals[row, column, 0], normals[row, column, 1], normals[row, column, 2] = -dx, -dy, -dz
                places[row, column, 0], places[row, column, 1], places[row, column, 2] = 99 * dx, 99 * dy, 99 * dz
                continue
            x, y, z = px + way * dx, py + way * dy, pz + way * dz
            nx, ny, nz = normal_at(solids, room, thing, x, y, z)
            normals[row, column, 0], normals[row, column, 1], normals[row, column, 2] = nx, ny, nz
            places[row, column, 0], places[row, column, 1], places[row, column, 2] = x - px, y - py, z - pz
            x, y, z = x + _OFF * nx, y + _OFF * ny, z + _OFF * nz
            shift = ((row % 4) * 4 + column % 4) * 7 % 16
            found[row, column, 0] = _lamp_light(solids, lamp, gobo, plane, x, y, z, nx, ny, nz, shift)
            _sky_light(solids, room, materials, lamp, cube, x, y, z, nx, ny, nz, shift, found[row, column, 1:4])
            number = 0 if thing == FLOOR else (1 if thing == WALL else int(solids[thing, 10]))
            if materials[number, 8] < 0.56:
                _mirror(
                    camera, solids, room, materials, lamp, cube, backdrop, x, y, z, nx, ny, nz, dx, dy, dz,
                    materials[number, 8], row * 7919 + column, found[row, column, 4:7],
                )  # fmt: skip


@njit(cache=True, error_model="numpy")
def _mirror(
    camera, solids, room, materials, lamp, cube, backdrop, x, y, z, nx, ny, nz, dx, dy, dz, rough, number, into
):
    """What is seen in a surface: solids, else the backdrop where the camera would see it, else what is around."""
    facing = dx * nx + dy * ny + dz * nz
    for ray in range(4):
        wide = rough * rough * 0.9
        mx = dx - 2 * facing * nx + wide * (chance(number, ray, 1) - 0.5)
        my = dy - 2 * facing * ny + wide * (chance(number, ray, 2) - 0.5)
        mz = dz - 2 * facing * nz + wide * (chance(number, ray, 3) - 0.5)
        length = math.sqrt(mx * mx + my * my + mz * mz)
        mx, my, mz = mx / length, my / length, mz / length
        way, thing = nearest(solids, room, x, y, z, mx, my, mz)
        if thing != NOTHING:
            hx, hy, hz = x + way * mx, y + way * my, z + way * mz
            _send_back(solids, room, materials, lamp, cube, thing, hx, hy, hz, mx, my, mz, 0.25, 0.0, into)
            continue
        ahead = -(mx * camera[0, 2] + my * camera[1, 2] + mz * camera[2, 2])
        for channel in range(3):
            light = _around(cube, mx, my, mz, channel)
            if backdrop.shape[0] > 2 and ahead > 0.05:
                across = (mx * camera[0, 0] + my * camera[1, 0] + mz * camera[2, 0]) / ahead
                up = (mx * camera[0, 1] + my * camera[1, 1] + mz * camera[2, 1]) / ahead
                light = _far(backdrop, camera, across, up, channel)
            into[channel] += 0.25 * light


@njit(cache=True, error_model="numpy")
def _far(backdrop, camera, across, up, channel):
    """The backdrop's light in a direction of the camera's frame; its edge beyond it."""
    column = int((camera[4, 0] + across * camera[3, 0]) / camera[3, 2] * backdrop.shape[1])
    row = int((camera[4, 1] - up * camera[3, 1]) / camera[4, 2] * backdrop.shape[0])
    column = min(max(column, 0), backdrop.shape[1] - 1)
    row = min(max(row, 0), backdrop.shape[0] - 1)
    return backdrop[row, column, channel]


@njit(cache=True, parallel=True, error_model="numpy")
def smooth(values, normals, places, step, found):
    """Mean over 5 x 5 neighbours `step` apart that lie on the same smooth surface (Dammertz 2010)."""
    height, width = values.shape[:2]
    for row in prange(height):
        for column in range(width):
            nx, ny, nz = normals[row, column, 0], normals[row, column, 1], normals[row, column, 2]
            x, y, z = places[row, column, 0], places[row, column, 1], places[row, column, 2]
            total = 0.0
            found[row, column] = 0
            for i in range(-2, 3):
                for j in range(-2, 3):
                    r, c = row + step * i, column + step * j
                    if r < 0 or c < 0 or r >= height or c >= width:
                        continue
                    alike = nx * normals[r, c, 0] + ny * normals[r, c, 1] + nz * normals[r, c, 2]
                    if alike < 0.8:
                        continue
                    off = abs((places[r, c, 0] - x) * nx + (places[r, c, 1] - y) * ny + (places[r, c, 2] - z) * nz)
                    weight = alike**_SAME_TURN * math.exp(-off / _SAME_PLANE) * (3 - abs(i)) * (3 - abs(j))
                    total += weight
                    for channel in range(values.shape[2]):
                        found[row, column, channel] += weight * values[r, c, channel]
            for channel in range(values.shape[2]):
                found[row, column, channel] /= total + 1e-9
