"""An arrangement traced, painted and developed: a scene with its maps."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging import upsample
from lingtu.imaging.colour import Floats, luminance, to_srgb
from lingtu.imaging.scene import Camera, Geometry, Light, Maps, Scene, Stance, Support, Vector
from lingtu.imaging.studio import develop, paint, stage, trace
from lingtu.imaging.studio.arrange import Arrangement
from lingtu.imaging.tone import Tone

_LIGHT_PX = 400  # longer side of the grid that light is gathered on
_NORMAL_GUIDE, _DEPTH_GUIDE = 3.0, 12.0  # what sets surfaces apart when that grid is made larger
_EXPOSED = 1.3  # light, after exposure, of a white surface that faces lamp and camera half each
_DARK_PLACE = 0.30  # mean luminance of a reference from which on its sets are lit less
_TONE = Tone()


def render(
    arranged: Arrangement, far: Floats, width: int, height: int, stance: Stance, draw: np.random.Generator
) -> Scene:
    """The scene of H x W pixels. `far`: what is seen behind the set, h x w x 3, linear; `draw` gives its grain."""
    camera = _numbers(arranged.camera, width, height)
    way = np.empty((height, width), np.float32)
    met = np.empty((height, width), np.int16)
    normals = np.empty((height, width, 3), np.float32)
    trace.see(camera, arranged.solids, arranged.room, way, met, normals)
    depth = way / _stretch(arranged.camera, width, height)
    gain, cube = _gains(arranged, far)
    light = _light(arranged, cube, far / np.float32(gain), depth, normals)
    key, rest = (np.empty((height, width, 3), np.float32) for _ in range(2))
    rough = np.empty((height, width), np.float32)
    behind = cv2.resize(far / np.float32(gain), (width, height), interpolation=cv2.INTER_CUBIC)
    paint.paint(
        camera, arranged.solids, arranged.room, arranged.materials, arranged.lamp,
        behind, way, met, normals, light, key, rest, rough,
    )  # fmt: skip
    whole = np.empty_like(key)
    paint.soften(camera, arranged.solids, arranged.room, met, normals, key + rest, whole)
    whole *= np.float32(develop.exposure(whole, gain))
    focus = stage.FOCAL
    seen = develop.defocused(whole, depth, focus, arranged.built.blur)
    maps = Maps(depth=depth, normal=normals, roughness=rough, shares=_shares(key, rest), direct={})
    return Scene(
        picture=develop.printed(seen, draw, _TONE),
        tone=_TONE,
        geometry=Geometry(
            camera=arranged.camera,
            master=arranged.camera.scaled(1 / width, 1 / height),
            maps=maps,
            lights=_lights(arranged),
            support=_support(arranged, stance),
        ),
    )


def _gains(arranged: Arrangement, far: Floats) -> tuple[float, NDArray[np.float64]]:
    """Exposure, and the light around; before a reference that is part of it, and dark places are lit less."""
    lamp = arranged.built.lamp
    gain = _EXPOSED / (0.72 + 0.8 * lamp.around)
    if not arranged.built.before_reference:
        return gain, arranged.cube
    mean = far.reshape(-1, 3).mean(axis=0).astype(np.float64)
    level = float(luminance(mean.astype(np.float32)))
    gain *= float(np.clip((level / _DARK_PLACE) ** 0.6, 0.3, 1.0))
    columns = far.shape[1]
    cube = arranged.cube.copy()
    third = columns // 3
    for number, part in ((0, far[:, :third]), (1, far[:, -third:]), (3, far)):
        colour = part.reshape(-1, 3).mean(axis=0) / gain
        cube[number] = 0.4 * cube[number] + 0.6 * colour
    return gain, cube


def _numbers(camera: Camera, width: int, height: int) -> NDArray[np.float64]:
    """As the kernels read it, 6 x 3: rotation; focal lengths and width; centre and height; position."""
    return np.stack([*camera.rotation, [*camera.focal_px, width], [*camera.centre_px, height], camera.position])


def _stretch(camera: Camera, width: int, height: int) -> Floats:
    """H x W: length of the ray that is one metre deep."""
    across = (np.arange(width, dtype=np.float32) + 0.5 - camera.centre_px[0]) / camera.focal_px[0]
    down = (np.arange(height, dtype=np.float32) + 0.5 - camera.centre_px[1]) / camera.focal_px[1]
    found: Floats = np.sqrt(1 + across[None] ** 2 + down[:, None] ** 2).astype(np.float32)
    return found


def _light(arranged: Arrangement, cube: NDArray[np.float64], far: Floats, depth: Floats, normals: Floats) -> Floats:
    """H x W x 7, as `trace.gather` finds it on a smaller grid, brought to every pixel."""
    height, width = depth.shape
    step = max(1.0, max(height, width) / _LIGHT_PX)
    small = (max(8, round(height / step)), max(8, round(width / step)))
    camera = _numbers(arranged.camera.scaled(small[1] / width, small[0] / height), small[1], small[0])
    light = np.empty((*small, 7), np.float32)
    turned, places = np.empty((*small, 3), np.float32), np.empty((*small, 3), np.float32)
    trace.gather(
        camera,
        arranged.solids,
        arranged.room,
        arranged.materials,
        arranged.lamp,
        arranged.gobo,
        arranged.plane,
        cube,
        far,
        light,
        turned,
        places,
    )
    other = np.empty_like(light)
    trace.smooth(light, turned, places, 1, other)
    trace.smooth(other, turned, places, 2, light)
    away = np.linalg.norm(places, axis=2) / _stretch(
        arranged.camera.scaled(small[1] / width, small[0] / height), *small[::-1]
    )
    guide = np.dstack([turned * _NORMAL_GUIDE, np.log(np.maximum(away, 1e-2)) * _DEPTH_GUIDE])
    fine_guide = np.dstack(
        [normals * np.float32(_NORMAL_GUIDE), np.log(np.clip(depth, 1e-2, 99)) * np.float32(_DEPTH_GUIDE)]
    )
    first = (0.5 * small[0] / height - 0.5, 0.5 * small[1] / width - 0.5)
    trust = np.ones(small, np.float32)
    return upsample.joint(light, trust, guide.astype(np.float32), fine_guide, first, small[1] / width)


def _shares(key: Floats, rest: Floats) -> dict[str, NDArray[np.uint8]]:
    """Encoded as sRGB is; of both together."""
    share = key / np.maximum(key + rest, 1e-5)
    return {
        group: np.round(255 * to_srgb(of_group)).astype(np.uint8)
        for group, of_group in (("key", share), ("env", 1 - share))
    }


def _lights(arranged: Arrangement) -> tuple[Light, ...]:
    ones = np.ones(3, np.float32)
    return (
        Light(
            group="key",
            kind="area",
            weight=ones,
            bounce=np.zeros(3, np.float32),
            colour=arranged.lamp[3].astype(np.float32),
            position=arranged.lamp[0],
            half_u=arranged.lamp[1],
            half_v=arranged.lamp[2],
        ),
        Light(group="env", kind="env", weight=ones, bounce=0.35 * ones, colour=ones),
    )


def _support(arranged: Arrangement, stance: Stance) -> Support:
    normal: Vector = np.array([0.0, -1.0, 0.0] if stance == "hanging" else [0.0, 0.0, 1.0])
    return Support(point=np.zeros(3), normal=normal, stance=stance, safe=(0.0, 0.0, 1.0, 1.0), box=(0.5, 0.7, 0.4))
