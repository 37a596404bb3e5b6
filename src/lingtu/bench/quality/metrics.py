"""How like the truth a filled hole is, and how like itself. Pictures are H x W x 3 sRGB; `where` marks the hole."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.enlarge import reduce

Marks = NDArray[np.bool_]

_C1, _C2 = 0.01**2, 0.03**2  # of SSIM, for a range of 1
SEEN_PX = 192  # longest side at which repetition is looked for
PATCH_PX, STRIDE_PX = 12, 3
ALIKE = 0.92  # correlation of patches that an eye takes for copies
TEXTURED = 0.02  # standard deviation below which a patch shows nothing that could be seen again


def psnr(one: Floats, other: Floats, where: Marks) -> float:
    """Of the marked pixels, dB."""
    return float(-10 * np.log10(max(float(np.mean((one - other)[where] ** 2)), 1e-10)))


def ssim(one: Floats, other: Floats, where: Marks) -> float:
    """Wang et al., 2004, on grey, averaged over the marked pixels."""
    x, y = _grey(one), _grey(other)
    mean_x, mean_y = _blur(x), _blur(y)
    spread = _blur(x * x) - mean_x**2 + _blur(y * y) - mean_y**2
    shared = _blur(x * y) - mean_x * mean_y
    found = (2 * mean_x * mean_y + _C1) * (2 * shared + _C2) / ((mean_x**2 + mean_y**2 + _C1) * (spread + _C2))
    return float(found[where].mean())


def texture_energy(picture: Floats, where: Marks) -> float:
    """Mean absolute Laplacian of grey: how much fine detail there is."""
    return float(np.abs(cv2.Laplacian(_grey(picture), cv2.CV_32F))[where].mean())


def repetition(picture: Floats, where: Marks) -> float:
    """Share of the hole's patches that have texture and are there a second time elsewhere in the hole.

    Patches are compared by correlation, so that a copy under another light counts; those that overlap are not.
    """
    small = _grey(reduce(picture, SEEN_PX))
    inside = cv2.resize(where.astype(np.float32), small.shape[1::-1], interpolation=cv2.INTER_AREA) > 0.99
    places, patches, count = _patches(small, inside)
    asked = (places % STRIDE_PX == 0).all(axis=1)
    if not asked.any():
        return 0.0
    alike = patches[asked] @ patches.T
    near = np.abs(places[asked][:, None] - places[None]).max(axis=2) < PATCH_PX
    twice = int((np.where(near, -1.0, alike).max(axis=1) > ALIKE).sum())
    return twice * STRIDE_PX**2 / count


def _patches(grey: Floats, inside: Marks) -> tuple[NDArray[np.intp], Floats, int]:
    """Corners and contents (centred, of length 1) of the textured patches that lie inside, and how many lie inside."""
    area = PATCH_PX * PATCH_PX
    whole = np.lib.stride_tricks.sliding_window_view(inside, (PATCH_PX, PATCH_PX))
    seen = np.lib.stride_tricks.sliding_window_view(grey, (PATCH_PX, PATCH_PX))
    places = np.argwhere(whole.all(axis=(2, 3)))
    contents = seen[places[:, 0], places[:, 1]].reshape(-1, area)
    contents = contents - contents.mean(axis=1, keepdims=True)
    length = np.linalg.norm(contents, axis=1, keepdims=True)
    textured = length[:, 0] > TEXTURED * PATCH_PX
    return places[textured], np.asarray(contents[textured] / length[textured], np.float32), len(places)


def _grey(picture: Floats) -> Floats:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(picture, np.float32), cv2.COLOR_RGB2GRAY), np.float32)


def _blur(plane: Floats) -> Floats:
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), 1.5), np.float32)
