"""A product's shadow, contact and reflection in a scene whose geometry is known.

The picture's scene-linear light is multiplied by the ratio of light with the product to light without it: differential
rendering (Debevec 1998), with the product known by its outline alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging import footing, impostor, light_loss, receivers, reflection, shadow, slab, upsample
from lingtu.imaging.colour import Floats, to_linear
from lingtu.imaging.composite import Part, visible_part
from lingtu.imaging.receivers import Grid, Receivers
from lingtu.imaging.scene import Geometry, Scene, Told
from lingtu.imaging.stand import Place, find_place
from lingtu.imaging.tone import to_display, to_scene

_COARSE, _FINE = 150, 576  # points along the picture's longer side
_UNSEEN = 0.01  # a loss of light of less is none: it would change pixels far away by nothing one sees
_SMOOTHING = (7, 0.25, 3.0)  # diameter, ratios that are alike, reach; points of the fine grid
_LIKE = 1 / 0.06  # sRGB: colours so far apart belong to different surfaces
_NOTHING = 1e-5  # what interpolation may leave of a ratio of 1
_DIM = 2e-4  # scene-linear: less of a reflection is none


@dataclass(frozen=True)
class Look:
    """How the product's traces are drawn; 1 is as the scene's lamps say."""

    #: Size of the lamps.
    softness: float = 1.0
    #: Darkness of the shadow.
    strength: float = 1.0
    #: Strength of the reflection.
    gloss: float = 1.0
    #: Of the light that is lost right where the product touches.
    contact: float = 0.6
    #: Of the contact's layers, the finest first: what rays on a right geometry draw by themselves is left out.
    layers: int = 1
    #: Depth of a product, of its base's width: a base on a guessed plane may be a detail of it, as a buckle is.
    overhang: float = np.inf

    @classmethod
    def of_seed(cls, seed: int) -> Look:
        """One of the small differences between variations."""
        draw = np.random.default_rng(seed)
        return cls(
            softness=float(draw.uniform(0.8, 1.5)),
            strength=float(draw.uniform(0.9, 1.0)),
            gloss=float(draw.uniform(0.7, 1.15)),
        )


def ground(scene: Scene, rgb: Floats, alpha: Floats, look: Look, stance: Told | None = None) -> Floats:
    """The scene's picture with the traces of a product, H x W x 3 and H x W, that is to be laid over it.

    The stance is the caller's; None: as the scene and the product's place in it say.

    Pixels without a trace are the picture's own, to the bit.
    """
    geometry = scene.geometry
    assert geometry is not None
    place = find_place(geometry, alpha, stance)
    product = _product(geometry, alpha, place, look.overhang) if place is not None else None
    if place is None or product is None:
        return scene.picture
    ratio, part = _ratio(scene, geometry, product, _colour(rgb, alpha), look, place.certainty)
    if not isinstance(product, impostor.Solid):
        return _multiplied(scene, ratio, part)
    picture = _multiplied(scene, ratio * (1 - _contact(alpha, product, look)[part][..., None]), part)
    found = reflection.mirror(scene, geometry, product, rgb, alpha)
    if found is None:
        return picture
    light, mirror = found
    return _added(picture, scene, light * np.float32(look.gloss), mirror)


def _contact(alpha: Floats, product: impostor.Solid, look: Look) -> Floats:
    """H x W: the thin dark line where the product touches; finer than the rays' grid."""
    if product.footing.cut_off:
        return np.zeros_like(alpha)
    return np.float32(look.contact) * shadow.contact(alpha, shadow.Look(), shadow.LAYERS[: look.layers])


def _product(geometry: Geometry, alpha: Floats, place: Place, overhang: float) -> light_loss.Product | None:
    if place.flat:
        return slab.build(alpha, geometry.camera, place.point, place.normal)
    base = footing.find(alpha, geometry.camera, place.point, place.normal)
    return impostor.build(alpha, geometry.camera, base, overhang) if base is not None else None


