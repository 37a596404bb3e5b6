"""An engine that does nothing: what remains of a job is the queue. `LINGTU_ENGINE=lingtu.bench.empty:Empty`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lingtu.engines.base import Cutout

if TYPE_CHECKING:
    from lingtu.engines.base import Rgb


class Empty:
    """Mattes a picture to itself. It has no other capability."""

    version = "empty-1"

    def __init__(self, weights_dir: Path, threads: int) -> None:
        pass

    def warm_up(self) -> None:
        pass

    def warm_up_rest(self) -> None:
        pass

    def matte(self, rgb: Rgb) -> Cutout:
        return Cutout(rgb, np.ones(rgb.shape[:2], np.float32))
