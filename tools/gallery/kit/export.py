"""From the renders to what ships: the picture, the compact maps, scene.toml."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyoidn
import tomli_w
from mathutils import Vector

from lingtu.imaging.colour import LUMINANCE, to_srgb
from lingtu.imaging.tone import Tone, to_display, to_scene

from .passes import ROUGHNESS, Planes, render_direct, render_geometry, render_light
from .stage import Setting, Stage

SHARE_PX = 768
JPEG_QUALITY, WEBP_QUALITY = 92, 90
GRAIN = 0.0035  # standard deviation, display values: against banding
CREDIT = "Own work, rendered with Blender."

Floats = Any  # NDArray[np.float32]


def export(stage: Stage, setting: Setting, work: Path, gallery: Path, name: str) -> None:
    """Render all passes and write the scene's files."""
    groups, picture, tone = develop(stage, setting, work)
    geometry = render_geometry(stage, work)
    bounce = measured_bounce(*render_direct(stage, work), [light["group"] for light in stage.lights])
    folder = gallery / "scenes" / name
    folder.mkdir(parents=True, exist_ok=True)
    near = _write_geometry(folder, geometry, stage)
    total = sum(groups.values()) + 1e-6
    for group, light in groups.items():
        _write(folder / f"light-{group}.webp", to_srgb(_small(light / total)), cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY)
    _write_picture(gallery / "backgrounds" / f"{name}.jpg", picture)
    facts = _facts(stage, setting, tone, bounce, near)
    (folder / "scene.toml").write_text(tomli_w.dumps(facts), encoding="utf-8")


def draft(stage: Stage, setting: Setting, work: Path, file: Path) -> None:
    """A small picture only, with the product's box drawn on it."""
    _, picture, tone = develop(stage, setting, work)
    pixels = np.rint(picture * 255).astype(np.uint8)[..., ::-1].copy()
    size = stage.size_px
    x, y, height = product_box(stage, setting)
    left, top, right, bottom = setting.safe
    cv2.rectangle(pixels, _corner(left, top, size), _corner(right, bottom, size), (120, 200, 120), 1)
    cv2.rectangle(pixels, _corner(x - height / 4, y - height, size), _corner(x + height / 4, y, size), (80, 80, 220), 1)
    print(f"exposure {tone.exposure_ev:.2f}, box {x:.3f} {y:.3f} {height:.3f}")
    cv2.imwrite(str(file), pixels)


def develop(stage: Stage, setting: Setting, work: Path) -> tuple[dict[str, Floats], Floats, Tone]:
    """The denoised light groups, the picture in sRGB, and the tone that made it."""
    planes = render_light(stage, work)
    albedo = pyoidn.denoise(np.clip(planes["Denoising Albedo"], 0, 1))
    normal = pyoidn.denoise(np.clip(planes["Denoising Normal"], -1, 1))
    fall = _vignette(stage.size_px, setting.vignette)
    groups = {}
    for light in stage.lights:
        group = light["group"]
        noisy = np.nan_to_num(planes[f"Combined_{group}"], posinf=0)
        groups[group] = np.maximum(pyoidn.denoise(noisy, albedo=albedo, normal=normal, hdr=True), 0) * fall
    master = sum(light["weight"] * groups[light["group"]] for light in stage.lights)
    tone = _exposed(master, setting)
    return groups, _grained(to_display(master, tone)), tone


def _vignette(size_px: int, lost: float) -> Floats:
    y, x = np.mgrid[0:size_px, 0:size_px].astype(np.float32) / size_px - 0.5
    return (1 - lost * (x * x + y * y) / 0.5)[..., None]


def _exposed(master: Floats, setting: Setting) -> Tone:
    """The 97th percentile of the luminance comes out as bright as the setting says."""
    plain = Tone(contrast=setting.contrast)
    wanted = to_scene(np.full((1, 1, 3), setting.bright, np.float32), plain)[0, 0, 0]
    return Tone(
        exposure_ev=round(float(np.log2(wanted / np.percentile(master @ LUMINANCE, 97))), 3), contrast=setting.contrast
    )


def _grained(picture: Floats) -> Floats:
    grain = np.random.default_rng(1).normal(0, GRAIN, (*picture.shape[:2], 1)).astype(np.float32)
    return np.clip(picture + cv2.GaussianBlur(grain, (0, 0), 0.6)[..., None] * 1.6, 0, 1)


def measured_bounce(full: Planes, direct: Planes, groups: list[str]) -> dict[str, list[float]]:
    """For each group, the share of its light that came by other surfaces, where it also falls directly."""
    found = {}
    for group in groups:
        all_ways, straight = (
            full[f"Combined_{group}"],
            np.minimum(direct[f"Combined_{group}"], full[f"Combined_{group}"]),
        )
        lit = straight @ LUMINANCE
        where = lit > 0.3 * np.percentile(lit, 95)
        share = 1 - straight[where].sum(axis=0) / np.maximum(all_ways[where].sum(axis=0), 1e-9)
        found[group] = [round(float(value), 3) for value in np.clip(share, 0, 1)]
    return found


