"""Little engines with faults, for the tests of host, worker and server: `LINGTU_ENGINE=fault_engines:NAME`."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lingtu.engines.base import Cutout
from lingtu.errors import PictureError

if TYPE_CHECKING:
    from lingtu.engines.base import Alpha, Placement, Rgb
    from lingtu.imaging.scene import Scene


class Plain:
    """Does nothing to the picture, at once."""

    version = "plain-1"

    def __init__(self, weights_dir: Path, threads: int) -> None:
        pass

    def warm_up(self) -> None:
        pass

    def matte(self, rgb: Rgb) -> Cutout:
        return Cutout(rgb, np.ones(rgb.shape[:2], np.float32))

    def matte_head(self, rgb: Rgb) -> Cutout:
        raise PictureError("没有人脸", "no face")

    def harmonise(self, product: Placement, scene: Scene, seed: int) -> Placement:
        return product

    def ground(self, product: Placement, scene: Scene, seed: int) -> Rgb:
        return scene.picture

    def fill(self, scene: Rgb, hole: Alpha, seed: int) -> Rgb:
        return scene

    def vary(self, scene: Scene, product: Placement, seed: int) -> Scene:
        return scene


class Slow(Plain):
    """Takes its time: LINGTU-free variable FAULT_SECONDS, 1 s by default."""

    def matte(self, rgb: Rgb) -> Cutout:
        time.sleep(float(os.environ.get("FAULT_SECONDS", "1")))
        return super().matte(rgb)


class Killed(Plain):
    """Is killed in every job, as by the out-of-memory killer."""

    def matte(self, rgb: Rgb) -> Cutout:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


class KilledOnce(Plain):
    """Is killed in its first job, leaving a file so that the next process knows."""

    def matte(self, rgb: Rgb) -> Cutout:
        marker = Path(os.environ["FAULT_MARKER"])
        if not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().matte(rgb)


class Hanging(Plain):
    """Never comes back."""

    def matte(self, rgb: Rgb) -> Cutout:
        time.sleep(3600)
        raise AssertionError


class Buggy(Plain):
    """Has a bug."""

    def matte(self, rgb: Rgb) -> Cutout:
        raise ZeroDivisionError("a detail that callers must not see")


class Refusing(Plain):
    """Finds every picture broken."""

    def matte(self, rgb: Rgb) -> Cutout:
        raise PictureError("图片损坏", "the picture is broken")


class Unloadable(Plain):
    """Can't be loaded."""

    def __init__(self, weights_dir: Path, threads: int) -> None:
        raise ImportError("no such model")
