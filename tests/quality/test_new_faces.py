"""AI model with the real nets; the gallery's own previews serve as photographs."""

from __future__ import annotations

import os
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from lingtu.errors import PictureError
from lingtu.gallery.catalogue import OURS, person_files, picture_file
from lingtu.imaging import codec
from lingtu.imaging.people.find import find_main_face
from lingtu.imaging.people.mesh import CHIN, LEFT_EYE, RIGHT_EYE, TOP, refit_mesh
from lingtu.imaging.people.nets import PeopleNets, open_people_nets
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.people.person import understand
from lingtu.imaging.reface import model
from lingtu.imaging.reface.model import NewFace, look_at, new_model
from lingtu.imaging.reface.own_sitter import make_sitter
from lingtu.imaging.reface.replace import Look
from lingtu.imaging.reface.sitter import Sitter, read_sitter
from lingtu.imaging.reface.skin import find_skin
from lingtu.settings import Settings


@pytest.fixture(scope="module")
def nets() -> PeopleNets:
    return open_people_nets(Settings.from_env(os.environ).weights_dir, threads=1)


def photo(id: str) -> np.ndarray:
    return codec.decode(picture_file(OURS.face(id))).rgb


def sitter(id: str, nets: PeopleNets) -> Sitter:
    return read_sitter(person_files(OURS.face(id)), nets.canonical)


def replace(picture: np.ndarray, id: str, nets: PeopleNets, carry_skin: bool = False) -> NewFace:
    return new_model(look_at(picture, nets), sitter(id, nets), carry_skin, Look())


@pytest.fixture(scope="module")
def changed(nets: PeopleNets) -> NewFace:
    return replace(photo("face-03"), "face-01", nets)


def test_outside_of_the_mask_every_pixel_is_the_photos(changed: NewFace) -> None:
    before = photo("face-03")
    outside = changed.mask == 0
    assert outside.mean() > 0.5
    assert (changed.rgb[outside] == before[outside]).all()
    assert np.abs(changed.rgb - before)[changed.mask > 0.9].mean() > 0.01


def test_pose_and_features_stay_in_place(changed: NewFace, nets: PeopleNets) -> None:
    before = find_main_face(photo("face-03"), nets)
    assert before is not None
    after = refit_mesh(changed.rgb, before.face, nets.mesh)
    eyes = np.linalg.norm(before.face.flat[LEFT_EYE.outer] - before.face.flat[RIGHT_EYE.outer])
    assert np.linalg.norm(after.flat - before.face.flat, axis=1).mean() < 0.04 * eyes
    poses = [nets.canonical.pose(mesh.points) for mesh in (before.face, after)]
    for angle in ("yaw_deg", "pitch_deg", "roll_deg"):
        assert abs(getattr(poses[0], angle) - getattr(poses[1], angle)) < 4


def test_the_same_look_gives_the_same_pixels(changed: NewFace, nets: PeopleNets) -> None:
    assert (replace(photo("face-03"), "face-01", nets).rgb == changed.rgb).all()


def test_a_picture_without_a_face_is_refused(nets: PeopleNets) -> None:
    plain = np.full((400, 300, 3), 0.6, np.float32)
    with pytest.raises(PictureError, match="no whole face"):
        replace(plain, "face-01", nets)


def test_of_two_people_the_nearer_one_counts(nets: PeopleNets) -> None:
    small = np.full((768, 384, 3), 0.5, np.float32)
    small[192:576] = photo("face-04")[::2, ::2]
    made = replace(np.concatenate([photo("face-03"), small], axis=1), "face-01", nets)
    assert made.mask[:, :768].any()
    assert not made.mask[:, 768:].any()
    assert "2 faces" in made.notes[0][1]


def test_a_small_face_of_a_large_picture_is_found(nets: PeopleNets) -> None:
    large = np.full((1365, 1024, 3), 0.55, np.float32)
    large[100:228, 400:528] = photo("face-04")[::6, ::6]
    seen = find_main_face(large, nets)
    assert seen is not None
    assert 25 < seen.face.size_px < 110


