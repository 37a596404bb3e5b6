"""The heaviest job that a caller may send stays within the engine's memory. `lingtu bench limits` measures them all."""

from __future__ import annotations

import os

import pytest

from lingtu.bench.limits import MEMORY_LIMIT_MB, cases, measure
from lingtu.settings import Settings


@pytest.mark.slow
def test_the_largest_pictures_fit() -> None:
    chosen = [case for case in cases() if case.name == "matting, hair, png + psd"]
    (figure,) = measure(Settings.from_env(os.environ), chosen)
    assert figure.refusal == ""
    assert figure.output_mb > 1
    if figure.peak_mb is not None:
        assert figure.peak_mb <= MEMORY_LIMIT_MB
