"""The vectors that clients are written by, and the samples whose signing can be asked here."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest

from tests import vectors

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(vectors.FILE.read_text(encoding="utf-8"))


def test_the_file_is_what_the_server_signs() -> None:
    assert vectors.FILE.read_text(encoding="utf-8") == vectors.written(), "python -m tests.vectors writes it anew"


def test_the_contracts_own_vectors_are_in_it() -> None:
    signs = {one["sign"] for one in VECTORS["v1"] + VECTORS["v2"]}
    assert signs >= {
        "029e662588643f3c7c893a8828d01e4ba7645dc9f1041e731c76f7df221e27c1",
        "2c2518bc00b7d53cb9bfa3a4648fcd8ae30d7aa9f598b5036fbb82e0f6284356",
        "37f9e7d3bea6c80c7a0ac077601a3d312b7bf1dc6c9b18665bf849543ff77ad4",
    }


@pytest.fixture(scope="module")
def single_file() -> ModuleType:
    return vectors.load_single_file()


@pytest.mark.parametrize("one", VECTORS["v1"], ids=lambda one: one["says"])
def test_the_single_file_signs_v1(single_file: ModuleType, one: dict[str, str]) -> None:
    names = ("appId", "secret", "path", "salt", "timestamp")
    assert single_file.sign_v1(*[one[name] for name in names]) == one["sign"]


@pytest.mark.parametrize("one", VECTORS["v2"], ids=lambda one: one["says"])
def test_the_single_file_signs_v2(single_file: ModuleType, one: dict[str, str]) -> None:
    names = ("appId", "secret", "path", "salt", "timestamp", "method", "query")
    assert single_file.sign_v2(*[one[name] for name in names], one["body"].encode()) == one["sign"]