def product_box(stage: Stage, setting: Setting) -> tuple[float, float, float]:
    """x of the middle, y of the base, height: shares of the picture."""
    x, y, depth = _project(stage, setting.spot)
    if setting.stance == "standing":
        top = _project(stage, (setting.spot[0], setting.spot[1], setting.spot[2] + setting.product_m))
        return x, y, y - top[1]
    height = setting.product_m * stage.camera.data.lens / 36 / depth
    return x, y + (height if setting.stance == "hanging" else height / 2), height


def _project(stage: Stage, point: Any) -> tuple[float, float, float]:
    """x and y as shares of the picture, and the depth, m."""
    local = stage.camera.matrix_world.inverted() @ Vector(point)
    zoom = stage.camera.data.lens / 36
    return 0.5 + zoom * local.x / -local.z, 0.5 - zoom * local.y / -local.z, -local.z


def _write_geometry(folder: Path, geometry: Planes, stage: Stage) -> float:
    """depth.png and surface.png. Returns near_m."""
    eye, axes = np.array(stage.camera.location), np.array(stage.camera.matrix_world.to_3x3())
    seen = np.abs(geometry["Normal"]).sum(axis=-1) > 1e-3
    z = np.where(seen, (geometry["Position"] - eye.astype(np.float32)) @ -axes[:, 2].astype(np.float32), np.inf)
    near = float(np.floor(z.min() * 1000) / 1000)
    depth = np.where(seen, np.rint(65535 * near / np.maximum(z, near)), 0).astype(np.uint16)
    cv2.imwrite(str(folder / "depth.png"), depth, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    smooth = cv2.GaussianBlur(geometry["Normal"], (0, 0), 0.8)  # weave and grain would only cost bytes
    surface = np.dstack([octahedral(smooth), np.clip(cv2.GaussianBlur(geometry[ROUGHNESS], (0, 0), 0.8), 0, 1)])
    pixels = np.rint(surface * 255).astype(np.uint8)
    cv2.imwrite(str(folder / "surface.png"), pixels[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])
    return near


def octahedral(normal: Floats) -> Floats:
    """Unit vectors folded onto the square [0, 1]^2 (Cigolle et al. 2014)."""
    n = normal / np.maximum(np.abs(normal).sum(axis=-1, keepdims=True), 1e-6)
    folded = (1 - np.abs(n[..., 1::-1])) * np.where(n[..., :2] < 0, -1, 1)
    return np.where(n[..., 2:] < 0, folded, n[..., :2]) * 0.5 + 0.5


def _facts(stage: Stage, setting: Setting, tone: Tone, bounce: dict[str, list[float]], near: float) -> dict[str, Any]:
    camera, lens = stage.camera, stage.camera.data.lens
    x, y, height = product_box(stage, setting)
    support = {
        "height_m": setting.spot[2],
        "point": list(setting.spot),
        "normal": list(setting.normal),
        "stance": setting.stance,
        "camera_height": setting.camera_height,
        "safe": list(setting.safe),
        "box": [round(x, 4), round(y, 4), round(height, 4)],
    }
    return {
        "format": 1,
        "size_px": stage.size_px,
        "camera": {
            "focal_px": lens / 36 * stage.size_px,
            "near_m": near,
            "position": [round(v, 5) for v in camera.location],
            "rotation": [[round(v, 6) for v in row] for row in camera.matrix_world.to_3x3()],
        },
        "tone": {"exposure_ev": tone.exposure_ev, "contrast": tone.contrast, "white": tone.white},
        "support": support,
        "light": [_rounded(light) | {"bounce": bounce[light["group"]]} for light in stage.lights],
        "credits": {"text": CREDIT},
    }


def _rounded(light: dict[str, Any]) -> dict[str, Any]:
    return {key: [round(v, 5) for v in value] if isinstance(value, list) else value for key, value in light.items()}


def _small(plane: Floats) -> Floats:
    size = min(SHARE_PX, plane.shape[0])
    return np.clip(cv2.resize(plane, (size, size), interpolation=cv2.INTER_AREA), 0, 1)


def _write_picture(file: Path, picture: Floats) -> None:
    pixels = np.rint(picture * 255).astype(np.uint8)
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    part = file.with_suffix(".part.jpg")
    cv2.imwrite(str(part), pixels[..., ::-1], options)
    os.replace(part, file)


def _write(file: Path, srgb: Floats, flag: int, quality: int) -> None:
    cv2.imwrite(str(file), np.rint(srgb * 255).astype(np.uint8)[..., ::-1], [flag, quality])


def _corner(x: float, y: float, size: int) -> tuple[int, int]:
    return round(x * size), round(y * size)
