"""A product mirrored in what it stands on, or in what lies lower, as far as the surface's roughness lets it be.

The mirror ray of each pixel meets the product's upright plane; what the camera sees there is what is mirrored, softer
the further the ray went. Strength is Schlick's term; what the surface mirrored there before is taken away.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging import receivers
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import Part, visible_part
from lingtu.imaging.impostor import Solid
from lingtu.imaging.receivers import Grid
from lingtu.imaging.scene import Geometry, Scene
from lingtu.imaging.tone import to_scene

_MATT = 0.55  # roughness from which nothing is mirrored
_AT_NORMAL = 0.04  # what a non-metal mirrors of light that meets it head on
_LEVELS = 4  # of blur
_UP = np.array([0, 0, 1], np.float32)
_UPRIGHT = 0.8  # cosine: what leans more mirrors something else
_SAME_PLANE = 0.1  # of the base's half width: what lies higher than the base by more does not mirror the product
_DEEPEST = 2.5  # of the product's height: how far below it mirrors are looked for
_ON_THE_WAY = (0.12, 0.25, 0.4, 0.55, 0.7, 0.85)  # where a mirror ray is looked at, shares of its way
_FAR = 30.0  # m: where what is mirrored behind the product is looked for
_SOFTEST = 0.06  # of the product's height in the picture


def mirror(scene: Scene, geometry: Geometry, product: Solid, rgb: Floats, alpha: Floats) -> tuple[Floats, Part] | None:
    """Light to add to a part of the picture, scene-linear; None where nothing is glossy."""
    part = _part(geometry, product, alpha)
    if part is None:
        return None
    rows, columns = part
    grid = Grid(
        left=columns.start,
        top=rows.start,
        step=1,
        width=columns.stop - columns.start,
        height=rows.stop - rows.start,
    )
    seen = receivers.look(geometry, grid)
    frame = product.frame.T.astype(np.float32)
    own, normals = (seen.points - product.origin.astype(np.float32)) @ frame, seen.normals @ frame
    below = seen.present & (normals[..., 2] > _UPRIGHT) & (own[..., 2] < _SAME_PLANE * product.footing.half_width_m)
    shine = (np.clip((_MATT - seen.roughness) / _MATT, 0, 1) ** 2 * below).astype(np.float32)
    shine *= receivers.certainty(geometry, grid)
    if float(shine.max(initial=0)) <= 0:
        return None
    shine = cv2.blur(shine, (3, 3))
    # The waves of water bend what it mirrors; the grain of stone is in its roughness already.
    normals = _UP + (cv2.blur(normals, (3, 3)) - _UP) * shine[..., None]
    surface = _Surface(own, normals, shine, to_scene(scene.picture[part], scene.tone))
    return _mirrored(scene, geometry, product, surface, rgb, alpha), part


@dataclass(frozen=True, eq=False)
class _Surface:
    """What mirrors, at each pixel of a part of the picture, in the product's frame."""

    points: Floats
    normals: Floats
    shine: Floats
    #: What the camera sees there, scene-linear.
    light: Floats


def _part(geometry: Geometry, product: Solid, alpha: Floats) -> Part | None:
    """The rows below the base's middle that can mirror the product, and its columns."""
    height, width = alpha.shape
    side = 1.2 * float((np.abs(product.centre_m) + product.half_m).max())
    right, _, up = product.frame
    corners = np.array([product.origin + side * sign * right for sign in (-1, 1)])
    top = product.origin + product.height_m * up
    place = geometry.camera.project(np.concatenate([corners, product.origin[None], top[None]]))
    tall = place[2, 1] - place[3, 1]
    rows = slice(max(0, int(place[2, 1] - 0.1 * tall)), min(height, int(place[2, 1] + _DEEPEST * tall)))
    columns = slice(max(0, int(place[:2, 0].min())), min(width, int(place[:2, 0].max()) + 1))
    return (rows, columns) if rows.stop - rows.start > 1 and columns.stop - columns.start > 1 else None


