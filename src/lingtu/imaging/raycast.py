"""What part of a light still reaches a surface past a product: shadow rays through its impostor, compiled.

The product is a stack of flat slices. Seen along a ray, its silhouette is a small mask in the plane across the ray, so
a ray costs one look-up. Each receiver is worked on by itself: the same bits on any number of threads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit, prange

from lingtu.imaging.colour import Floats

_LEAST_FACING = 0.02  # cosine
_GOLDEN = 0.6180339887
_ENOUGH = 0.98  # as good as blocked
_WIDE = 0.9  # spread of directions, as of a sky's, from which half of them lie behind a surface


@dataclass(frozen=True)
class Mask:
    """Size of the silhouettes: px, and what they cover to each side of the base's centre, m."""

    side: int
    reach_m: float


@dataclass(frozen=True, eq=False)
class Rays:
    """From receivers to lamps; coordinates are the product's, about the centre of its base."""

    #: N x 3 each.
    points: Floats
    normals: Floats
    #: S x 3: places on lamps, or unit vectors towards them.
    samples: Floats
    at_position: bool
    #: S x K: how much of each kind of light comes from there.
    weights: Floats


def silhouettes(rows: Floats, sizes_m: Floats, height_m: float, frames: Floats, chords: Floats, mask: Mask) -> Floats:
    """Masks S x side x side of a stack of slices as seen along S directions.

    rows: K x W, the alpha of each slice from its left end to its right one, the lowest slice first. sizes_m: K x 3, its
    middle to the right of the base's, half of its width, and half of the width that is as deep as it is wide. frames:
    S x 4, for each direction: how far across and up in the mask a metre to the product's right goes, how far up a metre
    of its height, and the outline's half width as a share of a slice's. chords: S x B x 2, from the outline's left end
    to its right one how far up it begins and ends there, as shares too.
    """
    masks = np.zeros((len(frames), mask.side, mask.side), np.float32)
    scale = np.float32(mask.side / (2 * mask.reach_m))
    _draw(rows, sizes_m, np.float32(height_m), frames, chords, scale, masks)
    return masks


def past_solid(rays: Rays, masks: Floats, flats: Floats, size_m: tuple[float, float, float], aim: Floats) -> Floats:
    """N x K: the share of each kind of light that the receivers keep.

    masks are those of the samples, flats, S, the horizontal parts of the unit vectors that they were drawn along.
    size_m: the masks' reach, the product's radius, its height. aim: the samples' middle, and how far the furthest lies
    from it; receivers are passed over whose rays to that ball all miss the product.
    """
    return _gathered(rays, masks, flats, size_m, aim, np.empty(0, np.float32))


def past_slab(rays: Rays, alpha: Floats, reach_m: float, layers_m: Floats, aim: Floats) -> Floats:
    """N x K, as `past_solid`: of a flat product of the outline `alpha`, in layers, two or more, above the plane z = 0.

    alpha covers +-reach_m along x and -y; the coordinates are the plane's own.
    """
    flats = np.zeros(len(rays.samples), np.float32)
    return _gathered(rays, alpha[None], flats, (reach_m, reach_m, 0.0), aim, layers_m)


def _gathered(
    rays: Rays, masks: Floats, flats: Floats, size_m: tuple[float, float, float], aim: Floats, layers_m: Floats
) -> Floats:
    kept = np.ones((len(rays.points), rays.weights.shape[1]), np.float32)
    places = (rays.points, rays.normals, rays.samples, rays.at_position, rays.weights)
    _gather(*places, masks, flats, np.array(size_m, np.float32), aim, layers_m, kept)
    return kept


@njit(cache=True, parallel=True)
def _draw(rows, sizes, height, frames, chords, scale, masks):  # type: ignore[no-untyped-def]
    count, width = rows.shape
    side = masks.shape[1]
    middle = np.float32(0.5 * side)
    for index in prange(len(frames)):
        right_across, right_up, height_up, wide = frames[index]
        thick = np.float32(0.5) * height_up * height / count * scale
        for row in range(count):
            centre, half, deep = sizes[row]
            if half <= 0:
                continue
            facing = right_across * right_across  # 1: seen as the camera sees it, 0: from its side
            broad, long = half * facing + deep * (1 - facing), deep * facing + half * (1 - facing)
            z = height * (np.float32(row) + np.float32(0.5)) / count
            across = middle + centre * right_across * scale
            up = middle - (centre * right_up + z * height_up) * scale
            reach = max(broad * wide * scale, np.float32(0.5))
            for x in range(max(0, int(across - reach)), min(side, int(across + reach) + 1)):
                share = np.float32(0.5) + np.float32(0.5) * (np.float32(x) + np.float32(0.5) - across) / reach
                if share <= 0 or share >= 1:
                    continue
                opacity = rows[row, int(share * width)]
                if opacity <= 0:
                    continue
                chord = chords[index, int(share * chords.shape[1])]
                first = up - long * chord[1] * scale - thick
                last = up - long * chord[0] * scale + thick
                for y in range(max(0, int(first - 0.5)), min(side, int(last + 0.5) + 1)):
                    covered = min(last, np.float32(y + 1)) - max(first, np.float32(y))
                    covered = min(np.float32(1), max(np.float32(0), covered))
                    masks[index, y, x] = max(masks[index, y, x], opacity * covered)


