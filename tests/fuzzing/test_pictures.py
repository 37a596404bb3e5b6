"""Thousands of damaged files through the real way of a picture: header in the API, decoder and recipe in the engine.

Each ends as a picture of the size its header told, or as a `PictureError`: no other error, no crash, no hang, no memory
beyond a bound. `FUZZ_MUTANTS=100000 pytest tests/fuzzing` tries more, `FUZZ_SEED` others.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from lingtu.engines.host import EngineHost
from lingtu.engines.messages import Run
from lingtu.errors import LingtuError, PictureError
from lingtu.fetching.header import PictureHeader, read_header
from lingtu.gallery.catalogue import OURS
from lingtu.operations.operation import Outcome
from lingtu.settings import Settings
from tests.fuzzing.bombs import BOMBS
from tests.fuzzing.mutate import mutants
from tests.fuzzing.seeds import save, seeds

COUNT = int(os.environ.get("FUZZ_MUTANTS", "2000"))
SEED = int(os.environ.get("FUZZ_SEED", "0"))
FILE_TIMEOUT_S = 60.0  # for one file; a hang is known by it, not a slow machine
WITH_NETS = 12  # of the files with a readable header, cut out by the nets as well

MATTING = {"requestId": "fuzz", "image": "local"}
PLACING = {
    "requestId": "fuzz",
    "width": 400,
    "height": 400,
    "goods": {"url": "local", "x": -20, "y": 50, "width": 200, "height": 300, "matting": False},
    "background": {"bgId": OURS.backgrounds[0].id},
}


def scene() -> bytes:
    return save(Image.linear_gradient("L").convert("RGB"), "JPEG")


class Way:
    """The way of a picture, with the engine's process at its end."""

    def __init__(self, engine: str, weights: Path) -> None:
        self._host = EngineHost(f"tests.fuzzing.engine:{engine}", weights, 2, FILE_TIMEOUT_S)
        self._scene = scene()
        self.refused = 0

    def start(self) -> None:
        self._host.start()

    def stop(self) -> None:
        self._host.stop()

    def fault_of(self, data: bytes) -> str | None:
        """What is wrong with how a file was dealt with; None if nothing is."""
        try:
            header = read_header(data)
            cut = self._run("matting", MATTING, {"image": data})
            self._run("change-background", PLACING, {"goods": data, "background": self._scene})
        except PictureError:
            self.refused += 1
            return None
        except LingtuError as error:
            return f"{type(error).__name__}: {error}"
        return _fault_of_size(cut, header)

    def _run(self, operation: str, params: dict[str, Any], pictures: dict[str, bytes]) -> Outcome:
        return self._host.run(Run(operation=operation, params=params, pictures=pictures, seed=1), lambda _: None)


def _fault_of_size(cut: Outcome, header: PictureHeader) -> str | None:
    files = cut.variations[0]
    assert isinstance(files, tuple)
    made = read_header(files[0].data, max_bytes=None)
    told, seen = (header.width, header.height), (made.width, made.height)
    return None if told == seen else f"the header tells {told}, the decoder {seen}"


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Way]:
    opened = Way("Bounded", tmp_path_factory.mktemp("weights"))
    opened.start()
    yield opened
    opened.stop()


def test_the_seeds_are_sound(way: Way) -> None:
    assert {name: fault for name, data in seeds().items() if (fault := way.fault_of(data))} == {}
    assert way.refused == 0


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(way: Way, name: str) -> None:
    assert way.fault_of(BOMBS[name]()) is None


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_mutants(way: Way) -> None:
    faults = {name: fault for name, data in mutants(seeds(), COUNT, SEED) if (fault := way.fault_of(data))}
    assert faults == {}
    assert way.refused > 0


@pytest.mark.slow
def test_mutants_are_cut_out_by_the_nets() -> None:
    way = Way("BoundedWithNets", Settings.from_env(os.environ).weights_dir)
    way.start()
    try:
        readable = [data for _, data in mutants(seeds(), COUNT, SEED) if is_readable(data)]
        assert [fault for data in readable[:WITH_NETS] if (fault := way.fault_of(data))] == []
    finally:
        way.stop()


def is_readable(data: bytes) -> bool:
    try:
        read_header(data)
    except PictureError:
        return False
    return True
