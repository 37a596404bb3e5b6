"""Renders own products into the gallery's scenes: what a real shadow does to each pixel, for tests/quality.

    python tools/gallery/truth/render.py                       # every scene of SCENES, every product
    python tools/gallery/truth/render.py simplicity-01         # this scene

Writes into tests/quality/truth SCENE-PRODUCT.png, the product cut out, in scene light encoded as sRGB, and
SCENE-PRODUCT.ratio.png, light with the product as a share of light without it, for each channel; LEVEL is 1.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SCENES = (
    *("simplicity-01", "simplicity-03", "simplicity-06", "indoor-01", "indoor-02"),
    *("outdoor-03", "outdoor-05", "outdoor-07"),
)
PRODUCTS = ("bottle", "box", "mug")
TRUTH = ROOT / "tests/quality/truth"
WORK = ROOT / "build/gallery/truth"
SIZE_PX, SAMPLES = 208, 24
LEVEL = 200
FINER = 2  # times the ratio's size: the outline's, as real cut-outs are large


def write(name: str) -> None:
    """Render a scene without a product, then with each, and each alone."""
    sys.path[:0] = [str(ROOT / "src"), str(HERE.parent)]
    import bpy
    import cv2
    import numpy as np
    from kit.stage import Stage
    from products import make
    from render import built

    stage = Stage(SIZE_PX, SAMPLES)
    setting = built(name, stage)
    stage.camera.data.dof.use_dof = False
    for light in stage.lights:
        if light["weight"] == 0:
            bpy.data.objects[light["group"]].hide_render = True
    empty = _light(WORK / f"{name}.exr")[..., :3]
    for product in PRODUCTS:
        things = make(product, setting)
        lit = _light(WORK / f"{name}-{product}.exr")[..., :3]
        fine = _alone(things)
        alpha = cv2.resize(fine, (SIZE_PX, SIZE_PX), interpolation=cv2.INTER_AREA)
        ratio = np.clip(lit / np.maximum(empty, 1e-3 * empty.mean()), 0, 255 / LEVEL)
        TRUTH.mkdir(parents=True, exist_ok=True)
        _write(TRUTH / f"{name}-{product}.ratio.png", np.where(alpha[..., None] > 0.5, 1, ratio) * LEVEL)
        linear = cv2.resize(_inside(lit, alpha), fine.shape[::-1], interpolation=cv2.INTER_LINEAR).clip(1e-4, 1)
        srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
        _write(TRUTH / f"{name}-{product}.png", np.dstack([srgb, fine]) * 255)
        for thing in things:
            bpy.data.objects.remove(thing)


def _inside(lit: Any, alpha: Any) -> Any:
    """The product's own light, spread over its edge and beyond; far off its mean."""
    import cv2

    sure = (alpha > 0.9)[..., None].astype("float32")
    spread, weight = cv2.GaussianBlur(lit * sure, (0, 0), 2), cv2.GaussianBlur(sure, (0, 0), 2)[..., None]
    mean = lit[alpha > 0.9].mean(axis=0)
    return sure * lit + (1 - sure) * (spread + 1e-3 * mean) / (weight + 1e-3)


def _light(file: Path, samples: int = SAMPLES, size_px: int = SIZE_PX) -> Any:
    """Denoised scene-linear light, H x W x 4."""
    import bpy
    import numpy as np
    import OpenEXR

    scene = bpy.context.scene
    scene.cycles.samples, scene.cycles.use_denoising, scene.cycles.denoiser = samples, True, "OPENIMAGEDENOISE"
    scene.cycles.adaptive_threshold = 0.02
    scene.render.resolution_x = scene.render.resolution_y = size_px
    settings = scene.render.image_settings
    settings.file_format, settings.color_depth, settings.color_mode = "OPEN_EXR", "32", "RGBA"
    file.parent.mkdir(parents=True, exist_ok=True)
    scene.render.filepath = str(file)
    bpy.ops.render.render(write_still=True)
    channels = OpenEXR.File(str(file)).channels()
    return np.asarray(channels["RGBA"].pixels, np.float32)


def _alone(things: list[Any]) -> Any:
    """Alpha of the product where nothing else is, and none of it hidden by the scene: all others hold out."""
    import bpy

    scene = bpy.context.scene
    others = [thing for thing in bpy.data.objects if thing.type in ("MESH", "CURVES", "CURVE") and thing not in things]
    for thing in others:
        thing.hide_render, thing["was"] = True, thing.hide_render
    scene.render.film_transparent = True
    alpha = _light(WORK / "alone.exr", 8, FINER * SIZE_PX)[..., 3]
    scene.render.film_transparent = False
    for thing in others:
        thing.hide_render = bool(thing["was"])
    return alpha.clip(0, 1)


def _write(file: Path, levels: Any) -> None:
    import cv2
    import numpy as np

    pixels = np.rint(levels).clip(0, 255).astype(np.uint8)
    order = cv2.COLOR_RGBA2BGRA if pixels.shape[2] == 4 else cv2.COLOR_RGB2BGR
    cv2.imwrite(str(file), cv2.cvtColor(pixels, order), [cv2.IMWRITE_PNG_COMPRESSION, 9])


def main() -> None:
    if sys.argv[1:2] == ["--here"]:
        write(sys.argv[2])
        return
    for name in sys.argv[1:] or SCENES:
        subprocess.run([sys.executable, __file__, "--here", name], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
