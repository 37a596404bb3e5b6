"""The CPU engine: every capability by small permissive nets and image mathematics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import cv2
import numba
import numpy as np

from lingtu.engines.base import Clothing, Cutout, Dressed, Filled, NewFace, Placement
from lingtu.engines.recent import Recent, digest
from lingtu.imaging import fill, finish, harmonise, insert, matting, relight
from lingtu.imaging.colour import Floats
from lingtu.imaging.people.head import matte_head
from lingtu.imaging.people.nets import PeopleNets, open_people_nets
from lingtu.imaging.photo import ground as photo_ground
from lingtu.imaging.plain_scene import plain_scene
from lingtu.imaging.reface.model import Photographed, look_at, new_model
from lingtu.imaging.reface.replace import Look
from lingtu.imaging.reface.sitter import read_sitter
from lingtu.imaging.scene import Scene
from lingtu.imaging.studio.compose import compose
from lingtu.imaging.tryon import try_on
from lingtu.imaging.tryon.around import Sitter
from lingtu.imaging.tryon.fit.look import Look as TryOnLook
from lingtu.weights.sessions import Net, onnx_net

_WARM_SIDE = 64  # px
#: Photos' people and garments that are remembered: variations and series of one product want the same again.
_PEOPLE_KEPT, _GARMENTS_KEPT = 2, 16


class ClassicEngine:
    """Implements `Engine`. Nets are loaded, and pulled if they are missing, when they are first needed."""

    version = "classic-9"

    def __init__(self, weights_dir: Path, threads: int) -> None:
        self._weights_dir = weights_dir
        self._threads = threads
        cv2.setNumThreads(threads)
        numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))
        self._photos: Recent[Photographed] = Recent(_PEOPLE_KEPT)
        self._sitters: Recent[Sitter] = Recent(_PEOPLE_KEPT)
        self._garments: Recent[try_on.Item] = Recent(_GARMENTS_KEPT)

    def warm_up(self) -> None:
        """Place a product once, which is what most runs do and needs no net to be pulled."""
        product = _small_product()
        for scene in (Scene(picture=product.rgb), plain_scene(product.rgb), plain_scene(product.rgb, "lying")):
            self.ground(self.harmonise(product, scene, 0), scene, 0)

    def warm_up_rest(self) -> None:
        """Fills and new scenes: their kernels take most of a fresh installation's time to compile."""
        product = _small_product()
        self.fill(product.rgb, product.alpha, 0)
        scene = compose(Scene(picture=product.rgb), product.rgb, product.alpha, 0)
        self.ground(product, scene, 0)

    def matte(self, rgb: Floats) -> Cutout:
        found = matting.matte(rgb, self.people.matting)
        return Cutout(found.rgb, found.alpha)

    def matte_head(self, rgb: Floats) -> Cutout:
        found = matte_head(rgb, self.people)
        return Cutout(found.rgb, found.alpha)

    def harmonise(self, product: Placement, scene: Scene, seed: int) -> Placement:
        strength = float(np.random.default_rng(seed).uniform(0.95, 1.05))
        found = harmonise.harmonise(product.rgb, product.alpha, scene.picture, self._harmoniser, strength)
        return replace(product, rgb=finish.finish(found.rgb, product.alpha, scene.picture, seed))

    def ground(self, product: Placement, scene: Scene, seed: int) -> Floats:
        if scene.geometry is None:
            return photo_ground.ground(scene, product.rgb, product.alpha, product.stance, seed)
        return insert.ground(scene, product.rgb, product.alpha, insert.Look.of_seed(seed), product.stance)

    def fill(self, scene: Floats, hole: Floats, seed: int) -> Filled:
        made = fill.fill(scene, hole, seed)
        return Filled(made.rgb, made.notes)

    def vary(self, scene: Scene, product: Placement, seed: int) -> Scene:
        if scene.geometry is not None:
            return relight.vary(scene, product.alpha, seed)
        return compose(scene, product.rgb, product.alpha, seed, product.stance)

    def replace_face(
        self, photo: Floats, person: Mapping[str, bytes], carry_skin: bool, index: int, seed: int
    ) -> NewFace:
        sitter = read_sitter(person, self.people.canonical)
        shown = self._photos.get(digest(photo), lambda: look_at(photo, self.people))
        made = new_model(shown, sitter, carry_skin, Look.of_variation(index, seed))
        return NewFace(made.rgb, made.notes)

    def dress(self, photo: Floats, clothes: Sequence[Clothing], index: int, seed: int) -> Dressed:
        # the person and the garments are read side by side: much of it is work of one core
        with ThreadPoolExecutor(self._threads) as readers:
            reading = [readers.submit(self._item, each) for each in clothes]
            shown = readers.submit(self._sitter, photo)
            items, sitter = tuple(each.result() for each in reading), shown.result()
        return Dressed(try_on.try_on(photo, sitter, items, TryOnLook.of_variation(index, seed), seed))

    def _sitter(self, photo: Floats) -> Sitter:
        return self._sitters.get(digest(photo), lambda: try_on.read_sitter(photo, self.people))

    def _item(self, each: Clothing) -> try_on.Item:
        key = digest(each.rgb, each.alpha, each.kind, each.field)
        return self._garments.get(
            key, lambda: try_on.read_item(each.rgb, each.alpha, each.kind, each.field, self.people)
        )

    @cached_property
    def _harmoniser(self) -> Net:
        return onnx_net("harmonise", self._weights_dir, self._threads)

    @cached_property
    def people(self) -> PeopleNets:
        """What knows people; for engines that build on this one as well."""
        return open_people_nets(self._weights_dir, self._threads)


def _small_product() -> Placement:
    picture = np.full((_WARM_SIDE, _WARM_SIDE, 3), 0.5, np.float32)
    alpha = np.zeros((_WARM_SIDE, _WARM_SIDE), np.float32)
    alpha[16:48, 24:40] = 1
    return Placement(picture, alpha)
