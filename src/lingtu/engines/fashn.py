"""Try-on by FASHN VTON 1.5 (Apache-2.0), where its package and weights are installed: a model for this one thing.

Its own parser of people (`fashn-human-parser`), which it downloads by itself, has a licence of its own: read it first.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from lingtu.engines.editing import EditUnusableError
from lingtu.errors import SetupError
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import resize_opaque
from lingtu.imaging.restore.outfit import Garment

CATEGORIES: dict[Garment, str] = {"upperBody": "tops", "lowerBody": "bottoms", "dresses": "one-pieces"}
_ALIKE = 0.02  # relative difference of proportions that rounding may leave


class FashnTryOn:
    """One pipeline, loaded once."""

    version = "fashn-vton-1.5"

    def __init__(self, weights_dir: Path, device: str) -> None:
        try:
            from fashn_vton import TryOnPipeline
        except ImportError as error:
            raise SetupError(
                f"LINGTU_GENERATIVE_TRYON_WEIGHTS needs the package fashn_vton of FASHN VTON 1.5: {error}"
            ) from None
        if not (weights_dir / "model.safetensors").is_file():
            raise SetupError(f"LINGTU_GENERATIVE_TRYON_WEIGHTS={weights_dir} has no model.safetensors")
        self._pipeline: Any = TryOnPipeline(weights_dir=str(weights_dir), device=None if device == "auto" else device)

    def wear(self, photo: Floats, garment: Floats, kind: Garment, seed: int) -> Floats:
        """The photo's person, all of it painted anew, in the garment. Raises `EditUnusableError`."""
        made = self._pipeline(
            person_image=_pil(photo),
            garment_image=_pil(garment),
            category=CATEGORIES[kind],
            garment_photo_type="flat-lay",
            num_samples=1,
            seed=seed,
        )
        painted = np.asarray(np.asarray(made.images[0].convert("RGB"), np.float32) / 255, np.float32)
        height, width = photo.shape[:2]
        if abs(painted.shape[1] * height / (painted.shape[0] * width) - 1) > _ALIKE:
            raise EditUnusableError(f"the picture is {painted.shape[1]}x{painted.shape[0]} for {width}x{height}")
        return resize_opaque(painted, width, height)


def _pil(picture: Floats) -> Image.Image:
    return Image.fromarray(np.rint(picture * 255).astype(np.uint8))
