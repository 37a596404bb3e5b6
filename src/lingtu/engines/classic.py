"""The CPU engine: every capability by small permissive nets and image mathematics."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import cv2
import numba
import numpy as np

from lingtu.engines.base import Cutout, Placement
from lingtu.imaging import fill, harmonise, insert, matting, relight, shadow, vary
from lingtu.imaging.colour import Floats
from lingtu.imaging.nets import open_nets
from lingtu.imaging.plain_scene import plain_scene
from lingtu.imaging.scene import Scene
from lingtu.weights.sessions import Net, onnx_net

_WARM_SIDE = 64  # px


class ClassicEngine:
    """Implements `Engine`. Nets are loaded, and pulled if they are missing, when they are first needed."""

    version = "classic-2"

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
        product = Placement(picture, alpha)
        for scene in (Scene(picture=picture), plain_scene(picture), plain_scene(picture, "lying")):
            self.ground(self.harmonise(product, scene, 0), scene, 0)

    def matte(self, rgb: Floats) -> Cutout:
        found = matting.matte(rgb, self._nets)
        return Cutout(found.rgb, found.alpha)

    def matte_head(self, rgb: Floats) -> Cutout:
        found = matting.matte_head(rgb, self._nets)
        return Cutout(found.rgb, found.alpha)

    def harmonise(self, product: Placement, scene: Scene, seed: int) -> Placement:
        strength = float(np.random.default_rng(seed).uniform(0.9, 1.0))
        found = harmonise.harmonise(product.rgb, product.alpha, scene.picture, self._harmoniser, strength)
        return Placement(found.rgb, product.alpha)

    def ground(self, product: Placement, scene: Scene, seed: int) -> Floats:
        if scene.geometry is not None:
            return insert.ground(scene, product.rgb, product.alpha, insert.Look.of_seed(seed))
        return shadow.cast(scene.picture, shadow.contact(product.alpha, shadow.Look.of_seed(seed)))

    def fill(self, scene: Floats, hole: Floats, seed: int) -> Floats:
        return fill.fill(scene, hole, seed)

    def vary(self, scene: Scene, product: Placement, seed: int) -> Scene:
        if scene.geometry is not None:
            return relight.vary(scene, product.alpha, seed)
        return Scene(picture=vary.vary(scene.picture, seed))

    @cached_property
    def _harmoniser(self) -> Net:
        return onnx_net("harmonise", self._weights_dir, self._threads)

    @cached_property
    def _nets(self) -> matting.MattingNets:
        return open_nets(self._weights_dir, self._threads)
