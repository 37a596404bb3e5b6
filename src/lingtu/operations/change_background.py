"""商品图换背景: a product on a new background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from lingtu.engines.base import Cutout, Engine, Placement
from lingtu.errors import LingtuError, PictureError
from lingtu.imaging import codec, composite
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
    product = _place(cutout, params)
    scene = _scene(engine, params, pictures, product, seed)
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
    return Outcome(variations=tuple(variations))


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


def _place(cutout: Cutout, params: ChangeBackgroundParams) -> Placement:
    goods = params.goods
    box = composite.Box(goods.x, goods.y, goods.width, goods.height)
    return Placement(*composite.place(cutout.rgb, cutout.alpha, box, params.width, params.height))


def _scene(
    engine: Engine, params: ChangeBackgroundParams, pictures: Mapping[str, bytes], product: Placement, seed: int
) -> Scene:
    """The reference at the canvas' size, what the mask marks filled anew."""
    width, height = params.width, params.height
    scene = backdrop.open_scene(params.background, pictures["background"], width, height)
    if "mask" not in pictures:
        return scene
    mask = composite.resize_opaque(codec.decode(pictures["mask"]).rgb, width, height)
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
