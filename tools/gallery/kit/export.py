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

from .passes import DIRECT_PX, ROUGHNESS, Planes, render_direct, render_geometry, render_light
from .stage import Setting, Stage

SIZE_PX, SHARE_PX = 1280, 768
JPEG_QUALITY, WEBP_QUALITY = 92, 90
GRAIN = 0.0035  # standard deviation, display values: against banding
CREDIT = "Own work, rendered with Blender."

Floats = Any  # NDArray[np.float32]


def export(stage: Stage, setting: Setting, work: Path, gallery: Path, name: str) -> None:
    """Render all passes and write the scene's files."""
    planes = render_light(stage, work)
    picture, tone = develop(stage, setting, planes, SIZE_PX)
    groups = denoised_groups(stage, planes)
    geometry = render_geometry(stage, work)
    bounce = measured_bounce(groups, render_direct(work))
    folder = gallery / "scenes" / name
    folder.mkdir(parents=True, exist_ok=True)
    near = _write_geometry(folder, geometry, stage)
    total = sum(groups.values()) + 1e-6
    for group, light in groups.items():
        _write_share(folder / f"light-{group}.webp", light / total)
    _write_picture(gallery / "backgrounds" / f"{name}.jpg", picture)
    facts = _facts(stage, setting, tone, bounce, near)
    (folder / "scene.toml").write_text(tomli_w.dumps(facts), encoding="utf-8")


def draft(stage: Stage, setting: Setting, work: Path, file: Path) -> None:
    """A small picture only, with the product's box drawn on it."""
    picture, tone = develop(stage, setting, render_light(stage, work), stage.size_px)
    pixels = np.rint(picture * 255).astype(np.uint8)[..., ::-1].copy()
    size = stage.size_px
    x, y, height = product_box(stage, setting)
    left, top, right, bottom = setting.safe
    cv2.rectangle(pixels, _corner(left, top, size), _corner(right, bottom, size), (120, 200, 120), 1)
    cv2.rectangle(pixels, _corner(x - height / 4, y - height, size), _corner(x + height / 4, y, size), (80, 80, 220), 1)
    print(f"exposure {tone.exposure_ev:.2f}, box {x:.3f} {y:.3f} {height:.3f}")
    cv2.imwrite(str(file), pixels)


def develop(stage: Stage, setting: Setting, planes: Planes, size_px: int) -> tuple[Floats, Tone]:
    """The picture, sRGB, and the tone that made it: the sum of the groups that weigh, denoised, exposed, with grain."""
    albedo = pyoidn.denoise(np.clip(planes["Denoising Albedo"], 0, 1), quality="fast")
    normal = pyoidn.denoise(np.clip(planes["Denoising Normal"], -1, 1), quality="fast")
    noisy = sum(light["weight"] * planes[f"Combined_{light['group']}"] for light in stage.lights)
    master = pyoidn.denoise(np.nan_to_num(noisy, posinf=0), albedo=albedo, normal=normal, hdr=True)
    if master.shape[0] != size_px:
        master = cv2.resize(master, (size_px, size_px), interpolation=cv2.INTER_CUBIC)
    master = np.maximum(master, 0) * _vignette(size_px, setting.vignette)
    tone = _exposed(master, setting)
    return _grained(to_display(master, tone)), tone


def denoised_groups(stage: Stage, planes: Planes) -> dict[str, Floats]:
    """Each group's radiance at the size of its map; denoised before it shrinks, as noise must not be correlated."""
    albedo = pyoidn.denoise(np.clip(planes["Denoising Albedo"], 0, 1), quality="fast")
    normal = pyoidn.denoise(np.clip(planes["Denoising Normal"], -1, 1), quality="fast")
    groups = {}
    for light in stage.lights:
        noisy = np.nan_to_num(planes[f"Combined_{light['group']}"], posinf=0)
        groups[light["group"]] = np.maximum(_small(pyoidn.denoise(noisy, albedo=albedo, normal=normal, hdr=True)), 0)
    return groups


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


def measured_bounce(groups: dict[str, Floats], direct: Planes) -> dict[str, list[float]]:
    """For each group, the share of its light that came by other surfaces, where it also falls directly."""
    found = {}
    for group, light in groups.items():
        all_ways = cv2.resize(light, (DIRECT_PX, DIRECT_PX), interpolation=cv2.INTER_AREA)
        straight = np.minimum(direct[f"Combined_{group}"], all_ways)
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
        "size_px": SIZE_PX,
        "camera": {
            "focal_px": lens / 36 * SIZE_PX,
            "near_m": near,
            "position": [round(v, 5) for v in camera.location],
            "rotation": [[round(v, 6) for v in row] for row in camera.matrix_world.to_3x3()],
        },
        "tone": {"exposure_ev": tone.exposure_ev, "contrast": tone.contrast, "white": tone.white},
        "support": support,
        "light": [_rounded(light) | {"bounce": bounce[light["group"]]} for light in stage.lights],
        "credits": {"text": CREDIT},
        "render": {"size_px": stage.size_px, "samples": stage.samples},
    }


def _rounded(light: dict[str, Any]) -> dict[str, Any]:
    return {key: [round(v, 5) for v in value] if isinstance(value, list) else value for key, value in light.items()}


def _small(plane: Floats) -> Floats:
    return np.ascontiguousarray(cv2.resize(plane, (SHARE_PX, SHARE_PX), interpolation=cv2.INTER_AREA))


def _write_picture(file: Path, picture: Floats) -> None:
    pixels = np.rint(picture * 255).astype(np.uint8)
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    part = file.with_suffix(".part.jpg")
    cv2.imwrite(str(part), pixels[..., ::-1], options)
    os.replace(part, file)


def _write_share(file: Path, share: Floats) -> None:
    pixels = np.rint(to_srgb(np.clip(share, 0, 1)) * 255).astype(np.uint8)
    cv2.imwrite(str(file), pixels[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY])


def _corner(x: float, y: float, size: int) -> tuple[int, int]:
    return round(x * size), round(y * size)
