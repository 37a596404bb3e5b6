"""How well a hole is completed, without knowing what belongs there."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.inpaint.patchmatch import dissimilarity
from lingtu.imaging.inpaint.pyramid import State

_RING_PX = 4
_SEEN, _ALIKE = 0.72, 1.0  # of the surroundings' texture; squared Lab: what is as flat as its model is no smear
_PLAIN = 0.95  # of the surroundings' texture: with less, a fill looks smeared
_SMEARED = 1.5  # how much worse a fill is for each unit below that
_TEXTURE_FLOOR = 0.004  # mean Laplacian of what shows no texture at all


@dataclass(frozen=True)
class Verdict:
    """Of one state: how unlike the picture's own patches its patches are (squared Lab), and its texture.

    `texture` is a share of what is around the hole.
    """

    unlike: float
    texture: float

    @property
    def is_poor(self) -> bool:
        """Whether a person is likely to see the place: what is around it ends in it, where it should have gone on."""
        return self.texture < _SEEN and self.unlike > _ALIKE

    @property
    def badness(self) -> float:
        """Less is better, among states of one picture and one size."""
        return self.unlike * (1 + _SMEARED * max(0.0, _PLAIN - self.texture))


def judge(state: State) -> Verdict:
    unlike = float(dissimilarity(state.field, state.sources).mean())
    grey = cv2.cvtColor(state.picture, cv2.COLOR_RGB2GRAY)
    detail = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    ring = cv2.dilate(state.hole.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=_RING_PX) > 0
    around = detail[ring & ~state.hole]
    texture = (detail[state.hole].mean() + _TEXTURE_FLOOR) / (around.mean() + _TEXTURE_FLOOR) if len(around) else 1.0
    return Verdict(unlike, float(texture))
