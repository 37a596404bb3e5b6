"""Reads the files that a rendered scene ships with.

They are `scene.toml`, `depth.png`, `surface.png`, `light-GROUP.webp`, and, if there is one, `direct-GROUP.webp`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingtu.errors import SetupError
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.scene import Camera, Geometry, Light, Maps, Support, Vector
from lingtu.imaging.tone import Tone

FORMAT = 1
_LEVELS = 65535


def read(files: Mapping[str, bytes]) -> tuple[Geometry, Tone]:
    """Geometry, seen through the whole master's camera, and tone; files are given by their names.

    Raises `SetupError`, naming the file and the fault.
    """
    try:
        facts = tomllib.loads(files["scene.toml"].decode())
        if facts["format"] != FORMAT:
            raise SetupError(f"scene.toml: format {facts['format']} is not known here; {FORMAT} is")
        camera = _camera(facts["camera"], facts["size_px"])
        lights = tuple(_light(row) for row in facts["light"])
        maps = _maps(files, float(facts["camera"]["near_m"]), [light.group for light in lights])
        support = _support(facts["support"])
        tone = Tone(**{name: float(facts["tone"][name]) for name in facts["tone"]})
    except KeyError as error:
        raise SetupError(f"scene: {error.args[0]} is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise SetupError(f"scene.toml: {error}") from None
    side = facts["size_px"]
    return Geometry(
        camera=camera, master=camera.scaled(1 / side, 1 / side), maps=maps, lights=lights, support=support
    ), tone


def _camera(row: Mapping[str, Any], size_px: int) -> Camera:
    focal = float(row["focal_px"])
    return Camera(
        focal_px=(focal, focal),
        centre_px=(size_px / 2, size_px / 2),
        position=_vector(row["position"]),
        rotation=np.array([_vector(line) for line in row["rotation"]]),
    )


def _light(row: Mapping[str, Any]) -> Light:
    kind = row["kind"]
    if kind not in ("area", "sun", "env"):
        raise ValueError(f"no kind of light {kind}")
    return Light(
        group=row["group"],
        kind=kind,
        weight=np.full(3, float(row["weight"]), np.float32),
        bounce=_vector(row["bounce"]).astype(np.float32),
        colour=_vector(row["colour"]).astype(np.float32),
        position=_vector(row["position"]) if kind == "area" else None,
        half_u=_vector(row["half_u"]) if kind == "area" else None,
        half_v=_vector(row["half_v"]) if kind == "area" else None,
        direction=_unit(_vector(row["direction"])) if kind == "sun" else None,
        angle_deg=float(row["angle_deg"]) if kind == "sun" else 0.0,
    )


def _support(row: Mapping[str, Any]) -> Support:
    if row["stance"] not in ("standing", "lying", "hanging"):
        raise ValueError(f"no stance {row['stance']}")
    left, top, right, bottom = (float(value) for value in row["safe"])
    x, y, height = (float(value) for value in row["box"])
    return Support(
        point=_vector(row.get("point", (0.0, 0.0, row["height_m"]))),
        normal=_unit(_vector(row.get("normal", (0.0, 0.0, 1.0)))),
        stance=row["stance"],
        safe=(left, top, right, bottom),
        box=(x, y, height),
    )


def _maps(files: Mapping[str, bytes], near_m: float, groups: list[str]) -> Maps:
    levels = codec.decode_map(files["depth.png"])
    surface = codec.decode_map(files["surface.png"]).astype(np.float32) / np.float32(255)
    if levels.ndim != 2 or surface.ndim != 3 or surface.shape[:2] != levels.shape:
        raise ValueError(f"depth.png of {levels.shape} and surface.png of {surface.shape} don't fit together")
    with np.errstate(divide="ignore"):
        depth = (_LEVELS * near_m / levels.astype(np.float64)).astype(np.float32)
    return Maps(
        depth=depth,
        normal=_unfolded(surface[..., :2]),
        roughness=np.ascontiguousarray(surface[..., 2]),
        shares={group: _share(files[f"light-{group}.webp"]) for group in groups},
        direct={
            group: _share(files[f"direct-{group}.webp"])[..., 0] for group in groups if f"direct-{group}.webp" in files
        },
    )


def _share(data: bytes) -> NDArray[np.uint8]:
    levels = codec.decode_map(data)
    if levels.dtype != np.uint8 or levels.ndim != 3:
        raise ValueError(f"a light map of {levels.shape} is not a picture of 8-bit colours")
    return levels


def _unfolded(square: Floats) -> Floats:
    """Unit vectors from their octahedral places in [0, 1]^2 (Cigolle et al. 2014)."""
    flat = 2 * square - 1
    up = 1 - np.abs(flat).sum(axis=-1, keepdims=True)
    flat = np.where(up < 0, (1 - np.abs(flat[..., ::-1])) * np.where(flat < 0, -1, 1), flat)
    found = np.concatenate([flat, up], axis=-1)
    result: Floats = (found / np.linalg.norm(found, axis=-1, keepdims=True)).astype(np.float32)
    return result


def _vector(values: Any) -> Vector:
    found = np.array([float(value) for value in values])
    if found.shape != (3,):
        raise ValueError(f"three numbers are needed, not {values}")
    return found


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    if length < 1e-9:
        raise ValueError("a direction has no length")
    result: Vector = vector / length
    return result
