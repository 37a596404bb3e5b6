"""A rendered scene in another light and another framing: its light groups mixed anew, before the tone curve."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from lingtu.imaging import receivers
from lingtu.imaging.colour import Floats, luminance
from lingtu.imaging.composite import visible_part
from lingtu.imaging.receivers import Grid
from lingtu.imaging.scene import Geometry, Light, Scene
from lingtu.imaging.tone import to_display, to_scene

_CLOSEST = 1.28  # of the framings
_BLUR = 0.012  # of the longer side, at most: what lies far behind the product
_TURNED = 0.5  # chance of being turned left to right
_PLENTY, _COLOURED = 0.4, 0.7  # share of the light that makes a key lamp the main one; what else takes on without one
_MAP_PX = 768  # longer side of the grid that factors are made on, about the maps' own
_NEAR_PX, _ALIKE = 7, 0.07  # of the filter: its diameter, and the natural logarithm of a factor that is noise
_STRONGEST = 12.0  # a pixel is not made brighter by more: there is only noise in it


@dataclass(frozen=True)
class Mood:
    """Factors of light, for each channel."""

    #: Of the lamps that cast the main shadow.
    key: tuple[float, float, float]
    #: Of all other light.
    rest: tuple[float, float, float]
    #: The picture's brightness beside the reference's, stops.
    brightness_ev: float = 0.0


DAY = Mood((1.15, 1.12, 1.08), (0.85, 0.90, 1.0), 0.1)
EVENING = Mood((1.22, 0.90, 0.62), (0.70, 0.68, 0.78), -0.3)
WARM = Mood((1.10, 0.97, 0.80), (1.06, 0.97, 0.86), 0.05)
COOL = Mood((0.84, 0.97, 1.16), (0.88, 1.0, 1.14), 0.0)
SOFT = Mood((0.30, 0.30, 0.31), (1.5, 1.5, 1.5), 0.1)

#: (from the other side, mood): neighbours are far apart, and the reference itself is not among them.
TURNS = (
    (True, DAY),
    (False, EVENING),
    (True, COOL),
    (False, SOFT),
    (True, EVENING),
    (False, COOL),
    (True, WARM),
    (False, WARM),
)


def vary(scene: Scene, alpha: Floats, seed: int) -> Scene:
    """The scene clearly changed, of the same size; the product of this alpha still stands where it stood."""
    draw = np.random.default_rng(seed)
    other_side, mood = TURNS[seed % len(TURNS)]
    framed = _framed(scene, alpha, float(draw.uniform(1.06, _CLOSEST)), bool(draw.random() < _TURNED))
    lights = _mixed(framed, other_side, mood)
    return _blurred(relit(framed, lights, mood.brightness_ev), draw)


def relit(scene: Scene, lights: tuple[Light, ...], brightness_ev: float) -> Scene:
    """The scene with its light groups weighted so, as bright as before but for some stops."""
    geometry = scene.geometry
    assert geometry is not None
    after = replace(geometry, lights=lights)
    light = to_scene(scene.picture, scene.tone)
    new = light * _factor(geometry, after, scene.picture.shape[1], scene.picture.shape[0])
    new *= np.float32(2**brightness_ev) * _brightness(light) / _brightness(new)
    return replace(scene, picture=to_display(new, scene.tone), geometry=after)


def _factor(before: Geometry, after: Geometry, width: int, height: int) -> Floats:
    """H x W x 3: light after by light before, without the faint blocks that compression left in the maps."""
    grid = Grid.over(0, 0, width, height, max(1.0, max(width, height) / _MAP_PX))
    factor = receivers.weighted_light(after, grid) / np.maximum(receivers.weighted_light(before, grid), 1e-3)
    stops = np.log(np.clip(factor, 1e-3, _STRONGEST)).astype(np.float32)
    smooth = np.exp(cv2.bilateralFilter(stops, _NEAR_PX, _ALIKE, _NEAR_PX / 2))
    size = (round(grid.width * grid.step), round(grid.height * grid.step))
    found: Floats = cv2.resize(smooth, size, interpolation=cv2.INTER_LINEAR)
    return found[:height, :width]


def _brightness(light: Floats) -> np.float32:
    """Geometric mean of the luminance."""
    return np.float32(np.exp(np.log(np.maximum(luminance(light[::4, ::4]), 1e-3)).mean()))


def _mixed(scene: Scene, other_side: bool, mood: Mood) -> tuple[Light, ...]:
    """The lights with a mood's weights, the key from the other side if there is a lamp for it."""
    assert scene.geometry is not None
    lights = scene.geometry.lights
    key = {_key(lights)}
    spare = {light.group for light in lights if light.kind != "env" and float(np.max(light.weight)) == 0}
    swapped = key | spare if other_side and spare else set()
    rest = _rest(scene, key | swapped, mood)
    found = []
    for light in lights:
        weight = np.where(light.weight == 0, np.float32(1), np.float32(0)) if light.group in swapped else light.weight
        factor = np.array(mood.key, np.float32) if light.group in key | swapped else rest
        found.append(replace(light, weight=weight * factor))
    return tuple(found)


