"""Files as our codec writes them, one of each kind."""

from __future__ import annotations

import numpy as np

from lingtu.imaging import codec
from lingtu.imaging.colour import Floats

SIZE = (48, 64)


def array() -> Floats:
    return np.random.default_rng(7).random((*SIZE, 3), np.float32)


def written() -> dict[str, bytes]:
    """Kind of file → its bytes; webp with and without an extended header."""
    rgb, alpha = array(), np.linspace(0, 1, SIZE[0] * SIZE[1], dtype=np.float32).reshape(SIZE)
    return {
        "png": codec.encode(rgb, None, "png"),
        "png-alpha": codec.encode(rgb, alpha, "png"),
        "jpg": codec.encode(rgb, None, "jpg"),
        "webp": codec.encode(rgb, None, "webp"),
        "webp-alpha": codec.encode(rgb, alpha, "webp"),
        "psd": codec.encode_psd(rgb, rgb, alpha),
    }
