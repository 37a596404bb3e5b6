"""Little engines with faults, for the tests of host, worker and server: `LINGTU_ENGINE=fault_engines:NAME`."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lingtu.engines.base import Cutout, Filled
from lingtu.errors import PictureError
from tests.numbered import number_of

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

    def warm_up_rest(self) -> None:
        """Nothing."""

    def matte(self, rgb: Rgb) -> Cutout:
        return Cutout(rgb, np.ones(rgb.shape[:2], np.float32))

    def matte_head(self, rgb: Rgb) -> Cutout:
        raise PictureError("没有人脸", "no face")

    def harmonise(self, product: Placement, scene: Scene, seed: int) -> Placement:
        return product

    def ground(self, product: Placement, scene: Scene, seed: int) -> Rgb:
        return scene.picture

    def fill(self, scene: Rgb, hole: Alpha, seed: int) -> Filled:
        return Filled(scene)

    def vary(self, scene: Scene, product: Placement, seed: int) -> Scene:
        return scene


class Picky(Plain):
    """Makes a scene of the seed, and has no ground for two of them."""

    def vary(self, scene: Scene, product: Placement, seed: int) -> Scene:
        return replace(scene, picture=np.full_like(scene.picture, seed % 16 / 16))

    def ground(self, product: Placement, scene: Scene, seed: int) -> Rgb:
        if seed in (11, 13):
            raise PictureError("没有地面", "no ground")
        return scene.picture


class Slow(Plain):
    """Takes its time: LINGTU-free variable FAULT_SECONDS, 1 s by default."""

    def matte(self, rgb: Rgb) -> Cutout:
        time.sleep(float(os.environ.get("FAULT_SECONDS", "1")))
        return super().matte(rgb)


class Recording(Plain):
    """Writes down every run: the number that the picture carries (see `tests.numbered`), a line of the file FAULT_RUNS.

    Takes FAULT_SECONDS, none by default.
    """

    def matte(self, rgb: Rgb) -> Cutout:
        with open(os.environ["FAULT_RUNS"], "ab") as runs:
            runs.write(b"%d\n" % number_of(np.rint(rgb[0, 0] * 255).tolist()))  # appended whole, whoever else writes
        time.sleep(float(os.environ.get("FAULT_SECONDS", "0")))
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


class KilledInStart(Plain):
    """Is killed while it warms up, from when the file FAULT_MARKER exists."""

    def warm_up(self) -> None:
        if Path(os.environ["FAULT_MARKER"]).exists():
            os.kill(os.getpid(), signal.SIGKILL)


class Hanging(Plain):
    """Never comes back."""

    def matte(self, rgb: Rgb) -> Cutout:
        time.sleep(3600)
        raise AssertionError


class Halted(Plain):
    """Stops in the middle of an answer (its length is sent, the rest is not), as on a machine that swaps to death."""

    def matte(self, rgb: Rgb) -> Cutout:
        os.write(int(sys.argv[-1]), (1 << 20).to_bytes(4, "big"))  # as multiprocessing.connection frames messages
        os.kill(os.getpid(), signal.SIGSTOP)
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
