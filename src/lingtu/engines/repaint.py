"""Scenes by an image-edit model: a new one around a product, and holes in one.

A painting is taken only where the model was asked to paint; the rest is the caller's own pixels, to the bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.engines.base import Placement
from lingtu.engines.editing import Edit, EditUnusableError
from lingtu.engines.prompts import Prompts
from lingtu.imaging import composite
from lingtu.imaging.colour import Floats
from lingtu.imaging.restore.align import aligned
from lingtu.imaging.restore.blend import feather_for, join
from lingtu.imaging.restore.checks import likeness
from lingtu.imaging.restore.product import remains, without
from lingtu.imaging.scene import Scene

#: Below this likeness of edges the painted product is another one, or elsewhere, and so are its shadows.
SAME_PRODUCT = 0.35
_GREY, _STILL_GREY = 0.5, 0.02  # of what is missing, and how near to it a painting that ignores the hole stays
#: Of the shorter side: the hole's mixing at its border, and how far the scene's tone reaches into it.
_FEATHER, _FEATHER_MOST, _REACH = 0.004, 0.03, 0.1
#: Of the shorter side: how blurred the reference stands behind the product, so that its colours are known and no more.
_BLUR = 0.06

#: Edits and checks that the answer shows something.
Paint = Callable[[Edit], Floats]


@dataclass(frozen=True, kw_only=True, eq=False)
class PaintedScene(Scene):
    """One that was painted around its product: the product's shadow and reflection are in the picture."""


def new_scene(
    reference: Scene,
    product: Placement,
    seed: int,
    prompts: Prompts,
    paint: Paint,
    matte: Callable[[Floats], Floats],
) -> PaintedScene:
    """Another scene in the reference's style, painted around the product, without the painted product's remains.

    `matte` tells a picture's subject's coverage.
    Raises `EditUnusableError` if the model made another product of it.
    """
    stage = composite.over(product.rgb, product.alpha, _blurred(reference.picture))
    free = (product.alpha <= composite.OPAQUE).astype(np.float32)
    told = prompts.of("vary")
    painted = paint(
        Edit(images=(stage, reference.picture), prompt=told.prompt, negative=told.negative, mask=free, seed=seed)
    )
    found = likeness(product.rgb, product.alpha, painted)
    if found < SAME_PRODUCT:
        raise EditUnusableError(
            f"likeness of the product {found:.2f}",
            ("生成模型改变了商品", "the image-edit model changed the product"),
        )
    rim = remains(matte(painted), product.alpha)
    return PaintedScene(picture=without(painted, rim, product.alpha))


def _blurred(picture: Floats) -> Floats:
    """Quick and wide: at a small size."""
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(8, width // 8), max(8, height // 8)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(1.0, _BLUR * min(small.shape[:2])))
    found: Floats = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    return found


def filled(scene: Floats, hole: Floats, seed: int, prompts: Prompts, paint: Paint) -> Floats:
    """The scene with its hole (1: paint anew) painted by the model; everything else stays, to the bit."""
    told = prompts.of("fill")
    inside = hole > 0.5
    shown = np.where(inside[..., None], np.float32(_GREY), scene)
    painted = paint(
        Edit(images=(shown,), prompt=told.prompt, negative=told.negative, mask=inside.astype(np.float32), seed=seed)
    )
    if float(np.abs(painted[inside] - np.float32(_GREY)).mean()) < _STILL_GREY:
        raise EditUnusableError("the hole is still grey")
    painted = aligned(painted, scene, ~inside)
    side = min(scene.shape[:2])
    feather = feather_for(scene, painted, ~inside, max(1.0, _FEATHER * side), _FEATHER_MOST * side)
    # What is in the hole is what the caller doesn't want: the surroundings are mirrored into it instead.
    around = _continued(scene, inside)
    return join(around, painted, ~inside, feather, _REACH * side)


def _continued(scene: Floats, inside: np.ndarray) -> Floats:
    """The scene, each pixel of the hole as the nearest one outside of it: for the mixing at its border."""
    if inside.all():
        return scene
    _, nearest = cv2.distanceTransformWithLabels(
        inside.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.zeros(int(nearest.max()) + 1, np.int64)
    outside = np.flatnonzero(~inside)
    places[nearest.ravel()[outside]] = outside
    found: Floats = scene.reshape(-1, 3)[places[nearest]]
    return found
