"""The memory of costly readings."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.engines.recent import Recent, digest


def test_a_value_is_made_once_until_others_push_it_out() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    recent: Recent[str] = Recent(2)
    assert [recent.get(key, lambda key=key: make(key)) for key in ("a", "b", "a", "c", "a", "b")] == list("ABACAB")  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]


def test_a_failure_is_not_remembered() -> None:
    recent: Recent[int] = Recent(2)
    with pytest.raises(ZeroDivisionError):
        recent.get("a", lambda: 1 // 0)
    assert recent.get("a", lambda: 3) == 3


def test_a_digest_tells_values_shapes_and_words_apart() -> None:
    array = np.arange(6, dtype=np.float32)
    digests = {digest(array), digest(array.reshape(2, 3)), digest(array + 1), digest(array, "x"), digest(array, None)}
    assert len(digests) == 5
    assert digest(array, "x") == digest(array.copy(), "x")