def _colour(rgb: Floats, alpha: Floats) -> Floats:
    """The product's mean colour, linear."""
    part = visible_part(alpha, 0.5)
    weights = alpha[part][::4, ::4, None]
    if weights.size == 0:
        return np.full(3, 0.5, np.float32)
    result: Floats = (to_linear(rgb[part][::4, ::4]) * weights).sum(axis=(0, 1)) / max(float(weights.sum()), 1e-3)
    return result


def _ratio(
    scene: Scene, geometry: Geometry, product: light_loss.Product, colour: Floats, look: Look, certainty: float
) -> tuple[Floats, Part]:
    """What is left of the light, h x w x 3, in a part of the picture."""
    height, width = scene.picture.shape[:2]
    longer = max(height, width)
    coarse = receivers.look(geometry, Grid.over(0, 0, width, height, max(1.0, longer / _COARSE)))
    loss = light_loss.trace(geometry, product, coarse, look.softness)
    rough = light_loss.ratio(geometry, coarse.grid, loss, colour)
    box = _box_px((_most(np.abs(1 - rough)) > _UNSEEN) & coarse.present, coarse.grid, width, height)
    fine = receivers.look(geometry, Grid.over(*box, max(1.0, longer / _FINE)))
    first, step = coarse.grid.place_of(fine.grid), fine.grid.step / coarse.grid.step
    loss = upsample.joint(loss, coarse.trust, coarse.guide, fine.guide, first, step)
    light_loss.sharpen(geometry, product, fine, look.softness, loss)
    # The maps' noise would show in the dark; edges stay.
    ratio = cv2.bilateralFilter(light_loss.ratio(geometry, fine.grid, loss, colour), *_SMOOTHING)
    shown = np.float32(look.strength * certainty) * receivers.certainty(geometry, fine.grid) * fine.present
    ratio = 1 - (1 - ratio) * shown[..., None]
    return _at_full_size(scene, ratio, fine, box)


def _most(values: Floats) -> Floats:
    """The largest channel, h x w; numpy is slow over a last axis of three."""
    found: Floats = np.maximum(np.maximum(values[..., 0], values[..., 1]), values[..., 2])
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


def _at_full_size(scene: Scene, ratio: Floats, seen: Receivers, box: tuple[int, int, int, int]) -> tuple[Floats, Part]:
    """Every pixel's ratio; the picture itself tells where surfaces end."""
    left, top, right, bottom = box
    part = (slice(top, bottom), slice(left, right))
    grid, guide = seen.grid, scene.picture[part] * np.float32(_LIKE)
    pixels = Grid(left=left, top=top, step=1.0, width=right - left, height=bottom - top)
    small = cv2.resize(guide, (grid.width, grid.height), interpolation=cv2.INTER_AREA)
    return upsample.joint(_faded(ratio), seen.trust, small, guide, grid.place_of(pixels), 1 / grid.step), part


def _faded(ratio: Floats) -> Floats:
    """The ratio, 1 where hardly anything is lost; it gets there without an edge."""
    loss = _most(np.abs(1 - ratio))[..., None]
    shown = np.clip((loss - _UNSEEN) / np.maximum(loss, np.float32(1e-6)), 0, 1)
    found: Floats = (1 - (1 - ratio) * shown).astype(np.float32)
    return found


def _multiplied(scene: Scene, ratio: Floats, part: Part) -> Floats:
    """The picture with its light multiplied by the ratio in a part."""
    changed = _most(np.abs(1 - ratio)) > _NOTHING
    result = scene.picture.copy()
    inside = result[part]
    inside[changed] = to_display(to_scene(inside[changed], scene.tone) * ratio[changed], scene.tone)
    return result


def _added(picture: Floats, scene: Scene, light: Floats, part: Part) -> Floats:
    """The picture with light added to a part."""
    changed = _most(np.abs(light)) > _DIM
    result = picture.copy()
    inside = result[part]
    inside[changed] = to_display(to_scene(inside[changed], scene.tone) + light[changed], scene.tone)
    return result
