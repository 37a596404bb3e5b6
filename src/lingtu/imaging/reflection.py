"""A product mirrored in what it stands on, as sharp and strong as the surface's roughness lets it be.

The mirror ray of each pixel meets the product's upright plane; what the camera sees there is what is mirrored, softer
the further the ray went. Strength is Schlick's term; what the surface mirrored there before is taken away.
"""

from __future__ import annotations

import cv2
import numpy as np

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
_SAME_PLANE_M = 0.01
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
    own = (seen.points - product.origin.astype(np.float32)) @ product.frame.T.astype(np.float32)
    flat = (np.abs(own[..., 2]) < _SAME_PLANE_M + 0.02 * product.footing.half_width_m) & seen.present
    shine = np.clip((_MATT - seen.roughness) / _MATT, 0, 1) ** 2 * flat
    if float(shine.max(initial=0)) <= 0:
        return None
    return _mirrored(scene, geometry, product, own, cv2.blur(shine.astype(np.float32), (3, 3)), rgb, alpha, part), part


def _part(geometry: Geometry, product: Solid, alpha: Floats) -> Part | None:
    """The rows below the base's middle that can mirror the product, and its columns."""
    height, width = alpha.shape
    side = 1.2 * float((np.abs(product.centre_m) + product.half_m).max())
    right, away, up = product.frame
    front = product.origin - product.footing.half_depth_m * away
    corners = np.array([product.origin + side * sign * right for sign in (-1, 1)])
    top = product.origin + product.height_m * up
    place = geometry.camera.project(np.concatenate([corners, product.origin[None], top[None], front[None]]))
    tall = place[2, 1] - place[3, 1]
    rows = slice(max(0, int(place[2, 1] - 0.1 * tall)), min(height, int(place[4, 1] + tall)))
    columns = slice(max(0, int(place[:2, 0].min())), min(width, int(place[:2, 0].max()) + 1))
    return (rows, columns) if rows.stop - rows.start > 1 and columns.stop - columns.start > 1 else None


def _mirrored(
    scene: Scene,
    geometry: Geometry,
    product: Solid,
    own: Floats,
    shine: Floats,
    rgb: Floats,
    alpha: Floats,
    part: Part,
) -> Floats:
    eye = product.frame @ (geometry.camera.position - product.origin)
    view = own - eye.astype(np.float32)
    view /= np.linalg.norm(view, axis=2, keepdims=True)
    # The front of the product at its middle height; close enough for slices of any depth.
    plane = np.float32(-0.5 * product.footing.half_depth_m)
    way = np.maximum(plane - own[..., 1], 0) / np.maximum(view[..., 1], 1e-4)
    meets_z = -own[..., 2] - way * view[..., 2]
    meets_x = own[..., 0] + way * view[..., 0]
    points = product.origin + meets_x[..., None] * product.frame[0] + plane * product.frame[1]
    points = points + np.maximum(meets_z, 0)[..., None] * product.frame[2]
    place = (geometry.camera.project(points) - 0.5).astype(np.float32)
    ahead = (way > 0) & (meets_z >= 0)
    fresnel = _AT_NORMAL + (1 - _AT_NORMAL) * (1 - np.abs(view[..., 2])) ** 5
    strength = (fresnel * shine * ahead)[..., None]
    softness = np.clip(np.sqrt(np.maximum(_MATT - np.sqrt(shine) * _MATT, 0)) * meets_z / product.height_m, 0, 1)
    there = _product_at(place, softness, rgb, alpha, scene)
    was = cv2.remap(to_scene(scene.picture, scene.tone), place[..., 0], place[..., 1], cv2.INTER_LINEAR)
    added: Floats = (strength * (there[..., :3] - there[..., 3:] * was)).astype(np.float32)
    return added


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
