"""How variations of a try-on differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Between which values variations are, and how many of them are tucked in.
FOLDS, EASE, LENGTH, TUCKED = (0.7, 1.2), (0.98, 1.06), (0.88, 1.1), 0.4


@dataclass(frozen=True)
class Look:
    """Strength of the photo's folds on the new cloth (1: as they are), how much looser and longer it is worn, and
    whether tops are tucked in where that suits."""

    folds: float = 1.0
    ease: float = 1.0
    length: float = 1.0
    tucked: bool = False

    @classmethod
    def of_variation(cls, index: int, seed: int) -> Look:
        """The first is the plain one, others differ a little."""
        if index == 0:
            return cls()
        draw = np.random.default_rng(seed)
        folds, ease, length = (float(draw.uniform(*each)) for each in (FOLDS, EASE, LENGTH))
        return cls(folds, ease, length, bool(draw.random() < TUCKED))
