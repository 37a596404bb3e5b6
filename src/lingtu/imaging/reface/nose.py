"""The photo's own nose on the new face, in the sitter's outline.

A render's nose, relit, is blurred, and where its mesh is a little off, the photo's shades beside it show as a second
one. Nostrils, creases and lights of the photo lie together; its nose's length and width come with the mesh onto which
the photo is drawn. Of the sitter's form only the slow changes of tone are taken.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.reface.regions import Regions, blurred, grown, smooth_step

Floats = NDArray[np.float32]

#: The nose's reach beyond its outline (creases, the shade of its base), and how soon it gives way, widths of the face.
BESIDE, FEATHER = 0.035, 0.028
#: Share of the new face's tones that the nose takes on, and what counts as slow for it, widths of the face.
FORM, SLOW = 0.3, 0.08


def with_own_nose(rgb: Floats, photo: Floats, inside: Floats, new: Regions) -> Floats:
    """A new face (H x W x 3, sRGB) with the nose of the photo drawn onto its shape.

    `inside`: where the photo is drawn, H x W, 0 or 1.
    """
    share = nose_share(new) * inside
    made, own = (cv2.cvtColor(each.astype(np.float32), cv2.COLOR_RGB2Lab) for each in (rgb, photo))
    total = blurred(share, SLOW * new.width)
    slow = blurred((made - own) * share[..., None], SLOW * new.width) / np.maximum(total, 1e-3)[..., None]
    nose = cv2.cvtColor(np.asarray(own + FORM * slow, np.float32), cv2.COLOR_Lab2RGB)
    return np.asarray(rgb + share[..., None] * (nose - rgb), np.float32)


def nose_share(regions: Regions) -> Floats:
    """1 on the nose, soft beside it, from between the eyes to the lip, H x W."""
    reach = grown((regions.nose > 0.5).astype(np.float32), BESIDE * regions.width)
    lips = blurred(grown(regions.lips, 0.01 * regions.width), 0.01 * regions.width)
    return np.asarray(smooth_step(blurred(reach, FEATHER * regions.width)) * (1 - lips), np.float32)