def _rest(scene: Scene, keys: set[str], mood: Mood) -> Floats:
    """A mood's factors of all but the key; where there is little of that, they take on some of its colour."""
    assert scene.geometry is not None
    height, width = scene.picture.shape[:2]
    shares = receivers.shares(scene.geometry, Grid.over(0, 0, width, height, max(height, width) / 32))
    lamp = sum(float(shares[group].mean()) for group in keys)
    taken = np.float32(_COLOURED * max(0.0, 1 - lamp / _PLENTY))
    found: Floats = (1 - taken) * np.array(mood.rest, np.float32) + taken * np.array(mood.key, np.float32)
    return found


def _key(lights: tuple[Light, ...]) -> str:
    """The group of the main lamp: `key`, or the first that is on."""
    names = [light.group for light in lights if light.kind != "env" and float(np.max(light.weight)) > 0]
    return "key" if "key" in names or not names else names[0]


def _framed(scene: Scene, alpha: Floats, zoom: float, turned: bool) -> Scene:
    """Framed closer, and turned left to right where it can be; what is below the product's base stays below it."""
    height, width = scene.picture.shape[:2]
    assert scene.geometry is not None
    rows, columns = visible_part(alpha, 0.5)
    stands = scene.geometry.support.stance == "standing"
    x = (columns.start + columns.stop) / 2 if columns.stop else width / 2
    y = (rows.stop if stands else (rows.start + rows.stop) / 2) if rows.stop else height / 2
    part_width, part_height = round(width / zoom), round(height / zoom)
    top = min(max(round(y - y / zoom), 0), height - part_height)
    left = round(width - x - x / zoom)
    if turned and 0 <= left <= width - part_width:
        scene = scene.mirrored()
    else:
        left = min(max(round(x - x / zoom), 0), width - part_width)
    return scene.cropped(left, top, part_width, part_height).resized(width, height)


def _blurred(scene: Scene, draw: np.random.Generator) -> Scene:
    """Out of focus behind the support, by a drawn amount."""
    geometry = scene.geometry
    assert geometry is not None
    height, width = scene.picture.shape[:2]
    amount = float(draw.uniform(0, 1)) * _BLUR * max(height, width)
    if amount < 1 or geometry.support.stance != "standing":
        return scene
    return replace(scene, picture=_out_of_focus(scene.picture, _far(geometry, width, height), amount))


def _far(geometry: Geometry, width: int, height: int) -> Floats:
    """H x W: 0 where things are as near as the support, 1 where they are far behind it."""
    seen = receivers.look(geometry, Grid.over(0, 0, width, height, max(height, width) / 320))
    own = geometry.camera.rotation[:, 2]
    sharp = float((geometry.camera.position - geometry.support.point) @ own)
    depth = np.maximum(((geometry.camera.position - seen.points) @ own), 1e-3)
    far = np.clip((1 - 1.25 * sharp / depth) / 0.5, 0, 1).astype(np.float32)
    found: Floats = cv2.resize(far, (width, height), interpolation=cv2.INTER_LINEAR)
    return found


def _out_of_focus(picture: Floats, far: Floats, sigma_px: float) -> Floats:
    """Blurred where `far` says, in two steps; what is near does not bleed into it."""
    behind = np.minimum(4 * far, 1)[..., None]
    result = picture
    for share, start in ((0.5, 0.0), (1.0, 0.5)):
        soft = cv2.GaussianBlur(picture * behind, (0, 0), sigma_px * share)
        cover = cv2.GaussianBlur(behind, (0, 0), sigma_px * share)[..., None]
        weight = np.clip((far - start) * 2, 0, 1)[..., None] * behind
        result = result * (1 - weight) + soft / np.maximum(cover, 1e-3) * weight
    clipped: Floats = np.clip(result, 0, 1).astype(np.float32)
    return clipped
