"""The gallery's people, seen by the real nets of the default weights."""

from __future__ import annotations

import io
import os

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from lingtu.gallery.catalogue import OURS, person_files, picture_file
from lingtu.gallery.face import Face
from lingtu.imaging.faces import find_faces
from lingtu.imaging.people.head import matte_head
from lingtu.imaging.people.nets import PeopleNets, open_people_nets
from lingtu.settings import Settings
from lingtu.weights.sessions import Net, litert_net

Floats = NDArray[np.float32]

#: What the landmarks' net sees, px; how much wider than the points that is.
SIDE_PX, MARGIN = 256, 1.5
#: The matting nets are as sure of a small preview as of a large one.
PREVIEW_PX = 384


@pytest.fixture(scope="module")
def nets() -> PeopleNets:
    """Pulled with the machine's pip where they are not here yet."""
    return open_people_nets(Settings.from_env(os.environ).weights_dir, threads=1)


@pytest.fixture(scope="module")
def landmarks() -> Net:
    return litert_net("face_landmarks", Settings.from_env(os.environ).weights_dir, 1)


def _preview(face: Face) -> Floats:
    small = Image.open(io.BytesIO(picture_file(face))).resize((PREVIEW_PX, PREVIEW_PX), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / 255


@pytest.mark.parametrize("face", OURS.faces, ids=lambda face: face.id)
def test_a_preview_has_one_head_in_its_middle(face: Face, nets: PeopleNets) -> None:
    preview = _preview(face)
    (found,) = find_faces(preview, nets.matting.face)
    assert abs(float(found.eyes[0]) / PREVIEW_PX - 0.5) < 0.03
    head = matte_head(preview, nets).alpha
    assert 0.12 < head.mean() < 0.6
    assert head[int(found.mouth[1]), int(found.mouth[0])] > 0.95
    assert head[:8].max() < 0.05, "nothing of the wall"


@pytest.mark.parametrize("face", OURS.faces, ids=lambda face: face.id)
@pytest.mark.parametrize("view", ["front", "left", "right"])
def test_the_mesh_lies_where_it_is_stored(face: Face, view: str, landmarks: Net) -> None:
    """The same net, shown what the stored points span, is sure of a face and finds them again."""
    files = person_files(face)
    picture = np.asarray(Image.open(io.BytesIO(files[f"{view}.webp"])), np.float32) / 255
    stored = np.load(io.BytesIO(files["face.npz"]))[view][:, :2]
    low, high = stored.min(0), stored.max(0)
    scale = SIDE_PX / (MARGIN * float((high - low).max()))
    shift = SIDE_PX / 2 - scale * (low + high) / 2
    seen = cv2.warpAffine(picture, np.column_stack([scale * np.eye(2), shift]), (SIDE_PX, SIDE_PX))
    points, *others = sorted(landmarks(seen[None]), key=np.size, reverse=True)
    found = (points.reshape(478, 3)[:, :2] - shift) / scale
    presence = others[-1] if len(others) == 1 else max(other.max() for other in others if other.size == 1)
    assert float(presence) > 0.5
    assert np.abs(found - stored).mean() < 0.02 * float((high - low).max())
