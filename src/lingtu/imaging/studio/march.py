"""Where rays meet a set: planes by formula, solids by sphere tracing (Hart 1996) inside of the box that holds each."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import math

from numba import njit

from lingtu.imaging.studio.noise import noise

#: What a ray met besides a solid's number.
NOTHING, FLOOR, WALL = -1, -2, -3
_FAR = 60.0
_STEPS = 72
_CLOSE = 2e-4  # of the way along the ray


@njit(cache=True, error_model="numpy")
def _rounded(x, y, z, radius):
    """Distance to a box's corner, of half sizes that were taken away from x, y and z."""
    x, y, z = x + radius, y + radius, z + radius
    ax, ay, az = max(x, 0.0), max(y, 0.0), max(z, 0.0)
    return math.sqrt(ax * ax + ay * ay + az * az) + min(max(x, max(y, z)), 0.0) - radius


@njit(cache=True, error_model="numpy")
def _rounded_flat(x, y, radius):
    x, y = x + radius, y + radius
    ax, ay = max(x, 0.0), max(y, 0.0)
    return math.sqrt(ax * ax + ay * ay) + min(max(x, y), 0.0) - radius


@njit(cache=True, error_model="numpy")
def _ellipsoid(x, y, z, a, b, c):
    """About (Quilez): exact on the surface."""
    k = math.sqrt((x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2)
    slope = math.sqrt((x / (a * a)) ** 2 + (y / (b * b)) ** 2 + (z / (c * c)) ** 2)
    return k * (k - 1.0) / max(slope, 1e-9)


@njit(cache=True, error_model="numpy")
def _arch_flat(x, z, half, high):
    """Distance in the plane to a door with a round top: half its width, half its height."""
    middle = high - half
    if z > middle:
        return math.sqrt(x * x + (z - middle) ** 2) - half
    return max(abs(x) - half, -high - z)


@njit(cache=True, error_model="numpy")
def distance(row, x, y, z):
    """From a point of a solid's own frame to its surface; negative inside."""
    kind = int(row[0])
    a, b, c, r = row[4], row[5], row[6], row[7]
    if kind == 0:
        return _rounded(abs(x) - a, abs(y) - b, abs(z) - c, r)
    if kind == 1:
        return _rounded_flat(math.sqrt(x * x + y * y) - a, abs(z) - c, r)
    if kind == 2:
        return _ellipsoid(x, y, z, a, b, c)
    if kind == 3:
        return _rounded_flat(_arch_flat(x, z, a, c), abs(y) - b, r)
    if kind == 4:
        return _rounded_flat(math.sqrt(x * x + z * z) - a, abs(y) - b, r)
    if kind == 5:
        rough = noise(x * 9 + 31 * row[15], y * 9, z * 9) + 0.4 * noise(x * 31, y * 31, z * 31 + row[15])
        return 0.7 * (_rounded(abs(x) - a, abs(y) - b, abs(z) - c, r) + row[14] * rough)
    if kind == 6:
        opening = _arch_flat(x, z + c - row[15] / 2, row[14], row[15] / 2)
        return max(_rounded(abs(x) - a, abs(y) - b, abs(z) - c, r), r - opening)
    if kind == 7:
        wide = row[15]
        fold = math.sin(x / wide + 1.7 * noise(x / wide * 0.35, 0.7, z * 0.9)) + 0.35 * math.sin(2.3 * x / wide + 4 * z)
        return 0.5 * (max(abs(x) - a, max(abs(y + 0.7 * row[14] * fold) - b, abs(z) - c)))
    if kind == 8:
        lift = row[14] * (1.0 - (x / a) ** 2)
        wide = b * (1.0 - (x / a) ** 2) if abs(x) < a else 0.0
        vein = 0.0006 * math.exp(-abs(y) / 0.0012)
        return 0.5 * max(max(abs(y) - wide, abs(x) - a), abs(z - lift + 0.6 * abs(y)) - c + vein)
    ring = math.sqrt(x * x + z * z) - a
    return _rounded_flat(abs(ring) - row[14], abs(y) - b, r)


@njit(cache=True, error_model="numpy")
def _own_frame(row, x, y, z):
    x, y, z = x - row[1], y - row[2], z - row[3]
    return row[8] * x + row[9] * y, row[8] * y - row[9] * x, z


@njit(cache=True, error_model="numpy")
def _slab(centre, half, start, step, near, far):
    """The part of a ray between two planes, cut out of near to far."""
    if abs(step) < 1e-9:
        return (near, far) if abs(start - centre) <= half else (1.0, 0.0)
    one, other = (centre - half - start) / step, (centre + half - start) / step
    return max(near, min(one, other)), min(far, max(one, other))


@njit(cache=True, error_model="numpy")
def _meets(row, ox, oy, oz, dx, dy, dz, far):
    """How far along a unit ray a solid is met; `far` where it isn't."""
    near, end = _slab(row[1], row[11], ox, dx, 0.0, far)
    if near <= end:
        near, end = _slab(row[2], row[12], oy, dy, near, end)
    if near <= end:
        near, end = _slab(row[3], row[13], oz, dz, near, end)
    if near > end:
        return far
    x, y, z = _own_frame(row, ox, oy, oz)
    sx, sy = row[8] * dx + row[9] * dy, row[8] * dy - row[9] * dx
    way = near
    for _ in range(_STEPS):
        step = distance(row, x + way * sx, y + way * sy, z + way * dz)
        if step < _CLOSE * (0.3 + way):
            return way
        way += step
        if way > end:
            return far
    return way if step < 20 * _CLOSE else far


@njit(cache=True, error_model="numpy")
def _meets_room(room, ox, oy, oz, dx, dy, dz):
    """Way to floor or wall and which; room is the floor's z, the wall's y, and the radius between them."""
    floor, wall, bend = room[0], room[1], room[2]
    way, met = _FAR, NOTHING
    if dz < -1e-9:
        way, met = (floor - oz) / dz, FLOOR
    if dy > 1e-9 and (wall - oy) / dy < way:
        way, met = (wall - oy) / dy, WALL
    if met == NOTHING or way <= 0:
        return _FAR, NOTHING
    y, z = oy + way * dy, oz + way * dz
    if bend > 0 and y > wall - bend and z < floor + bend:
        # Inside of a quarter of a cylinder: its far side.
        py, pz = oy - (wall - bend), oz - (floor + bend)
        square = dy * dy + dz * dz
        half = py * dy + pz * dz
        root = half * half - square * (py * py + pz * pz - bend * bend)
        if root > 0:
            way = (-half + math.sqrt(root)) / square
            met = WALL if oz + way * dz > floor + 0.3 * bend else FLOOR
    return (way, met) if way < _FAR else (_FAR, NOTHING)


@njit(cache=True, error_model="numpy")
def nearest(solids, room, ox, oy, oz, dx, dy, dz):
    """Way along a unit ray to the first surface, and what it is: NOTHING, FLOOR, WALL or a solid's number."""
    way, met = _meets_room(room, ox, oy, oz, dx, dy, dz)
    for number in range(solids.shape[0]):
        found = _meets(solids[number], ox, oy, oz, dx, dy, dz, way)
        if found < way:
            way, met = found, number
    return way, met


@njit(cache=True, error_model="numpy")
def blocked(solids, ox, oy, oz, dx, dy, dz, far):
    """Whether a solid is on the first part of a unit ray."""
    for number in range(solids.shape[0]):  # noqa: SIM110  numba knows no any()
        if _meets(solids[number], ox, oy, oz, dx, dy, dz, far) < far:
            return True
    return False


@njit(cache=True, error_model="numpy")
def normal_at(solids, room, met, x, y, z):
    """Unit normal of what was met there."""
    if met in (FLOOR, WALL):
        bend = room[2]
        if bend > 0 and y > room[1] - bend and z < room[0] + bend:
            ny, nz = room[1] - bend - y, room[0] + bend - z
            length = math.sqrt(ny * ny + nz * nz) + 1e-9
            return 0.0, ny / length, nz / length
        return (0.0, 0.0, 1.0) if met == FLOOR else (0.0, -1.0, 0.0)
    row = solids[met]
    x, y, z = _own_frame(row, x, y, z)
    e = 2e-4
    gx = distance(row, x + e, y, z) - distance(row, x - e, y, z)
    gy = distance(row, x, y + e, z) - distance(row, x, y - e, z)
    gz = distance(row, x, y, z + e) - distance(row, x, y, z - e)
    length = math.sqrt(gx * gx + gy * gy + gz * gz) + 1e-12
    gx, gy, gz = gx / length, gy / length, gz / length
    return row[8] * gx - row[9] * gy, row[9] * gx + row[8] * gy, gz
