"""A product's shadow, contact and reflection in a scene whose geometry is known.

For each light group g with its share s_g of a pixel's light,  ratio = sum s_g [(1 - b_g) V_g + b_g A]:  V is what part
of the lamp the product leaves visible, b the part of the group's light that comes by way of other surfaces, and A what
the product leaves of that. The picture's scene-linear light is multiplied by the ratio. (Debevec 1998, differential
rendering, with the product known by its outline alone.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtu.imaging import footing, impostor, lamps, receivers, slab, upsample
from lingtu.imaging.colour import Floats, to_linear
from lingtu.imaging.composite import visible_part
from lingtu.imaging.receivers import Grid, Receivers
from lingtu.imaging.scene import Geometry, Light, Scene
from lingtu.imaging.stand import Place, find_place
from lingtu.imaging.tone import to_display, to_scene

_COARSE, _FINE = 176, 640  # points along the picture's longer side
_UNSEEN = 0.006  # a loss of light of less is none: it would change pixels far away by nothing one sees
_MASK_OF_LAMP, _MASK_OF_SKY = 112, 48  # px
_LIKE = 1 / 0.06  # sRGB: colours so far apart belong to different surfaces
_GIVEN_BACK = 0.5  # of the light that meets the product comes back, in its own colour
_SHARP_SHARE = 0.02  # a lamp that gives less of a picture's light is not worth fine rays


@dataclass(frozen=True)
class Look:
    """How the product's traces are drawn; 1 is as the scene's lamps say."""

    #: Size of the lamps.
    softness: float = 1.0
    #: Darkness of the shadow.
    strength: float = 1.0
    #: Strength of the reflection.
    gloss: float = 1.0

    @classmethod
    def of_seed(cls, seed: int) -> Look:
        """One of the small differences between variations."""
        draw = np.random.default_rng(seed)
        return cls(
            softness=float(draw.uniform(0.8, 1.5)),
            strength=float(draw.uniform(0.9, 1.0)),
            gloss=float(draw.uniform(0.7, 1.15)),
        )


Product = impostor.Solid | slab.Slab


def ground(scene: Scene, rgb: Floats, alpha: Floats, look: Look) -> Floats:
    """The scene's picture with the traces of a product, H x W x 3 and H x W, that is to be laid over it.

    Pixels without a trace are the picture's own, to the bit.
    """
    geometry = scene.geometry
    assert geometry is not None
    place = find_place(geometry, alpha)
    product = _product(geometry, alpha, place) if place is not None else None
    if place is None or product is None:
        return scene.picture
    ratio, part = _ratio(scene, geometry, product, _colour(rgb, alpha), look, place.certainty)
    return _applied(scene, ratio, part)


def _product(geometry: Geometry, alpha: Floats, place: Place) -> Product | None:
    if place.flat:
        return slab.build(alpha, geometry.camera, place.point, place.normal)
    base = footing.find(alpha, geometry.camera, place.point, place.normal)
    return impostor.build(alpha, geometry.camera, base) if base is not None else None


def _colour(rgb: Floats, alpha: Floats) -> Floats:
    """The product's mean colour, linear."""
    part = visible_part(alpha, 0.5)
    weights = alpha[part][::4, ::4, None]
    if weights.size == 0:
        return np.full(3, 0.5, np.float32)
    result: Floats = (to_linear(rgb[part][::4, ::4]) * weights).sum(axis=(0, 1)) / max(float(weights.sum()), 1e-3)
    return result


def _ratio(
    scene: Scene, geometry: Geometry, product: Product, colour: Floats, look: Look, certainty: float
) -> tuple[Floats, tuple[slice, slice]]:
    """What is left of the light, h x w x 3, in a part of the picture."""
    height, width = scene.picture.shape[:2]
    longer = max(height, width)
    coarse = receivers.look(geometry, Grid.over(0, 0, width, height, longer / _COARSE))
    local = _Local.of(product, coarse)
    ambient, sky = _sky(geometry, product, local)
    shares = receivers.shares(geometry, coarse.grid)
    lamps_kept = {light.group: _lamp(product, local, light, look) for light in _lit(geometry)}
    rough = _mixed(geometry, shares, lamps_kept, ambient, sky, colour)
    touched = (rough.min(axis=2) < 1 - _UNSEEN) & coarse.present
    box = _box_px(touched, coarse.grid, width, height)
    fine = receivers.look(geometry, Grid.over(*box, longer / _FINE))
    first, step = coarse.grid.place_of(fine.grid), fine.grid.step / coarse.grid.step
    soft = upsample.joint(np.dstack([ambient, sky]), coarse.guide, fine.guide, first, step)
    shares = receivers.shares(geometry, fine.grid)
    local = _Local.of(product, fine)
    lamps_kept = {
        light.group: _lamp(product, local, light, look)
        for light in _lit(geometry)
        if float(shares[light.group].mean()) > _SHARP_SHARE
    }
    ratio = _mixed(geometry, shares, lamps_kept, soft[..., 0], soft[..., 1], colour)
    ratio = np.where(fine.present[..., None], 1 - (1 - ratio) * np.float32(look.strength * certainty), np.float32(1))
    return _at_full_size(scene, ratio, fine.grid, box)


