"""From the colour space that a file's ICC profile describes to sRGB."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageCms

#: A profile that moves no colour by more levels than this is sRGB.
SRGB_TOLERANCE = 2


def to_srgb(colour: Image.Image, profile: bytes | None) -> Image.Image:
    """From the file's colour space; a profile that can't be used is as good as none."""
    transform = _transform(colour.mode, profile) if profile else None
    if transform is None:
        return colour.convert("RGB")
    converted = ImageCms.applyTransform(colour, transform)
    assert converted is not None
    return converted


def _transform(mode: str, profile: bytes) -> ImageCms.ImageCmsTransform | None:
    try:
        transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    return None if mode == "RGB" and _changes_nothing(transform) else transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Whether a profile is one of the many spellings of sRGB: pixels are then left as they are, to the bit."""
    levels = np.arange(0, 256, 17, dtype=np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(1, -1, 3)
    seen = ImageCms.applyTransform(Image.fromarray(cube), transform)
    return int(np.abs(np.asarray(seen, np.int16) - cube).max()) <= SRGB_TOLERANCE
