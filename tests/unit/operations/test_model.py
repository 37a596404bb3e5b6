"""The recipe with a stand-in for the engine: what it asks for, and what it makes of the answers."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lingtu.engines.base import Cutout, NewFace
from lingtu.engines.classic import ClassicEngine
from lingtu.errors import LingtuError, PictureError
from lingtu.gallery.catalogue import OURS
from lingtu.operations.fields import read_params
from lingtu.operations.model import run
from lingtu.operations.operation import Outcome
from lingtu.operations.params import ModelParams

BODY = {"requestId": "r", "model": "data:", "faceId": "face-02"}
NOTE = ("一", "one")


class Engine(ClassicEngine):
    """Darkens the photo's middle; fails for the variations that are told; cuts out the left half."""

    def __init__(self, folder: Path, failing: tuple[int, ...] = ()) -> None:
        super().__init__(folder, 1)
        self.failing = failing
        self.asked: list[tuple[bool, int, int]] = []

    def replace_face(self, photo: Any, person: Mapping[str, bytes], carry_skin: bool, index: int, seed: int) -> NewFace:
        assert {"front.webp", "left.webp", "right.webp", "face.npz"} == set(person)
        self.asked.append((carry_skin, index, seed))
        if index in self.failing:
            raise PictureError("没有", "none")
        result = photo.copy()
        result[4:8, 4:8] *= 0.5
        return NewFace(result, (NOTE,))

    def matte(self, rgb: Any) -> Cutout:
        alpha = np.zeros(rgb.shape[:2], np.float32)
        alpha[:, : rgb.shape[1] // 2] = 1
        return Cutout(rgb, alpha)


def png(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(array).save(file, "PNG")
    return file.getvalue()


PHOTO = np.random.default_rng(2).integers(0, 256, (30, 20, 3)).astype(np.uint8)


def carry_out(engine: Engine, seed: int = 5, background: np.ndarray | None = None, **body: Any) -> Outcome:
    pictures = {"model": png(PHOTO)} | ({"background": png(background)} if background is not None else {})
    return run(engine, OURS, read_params(ModelParams, {**BODY, **body}), pictures, seed, lambda _: None)


def pixels(outcome: Outcome, index: int = 0) -> np.ndarray:
    variation = outcome.variations[index]
    assert not isinstance(variation, LingtuError)
    return np.asarray(Image.open(io.BytesIO(variation[0].data)).convert("RGB"))


def test_what_the_engine_leaves_alone_is_the_photos_to_the_bit(tmp_path: Path) -> None:
    result = pixels(carry_out(Engine(tmp_path)))
    outside = np.ones(PHOTO.shape[:2], bool)
    outside[4:8, 4:8] = False
    assert (result[outside] == PHOTO[outside]).all()
    assert (result != PHOTO).any()


def test_each_variation_has_its_number_and_seed(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    assert len(carry_out(engine, num=4, skinTone="keep").variations) == 4
    assert engine.asked == [(False, 0, 5), (False, 1, 6), (False, 2, 7), (False, 3, 8)]


def test_a_remark_is_told_once(tmp_path: Path) -> None:
    assert carry_out(Engine(tmp_path), num=2).note == NOTE


def test_a_variation_that_fails_leaves_the_others(tmp_path: Path) -> None:
    outcome = carry_out(Engine(tmp_path, failing=(1,)), num=2)
    assert isinstance(outcome.variations[1], PictureError)
    assert pixels(outcome).shape == PHOTO.shape


def test_without_any_result_the_job_fails(tmp_path: Path) -> None:
    with pytest.raises(PictureError):
        carry_out(Engine(tmp_path, failing=(0, 1)), num=2)


def test_a_background_is_fitted_and_stands_behind_the_person(tmp_path: Path) -> None:
    background = np.full((10, 40, 3), (0, 200, 0), np.uint8)
    result = pixels(carry_out(Engine(tmp_path), background=background))
    assert result.shape == PHOTO.shape
    assert (np.abs(result[:, 12:].astype(int) - (0, 200, 0)) <= 1).all()
    assert (np.abs(result[10:, :8].astype(int) - PHOTO[10:, :8]) < 30).all()
