from __future__ import annotations

import io
import itertools
import re
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from lingtu.gallery import catalogue
from lingtu.gallery.background import Background
from lingtu.gallery.catalogue import OURS, person_files, picture_file
from lingtu.gallery.face import Face

SIDES_PX = {"front": 1024, "left": 768, "right": 768}
#: Distance up to which the recogniser takes two photographs for one person's.
SAME_PERSON = 0.6
#: What was reached: no two people are closer than this, and this share of pairs is closer than SAME_PERSON.
LOOK_ALIKE, CLOSE_PAIRS = 0.33, 0.56


def test_ids_are_unique_and_say_their_category() -> None:
    ids = [entry.id for entry in (*OURS.backgrounds, *OURS.faces)]
    assert len(set(ids)) == len(ids)
    for entry in OURS.backgrounds:
        assert re.fullmatch(rf"{entry.category}-\d\d", entry.id)


def test_every_choice_of_the_contract_is_there() -> None:
    assert {entry.category for entry in OURS.backgrounds} == {"indoor", "outdoor", "simplicity"}
    assert {face.gender for face in OURS.faces} == {"Male", "female"}
    assert {face.skin for face in OURS.faces} == {"yellow", "white", "black"}
    assert {face.age for face in OURS.faces} == {"adult", "child"}


def test_there_is_a_choice() -> None:
    assert Counter(entry.category for entry in OURS.backgrounds) == {"indoor": 8, "outdoor": 8, "simplicity": 8}
    assert len(OURS.faces) == 24
    kinds = Counter((face.gender, face.skin, face.age) for face in OURS.faces)
    assert set(kinds) == set(itertools.product(("Male", "female"), ("yellow", "white", "black"), ("adult", "child")))


@pytest.mark.parametrize("entry", OURS.backgrounds, ids=lambda entry: entry.id)
def test_backgrounds(entry: Background) -> None:
    data = picture_file(entry)
    assert len(data) < 700_000
    picture = Image.open(io.BytesIO(data))
    assert (picture.size, picture.mode) == ((1280, 1280), "RGB")
    assert max(picture.convert("L").histogram()[254:]) < 0.01 * 1280 * 1280, "no clipped whites"
    assert all(0 < share < 1 for share in entry.stand)
    assert entry.stand[1] >= entry.stand[2], "the product fits above its base"


@pytest.mark.parametrize("face", OURS.faces, ids=lambda face: face.id)
def test_faces(face: Face) -> None:
    data = picture_file(face)
    assert len(data) < 200_000
    assert Image.open(io.BytesIO(data)).size == (768, 768)


@pytest.mark.parametrize("face", OURS.faces, ids=lambda face: face.id)
def test_what_a_face_is_replaced_with(face: Face) -> None:
    files = person_files(face)
    for view in ("front", "left", "right"):
        picture = Image.open(io.BytesIO(files[f"{view}.webp"]))
        assert (picture.size, picture.mode) == ((SIDES_PX[view],) * 2, "RGB")
    data = files["face.npz"]
    assert len(data) < 200_000
    measured = np.load(io.BytesIO(data))
    for view in ("front", "left", "right"):
        points = measured[view]
        assert points.shape == (478, 3)
        assert (points[:, :2] > 0).all()
        assert (points[:, :2] < SIDES_PX[view]).all()
        nose, ears = points[1, 0], points[[127, 356], 0]
        turned = (nose - ears.mean()) / np.ptp(ears)
        assert {"front": abs(turned) < 0.1, "left": turned < -0.15, "right": turned > 0.15}[view]
    lightness, a, b = measured["skin_lab"]
    assert 15 < lightness < 90
    assert a > 0
    assert b > 0


@pytest.mark.parametrize("face", OURS.faces, ids=lambda face: face.id)
def test_expressions_move_what_they_name(face: Face) -> None:
    measured = np.load(io.BytesIO(person_files(face)["face.npz"]))
    units, basis = list(measured["units"]), measured["basis"].astype(float)
    assert basis.shape == (len(units), 478, 3)
    moved = dict(zip(units, basis, strict=True))
    eyes_px = np.linalg.norm(measured["front"][33, :2] - measured["front"][263, :2])
    chin, lip_corner, upper_lid, forehead = 152, 61, 159, 10
    assert moved["jawOpen"][chin, 1] > 0.05 * eyes_px, "down"
    assert min(moved[name][lip_corner, 1] for name in ("mouthSmileLeft", "mouthSmileRight")) < -0.02 * eyes_px, "up"
    assert max(moved[name][upper_lid, 1] for name in ("eyeBlinkLeft", "eyeBlinkRight")) > 0.02 * eyes_px, "down"
    assert np.abs(moved["jawOpen"][forehead]).max() < 0.02 * eyes_px


def test_faces_are_different_people() -> None:
    """dlib's recogniser, run when the faces were made, tells whose groomed preview it is from the hairless pictures.

    It takes two photographs closer than SAME_PERSON for one person's. Renders of one method lie closer together than
    photographs do, hairless ones closest, so not every pair is beyond it: CLOSE_PAIRS are not, and none is under
    LOOK_ALIKE.
    """
    stored = [np.load(io.BytesIO(person_files(face)["face.npz"])) for face in OURS.faces]
    fronts, previews = (np.stack([each[name] for each in stored]) for name in ("embedding", "preview_embedding"))
    distances = np.linalg.norm(previews[:, None] - fronts[None], axis=-1)
    assert (distances.argmin(1) == np.arange(len(stored))).all()
    for vectors in (fronts, previews):
        apart = [np.linalg.norm(one - other) for one, other in itertools.combinations(vectors, 2)]
        assert min(apart) > LOOK_ALIKE
        assert np.mean(np.array(apart) < SAME_PERSON) < CLOSE_PAIRS


@pytest.mark.parametrize(
    ("kind", "file"),
    [("backgrounds", "nothing.jpg"), ("backgrounds", "../catalogue.toml"), ("secrets", "x"), ("faces", "")],
)
def test_only_what_the_table_names_is_read(kind: str, file: str) -> None:
    assert OURS.picture_bytes(kind, file) is None


def test_finding() -> None:
    first = OURS.backgrounds[0]
    assert OURS.find_background(first.id) == first
    assert OURS.find_background("nowhere") is None
    assert OURS.find_face("nobody") is None
    assert OURS.find_by_picture(picture_file(first)) == first
    assert OURS.find_by_picture(b"another") is None


def test_what_is_asked_for_in_vain_is_not_remembered() -> None:
    """Anybody may ask for gallery pictures, under any number of names."""
    before = catalogue._read_ours.cache_info().currsize
    for index in range(100):
        assert OURS.picture_bytes("backgrounds", f"{index}.jpg") is None
    assert catalogue._read_ours.cache_info().currsize == before
