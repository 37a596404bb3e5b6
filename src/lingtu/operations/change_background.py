"""商品图换背景: a product on a new background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from lingtu.engines.base import Cutout, Engine, Placement
from lingtu.errors import LingtuError, PictureError
from lingtu.gallery.catalogue import Gallery
from lingtu.imaging import codec, composite, edges, suggest
from lingtu.imaging.colour import Floats
from lingtu.imaging.matting import fills_rectangle, is_empty
from lingtu.imaging.scene import Scene
from lingtu.operations import backdrop
from lingtu.operations.goods import Goods
from lingtu.operations.mask import hole_of
from lingtu.operations.operation import Note, Outcome, Output, Report
from lingtu.operations.params import ChangeBackgroundParams


def run(
    engine: Engine,
    gallery: Gallery,
    params: ChangeBackgroundParams,
    pictures: Mapping[str, bytes],
    seed: int,
    report: Report,
) -> Outcome:
    """Cut out where needed, place, and for each variation: scene, light, shadow, composite."""
    cutout = cut_out(engine, codec.decode(pictures["goods"]), params.goods)
    report(0.3)
    scene = backdrop.open_scene(gallery, params.background, pictures["background"], params.width, params.height)
    box = _box(params.goods, scene, cutout)
    product = _place(cutout, box, params)
    notes = list(_placed(box, params.goods))
    if params.reference_strong:
        scene, remarks = _filled(engine, params, pictures, scene, product, seed)
        notes += remarks
    report(0.5)
    variations: list[tuple[Output, ...] | LingtuError] = []
    for index in range(params.num):
        try:
            own, remarks = (
                (scene, ()) if params.reference_strong else _new(engine, params, pictures, scene, product, seed + index)
            )
            picture = _variation(engine, params, product, own, seed + index)
            notes += remarks
            variations.append((_encode(picture, params.format),))
        except LingtuError as error:
            variations.append(error)
        report(0.5 + 0.5 * (index + 1) / params.num)
    if all(isinstance(variation, LingtuError) for variation in variations):
        raise next(variation for variation in variations if isinstance(variation, LingtuError))
    return Outcome(variations=tuple(variations), notes=tuple(notes))


def cut_out(engine: Engine, picture: codec.Picture, goods: Goods) -> Cutout:
    """The product without its background: by the picture's own alpha channel, or by the engine when it has none.

    `goods.matting` forces it either way. A cut-out that nearly fills its rectangle was a book or a box: it stays whole.
    """
    whole = np.ones(picture.rgb.shape[:2], np.float32)
    wanted = picture.alpha is None if goods.matting is None else goods.matting
    if not wanted:
        own = (picture.rgb, whole) if picture.alpha is None else edges.clean(picture.rgb, picture.alpha)
        cutout = Cutout(*own)
    else:
        cutout = engine.matte(picture.rgb)
        if goods.matting is None and fills_rectangle(cutout.alpha):
            cutout = Cutout(picture.rgb, whole)
    if is_empty(cutout.alpha):
        raise PictureError(
            "goods.url 的图片完全透明，或其中没有找到商品",
            "goods.url is fully transparent, or no product was found in it",
        )
    return cutout


def _box(goods: Goods, scene: Scene, cutout: Cutout) -> composite.Box:
    """The caller's, or what the scene suggests for one who leaves it to the server."""
    return composite.Box(*goods.box) if goods.box is not None else suggest.box_for(scene, cutout.alpha)


def _placed(box: composite.Box, goods: Goods) -> tuple[Note, ...]:
    """Tells a caller who left it to the server where the product was put."""
    if goods.box is not None:
        return ()
    at = f"x {box.x}, y {box.y}, width {box.width}, height {box.height}"
    return ((f"商品自动放置于 {at}", f"the product was placed at {at}"),)


def _place(cutout: Cutout, box: composite.Box, params: ChangeBackgroundParams) -> Placement:
    told = params.goods.stance
    stance = told if told != "auto" else None
    return Placement(*composite.place(cutout.rgb, cutout.alpha, box, params.width, params.height), stance)


def _filled(
    engine: Engine,
    params: ChangeBackgroundParams,
    pictures: Mapping[str, bytes],
    scene: Scene,
    product: Placement,
    seed: int,
) -> tuple[Scene, tuple[Note, ...]]:
    """The reference, what the mask marks filled anew, and remarks on that."""
    if "mask" not in pictures:
        return scene, ()
    hole = hole_of(pictures["mask"], params.width, params.height)
    if hole.all():
        return _another(engine, scene, product, seed)
    made = engine.fill(scene.picture, hole, seed)
    return replace(scene, picture=made.rgb), made.notes


def _new(
    engine: Engine,
    params: ChangeBackgroundParams,
    pictures: Mapping[str, bytes],
    reference: Scene,
    product: Placement,
    seed: int,
) -> tuple[Scene, tuple[Note, ...]]:
    """Another scene in the reference's style; beside a mask's hole, which is filled anew, the reference stays."""
    if "mask" in pictures:
        return _filled(engine, params, pictures, reference, product, seed)
    return _another(engine, reference, product, seed)


def _another(engine: Engine, reference: Scene, product: Placement, seed: int) -> tuple[Scene, tuple[Note, ...]]:
    made = engine.vary(reference, product, seed)
    return made, made.notes


def _variation(engine: Engine, params: ChangeBackgroundParams, product: Placement, scene: Scene, seed: int) -> Floats:
    if params.product_smart_color:
        product = engine.harmonise(product, scene, seed)
    return composite.over(product.rgb, product.alpha, engine.ground(product, scene, seed))


def _encode(picture: Floats, format: codec.Format) -> Output:
    return Output(data=codec.encode(picture, None, format), format=format)
