"""One new scene: reference, product and seed give composition, colours and light; then it is traced and developed."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.scene import Scene, Stance, Told
from lingtu.imaging.studio import backdrop, palette, reference, stage, subject
from lingtu.imaging.studio.arrange import Arrangement
from lingtu.imaging.studio.before import PLACE
from lingtu.imaging.studio.composition import Composition
from lingtu.imaging.studio.hanging import HANGING
from lingtu.imaging.studio.lying import LYING
from lingtu.imaging.studio.render import render
from lingtu.imaging.studio.stage import Set
from lingtu.imaging.studio.standing import STUDIO


def compose(scene: Scene, rgb: Floats, alpha: Floats, seed: int, told: Told | None = None) -> Scene:
    """A scene of the reference's size for the product of rgb and alpha, H x W; `told` overrides its outline.

    Seeds that follow each other give other compositions.
    """
    height, width = scene.picture.shape[:2]
    product = subject.study(rgb, alpha)
    style = reference.study(scene.picture)
    stance = _stance(told, product)
    composition = pick(stance, style.is_place, seed)
    draw = np.random.default_rng(seed)
    space = _stage(product, stance, width, height)
    built = composition.build(space, draw)
    camera = stage.camera_for(product, stance, composition.tilt, width, height)
    colours = palette.choose(style, product, seed)
    arranged = Arrangement.of(built, camera, colours, style, stance, space, seed, draw)
    far = _far_light(scene, built, product, composition, seed, draw)
    return render(arranged, far, width, height, stance, draw)


def _stance(told: Told | None, product: subject.Subject) -> Stance:
    """What floats does so before a wall."""
    return "hanging" if told == "floating" else told or product.stance


def pick(stance: Stance, is_place: bool, seed: int) -> Composition:
    """Each once before any comes again; before a place every other one is that place."""
    if stance != "standing":
        choices = LYING if stance == "lying" else HANGING
        return choices[seed % len(choices)]
    if is_place and seed % 2 == 0:
        return PLACE[seed // 2 % len(PLACE)]
    return STUDIO[(seed // 2 if is_place else seed) % len(STUDIO)]


def _stage(product: subject.Subject, stance: Stance, width: int, height: int) -> stage.Stage:
    found = stage.stage_of(product, width, height)
    if stance == "standing":
        return found
    middle = found.tall / 2
    return stage.Stage(
        half=found.half,
        tall=found.tall,
        left=found.left,
        right=found.right,
        up=found.up - middle,
        down=found.down + middle,
    )


def _far_light(
    scene: Scene, built: Set, product: subject.Subject, composition: Composition, seed: int, draw: np.random.Generator
) -> Floats:
    if not built.before_reference:
        return np.zeros((2, 2, 3), np.float32)
    focal = stage.FOCAL * max(scene.picture.shape[:2])
    horizon = (product.bottom - 0.3 * composition.tilt * focal) / scene.picture.shape[0]
    return backdrop.far_light(scene, horizon, seed, draw)
