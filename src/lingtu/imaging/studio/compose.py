"""One new scene: reference, product and seed give composition, colours and light; then it is traced and developed."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging import upsample
from lingtu.imaging.colour import Floats, luminance, to_srgb
from lingtu.imaging.scene import Camera, Geometry, Light, Maps, Scene, Stance, Support, Told, Vector
from lingtu.imaging.studio import backdrop, develop, materials, paint, palette, reference, solids, stage, subject, trace
from lingtu.imaging.studio.before import PLACE
from lingtu.imaging.studio.composition import Composition
from lingtu.imaging.studio.gobos import draw_gobo
from lingtu.imaging.studio.hanging import HANGING
from lingtu.imaging.studio.lying import LYING
from lingtu.imaging.studio.stage import Lamp, Set
from lingtu.imaging.studio.standing import STUDIO
from lingtu.imaging.tone import Tone

_LIGHT_PX = 400  # longer side of the grid that light is gathered on
_NORMAL_GUIDE, _DEPTH_GUIDE = 3.0, 12.0  # what sets surfaces apart when that grid is made larger
_EXPOSED = 1.3  # light, after exposure, of a white surface that faces lamp and camera half each
_DARK_PLACE = 0.30  # mean luminance of a reference from which on its sets are lit less
_TONE = Tone()


def compose(scene: Scene, rgb: Floats, alpha: Floats, seed: int, told: Told | None = None) -> Scene:
    """A scene of the reference's size for the product of rgb and alpha, H x W; `told` overrides its outline.

    Seeds that follow each other give other compositions.
    """
    height, width = scene.picture.shape[:2]
    product = subject.study(rgb, alpha)
    style = reference.study(scene.picture)
    stance = _stance(told, product)
    composition = pick(stance, style.is_place, seed)
    draw = np.random.default_rng(seed)
    space = _stage(product, stance, width, height)
    built = composition.build(space, draw)
    camera = stage.camera_for(product, stance, composition.tilt, width, height)
    colours = palette.choose(style, product, seed)
    job = _Job.of(built, camera, colours, style, stance, space, seed, draw)
    far = _far_light(scene, built, product, composition, seed, draw)
    return _rendered(job, far, width, height, stance, draw)


def _stance(told: Told | None, product: subject.Subject) -> Stance:
    """What floats does so before a wall."""
    return "hanging" if told == "floating" else told or product.stance


def pick(stance: Stance, is_place: bool, seed: int) -> Composition:
    """Each once before any comes again; before a place every other one is that place."""
    if stance != "standing":
        choices = LYING if stance == "lying" else HANGING
        return choices[seed % len(choices)]
    if is_place and seed % 2 == 0:
        return PLACE[seed // 2 % len(PLACE)]
    return STUDIO[(seed // 2 if is_place else seed) % len(STUDIO)]


def _stage(product: subject.Subject, stance: Stance, width: int, height: int) -> stage.Stage:
    found = stage.stage_of(product, width, height)
    if stance == "standing":
        return found
    middle = found.tall / 2
    return stage.Stage(
        half=found.half,
        tall=found.tall,
        left=found.left,
        right=found.right,
        up=found.up - middle,
        down=found.down + middle,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Job:
    """What the kernels read."""

    built: Set
    camera: Camera
    solids: NDArray[np.float32]
    room: Floats
    materials: NDArray[np.float32]
    #: Position, half sides, colour.
    lamp: NDArray[np.float64]
    gobo: Floats
    plane: NDArray[np.float64]
    cube: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        built: Set,
        camera: Camera,
        colours: palette.Colours,
        style: reference.Style,
        stance: Stance,
        space: stage.Stage,
        seed: int,
        draw: np.random.Generator,
    ) -> _Job:
        side = -1.0 if style.side < 0 else 1.0
        side *= -1.0 if seed // 2 % 2 else 1.0
        lamp = _lamp(built.lamp, style, stance, side)
        return cls(
            built=built,
            camera=camera,
            solids=solids.table(built.solids),
            room=np.array([built.floor, built.wall, built.bend, built.blend], np.float32),
            materials=materials.table(_materials(built, colours), seed),
            lamp=lamp,
            gobo=draw_gobo(built.lamp.gobo, draw),
            plane=_gobo_plane(built.lamp, lamp, stance, space),
            cube=_cube(built.lamp, style, side),
        )


def _materials(built: Set, colours: palette.Colours) -> list[materials.Material]:
    own = {
        stage.FLOOR: colours.floor,
        stage.WALL: colours.wall,
        stage.MAIN: colours.main,
        stage.SECOND: colours.second,
        stage.ACCENT: colours.accent,
        stage.WOODEN: colours.wood,
    }
    found = []
    for number in range(len(own)):
        kind, size = built.kind(number)
        colour, second = palette.of_kind(kind, own[number], colours)
        found.append(materials.Material(kind=kind, colour=colour, second=second, size=size))
    return found


def _lamp(lamp: Lamp, style: reference.Style, stance: Stance, side: float) -> NDArray[np.float64]:
    """Position, two half sides, colour (4 x 3)."""
    turn, high = np.radians(lamp.towards_deg), np.radians(lamp.height_deg)
    towards = np.array([side * np.cos(turn) * np.cos(high), -np.sin(turn) * np.cos(high), np.sin(high)])
    if stance == "lying":
        towards[1] = -towards[1]
    across = np.cross(towards, [0.0, 0.0, 1.0])
    across /= np.linalg.norm(across)
    down = np.cross(towards, across)
    colour = np.array([1.03, 1.0, 0.955]) * style.tint
    return np.stack([lamp.distance * towards, lamp.half * across, lamp.half * down, colour / colour.mean()])


def _gobo_plane(lamp: Lamp, placed: NDArray[np.float64], stance: Stance, space: stage.Stage) -> NDArray[np.float64]:
    """Middle of the gobo, what is one width and one height of it (as gradients), and its distance from the lamp."""
    if lamp.gobo == "none":
        return np.zeros((4, 3))
    span = 0.66 * lamp.distance
    middle = np.array([(space.right - space.left) / 2, 0.35, (space.up - space.down) / 2])
    if stance != "standing":
        middle = np.array([(space.right - space.left) / 2, 0.0, 0.0])
    way = middle - placed[0]
    way /= np.linalg.norm(way)
    across = placed[1] / np.linalg.norm(placed[1])
    down = np.cross(way, across)
    if down @ [0.0, 1.0 if stance == "lying" else 0.0, 1.0] > 0:
        down = -down
    size = lamp.gobo_m * span / lamp.distance
    return np.stack([placed[0] + span * way, across / size, down / size, [span, 0.0, 0.0]])


def _cube(lamp: Lamp, style: reference.Style, side: float) -> NDArray[np.float64]:
    """Light around: more from the lamp's side, from above, and from the camera's."""
    levels = np.array([0.85 - 0.3 * side, 0.85 + 0.3 * side, 1.0, 0.9, 0.45, 1.25])
    cool = np.array([0.98, 1.0, 1.035]) * style.tint
    return np.outer(lamp.around * levels, cool / cool.mean())


def _far_light(
    scene: Scene, built: Set, product: subject.Subject, composition: Composition, seed: int, draw: np.random.Generator
) -> Floats:
    if not built.before_reference:
        return np.zeros((2, 2, 3), np.float32)
    focal = stage.FOCAL * max(scene.picture.shape[:2])
    horizon = (product.bottom - 0.3 * composition.tilt * focal) / scene.picture.shape[0]
    return backdrop.far_light(scene, horizon, seed, draw)


def _rendered(job: _Job, far: Floats, width: int, height: int, stance: Stance, draw: np.random.Generator) -> Scene:
    camera = _numbers(job.camera, width, height)
    way = np.empty((height, width), np.float32)
    met = np.empty((height, width), np.int16)
    normals = np.empty((height, width, 3), np.float32)
    trace.see(camera, job.solids, job.room, way, met, normals)
    depth = way / _stretch(job.camera, width, height)
    gain, cube = _gains(job, far)
    light = _light(job, cube, far / np.float32(gain), depth, normals)
    key, rest = (np.empty((height, width, 3), np.float32) for _ in range(2))
    rough = np.empty((height, width), np.float32)
    behind = cv2.resize(far / np.float32(gain), (width, height), interpolation=cv2.INTER_CUBIC)
    paint.paint(
        camera, job.solids, job.room, job.materials, job.lamp, behind, way, met, normals, light, key,
        rest, rough,
    )  # fmt: skip
    whole = np.empty_like(key)
    paint.soften(camera, job.solids, job.room, met, normals, key + rest, whole)
    whole *= np.float32(develop.exposure(whole, gain))
    focus = stage.FOCAL
    seen = develop.defocused(whole, depth, focus, job.built.blur)
    maps = Maps(depth=depth, normal=normals, roughness=rough, shares=_shares(key, rest), direct={})
    return Scene(
        picture=develop.printed(seen, draw, _TONE),
        tone=_TONE,
        geometry=Geometry(
            camera=job.camera,
            master=job.camera.scaled(1 / width, 1 / height),
            maps=maps,
            lights=_lights(job),
            support=_support(job, stance),
        ),
    )


def _gains(job: _Job, far: Floats) -> tuple[float, NDArray[np.float64]]:
    """Exposure, and the light around; before a reference that is part of it, and dark places are lit less."""
    lamp = job.built.lamp
    gain = _EXPOSED / (0.72 + 0.8 * lamp.around)
    if not job.built.before_reference:
        return gain, job.cube
    mean = far.reshape(-1, 3).mean(axis=0).astype(np.float64)
    level = float(luminance(mean.astype(np.float32)))
    gain *= float(np.clip((level / _DARK_PLACE) ** 0.6, 0.3, 1.0))
    columns = far.shape[1]
    cube = job.cube.copy()
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


def _light(job: _Job, cube: NDArray[np.float64], far: Floats, depth: Floats, normals: Floats) -> Floats:
    """H x W x 7, as `trace.gather` finds it on a smaller grid, brought to every pixel."""
    height, width = depth.shape
    step = max(1.0, max(height, width) / _LIGHT_PX)
    small = (max(8, round(height / step)), max(8, round(width / step)))
    camera = _numbers(job.camera.scaled(small[1] / width, small[0] / height), small[1], small[0])
    light = np.empty((*small, 7), np.float32)
    turned, places = np.empty((*small, 3), np.float32), np.empty((*small, 3), np.float32)
    trace.gather(
        camera, job.solids, job.room, job.materials, job.lamp, job.gobo, job.plane, cube, far, light, turned, places
    )
    other = np.empty_like(light)
    trace.smooth(light, turned, places, 1, other)
    trace.smooth(other, turned, places, 2, light)
    away = np.linalg.norm(places, axis=2) / _stretch(
        job.camera.scaled(small[1] / width, small[0] / height), *small[::-1]
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


def _lights(job: _Job) -> tuple[Light, ...]:
    ones = np.ones(3, np.float32)
    return (
        Light(
            group="key",
            kind="area",
            weight=ones,
            bounce=np.zeros(3, np.float32),
            colour=job.lamp[3].astype(np.float32),
            position=job.lamp[0],
            half_u=job.lamp[1],
            half_v=job.lamp[2],
        ),
        Light(group="env", kind="env", weight=ones, bounce=0.35 * ones, colour=ones),
    )


def _support(job: _Job, stance: Stance) -> Support:
    normal: Vector = np.array([0.0, -1.0, 0.0] if stance == "hanging" else [0.0, 0.0, 1.0])
    return Support(point=np.zeros(3), normal=normal, stance=stance, safe=(0.0, 0.0, 1.0, 1.0), box=(0.5, 0.7, 0.4))
