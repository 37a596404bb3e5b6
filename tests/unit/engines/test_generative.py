"""The generative engine against models that repaint everything, move things, ignore what they are told, or fail."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from lingtu.engines.base import Placement
from lingtu.engines.budget import Budget
from lingtu.engines.classic import ClassicEngine
from lingtu.engines.content import ContentCheck
from lingtu.engines.generative import GenerativeEngine
from lingtu.engines.openai_images import OpenAiImages
from lingtu.engines.options import Options
from lingtu.engines.repaint import PaintedScene
from lingtu.errors import ContentError, ModelAwayError, ModelFailedError
from lingtu.gallery import catalogue
from lingtu.imaging import codec, composite
from lingtu.imaging.people.find import find_main_face
from lingtu.imaging.scene import Scene
from lingtu.settings import Generative, Settings
from tests.edit_server import Asked, EditServer, keep_everything, repaint_everything, running

WIDTH, HEIGHT = 420, 400
Y, X = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)


@cache
def classic() -> ClassicEngine:
    return ClassicEngine(Settings.from_env(os.environ).weights_dir, 1)


def engine(server: EditServer, **options: object) -> GenerativeEngine:
    settings = Generative(**{"servers": (server.url,), "pixels": 512 * 512, "calls": 1} | options)  # type: ignore[arg-type]
    return GenerativeEngine(classic(), OpenAiImages(settings), Options(settings, Budget(60)))


def product() -> Placement:
    """A striped box with a round cap."""
    alpha = np.zeros((HEIGHT, WIDTH), np.float32)
    alpha[110:260, 130:230] = 1
    alpha[np.hypot(X - 180, Y - 100) < 34] = 1
    stripes = 0.25 + 0.6 * ((X // 9 + Y // 14) % 2)
    rgb = np.dstack([stripes, 0.7 * stripes + 0.1, 0.9 - 0.5 * stripes]).astype(np.float32)
    return Placement(rgb, cv2.GaussianBlur(alpha, (0, 0), 0.7).clip(0, 1))


def scene() -> Scene:
    wall = np.dstack([0.7 + 0 * X, 0.6 + 0.1 * X / WIDTH, 0.5 + 0.2 * Y / HEIGHT])
    wall[190:] = (0.45, 0.32, 0.22)
    noise = np.random.default_rng(1).normal(0, 0.01, wall.shape)
    return Scene(picture=(wall + noise).clip(0, 1).astype(np.float32))


def tinted(asked: Asked) -> np.ndarray:
    """Changes every pixel, product included, a little larger and aside, before another backdrop with a shadow."""
    width, height = asked.size
    stage = asked.images[0].astype(np.float32)
    mask = asked.files["mask_image"][0][..., 0] < 128
    place = cv2.getRotationMatrix2D((width / 2, height / 2), 0, 1.02) + np.array([[0, 0, 2], [0, 0, -2]])
    moved = cv2.warpAffine(mask.astype(np.float32), place, (width, height))[..., None]
    shadow = cv2.GaussianBlur(np.roll(mask.astype(np.float32), (9, 20), (0, 1)), (0, 0), 9)[..., None]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    backdrop = np.dstack([90 + 60 * y / height, 140 + 40 * x / width, 150 + 0 * x]) * (1 - 0.5 * shadow)
    own = cv2.warpAffine(stage, place, (width, height)) * (0.7, 0.85, 1.0) + 20
    return np.rint((backdrop * (1 - moved) + own * moved).clip(0, 255)).astype(np.uint8)


@pytest.fixture
def server_of() -> Iterator[object]:
    with ExitStack() as stack:
        yield lambda **facts: stack.enter_context(running(EditServer(**facts)))


def test_the_product_is_its_own_in_a_painted_scene(server_of) -> None:  # type: ignore[no-untyped-def]
    server = server_of(painter=tinted)
    one, own = engine(server), product()
    made = one.vary(scene(), own, 5)
    assert isinstance(made, PaintedScene)
    picture = composite.over(own.rgb, own.alpha, one.ground(own, made, 5))
    solid = own.alpha > composite.OPAQUE
    assert np.array_equal(picture[solid], own.rgb[solid])
    # the model's shadow stays, and little of its own product beside the real one
    beside = picture[200:250, 236:244].mean()
    assert beside < 0.8 * picture[200:250, 320:340].mean()
    assert np.abs(picture[150:200, 231:233] - picture[150:200, 236:238]).mean() < 0.15
    assert len(server.asked[0].images) == 2


def test_variations_have_seeds_of_their_own(server_of) -> None:  # type: ignore[no-untyped-def]
    server = server_of(painter=tinted)
    one = engine(server)
    for seed in (5, 6, 7):
        one.vary(scene(), product(), seed)
    assert [asked.fields["seed"] for asked in server.asked] == ["5", "6", "7"]


@pytest.mark.parametrize("painter", [repaint_everything, lambda asked: np.full((*asked.size[::-1], 3), 200, np.uint8)])
def test_another_product_or_none_is_tried_again_then_made_by_the_built_in_engine(server_of, painter) -> None:  # type: ignore[no-untyped-def]
    server = server_of(painter=painter)
    made = engine(server, tries=2).vary(scene(), product(), 5)
    assert len(server.asked) == 2
    assert len({asked.fields["seed"] for asked in server.asked}) == 2
    assert not isinstance(made, PaintedScene)
    ((_, note),) = made.notes
    assert "built-in engine" in note


@pytest.mark.parametrize("fault", ["500", "garbage", "wrong size", "refused"])
def test_a_fault_is_noted(server_of, fault: str) -> None:  # type: ignore[no-untyped-def]
    server = server_of(painter=tinted, faults=deque([fault] * 4))
    made = engine(server).vary(scene(), product(), 5)
    assert made.notes


def test_an_explicit_picture_is_tried_again_and_never_used(server_of) -> None:  # type: ignore[no-untyped-def]
    def always(tensor: np.ndarray) -> list[np.ndarray]:
        return [np.array([[0, 0, 0, 1, 0]], np.float32)]

    server = server_of(painter=tinted)
    settings = Generative(servers=(server.url,), pixels=512 * 512, fallback="fail")
    options = Options(settings, Budget(60), ContentCheck(always, "results", 0.8))
    with pytest.raises(ModelFailedError):
        GenerativeEngine(classic(), OpenAiImages(settings), options).vary(scene(), product(), 5)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("fault", "error"), [("500", ModelAwayError), ("garbage", ModelFailedError), ("refused", ContentError)]
)
def test_or_fails_by_setting(server_of, fault: str, error: type[Exception]) -> None:  # type: ignore[no-untyped-def]
    server = server_of(faults=deque([fault] * 9))
    with pytest.raises(error):
        engine(server, fallback="fail").vary(scene(), product(), 5)


def gaudy(asked: Asked) -> np.ndarray:
    """Colours of its own everywhere."""
    rng = np.random.default_rng(2)
    return np.asarray(Image.fromarray(rng.integers(0, 255, (9, 9, 3), np.uint8)).resize(asked.size))


@pytest.mark.parametrize("painter", [gaudy, lambda asked: 255 - gaudy(asked)])
def test_a_fill_changes_its_hole_alone(server_of, painter) -> None:  # type: ignore[no-untyped-def]
    server = server_of(painter=painter)
    picture, hole = scene().picture, np.zeros((HEIGHT, WIDTH), np.float32)
    hole[80:170, 60:200] = 1
    made = engine(server).fill(picture, hole, 3)
    assert not made.notes
    assert np.array_equal(made.rgb[hole < 0.5], picture[hole < 0.5])
    assert np.abs(made.rgb - picture)[120:130, 120:130].mean() > 0.02
    sent = server.asked[0]
    assert np.abs(sent.images[0][sent.files["mask_image"][0][..., 0] > 200].astype(int) - 128).mean() < 6


def test_a_hole_that_stays_grey_is_no_fill(server_of) -> None:  # type: ignore[no-untyped-def]
    server = server_of(painter=keep_everything)
    hole = np.zeros((HEIGHT, WIDTH), np.float32)
    hole[80:170, 60:200] = 1
    assert engine(server).fill(scene().picture, hole, 3).notes
    assert len(server.asked) == 2


def face(id: str) -> np.ndarray:
    entry = catalogue.OURS.find_face(id)
    assert entry is not None
    return codec.decode(catalogue.picture_file(entry)).rgb


def other_person(asked: Asked) -> np.ndarray:
    """As a model does it: the sitter's face on the head that was shown, all of it in another tone, moved a little."""
    width, height = asked.size
    head = asked.images[0].astype(np.float32) / 255
    person = catalogue.OURS.find_face("face-03")
    assert person is not None
    made = classic().replace_face(head, catalogue.person_files(person), False, 0, 1).rgb
    moved = cv2.warpAffine(made, np.array([[1.01, 0, 3], [0, 1.01, -2]], np.float32), (width, height), borderMode=1)
    return np.rint((moved * (0.9, 0.93, 1.0) + 0.03).clip(0, 1) * 255).astype(np.uint8)


