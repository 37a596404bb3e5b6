"""An engine that takes FAULT_SECONDS for nothing."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from lingtu.bench.empty import Empty

if TYPE_CHECKING:
    from lingtu.engines.base import Cutout, Rgb


class Slow(Empty):
    """As its module says."""

    def matte(self, rgb: Rgb) -> Cutout:
        time.sleep(float(os.environ["FAULT_SECONDS"]))
        return super().matte(rgb)
