"""The engine of an image-edit model: it paints what the built-in engine would compute, and keeps what must stay.

What the model makes is checked, asked for again with another seed, and in the end made by the built-in engine instead,
with a note that says so (or the variation fails, by setting).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import structlog

from lingtu.engines.base import Clothing, Cutout, Dressed, Filled, NewFace, Placement
from lingtu.engines.classic import ClassicEngine
from lingtu.engines.editing import (
    Edit,
    EditError,
    Editor,
    EditRefusedError,
    EditUnavailableError,
    EditUnusableError,
    Fitter,
)
from lingtu.engines.identity import Identity, by_recogniser, by_shape, open_recogniser
from lingtu.engines.openai_images import OpenAiImages
from lingtu.engines.options import Options
from lingtu.engines.prompts import read_prompts
from lingtu.engines.recast import with_face
from lingtu.engines.recent import Recent, digest
from lingtu.engines.refit import told_to_dress, wearer, with_clothes
from lingtu.engines.repaint import PaintedScene, filled, new_scene
from lingtu.errors import ContentError, LingtuError, ModelAwayError, ModelFailedError
from lingtu.imaging.colour import Floats
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.people.person import Person
from lingtu.imaging.reface.model import Photographed, carried, look_at, remarks
from lingtu.imaging.reface.replace import Replaced
from lingtu.imaging.reface.sitter import View, read_sitter
from lingtu.imaging.restore.checks import is_blank
from lingtu.imaging.restore.outfit import Garment
from lingtu.imaging.scene import Scene
from lingtu.settings import Generative

_SEED_STEP = 1_000_003  # between the tries of one variation: the variations' own seeds follow each other
_SEED_LIMIT = 1 << 31
_PEOPLE_KEPT = 2  # photos' people that are remembered: variations want the same again

log = structlog.get_logger(__name__)
T = TypeVar("T")
Note = tuple[str, str]


class GenerativeEngine:
    """Implements `Engine`: `vary`, `fill`, `replace_face` and `dress` by the model, the rest as the built-in engine."""

    def __init__(self, classic: ClassicEngine, editor: Editor, options: Options, fitter: Fitter | None = None) -> None:
        settings = options.generative
        self._classic, self._editor, self._settings = classic, editor, settings
        self._fitter = fitter
        self._recogniser = open_recogniser(settings.recogniser, 1) if settings.recogniser is not None else None
        self._budget, self._content = options.budget, options.content
        self._photos: Recent[Photographed] = Recent(_PEOPLE_KEPT)
        self._wearers: Recent[Person] = Recent(_PEOPLE_KEPT)
        self._prompts = read_prompts(settings.language, settings.prompts)
        models = "+".join(model.version for model in (editor, fitter) if model is not None)
        self.version = f"generative-1+{models}+{classic.version}"

    def warm_up(self) -> None:
        self._classic.warm_up()
        self._editor.warm_up()

    def warm_up_rest(self) -> None:
        self._classic.warm_up_rest()

    def matte(self, rgb: Floats) -> Cutout:
        return self._classic.matte(rgb)

    def matte_head(self, rgb: Floats) -> Cutout:
        return self._classic.matte_head(rgb)

    def harmonise(self, product: Placement, scene: Scene, seed: int) -> Placement:
        return self._classic.harmonise(product, scene, seed)

    def ground(self, product: Placement, scene: Scene, seed: int) -> Floats:
        """A painted scene has the product's shadow."""
        return scene.picture if isinstance(scene, PaintedScene) else self._classic.ground(product, scene, seed)

    def fill(self, scene: Floats, hole: Floats, seed: int) -> Filled:
        def stand_in(notes: tuple[Note, ...]) -> Filled:
            made = self._classic.fill(scene, hole, seed)
            return Filled(made.rgb, (*notes, *made.notes))

        return self._made(
            lambda own: Filled(filled(scene, hole, own, self._prompts, self._paint)), seed, stand_in, "fill"
        )

    def vary(self, scene: Scene, product: Placement, seed: int) -> Scene:
        def make(own: int) -> Scene:
            return new_scene(
                scene,
                product,
                own,
                self._prompts,
                self._paint,
                lambda picture: self._classic.matte(picture).alpha,
            )

        def stand_in(notes: tuple[Note, ...]) -> Scene:
            return _noted(self._classic.vary(scene, product, seed), notes)

        return self._made(make, seed, stand_in, "vary")

    def replace_face(
        self, photo: Floats, person: Mapping[str, bytes], carry_skin: bool, index: int, seed: int
    ) -> NewFace:
        nets = self._classic.people
        shown = self._photos.get(digest(photo), lambda: look_at(photo, nets))
        seen, notes = shown.seen, remarks(shown.seen, nets)
        sitter = read_sitter(person, nets.canonical)
        front = sitter.views["front"]
        identity = self._identity(seen.face, front)

        def make(own: int) -> NewFace:
            made = with_face(photo, seen.face, front.rgb, own, self._prompts, self._paint, nets, identity)
            if not carry_skin:
                return NewFace(made.rgb, notes)
            toned = carried(shown, Replaced(made.rgb, made.mask), sitter, 1.0, notes)
            return NewFace(toned.rgb, toned.notes)

        def stand_in(told: tuple[Note, ...]) -> NewFace:
            made = self._classic.replace_face(photo, person, carry_skin, index, seed)
            return NewFace(made.rgb, (*told, *made.notes))

        return self._made(make, seed, stand_in, "replace_face")

    def dress(self, photo: Floats, clothes: Sequence[Clothing], index: int, seed: int) -> Dressed:
        nets = self._classic.people
        person = self._wearers.get(digest(photo), lambda: wearer(photo, nets))
        garments = [(_over_white(each), each.kind) for each in clothes]

        def make(own: int) -> Dressed:
            painted = self._worn(photo, garments, own)
            return Dressed(with_clothes(photo, person, painted, tuple(kind for _, kind in garments), nets).rgb)

        def stand_in(notes: tuple[Note, ...]) -> Dressed:
            made = self._classic.dress(photo, clothes, index, seed)
            return Dressed(made.rgb, (*notes, *made.notes))

        return self._made(make, seed, stand_in, "dress")

    def _identity(self, photo: FaceMesh, sitter: View) -> Identity:
        if self._recogniser is None:
            return by_shape(photo, sitter.mesh, self._classic.people.canonical)
        return by_recogniser(self._recogniser, sitter.rgb, sitter.mesh, self._settings.identity)

    def _worn(self, photo: Floats, garments: Sequence[tuple[Floats, Garment]], seed: int) -> Floats:
        """By the model that is for this, if there is one: garment after garment."""
        if self._fitter is None:
            return self._paint(told_to_dress(photo, garments, seed, self._prompts))
        for garment, kind in garments:
            photo = self._checked(self._fitter.wear(photo, garment, kind, seed))
        return photo

    def _paint(self, wanted: Edit) -> Floats:
        """One edit. Raises `EditError`."""
        began = time.monotonic()
        painted = self._editor.edit(wanted, self._budget.deadline)
        log.info("generative.painted", seconds=round(time.monotonic() - began, 2), seed=wanted.seed)
        return self._checked(painted)

    def _checked(self, painted: Floats) -> Floats:
        if is_blank(painted):
            raise EditUnusableError("the picture is blank")
        if self._content is not None and self._content.is_explicit(painted):
            raise EditUnusableError("the picture is explicit")
        return painted

    def _made(self, make: Callable[[int], T], seed: int, stand_in: Callable[[tuple[Note, ...]], T], what: str) -> T:
        """By the model, if need be with other seeds; else by the built-in engine, or an error."""
        error = EditError()
        for attempt in range(self._settings.tries):
            try:
                return make((seed + attempt * _SEED_STEP) % _SEED_LIMIT)
            except EditUnusableError as unusable:
                error = unusable
                log.warning("generative.unusable", what=what, attempt=attempt + 1, why=str(unusable))
            except EditError as failed:
                error = failed
                break
        log.error("generative.failed", what=what, why=str(error), fallback=self._settings.fallback)
        if self._settings.fallback == "fail":
            raise _failure(error)
        zh, en = error.told
        return stand_in(((f"{zh}，已改由内置引擎生成", f"{en}: made by the built-in engine instead"),))


