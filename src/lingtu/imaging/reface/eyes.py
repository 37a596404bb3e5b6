"""The photo's own eyes on the new face, in the colour of the sitter's irises.

Gaze, lids, lashes and the lights in an eye are the photo's moment; the eye's shape comes with the mesh onto which the
photo is drawn. What is left of the sitter in it is the iris' colour.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.mesh import EYES, FaceMesh
from lingtu.imaging.reface.regions import Regions, blurred, grown

Floats = NDArray[np.float32]

#: What is the eye's beyond its lids' line (lashes), and how soon it gives way to skin, in widths of the face.
LASHES, FEATHER = 0.016, 0.012
#: Share of the way to the sitter's iris, and the most that it gets darker or lighter (L*): a dark iris shows no pattern
#: that could be lit.
TINT, DARKER, LIGHTER = 0.85, -18.0, 8.0
#: Lightness (percentiles of the iris) between which it is iris, and not pupil or the light that it mirrors.
IRIS_BAND = (15, 90)
ENOUGH_PX = 6


def with_own_eyes(rgb: Floats, photo: Floats, irises: Floats, new: Regions, colour: Floats | None) -> Floats:
    """A new face (H x W x 3, sRGB) with the eyes of the photo drawn onto its shape.

    `irises`: coverage by the photo's irises there, H x W; `colour`: CIELAB of the sitter's, None to keep the photo's.
    """
    eyes = photo if colour is None else _tinted(photo, irises, colour)
    share = blurred(grown(new.eyes, LASHES * new.width), FEATHER * new.width)[..., None]
    return np.asarray(rgb + share * (eyes - rgb), np.float32)


def irises_of(regions: Regions) -> Floats:
    """Coverage by the irises that show between the lids, H x W."""
    found = np.zeros(regions.shape, np.float32)
    y, x = np.indices(regions.shape, np.float32)
    for eye in EYES:
        centre, *rim = regions.mesh.flat[list(eye.iris)]
        radius = float(np.mean([np.linalg.norm(each - centre) for each in rim]))
        disc = (radius + 0.5 - np.hypot(x - centre[0], y - centre[1])).clip(0, 1)
        found = np.maximum(found, disc * regions.outline(eye.ring))
    return found


def iris_colour(rgb: Floats, mesh: FaceMesh) -> Floats | None:
    """CIELAB of a face's irises, pupils and lights left out; None if none is seen."""
    return _colour(cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab), irises_of(Regions(mesh, (rgb.shape[0], rgb.shape[1]))))


def _tinted(photo: Floats, irises: Floats, colour: Floats) -> Floats:
    lab = cv2.cvtColor(photo, cv2.COLOR_RGB2Lab)
    own = _colour(lab, irises)
    if own is None:
        return photo
    change = TINT * (colour - own)
    change[0] = np.clip(change[0], DARKER, LIGHTER)
    # As much as there is colour to see: neither in the pupil nor in the lights.
    visible = np.exp(-(((lab[..., 0] - own[0]) / 28) ** 2))
    return np.asarray(cv2.cvtColor(lab + (irises * visible)[..., None] * change, cv2.COLOR_Lab2RGB), np.float32)


def _colour(lab: Floats, irises: Floats) -> Floats | None:
    pixels = lab[irises > 0.8]
    if len(pixels) < ENOUGH_PX:
        return None
    low, high = np.percentile(pixels[:, 0], IRIS_BAND)
    return np.asarray(np.median(pixels[(pixels[:, 0] >= low) & (pixels[:, 0] <= high)], axis=0), np.float32)