def _mirrored(
    scene: Scene, geometry: Geometry, product: Solid, surface: _Surface, rgb: Floats, alpha: Floats
) -> Floats:
    eye = (product.frame @ (geometry.camera.position - product.origin)).astype(np.float32)
    view = surface.points - eye
    view /= np.linalg.norm(view, axis=2, keepdims=True)
    facing = (view * surface.normals).sum(axis=2, keepdims=True)
    ray = view - 2 * facing * surface.normals
    # The front of the product, about; close enough for slices of any depth.
    plane = np.float32(-0.5 * product.footing.half_depth_m)
    way = (plane - surface.points[..., 1]) / np.maximum(ray[..., 1], np.float32(1e-4))
    meets = surface.points + way[..., None] * ray
    points = product.origin + meets[..., :1] * product.frame[0] + plane * product.frame[1]
    points = points + np.maximum(meets[..., 2:], 0) * product.frame[2]
    place = (geometry.camera.project(points) - 0.5).astype(np.float32)
    ahead = (way > 0) & (meets[..., 2] >= 0) & ~_hidden(geometry, product, surface.points, way[..., None] * ray)
    fresnel = _AT_NORMAL + (1 - _AT_NORMAL) * (1 - np.minimum(np.abs(facing[..., 0]), 1)) ** 5
    strength = (fresnel * surface.shine * ahead)[..., None]
    roughness = 1 - np.sqrt(surface.shine)
    softness = np.clip(np.sqrt(_MATT * roughness) * np.maximum(meets[..., 2], 0) / product.height_m, 0, 1)
    there = _product_at(place, softness, rgb, alpha, scene)
    was = np.minimum(_behind(scene, geometry, product, meets + ray * _FAR), surface.light / np.maximum(strength, 1e-3))
    added: Floats = (strength * (there[..., :3] - there[..., 3:] * was)).astype(np.float32)
    return added


def _hidden(geometry: Geometry, product: Solid, points: Floats, ways: Floats) -> NDArray[np.bool_]:
    """Whether something in the picture is in the way from points towards the product; only for those below its base."""
    low = points[..., 2] < -_SAME_PLANE * product.footing.half_width_m
    found = np.zeros(points.shape[:2], bool)
    if not low.any():
        return found
    blocked = np.zeros(int(low.sum()), bool)
    for share in _ON_THE_WAY:
        world = product.origin + (points[low] + share * ways[low]) @ product.frame
        blocked |= receivers.is_hidden(geometry, world)
    found[low] = blocked
    return found


def _behind(scene: Scene, geometry: Geometry, product: Solid, points: Floats) -> Floats:
    """The scene's light in the direction of far points of the product's frame; at the picture's edge beyond it."""
    place = (geometry.camera.project(product.origin + points @ product.frame) - 0.5).astype(np.float32)
    return to_scene(
        cv2.remap(scene.picture, place[..., 0], place[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        scene.tone,
    )


def _product_at(place: Floats, softness: Floats, rgb: Floats, alpha: Floats, scene: Scene) -> Floats:
    """The product's light, premultiplied, and its alpha at picture points, blurred by `softness` of the most."""
    rows, columns = visible_part(alpha)
    most = _SOFTEST * (rows.stop - rows.start) + 1
    margin = int(3 * most)
    light = np.dstack([to_scene(rgb[rows, columns], scene.tone) * alpha[rows, columns, None], alpha[rows, columns]])
    light = cv2.copyMakeBorder(light, margin, margin, margin, margin, cv2.BORDER_CONSTANT)
    x, y = place[..., 0] - (columns.start - margin), place[..., 1] - (rows.start - margin)
    result = np.zeros((*place.shape[:2], 4), np.float32)
    for level in range(_LEVELS):
        at = level / (_LEVELS - 1)
        weight = np.maximum(1 - np.abs(softness - at) * (_LEVELS - 1), 0)[..., None]
        if float(weight.max()) <= 0:
            continue
        shrink = max(1.0, most * at / 2)  # what is soft needs few pixels
        small = cv2.resize(light, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(small, (0, 0), most * at / shrink) if level else small
        scale_x, scale_y = soft.shape[1] / light.shape[1], soft.shape[0] / light.shape[0]
        map_x, map_y = (x + 0.5) * scale_x - 0.5, (y + 0.5) * scale_y - 0.5
        result += weight * cv2.remap(soft, map_x.astype(np.float32), map_y.astype(np.float32), cv2.INTER_LINEAR)
    return result