def open_generative(weights_dir: Path, threads: int, options: Options | None = None) -> GenerativeEngine:
    """The engine as the settings say. Raises `SetupError`."""
    options = options or Options()
    settings = options.generative
    return GenerativeEngine(ClassicEngine(weights_dir, threads), _editor(settings), options, _fitter(settings))


def _editor(settings: Generative) -> Editor:
    if settings.backend == "openai":
        return OpenAiImages(settings)
    from lingtu.engines.diffusers import DiffusersEditor  # its libraries are an extra

    return DiffusersEditor(settings)


def _fitter(settings: Generative) -> Fitter | None:
    if settings.tryon_weights is None:
        return None
    from lingtu.engines.fashn import FashnTryOn  # a package of its own

    return FashnTryOn(settings.tryon_weights, settings.device)


def _over_white(garment: Clothing) -> Floats:
    if garment.alpha is None:
        return garment.rgb
    alpha = garment.alpha[..., None]
    return np.asarray(garment.rgb * alpha + (1 - alpha), np.float32)


def _noted(scene: Scene, notes: tuple[Note, ...]) -> Scene:
    return replace(scene, notes=(*notes, *scene.notes))


def _failure(error: EditError) -> LingtuError:
    if isinstance(error, EditRefusedError):
        return ContentError(*error.told)
    if isinstance(error, EditUnavailableError):
        return ModelAwayError(*error.told)
    return ModelFailedError(*error.told)
