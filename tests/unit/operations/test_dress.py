"""The recipe with a stand-in for the engine: what it asks for, and what it makes of the answers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lingtu.engines.base import Clothing, Dressed
from lingtu.engines.classic import ClassicEngine
from lingtu.errors import LingtuError, PictureError
from lingtu.gallery.catalogue import OURS
from lingtu.operations.dress import run
from lingtu.operations.fields import read_params
from lingtu.operations.operation import Outcome
from lingtu.operations.params import DressParams

UPPER, LOWER = {"image": "data:", "type": "upperBody"}, {"image": "data:", "type": "lowerBody"}
PHOTO = np.random.default_rng(2).integers(0, 256, (30, 20, 3)).astype(np.uint8)


class Engine(ClassicEngine):
    """Darkens the photo's middle; fails for the variations that are told."""

    def __init__(self, folder: Path, failing: tuple[int, ...] = ()) -> None:
        super().__init__(folder, 1)
        self.failing = failing
        self.asked: list[tuple[list[tuple[str, str, bool]], int, int]] = []

    def dress(self, photo: Any, clothes: Sequence[Clothing], index: int, seed: int) -> Any:
        self.asked.append(([(each.kind, each.field, each.alpha is not None) for each in clothes], index, seed))
        if index in self.failing:
            raise PictureError("不行", "no")
        result = photo.copy()
        result[4:8, 4:8] *= 0.5
        return Dressed(result, (("甲", "a"),))


def png(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(array).save(file, "PNG")
    return file.getvalue()


def carry_out(engine: Engine, *dresses: dict[str, str], seed: int = 5, **body: Any) -> Outcome:
    garment = np.zeros((10, 10, 4), np.uint8)
    pictures = {"model": png(PHOTO), "dress0": png(PHOTO), "dress1": png(garment)}
    params = read_params(DressParams, {"requestId": "r", "model": "data:", "dresses": list(dresses), **body})
    return run(engine, OURS, params, pictures, seed, lambda _: None)


def test_what_the_engine_leaves_alone_is_the_photos_to_the_bit(tmp_path: Path) -> None:
    outcome = carry_out(Engine(tmp_path), UPPER)
    variation = outcome.variations[0]
    assert not isinstance(variation, LingtuError)
    result = np.asarray(Image.open(io.BytesIO(variation[0].data)).convert("RGB"))
    outside = np.ones(PHOTO.shape[:2], bool)
    outside[4:8, 4:8] = False
    assert (result[outside] == PHOTO[outside]).all()


def test_the_engine_gets_each_garment_with_its_type_and_name_and_each_variation_its_seed(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    carry_out(engine, UPPER, LOWER, num=2)
    clothes = [("upperBody", "dresses.0.image", False), ("lowerBody", "dresses.1.image", True)]
    assert engine.asked == [(clothes, 0, 5), (clothes, 1, 6)]


def test_the_engines_remarks_are_told_once(tmp_path: Path) -> None:
    assert carry_out(Engine(tmp_path), UPPER, num=2).note == ("甲", "a")


def test_a_variation_that_fails_leaves_the_others_but_without_the_plain_one_there_is_no_result(tmp_path: Path) -> None:
    outcome = carry_out(Engine(tmp_path, (1,)), UPPER, num=2)
    assert [isinstance(each, LingtuError) for each in outcome.variations] == [False, True]
    with pytest.raises(PictureError, match="no"):
        carry_out(Engine(tmp_path, (0,)), UPPER, num=2)
