"""A product's shadow, contact and reflection in a scene whose geometry is known.

For each light group g with its share s_g of a pixel's light,
    ratio = sum s_g [d_g (V_g + P_g) + (1 - d_g) A]
d is the part of the group's light that comes straight from the lamp, V what part of the lamp the product leaves
visible, P what the lit product sends back, and A what the product leaves of the light that comes by way of other
surfaces. The picture's scene-linear light is multiplied by the ratio: differential rendering (Debevec 1998), with the
product known by its outline alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtu.imaging import footing, impostor, lamps, receivers, slab, upsample
from lingtu.imaging.colour import Floats, to_linear
from lingtu.imaging.composite import visible_part
from lingtu.imaging.receivers import Grid, Receivers
from lingtu.imaging.scene import Geometry, Scene
from lingtu.imaging.stand import Place, find_place
from lingtu.imaging.tone import to_display, to_scene

_COARSE, _FINE = 176, 640  # points along the picture's longer side
_UNSEEN = 0.006  # a loss of light of less is none: it would change pixels far away by nothing one sees
_MASK_OF_LAMP, _MASK_OF_SKY = 112, 48  # px
_LIKE = 1 / 0.06  # sRGB: colours so far apart belong to different surfaces
_GIVEN_BACK = 0.5  # of the light that meets the product comes back, in its own colour
_SHARED_SHADE = 0.4  # in a shadow what is around lies in it too, and sends so much less
_WORTH_RAYS = 0.004  # share of the light: a lamp that gives less casts no shadow of its own
_BRIGHTEST = 1.25  # a lit product brightens what is beside it by no more


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
    around = _sky(geometry, product, local)
    rough = _mixed(geometry, coarse.grid, product, local, around, colour, look)
    touched = (np.abs(1 - rough).max(axis=2) > _UNSEEN) & coarse.present
    box = _box_px(touched, coarse.grid, width, height)
    fine = receivers.look(geometry, Grid.over(*box, longer / _FINE))
    first, step = coarse.grid.place_of(fine.grid), fine.grid.step / coarse.grid.step
    around = upsample.joint(around, coarse.guide, fine.guide, first, step)
    ratio = _mixed(geometry, fine.grid, product, _Local.of(product, fine), around, colour, look)
    ratio = np.where(fine.present[..., None], 1 - (1 - ratio) * np.float32(look.strength * certainty), np.float32(1))
    return _at_full_size(scene, ratio, fine.grid, box)


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


def _sky(geometry: Geometry, product: Product, local: _Local) -> Floats:
    """h x w x 2: what stays visible of everything around, and of that part of it that the sky shines from."""
    samples = lamps.sky(geometry.support.normal)
    weights = np.ones((lamps.OF_SKY, 2), np.float32)
    kept = product.kept(local.points, local.normals, samples, weights, _MASK_OF_SKY)
    return kept.reshape(*local.shape, 2)


def _mixed(
    geometry: Geometry, grid: Grid, product: Product, local: _Local, around: Floats, colour: Floats, look: Look
) -> Floats:
    """The ratio of light with the product to light without it, h x w x 3."""
    hidden = 1 - around[..., :1]
    indirect = 1 - hidden * (1 - np.float32(_GIVEN_BACK) * colour)
    shares = receivers.shares(geometry, grid)
    ratio = np.zeros((*local.shape, 3), np.float32)
    for light in geometry.lights:
        share, astray = shares[light.group], indirect
        if light.kind == "env":
            straight = around[..., 1:] + (1 - around[..., 1:]) * np.float32(_GIVEN_BACK) * colour
        elif float(share.mean()) > _WORTH_RAYS:
            samples = lamps.samples_of(light, look.softness)
            seen = _lamp(product, local, samples)
            straight = seen + hidden * colour * _returned(product, local, samples)
            astray = indirect * (1 - np.float32(_SHARED_SHADE) * (1 - seen))
        else:
            straight = indirect
        direct = receivers.direct(geometry, light, grid)
        ratio += share * (direct * straight + (1 - direct) * astray)
    return np.minimum(ratio, np.float32(_BRIGHTEST))


def _lamp(product: Product, local: _Local, samples: lamps.Samples) -> Floats:
    """h x w x 1: the part of a lamp that stays visible."""
    weights = np.ones((len(samples.values), 1), np.float32)
    return product.kept(local.points, local.normals, samples, weights, _MASK_OF_LAMP).reshape(*local.shape, 1)


def _returned(product: Product, local: _Local, samples: lamps.Samples) -> Floats:
    """h x w x 1: how much brighter than a receiver the lamp lights the product's side that faces it."""
    middle = samples.seen_from(product.origin, product.frame).aim()[:3]
    towards = middle - local.points if samples.at_position else np.broadcast_to(middle, local.points.shape)
    towards = towards / np.maximum(np.linalg.norm(towards, axis=1, keepdims=True), 1e-6)
    aside = local.points[:, :2] / np.maximum(np.linalg.norm(local.points[:, :2], axis=1, keepdims=True), 1e-6)
    on_product = np.maximum((towards[:, :2] * aside).sum(axis=1), 0)
    on_receiver = np.maximum((towards * local.normals).sum(axis=1), 0.2)
    found: Floats = (on_product / on_receiver).reshape(*local.shape, 1).astype(np.float32)
    return found


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
    loss = np.abs(1 - full).max(axis=2, keepdims=True)
    shown = np.clip((loss - _UNSEEN) / np.maximum(loss, 1e-6), 0, 1)  # fades out, without an edge
    return 1 - (1 - full) * shown, part


def _applied(scene: Scene, ratio: Floats, part: tuple[slice, slice]) -> Floats:
    picture = scene.picture[part]
    darker = to_display(to_scene(picture, scene.tone) * ratio, scene.tone)
    result = scene.picture.copy()
    result[part] = np.where((ratio != 1).any(axis=2, keepdims=True), darker, picture)
    return result