def _lit(geometry: Geometry) -> list[Light]:
    return [light for light in geometry.lights if light.kind != "env" and float(np.max(light.weight)) > 0]


@dataclass(frozen=True, eq=False)
class _Local:
    """Receivers in the frame of a product: points and normals N x 3, and the grid's height and width."""

    points: Floats
    normals: Floats
    shape: tuple[int, int]

    @classmethod
    def of(cls, product: Product, seen: Receivers) -> _Local:
        frame = product.frame.T.astype(np.float32)
        points = (seen.points.reshape(-1, 3) - product.origin.astype(np.float32)) @ frame
        return cls(points, seen.normals.reshape(-1, 3) @ frame, seen.points.shape[:2])


def _lamp(product: Product, local: _Local, light: Light, look: Look) -> Floats:
    """h x w: the part of a lamp that stays visible."""
    weights = np.ones((lamps.OF_LAMP, 1), np.float32)
    kept = product.kept(local.points, local.normals, lamps.samples_of(light, look.softness), weights, _MASK_OF_LAMP)
    return kept.reshape(local.shape)


def _sky(geometry: Geometry, product: Product, local: _Local) -> tuple[Floats, Floats]:
    """h x w each: what stays visible of everything around, and of what of the sky gets into the room."""
    samples = lamps.sky(np.asarray(geometry.support.normal))
    weights = np.ones((lamps.OF_SKY, 2), np.float32)
    kept = product.kept(local.points, local.normals, samples, weights, _MASK_OF_SKY).reshape(*local.shape, 2)
    return kept[..., 0], kept[..., 1]


def _mixed(
    geometry: Geometry,
    shares: dict[str, Floats],
    lamps_kept: dict[str, Floats],
    ambient: Floats,
    sky: Floats,
    colour: Floats,
) -> Floats:
    """The ratio of light with the product to light without it, h x w x 3."""
    around = ambient[..., None] + (1 - ambient[..., None]) * np.float32(_GIVEN_BACK) * colour
    ratio = np.zeros((*ambient.shape, 3), np.float32)
    for light in geometry.lights:
        direct = sky if light.kind == "env" else lamps_kept.get(light.group)
        if direct is None:
            ratio += shares[light.group]
            continue
        ratio += shares[light.group] * ((1 - light.bounce) * direct[..., None] + light.bounce * around)
    return np.minimum(ratio, np.float32(1))


def _box_px(touched: np.ndarray, grid: Grid, width: int, height: int) -> tuple[int, int, int, int]:
    """left, top, right, bottom of what is touched, a point more on each side."""
    rows, columns = visible_part(touched.astype(np.float32), 0.5)
    if rows.start == rows.stop:
        return 0, 0, 2, 2
    return (
        max(0, int((columns.start - 1) * grid.step)),
        max(0, int((rows.start - 1) * grid.step)),
        min(width, int(np.ceil((columns.stop + 1) * grid.step))),
        min(height, int(np.ceil((rows.stop + 1) * grid.step))),
    )


def _at_full_size(
    scene: Scene, ratio: Floats, grid: Grid, box: tuple[int, int, int, int]
) -> tuple[Floats, tuple[slice, slice]]:
    """Every pixel's ratio; the picture itself tells where surfaces end."""
    left, top, right, bottom = box
    part = (slice(top, bottom), slice(left, right))
    picture = scene.picture[part]
    guide = picture * np.float32(_LIKE)
    x, y = grid.centres_px()
    rows = np.clip((y[:, 0] - top).astype(np.intp), 0, picture.shape[0] - 1)
    columns = np.clip((x[0] - left).astype(np.intp), 0, picture.shape[1] - 1)
    pixels = Grid(left=left, top=top, step=1.0, width=right - left, height=bottom - top)
    full = upsample.joint(ratio, guide[rows[:, None], columns], guide, grid.place_of(pixels), 1 / grid.step)
    loss = (1 - full).max(axis=2, keepdims=True)
    shown = np.clip((loss - _UNSEEN) / np.maximum(loss, 1e-6), 0, 1)  # fades out, without an edge
    return 1 - (1 - full) * shown, part


def _applied(scene: Scene, ratio: Floats, part: tuple[slice, slice]) -> Floats:
    picture = scene.picture[part]
    darker = to_display(to_scene(picture, scene.tone) * ratio, scene.tone)
    result = scene.picture.copy()
    result[part] = np.where((ratio < 1).any(axis=2, keepdims=True), darker, picture)
    return result
