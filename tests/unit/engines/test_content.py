"""The content check: its net as the package itself computes it, and what becomes of a picture that is refused."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lingtu.engines.child import carry_out
from lingtu.engines.content import CLASSES, ContentCheck, open_content_check
from lingtu.engines.host import EngineHost
from lingtu.engines.messages import Done, Failed, Run, Setup
from lingtu.errors import ContentError, PictureError
from lingtu.gallery.catalogue import OURS
from lingtu.operations.operation import Outcome, Output
from lingtu.settings import Settings
from tests.fault_engines import Plain

#: Of `gradient`, by nsfwjs 4.3.0 itself on TensorFlow.js' CPU.
KNOWN = {"drawing": 0.88487, "hentai": 0.01899, "neutral": 0.09158, "porn": 0.00364, "sexy": 0.00091}


def gradient(side: int = 224) -> np.ndarray:
    y, x = np.mgrid[:side, :side]
    return np.dstack([x * 255 // (side - 1), y * 255 // (side - 1), (x + y) * 255 // (2 * side - 2)]).astype(np.uint8)


def png(levels: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def net() -> ContentCheck:
    found = open_content_check("both", 0.8, Settings.from_env(os.environ).weights_dir, 1)
    assert found is not None
    return found


def test_the_net_gives_what_the_packages_own_runtime_gives(net: ContentCheck) -> None:
    view = gradient().astype(np.float32).transpose(2, 0, 1)[None] / 255
    chances = net.net(view)[0].reshape(-1)
    assert dict(zip(CLASSES, chances.tolist(), strict=True)) == pytest.approx(KNOWN, abs=1e-4)


def dark_is_explicit(tensor: np.ndarray) -> list[np.ndarray]:
    """A net that can be asked for anything: dark pictures are explicit."""
    chance = 1.0 if tensor.mean() < 0.5 else 0.0
    return [np.array([[0, chance / 2, 1 - chance, chance / 2, 0]], np.float32)]


DARK, LIGHT = png(np.full((40, 30, 3), 20, np.uint8)), png(np.full((40, 30, 3), 230, np.uint8))
CLEAR = png(np.dstack([np.full((40, 30, 3), 20, np.uint8), np.full((40, 30), 10, np.uint8)]))
RUN = Run(operation="matting", params={"requestId": "r", "image": "l"}, pictures={"image": DARK}, seed=1)
SIEVE = ContentCheck(dark_is_explicit, "both", 0.8)


@pytest.mark.parametrize("when", ["inputs", "results", "both"])
def test_a_refused_picture_fails_the_run(when: str, tmp_path: Path) -> None:
    ours, theirs = Pipe()
    with ours, theirs:
        ended = carry_out(Plain(tmp_path, 1), OURS, RUN, ours, replace(SIEVE, when=when))  # type: ignore[arg-type]
    assert isinstance(ended, Failed)
    assert isinstance(ended.error, ContentError)
    assert ended.error.code == PictureError.code
    assert not ended.error.retryable
    assert not ended.trace


@pytest.mark.parametrize("data", [LIGHT, CLEAR, b"no picture"])
def test_others_pass_and_broken_ones_are_the_operations_to_tell(data: bytes) -> None:
    SIEVE.inputs({"image": data})


def test_a_run_that_passes(tmp_path: Path) -> None:
    ours, theirs = Pipe()
    with ours, theirs:
        assert isinstance(
            carry_out(Plain(tmp_path, 1), OURS, replace(RUN, pictures={"image": LIGHT}), ours, SIEVE), Done
        )


def test_one_refused_variation_costs_the_others_nothing() -> None:
    def file(data: bytes) -> tuple[Output, ...]:
        return (Output(data=data, format="png"),)

    outcome = SIEVE.results(Outcome(variations=(file(LIGHT), file(DARK), PictureError("", ""))))
    assert [type(each) for each in outcome.variations] == [tuple, ContentError, PictureError]
    with pytest.raises(ContentError):
        SIEVE.results(Outcome(variations=(file(DARK), file(DARK))))


def test_it_is_off_unless_asked_for(tmp_path: Path) -> None:
    assert open_content_check(Settings.from_env({}).content_check, 0.8, tmp_path, 1) is None


def test_a_picture_can_be_refused_by_the_engine_process(tmp_path: Path) -> None:
    """Through the real net: a limit that nothing stays under."""
    setup = Setup.of(Settings.from_env({"LINGTU_CONTENT_CHECK": "inputs", "LINGTU_CONTENT_LIMIT": "0.000001"}))
    host = EngineHost("tests.fault_engines:Plain", tmp_path, 1, 60, setup=setup)
    report: Callable[[float], None] = [].append
    try:
        host.start()
        with pytest.raises(ContentError, match="image"):
            host.run(replace(RUN, pictures={"image": png(gradient())}), report)
    finally:
        host.stop()
