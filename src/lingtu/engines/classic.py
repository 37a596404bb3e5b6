"""The CPU engine: every capability by small permissive nets and image mathematics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import cv2
import numba
import numpy as np

from lingtu.engines.base import Cutout, Filled, NewFace, Placement
from lingtu.imaging import fill, finish, harmonise, insert, matting, relight
from lingtu.imaging.colour import Floats
from lingtu.imaging.people.nets import PeopleNets, open_people_nets
from lingtu.imaging.photo import ground as photo_ground
from lingtu.imaging.plain_scene import plain_scene
from lingtu.imaging.reface.model import new_model
from lingtu.imaging.reface.replace import Look
from lingtu.imaging.reface.sitter import read_sitter
from lingtu.imaging.scene import Scene
from lingtu.imaging.studio.compose import compose
from lingtu.weights.sessions import Net, onnx_net

_WARM_SIDE = 64  # px


class ClassicEngine:
    """Implements `Engine`. Nets are loaded, and pulled if they are missing, when they are first needed."""

    version = "classic-3"

    def __init__(self, weights_dir: Path, threads: int) -> None:
        self._weights_dir = weights_dir
        self._threads = threads
        cv2.setNumThreads(threads)
        numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))

    def warm_up(self) -> None:
        """Run everything once that needs no net to be pulled: a server that only places products downloads nothing."""
        picture = np.full((_WARM_SIDE, _WARM_SIDE, 3), 0.5, np.float32)
        alpha = np.zeros((_WARM_SIDE, _WARM_SIDE), np.float32)
        alpha[16:48, 24:40] = 1
        self.fill(picture, alpha, 0)
        product = Placement(picture, alpha)
        scenes = (Scene(picture=picture), plain_scene(picture), plain_scene(picture, "lying"))
        for scene in (*scenes, compose(scenes[0], picture, alpha, 0)):
            self.ground(self.harmonise(product, scene, 0), scene, 0)

    def matte(self, rgb: Floats) -> Cutout:
        found = matting.matte(rgb, self._people.matting)
        return Cutout(found.rgb, found.alpha)

    def matte_head(self, rgb: Floats) -> Cutout:
        found = matting.matte_head(rgb, self._people.matting)
        return Cutout(found.rgb, found.alpha)

    def harmonise(self, product: Placement, scene: Scene, seed: int) -> Placement:
        strength = float(np.random.default_rng(seed).uniform(0.9, 1.0))
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
        sitter = read_sitter(person, self._people.canonical)
        made = new_model(photo, sitter, carry_skin, Look.of_variation(index, seed), self._people)
        return NewFace(made.rgb, made.notes)

    @cached_property
    def _harmoniser(self) -> Net:
        return onnx_net("harmonise", self._weights_dir, self._threads)

    @cached_property
    def _people(self) -> PeopleNets:
        return open_people_nets(self._weights_dir, self._threads)
