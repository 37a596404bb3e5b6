"""AI模特: a gallery person's face in a photo, and if asked for another background."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lingtu.engines.base import Engine, NewFace, Placement
from lingtu.errors import LingtuError
from lingtu.gallery.catalogue import Gallery, person_files
from lingtu.imaging import codec, composite
from lingtu.imaging.colour import Floats
from lingtu.imaging.scene import Scene
from lingtu.operations.operation import Note, Outcome, Output, Report
from lingtu.operations.params import ModelParams

CARRY = "auto"
#: Coverage of the lowest row from which a person is cut by the picture's edge, and casts no shadow there.
CUT_OFF = 0.02


def run(
    engine: Engine,
    gallery: Gallery,
    params: ModelParams,
    pictures: Mapping[str, bytes],
    seed: int,
    report: Report,
) -> Outcome:
    """For each variation: the face, the skin where tones differ, the background."""
    photo = codec.decode(pictures["model"]).rgb
    height, width = photo.shape[:2]
    person = person_files(gallery.face(params.face_id))
    scene = None
    if "background" in pictures:
        scene = Scene(picture=composite.cover_crop(codec.decode(pictures["background"]).rgb, width, height))
    report(0.1)
    variations: list[tuple[Output, ...] | LingtuError] = []
    notes: list[Note] = []
    for index in range(params.num):
        try:
            made = engine.replace_face(photo, person, params.skin_tone == CARRY, index, seed + index)
            notes += made.notes
            picture = made.rgb if scene is None else _in_scene(engine, made, scene, seed + index)
            variations.append((Output(data=codec.encode(picture, None, params.format), format=params.format),))
        except LingtuError as error:
            variations.append(error)
        report(0.1 + 0.9 * (index + 1) / params.num)
    if all(isinstance(variation, LingtuError) for variation in variations):
        raise next(variation for variation in variations if isinstance(variation, LingtuError))
    return Outcome(variations=tuple(variations), notes=tuple(notes))


def _in_scene(engine: Engine, made: NewFace, scene: Scene, seed: int) -> Floats:
    """The person before another background, in its light, with a shadow where the feet are in the picture."""
    cutout = engine.matte(made.rgb)
    person = engine.harmonise(Placement(cutout.rgb, cutout.alpha), scene, seed)
    stands = float((cutout.alpha[-1] > 0.5).mean()) < CUT_OFF
    behind = engine.ground(person, scene, seed) if stands else scene.picture
    return composite.over(np.asarray(person.rgb, np.float32), cutout.alpha, behind)
