"""Finding the people in a photo: whose face counts, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.enlarge import reduce
from lingtu.imaging.faces import Face, find_faces, look_for_faces
from lingtu.imaging.people.body import HEAD, Body, fit_body
from lingtu.imaging.people.mesh import FaceMesh, fit_mesh
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.person import segment_person
from lingtu.imaging.saliency import Box, subject_box

Rgb = NDArray[np.float32]

#: Longest side at which faces and bodies are sought.
SEARCH_SIDE_PX = 1024
#: Chance, of the mesh net, from which a find is a face; and share of its points that must lie in the picture.
PRESENT, INSIDE = 0.5, 0.9
#: A face around the pose's head points may be less sure than one found anywhere.
GUIDED_SCORE = 0.5
#: Sides of the views around a head that the pose tells of, in shoulder widths.
GUIDED_VIEWS = (1.5, 2.4, 1.0)
#: Faces of less than this share of the largest one's size stand in the background.
BYSTANDER = 0.35


@dataclass(frozen=True)
class Seen:
    """The main person's face and how many faces there are beside it."""

    face: FaceMesh
    others: int


def find_main_face(rgb: Rgb, nets: PeopleNets) -> Seen | None:
    """The face of the main person, in px of the picture: large, sure, and near the middle."""
    small = reduce(rgb, SEARCH_SIDE_PX)
    faces = find_faces(small, nets.matting.face) or _by_the_pose(small, nets)
    scale = rgb.shape[1] / small.shape[1]
    meshes = [mesh for face in faces if (mesh := _mesh_of(rgb, _scaled(face, scale), nets)) is not None]
    if not meshes:
        return None
    largest = max(mesh.size_px for mesh in meshes)
    prominent = [mesh for mesh in meshes if mesh.size_px >= BYSTANDER * largest]
    main = max(prominent, key=lambda mesh: _weight(mesh, rgb))
    return Seen(main, len(prominent) - 1)


def find_body(rgb: Rgb, nets: PeopleNets) -> Body | None:
    """The pose of the main person; None if nobody is seen."""
    small = reduce(rgb, SEARCH_SIDE_PX)
    box = subject_box(segment_person(small, nets.matting.person), 0)
    if box is None:
        return None
    body = fit_body(small, box, nets.body)
    return body.scaled(rgb.shape[1] / small.shape[1], (rgb.shape[1], rgb.shape[0]))


def _by_the_pose(small: Rgb, nets: PeopleNets) -> list[Face]:
    """Faces around the head of the body that is seen: small ones of full-length photos."""
    body = find_body(small, nets)
    if body is None:
        return []
    head = body.points[HEAD].mean(axis=0)
    for reach in GUIDED_VIEWS:
        side = max(24, round(reach * body.width_px))
        left, top = (int(each - side / 2) for each in head)
        faces = look_for_faces(small, Box(left, top, left + side, top + side), nets.matting.face, GUIDED_SCORE)
        if faces:
            return faces
    return []


def _mesh_of(rgb: Rgb, face: Face, nets: PeopleNets) -> FaceMesh | None:
    mesh = fit_mesh(rgb, face, nets.mesh)
    whole = mesh.presence >= PRESENT and mesh.share_inside(rgb.shape[1], rgb.shape[0]) >= INSIDE
    return mesh if whole else None


def _weight(mesh: FaceMesh, rgb: Rgb) -> float:
    """How much a face is the picture's subject: its size, less towards the sides."""
    off = abs(float(mesh.flat[:, 0].mean()) / rgb.shape[1] - 0.5)
    return float(mesh.size_px * (1 - off) * mesh.presence)


def _scaled(face: Face, scale: float) -> Face:
    left, top, right, bottom = (edge * scale for edge in (face.left, face.top, face.right, face.bottom))
    return Face(left, top, right, bottom, face.points * np.float32(scale), face.score)
