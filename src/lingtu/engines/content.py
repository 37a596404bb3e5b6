"""The operator's content check: an open-licence net that tells pornographic pictures, before a run and after it.

The net is nsfwjs' MobileNetV2 (MIT; tools/safety). It errs: fashion is often "sexy" to it and plain things "drawing",
so that only its two explicit classes count. It is a sieve, not a judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from lingtu.errors import ContentError, LingtuError, PictureError
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.operations.operation import Outcome, Output
from lingtu.weights.sessions import Net, at_first_use, onnx_net

SIDE_PX = 224
#: The net's classes in its order; those that count.
CLASSES = ("drawing", "hentai", "neutral", "porn", "sexy")
EXPLICIT = ("hentai", "porn")
When = Literal["off", "inputs", "results", "both"]


@dataclass(frozen=True)
class ContentCheck:
    """What is looked at, and the chance of an explicit picture from which it is refused."""

    net: Net
    when: When
    limit: float

    def inputs(self, pictures: Mapping[str, bytes]) -> None:
        """Raises `ContentError` that names the picture. A broken one is left to the operation to tell."""
        if self.when not in ("inputs", "both"):
            return
        for name, data in pictures.items():
            if self._is_refused(data):
                raise ContentError(f"提交的图片（{name}）未通过内容审核", f"the picture given as {name} is refused")

    def results(self, outcome: Outcome) -> Outcome:
        """Variations that are refused become errors. Raises `ContentError` if none is left."""
        if self.when not in ("results", "both"):
            return outcome
        variations = tuple(self._checked(variation) for variation in outcome.variations)
        if all(isinstance(variation, ContentError) for variation in variations):
            raise _refused()
        return replace(outcome, variations=variations)

    def is_explicit(self, rgb: Floats) -> bool:
        return self.chance(rgb) >= self.limit

    def chance(self, rgb: Floats) -> float:
        """That a picture is explicit, 0 to 1."""
        view = cv2.resize(rgb, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
        chances = self.net(np.ascontiguousarray(view.transpose(2, 0, 1)[None], np.float32))[0].reshape(-1)
        return float(sum(chances[CLASSES.index(name)] for name in EXPLICIT))

    def _checked(self, variation: tuple[Output, ...] | LingtuError) -> tuple[Output, ...] | LingtuError:
        if isinstance(variation, LingtuError):
            return variation
        seen = next((file for file in variation if file.format != "psd"), None)
        return _refused() if seen is not None and self._is_refused(seen.data) else variation

    def _is_refused(self, data: bytes) -> bool:
        try:
            picture = codec.decode(data)
        except PictureError:
            return False
        rgb = picture.rgb
        if picture.alpha is not None:
            rgb = (rgb * picture.alpha[..., None] + (1 - picture.alpha[..., None])).astype(np.float32)
        return self.is_explicit(rgb)


def _refused() -> ContentError:
    return ContentError("生成结果未通过内容审核", "the result is refused")


def open_content_check(when: When, limit: float, weights_dir: Path, threads: int) -> ContentCheck | None:
    """None if the operator wants none; the net is loaded when it is first needed."""
    if when == "off":
        return None
    return ContentCheck(at_first_use(lambda: onnx_net("nsfw", weights_dir, threads)), when, limit)
