"""商品图换背景: a product on a new background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from lingtu.engines.base import Cutout, Engine, Placement
from lingtu.errors import LingtuError, PictureError
from lingtu.imaging import codec, composite, suggest
from lingtu.imaging.colour import LUMINANCE, Floats
from lingtu.imaging.matting import fills_rectangle, is_empty
from lingtu.imaging.scene import Scene
from lingtu.operations import backdrop
from lingtu.operations.operation import Outcome, Output, Report
from lingtu.operations.params import ChangeBackgroundParams, Goods

FILL_FROM = 0.5  # luminance of the mask, of 1: as bright or brighter is filled anew


def run(
    engine: Engine, params: ChangeBackgroundParams, pictures: Mapping[str, bytes], seed: int, report: Report
) -> Outcome:
    """Cut out where needed, place, and for each variation: scene, light, shadow, composite."""
    cutout = cut_out(engine, codec.decode(pictures["goods"]), params.goods)
    report(0.3)
    scene = backdrop.open_scene(params.background, pictures["background"], params.width, params.height)
    box = _box(params.goods, scene, cutout)
    product = _place(cutout, box, params)
    scene = _filled(engine, params, pictures, scene, product, seed)
    report(0.5)
    variations: list[tuple[Output, ...] | LingtuError] = []
    for index in range(params.num):
        try:
            picture = _variation(engine, params, product, scene, seed + index)
            variations.append((_encode(picture, params.format),))
        except LingtuError as error:
            variations.append(error)
        report(0.5 + 0.5 * (index + 1) / params.num)
    if all(isinstance(variation, LingtuError) for variation in variations):
        raise next(variation for variation in variations if isinstance(variation, LingtuError))
    return Outcome(variations=tuple(variations), note=_placed(box) if params.goods.box is None else None)


def cut_out(engine: Engine, picture: codec.Picture, goods: Goods) -> Cutout:
    """The product without its background: by the picture's own alpha channel, or by the engine when it has none.

    `goods.matting` forces it either way. A cut-out that nearly fills its rectangle was a book or a box: it stays whole.
    """
    whole = np.ones(picture.rgb.shape[:2], np.float32)
    wanted = picture.alpha is None if goods.matting is None else goods.matting
    if not wanted:
        cutout = Cutout(picture.rgb, picture.alpha if picture.alpha is not None else whole)
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


def _placed(box: composite.Box) -> tuple[str, str]:
    """Tells the caller where the product was put."""
    at = f"x {box.x}, y {box.y}, width {box.width}, height {box.height}"
    return f"商品自动放置于 {at}", f"the product was placed at {at}"


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
) -> Scene:
    """The reference, what the mask marks filled anew."""
    if "mask" not in pictures:
        return scene
    mask = composite.resize_opaque(codec.decode(pictures["mask"]).rgb, params.width, params.height)
    hole = (mask @ LUMINANCE >= FILL_FROM).astype(np.float32)
    if hole.all():
        return engine.vary(scene, product, seed)
    return replace(scene, picture=engine.fill(scene.picture, hole, seed))


def _variation(
    engine: Engine, params: ChangeBackgroundParams, product: Placement, reference: Scene, seed: int
) -> Floats:
    scene = reference if params.reference_strong else engine.vary(reference, product, seed)
    if params.product_smart_color:
        product = engine.harmonise(product, scene, seed)
    return composite.over(product.rgb, product.alpha, engine.ground(product, scene, seed))


def _encode(picture: Floats, format: codec.Format) -> Output:
    return Output(data=codec.encode(picture, None, format), format=format)
