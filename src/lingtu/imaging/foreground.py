"""The subject's own colours where it is mixed with its background."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pymatting import estimate_foreground_ml

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]


def own_colours(rgb: Rgb, alpha: Alpha) -> Rgb:
    """Colours free of the background's, by the multi-level method (Germer et al. 2020).

    Where the subject covers a pixel wholly its colour is the picture's, to the bit.
    """
    estimated = np.asarray(estimate_foreground_ml(rgb, alpha), np.float32).clip(0, 1)
    return np.where(alpha[..., None] >= 1, rgb, estimated).astype(np.float32)