@njit(cache=True)
def _looked_up(mask, x, y):  # type: ignore[no-untyped-def]
    """Bilinear, 0 outside; pixel centres are at halves."""
    x, y = x - np.float32(0.5), y - np.float32(0.5)
    if x <= 0 or y <= 0 or x >= mask.shape[1] - 1 or y >= mask.shape[0] - 1:
        return np.float32(0)
    column, row = int(x), int(y)
    right, down = x - np.float32(column), y - np.float32(row)
    upper = mask[row, column] * (1 - right) + mask[row, column + 1] * right
    lower = mask[row + 1, column] * (1 - right) + mask[row + 1, column + 1] * right
    return upper * (1 - down) + lower * down


@njit(cache=True)
def _direction(samples, index, at_position, x, y, z):  # type: ignore[no-untyped-def]
    """Unit vector from a point to a lamp's sample."""
    dx, dy, dz = samples[index, 0], samples[index, 1], samples[index, 2]
    if at_position:
        dx, dy, dz = dx - x, dy - y, dz - z
        length = np.float32(1) / np.sqrt(dx * dx + dy * dy + dz * dz)
        dx, dy, dz = dx * length, dy * length, dz * length
    return dx, dy, dz


@njit(cache=True)
def _misses(aim, at_position, x, y, z, radius, height):  # type: ignore[no-untyped-def]
    """No ray from a point to the ball of the samples comes near the ball about the product."""
    dx, dy, dz, spread = aim[0], aim[1], aim[2], aim[3]
    if at_position:
        dx, dy, dz = dx - x, dy - y, dz - z
    length = np.sqrt(dx * dx + dy * dy + dz * dz) + np.float32(1e-9)
    dx, dy, dz, spread = dx / length, dy / length, dz / length, spread / length
    if spread > np.float32(0.5):
        return False
    up = np.float32(0.5) * height - z
    reach = np.sqrt(radius * radius + np.float32(0.25) * height * height)
    ahead = -x * dx - y * dy + up * dz
    aside = np.sqrt(max(x * x + y * y + up * up - ahead * ahead, np.float32(0)))
    return ahead < -reach or aside > reach + spread * np.float32(1.2) * max(ahead, reach)


@njit(cache=True)
def _blocked_by_solid(mask, flat_of_mask, size, x, y, z, dx, dy, dz):  # type: ignore[no-untyped-def]
    reach, radius, height = size
    flat = np.sqrt(dx * dx + dy * dy) + np.float32(1e-6)
    ux, uy = dx / flat, dy / flat
    across = y * ux - x * uy
    # The mask was drawn along the sample's direction from the product; seen from here its heights are a little
    # shorter or longer.
    stretch = min(max(flat_of_mask / flat, np.float32(0.7)), np.float32(1.4))
    up = (z * flat - (x * ux + y * uy) * dz) * stretch
    # A product behind the receiver takes nothing: where the ray passes its axis must lie ahead.
    axis_z = min(max(up / max(flat, np.float32(0.05)), np.float32(0)), height)
    if axis_z * dz - (x * dx + y * dy + z * dz) <= -radius:
        return np.float32(0)
    middle, scale = np.float32(0.5 * mask.shape[1]), mask.shape[1] / (2 * reach)
    return _looked_up(mask, middle + across * scale, middle - up * scale)


@njit(cache=True)
def _blocked_by_slab(alpha, reach, layers, share, x, y, z, dx, dy, dz):  # type: ignore[no-untyped-def]
    blocked = np.float32(0)
    if dz <= 1e-3:
        return blocked
    # Each sample has layers between those of the others: together they leave no steps.
    lift = share * (layers[1] - layers[0])
    way = (layers[-1] + lift - z) / dz
    if max(x, x + way * dx) < -reach or min(x, x + way * dx) > reach:
        return blocked
    if max(y, y + way * dy) < -reach or min(y, y + way * dy) > reach:
        return blocked
    middle, scale = np.float32(0.5 * alpha.shape[1]), alpha.shape[1] / (2 * reach)
    for layer in layers:
        if layer + lift > z:
            way = (layer + lift - z) / dz
            found = _looked_up(alpha, middle + (x + way * dx) * scale, middle - (y + way * dy) * scale)
            blocked = max(blocked, found)
            if blocked > _ENOUGH:
                break
    return blocked


@njit(cache=True, parallel=True)
def _gather(points, normals, samples, at_position, weights, masks, flats, size, aim, layers, kept):  # type: ignore[no-untyped-def]
    kinds = weights.shape[1]
    is_sky = not at_position and aim[3] > _WIDE
    for index in prange(len(points)):
        x, y, z = points[index]
        if _misses(aim, at_position, x, y, z, size[1], size[2]):
            continue
        lit, whole = np.zeros(kinds, np.float32), np.zeros(kinds, np.float32)
        for sample in range(len(samples)):
            dx, dy, dz = _direction(samples, sample, at_position, x, y, z)
            facing = normals[index, 0] * dx + normals[index, 1] * dy + normals[index, 2] * dz
            if facing <= 0 and is_sky:
                continue
            # Of a lamp that a bump of the surface turns away from the share is told all the same: as its neighbours'.
            facing = max(facing, np.float32(_LEAST_FACING))
            if len(layers):
                share = np.float32((sample * _GOLDEN) % 1.0)
                blocked = _blocked_by_slab(masks[0], size[0], layers, share, x, y, z, dx, dy, dz)
            else:
                blocked = _blocked_by_solid(masks[sample], flats[sample], size, x, y, z, dx, dy, dz)
            for kind in range(kinds):
                whole[kind] += facing * weights[sample, kind]
                lit[kind] += facing * weights[sample, kind] * (1 - blocked)
        for kind in range(kinds):
            if whole[kind] > 1e-4:
                kept[index, kind] = lit[kind] / whole[kind]
