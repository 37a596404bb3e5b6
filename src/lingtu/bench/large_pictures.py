"""The largest pictures that callers may send, made here: 4096 x 4096, near 10 MB, from photo-like to pure noise."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lingtu.fetching.header import MAX_BYTES, MAX_SIDE_PX
from lingtu.gallery.catalogue import OURS, picture_file
from lingtu.imaging import codec

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]

SIDE = MAX_SIDE_PX
_ELLIPSE = (SIDE // 2, SIDE // 2), (SIDE // 4, SIDE // 3)  # centre and half axes of a subject
_HAIRS, _HAIR_PX = 30_000, 300
_OCTAVES = (4, 16, 64, 256, 1024, 4096)  # cells a side; each is as strong as it is coarse
_QUALITIES = (98, 95, 92, 88, 80, 70, 50, 30, 15, 5)


def textured(seed: int) -> Rgb:
    """Detail at every scale, as stone, cloth and leaves have it."""
    draw = np.random.default_rng(seed)
    rgb = np.full((SIDE, SIDE, 3), 0.5, np.float32)
    for octave in _OCTAVES:
        cells = draw.random((octave, octave, 3), np.float32) - 0.5
        rgb += cv2.resize(cells, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) * (0.8 / octave**0.25)
    return np.clip(rgb, 0, 1)


def furry(seed: int) -> tuple[Rgb, Alpha]:
    """A subject with thirty thousand hairs around it, and its coverage: the longest edge that a cut-out can have."""
    draw = np.random.default_rng(seed)
    coverage = np.zeros((SIDE, SIDE), np.uint8)
    cv2.ellipse(coverage, *_ELLIPSE, 0, 0, 360, 255, -1)
    turns = draw.uniform(0, 2 * np.pi, _HAIRS)
    roots = SIDE / 2 + np.stack([np.cos(turns) * SIDE / 4, np.sin(turns) * SIDE / 3], axis=-1)
    lean = turns + draw.normal(0, 0.4, _HAIRS)
    tips = roots + np.stack([np.cos(lean), np.sin(lean)], axis=-1) * draw.uniform(0.3, 1, (_HAIRS, 1)) * _HAIR_PX
    for root, tip in zip(roots.astype(int), tips.astype(int), strict=True):
        cv2.line(coverage, root.tolist(), tip.tolist(), 255, 2, cv2.LINE_AA)
    alpha = np.asarray(coverage / 255, np.float32)
    fur = np.clip(textured(seed + 1) * 0.4 + np.array([0.45, 0.2, 0.05], np.float32), 0, 1)
    mixed = textured(seed) * 0.6 * (1 - alpha[..., None]) + fur * alpha[..., None]
    return np.asarray(mixed, np.float32), alpha


def noise(seed: int) -> Rgb:
    """Nothing but detail, lighter where the subject is."""
    detail = np.random.default_rng(seed).random((SIDE, SIDE, 3), np.float32) * np.float32(0.5)
    subject = np.zeros((SIDE, SIDE), np.float32)
    cv2.ellipse(subject, *_ELLIPSE, 0, 0, 360, 0.5, -1)
    return np.asarray(detail + subject[..., None], np.float32)


def clouds(seed: int) -> Rgb:
    """Nothing sharp: a net is unsure of it, and a solver has wide areas to decide."""
    cells = np.random.default_rng(seed).random((8, 8, 3), np.float32)
    return np.asarray(cv2.resize(cells, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC).clip(0, 1), np.float32)


def portrait(seed: int) -> Rgb:
    """A face of the gallery, enlarged, with fine texture all over."""
    face = cv2.resize(codec.decode(picture_file(OURS.faces[0])).rgb, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(seed).normal(0, 0.03, face.shape)
    return np.asarray(np.clip(face + grain, 0, 1), np.float32)


def stripes() -> Rgb:
    """A mask, white and black in turn."""
    rgb = np.zeros((SIDE, SIDE, 3), np.float32)
    rgb[:, (np.arange(SIDE) // (SIDE // 8)) % 2 == 1] = 1
    return rgb


def jpg(rgb: Rgb) -> bytes:
    """The best jpg that a caller may send of it."""
    return _largest(Image.fromarray(_levels(rgb)), "JPEG")


def cmyk_jpg(rgb: Rgb) -> bytes:
    """In four colours."""
    return _largest(Image.fromarray(_levels(rgb)).convert("CMYK"), "JPEG")


def webp(rgb: Rgb, alpha: Alpha) -> bytes:
    """With its transparency."""
    return _largest(Image.fromarray(_levels(np.dstack((rgb, alpha)))), "WEBP")


def _levels(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(values * 255).astype(np.uint8)


def _largest(image: Image.Image, format: str) -> bytes:
    """Progressive, if it can be: that takes a decoder longest."""
    for quality in _QUALITIES:
        written = io.BytesIO()
        image.save(written, format, quality=quality, progressive=True)
        if written.tell() <= MAX_BYTES:
            return written.getvalue()
    raise ValueError("it is too large at any quality")