def test_the_tone_of_dark_skin_goes_to_the_neck_and_only_if_asked(nets: PeopleNets) -> None:
    before = photo("face-03")
    kept, carried = replace(before, "face-05", nets), replace(before, "face-05", nets, carry_skin=True)
    throat = understand(before, nets).parts
    assert throat is not None
    assert throat.mask(Part.NECK).any()
    assert carried.mask.sum() > 1.2 * kept.mask.sum()
    assert carried.rgb[carried.mask > 0.9].mean() < kept.rgb[carried.mask > 0.9].mean() - 0.05


def test_the_matte_of_skin_has_cheeks_and_throat_and_neither_hair_nor_wall(nets: PeopleNets) -> None:
    picture = photo("face-03")
    person = understand(picture, nets)
    assert person.seen is not None
    assert person.parts is not None
    face = person.seen.face
    matte = find_skin(picture, face, person.parts, person.coverage).coverage

    def at(place: np.ndarray) -> float:
        column, row = np.rint(place).astype(int)
        return float(matte[row - 2 : row + 3, column - 2 : column + 3].mean())

    height = np.linalg.norm(face.flat[TOP] - face.flat[CHIN])
    for skin in (face.flat[50], face.flat[280], face.flat[CHIN] - 0.2 * height * face.up):
        assert at(skin) > 0.95
    assert at(face.flat[TOP] + 0.28 * height * face.up) < 0.05, "hair"
    assert matte[:20, :20].max() == 0, "wall"


def test_a_picture_of_ones_own_serves_as_a_sitter(nets: PeopleNets, changed: NewFace) -> None:
    pattern = sitter("face-03", nets)
    files = make_sitter(sitter("face-01", nets).views["front"].rgb, pattern, nets)
    own = read_sitter(files, nets.canonical)
    made = new_model(look_at(photo("face-03"), nets), own, False, Look())
    face = changed.mask > 0.95
    assert np.abs(made.rgb - changed.rgb)[face].mean() < 0.5 * np.abs(photo("face-03") - changed.rgb)[face].mean()
    assert own.view(30).rgb is own.views["front"].rgb


def test_a_turned_face_is_no_sitter(nets: PeopleNets) -> None:
    person = sitter("face-01", nets)
    with pytest.raises(PictureError, match="straight"):
        make_sitter(person.views["left"].rgb, person, nets)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda rgb: cv2.GaussianBlur(rgb, (0, 0), 6), "blurred"),
        (lambda rgb: cv2.resize(rgb, (256, 256), interpolation=cv2.INTER_AREA), "larger picture"),
        (lambda rgb: rgb * np.linspace(1, 0.5, rgb.shape[1], dtype=np.float32)[None, :, None], "even on both sides"),
        (lambda rgb: (rgb * 1.45).clip(0, 1), "burnt out"),
        (lambda rgb: rgb * 0.12, "too dark"),
        (lambda rgb: np.repeat(rgb.mean(axis=2, keepdims=True), 3, axis=2), "in colour"),
    ],
    ids=["blurred", "small", "uneven", "burnt", "dark", "grey"],
)
def test_a_poor_picture_is_no_sitter_and_it_is_said_why(
    spoil: Callable[[np.ndarray], np.ndarray], told: str, nets: PeopleNets
) -> None:
    person = sitter("face-01", nets)
    with pytest.raises(PictureError, match=told):
        make_sitter(spoil(person.views["front"].rgb).astype(np.float32), person, nets)


def test_all_that_is_wrong_is_said_at_once(nets: PeopleNets) -> None:
    person = sitter("face-01", nets)
    with pytest.raises(PictureError, match=r"straight.*blurred"):
        make_sitter(cv2.GaussianBlur(person.views["left"].rgb, (0, 0), 6), person, nets)


def test_variations_find_the_skin_once(nets: PeopleNets, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(*given: object) -> object:
        asked.append(given)
        return understand(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(model, "understand", counted)
    shown, dark = look_at(photo("face-03"), nets), sitter("face-07", nets)
    one, other = (new_model(shown, dark, True, Look.of_variation(index, index)) for index in range(2))
    assert len(asked) == 1
    assert np.abs(one.rgb - other.rgb).max() > 0.01
    assert one.mask.mean() > 0.1, "the body's skin changes as well"
