"""Engines for the fuzzer, with a bound on their memory: `LINGTU_ENGINE=tests.fuzzing.engine:NAME`."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lingtu.engines.base import Cutout
from lingtu.engines.classic import ClassicEngine

if TYPE_CHECKING:
    from lingtu.engines.base import Rgb

BUDGET_BYTES = 3 << 29  # beyond what the engine holds when it is warm


class Bounded(ClassicEngine):
    """The classic engine, but for the nets: every picture is all subject."""

    def warm_up(self) -> None:
        super().warm_up()
        self.warm_up_rest()
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + BUDGET_BYTES, resource.RLIM_INFINITY))

    def matte(self, rgb: Rgb) -> Cutout:
        return Cutout(rgb, np.ones(rgb.shape[:2], np.float32))


class BoundedWithNets(Bounded):
    """The classic engine whole."""

    def matte(self, rgb: Rgb) -> Cutout:
        return ClassicEngine.matte(self, rgb)
