from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lingtu.engines.base import Cutout
from lingtu.errors import PictureError
from lingtu.gallery.catalogue import OURS
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.operations.fields import read_params
from lingtu.operations.matting import run
from lingtu.operations.params import MattingParams
from tests.fault_engines import Plain

PHOTO = codec.encode(np.full((8, 6, 3), 0.5, np.float32), None, "png")


class Blind(Plain):
    """Sees nothing in any picture."""

    def matte(self, rgb: Floats) -> Cutout:
        return Cutout(rgb, np.full(rgb.shape[:2], 0.001, np.float32))

    matte_head = matte


@pytest.mark.parametrize("type", [0, 1])
def test_a_picture_with_nothing_to_cut_out_fails(type: int) -> None:
    params = read_params(MattingParams, {"requestId": "r", "image": "upload://x", "type": type})
    with pytest.raises(PictureError):
        run(Blind(Path(), 1), OURS, params, {"image": PHOTO}, 0, lambda _: None)
