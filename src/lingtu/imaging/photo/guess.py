"""A photograph as a scene with geometry: a plane, a camera, a sun and a sky, all of them guesses.

So the ray caster that draws in rendered scenes draws here too. `Maps.certainty` says how far it may: nothing off the
surface, little where the guess is weak. The world's scale is free; products are some two metres away.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging import outline
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part
from lingtu.imaging.footing import SOLID
from lingtu.imaging.photo import gloss, horizon, light
from lingtu.imaging.photo.light import Key
from lingtu.imaging.photo.surface import Surface
from lingtu.imaging.photo.view import View
from lingtu.imaging.scene import Camera, Geometry, Light, Maps, Scene, Stance, Support, Vector
from lingtu.imaging.tone import Tone

LEAST = 0.2  # confidence: below it nothing is cast
_CERTAIN = 0.75  # confidence from which a shadow has its full strength
_TOLD = 0.8  # strength where the caller says that it lies or hangs
_TONE = Tone(contrast=1.0, white=1.5)  # of a photograph: nearly none, so that shadows darken white as they do in truth
_AWAY_M = 2.0
_MATT = 0.55  # roughness without a mirror, see `reflection`
_STEADY, _TIPPED = 2.0, 0.35  # of a base's share of the width; what stands on a tip hardly stands, so much is cast
_GRAZING = 0.6  # of the sine at which the base is seen: flatter, and a horizon that is off tells on shadows
_STEEP = np.radians(80.0)  # pitch of a camera that looks down on things that lie


def understood(scene: Scene, alpha: Floats, view: View, found: Surface, stance: Stance | None) -> Scene | None:
    """A photograph with what is guessed of it for a product that shows as alpha, H x W, and is so, if it was said.

    None where nothing may be cast: no surface was found, the product floats, or the canvas cuts its base off.
    """
    if view.is_cut_off and stance is None:
        return None
    told, stance = stance, stance or stance_of(found, alpha)
    if stance is None or (stance == "standing" and found.confidence < LEAST):
        return None
    key = light.find(view, found)
    if stance == "standing":
        steady = min(1.0, max(_TIPPED, _STEADY * outline.base_share(alpha[visible_part(alpha, SOLID)])))
        certainty = found.support * found.nearness * np.float32(steady * min(1.0, found.confidence / _CERTAIN))
    else:  # its surface is all round; with the caller's word for it
        certainty = np.full_like(found.support, _TOLD) if told is not None else found.support * np.float32(_TOLD)
    camera, support = _standing(view, found) if stance == "standing" else _facing(view, stance)
    size = (scene.picture.shape[1], scene.picture.shape[0])
    geometry = Geometry(
        camera=camera.scaled(size[0] / view.width, size[1] / view.height),
        master=camera.scaled(1 / view.width, 1 / view.height),
        maps=_maps(view, camera, support, certainty, gloss.find(view, found)),
        lights=_lights(key, stance),
        support=support,
    )
    return replace(scene, tone=_TONE, geometry=geometry)


def stance_of(found: Surface, alpha: Floats) -> Stance | None:
    """How a product that shows as alpha probably is on what was found; None: it floats, or nothing can be said.

    Clothes and plates before one even tone lie on it, or hang: both are dark all round.
    """
    if found.kind == "none":
        return None
    return "lying" if found.kind == "seamless" and outline.is_flat(alpha[visible_part(alpha, SOLID)]) else "standing"


def _standing(view: View, found: Surface) -> tuple[Camera, Support]:
    """A camera over a level plane."""
    row, _ = horizon.find(view, found)
    focal = horizon.FOCAL * max(view.height, view.width)
    pitch = np.arctan2(view.height / 2 - row, focal)
    below = np.arctan2(view.base - view.height / 2, focal) + pitch
    camera = _camera(view, focal, pitch, _AWAY_M * np.sin(below))
    ray = camera.rays((view.left + view.right) / 2, view.base)
    point = camera.position + ray * (-camera.position[2] / ray[2])
    return camera, _support(point, np.array([0.0, 0.0, 1.0]), "standing")


def _facing(view: View, stance: Stance) -> tuple[Camera, Support]:
    """A camera that looks straight at what products hang on, or nearly straight down on what they lie on."""
    focal = horizon.FOCAL * max(view.height, view.width)
    if stance == "hanging":
        camera = _camera(view, focal, 0.0, 0.0)
        return camera, _support(np.array([0.0, _AWAY_M, 0.0]), np.array([0.0, -1.0, 0.0]), stance)
    camera = _camera(view, focal, _STEEP, _AWAY_M)
    ray = camera.rays(view.width / 2, view.height / 2)
    return camera, _support(camera.position + ray * (-_AWAY_M / ray[2]), np.array([0.0, 0.0, 1.0]), stance)


def _camera(view: View, focal: float, pitch: float, height_m: float) -> Camera:
    back = np.array([0.0, -np.cos(pitch), np.sin(pitch)])
    right = np.array([1.0, 0.0, 0.0])
    return Camera(
        focal_px=(focal, focal),
        centre_px=(view.width / 2, view.height / 2),
        position=np.array([0.0, 0.0, height_m]),
        rotation=np.stack([right, np.cross(back, right), back], axis=1),
    )


def _support(point: Vector, normal: Vector, stance: Stance) -> Support:
    return Support(point=point, normal=normal, stance=stance, safe=(0, 0, 1, 1), box=(0.5, 0.8, 0.4))


def _maps(view: View, camera: Camera, support: Support, certainty: Floats, shine: float) -> Maps:
    """The plane wherever the camera sees it."""
    columns, rows = np.meshgrid(np.arange(view.width) + 0.5, np.arange(view.height) + 0.5)
    rays = camera.rays(columns, rows)
    facing = rays @ support.normal
    reach = float((support.point - camera.position) @ support.normal)
    depth = np.where(facing < -1e-3, reach / np.minimum(facing, -1e-3), np.inf).astype(np.float32)
    at_base = float((support.point - camera.position) @ support.normal) / float(
        np.linalg.norm(support.point - camera.position)
    )
    grazing = facing / np.linalg.norm(rays, axis=2) / (_GRAZING * at_base)
    certainty = certainty * np.clip(grazing, 0, 1).astype(np.float32)
    return Maps(
        depth=depth,
        normal=np.broadcast_to(support.normal.astype(np.float32), (*depth.shape, 3)),
        roughness=np.full(depth.shape, _MATT * (1 - np.sqrt(shine)), np.float32),
        shares={},
        direct={},
        certainty=cv2.GaussianBlur(certainty, (0, 0), 1.0),
    )


def _lights(key: Key, stance: Stance) -> tuple[Light, ...]:
    """The key as a broad sun, and a sky that gives what is left in its shadow."""
    angle = np.arctan2(0.9 * key.back + 1e-3, key.side)
    elevation = np.radians(key.elevation_deg)
    direction = np.array([np.cos(angle) * np.cos(elevation), np.sin(angle) * np.cos(elevation), np.sin(elevation)])
    if stance == "hanging":  # before the wall, from above
        direction = np.array([0.6 * key.side, -0.8, 0.7])
        direction /= np.linalg.norm(direction)
    none = np.zeros(3, np.float32)
    return (
        Light(
            group="key",
            kind="sun",
            weight=1 - key.ambient,
            bounce=none + np.float32(0.1),
            colour=none + 1,
            direction=direction,
            angle_deg=2 * key.radius_deg,
        ),
        Light(group="env", kind="env", weight=key.ambient, bounce=none + np.float32(0.2), colour=none + 1),
    )
