"""How different two pictures look to a person who sees them side by side, small."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats

#: From which distance on nobody calls two scenes the same. By eye, on 60 pairs: the same scene with other grain,
#: shadows or a light moved a little stays below 0.3; another composition, light and colour are above 0.6.
ANOTHER = 0.45
_SIDE = 32  # px: what remains is the composition
_COLOUR = 22.0  # CIE76, mean: as much as a difference of all edges


def distance(one: Floats, other: Floats) -> float:
    """Of two sRGB pictures of one size: mean difference of colour, and how little their edges agree; 0 to about 3."""
    labs = [_lab(picture) for picture in (one, other)]
    colour = float(np.linalg.norm(labs[0] - labs[1], axis=2).mean())
    edges = [_edges(lab[..., 0]) for lab in labs]
    agreement = float((edges[0] * edges[1]).sum() / (np.linalg.norm(edges[0]) * np.linalg.norm(edges[1]) + 1e-6))
    return colour / _COLOUR + 1 - agreement


def _lab(picture: Floats) -> Floats:
    small = cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    lab: Floats = cv2.cvtColor(small, cv2.COLOR_RGB2Lab)
    return lab


def _edges(lightness: Floats) -> Floats:
    """Steps of lightness in both directions, soft ones alike."""
    steps = np.stack([cv2.Sobel(lightness, cv2.CV_32F, *order) for order in ((1, 0), (0, 1))])
    found: Floats = steps / (np.abs(steps) + 6)
    return found
