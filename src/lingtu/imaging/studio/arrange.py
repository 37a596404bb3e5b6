"""A composition's set in numbers: its solids, matter, lamp, gobo and the light around, as the kernels read them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.scene import Camera, Stance
from lingtu.imaging.studio import materials, palette, reference, solids, stage
from lingtu.imaging.studio.gobos import draw_gobo
from lingtu.imaging.studio.stage import Lamp, Set


@dataclass(frozen=True, kw_only=True, eq=False)
class Arrangement:
    """What the kernels read of a set, its camera, its colours and its light."""

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
    ) -> Arrangement:
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