def test_only_the_face_changes(server_of) -> None:  # type: ignore[no-untyped-def]
    server, photo = server_of(painter=other_person), face("face-01")
    person = catalogue.OURS.find_face("face-03")
    assert person is not None
    made = engine(server).replace_face(photo, catalogue.person_files(person), False, 0, 9)
    seen = find_main_face(photo, classic().people)
    assert seen is not None
    assert not any("built-in" in note for _, note in made.notes)
    changed = np.abs(made.rgb - photo).max(axis=2) > 0
    reach = 1.25 * seen.face.size_px / 2
    centre = (seen.face.flat.min(axis=0) + seen.face.flat.max(axis=0)) / 2
    y, x = np.mgrid[: photo.shape[0], : photo.shape[1]]
    inside = np.hypot(x - centre[0], (y - centre[1]) / 1.25) < reach
    assert changed.any()
    assert not changed[~inside].any()
    assert len(server.asked[0].images) == 2


@pytest.mark.parametrize(
    ("painter", "why"),
    [
        (keep_everything, "left the face as it was"),
        (lambda asked: np.roll(keep_everything(asked), 160, axis=1), "moved the head"),
        (lambda asked: np.random.default_rng(1).integers(0, 255, (*asked.size[::-1], 3), np.uint8), "no face"),
    ],
)
def test_a_face_that_is_none_is_made_by_the_built_in_engine(server_of, painter, why: str) -> None:  # type: ignore[no-untyped-def]
    server = server_of(painter=painter)
    person = catalogue.OURS.find_face("face-03")
    assert person is not None
    made = engine(server).replace_face(face("face-01"), catalogue.person_files(person), False, 0, 9)
    assert len(server.asked) == 2
    assert any(why in note for _, note in made.notes), made.notes


def test_what_is_told_can_be_told_otherwise(server_of, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "prompts.toml"
    file.write_text('[en.fill]\nprompt = "fill it"\n', encoding="utf-8")
    server = server_of(painter=gaudy)
    hole = (X < 90).astype(np.float32)
    engine(server, prompts=file).fill(scene().picture, hole, 3)
    engine(server, language="zh").fill(scene().picture, hole, 3)
    assert server.asked[0].fields["prompt"] == "fill it"
    assert "灰色" in server.asked[1].fields["prompt"]
