"""How variations of a try-on differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Look:
    """Strength of the photo's folds on the new cloth (1: as they are), and how much looser and longer it is worn."""

    folds: float = 1.0
    ease: float = 1.0
    length: float = 1.0

    @classmethod
    def of_variation(cls, index: int, seed: int) -> Look:
        """The first is the plain one, others differ a little."""
        if index == 0:
            return cls()
        draw = np.random.default_rng(seed)
        return cls(float(draw.uniform(0.7, 1.2)), float(draw.uniform(0.98, 1.06)), float(draw.uniform(0.95, 1.07)))
