from __future__ import annotations

import inspect

import pytest

from lingtu.operations import OPERATIONS


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_recipe_takes_what_the_engine_process_hands_it(name: str) -> None:
    operation = OPERATIONS[name]
    if operation.recipe is not None:
        wanted = ["engine", "gallery", "params", "pictures", "seed", "report"]
        assert list(inspect.signature(operation.load_recipe()).parameters) == wanted
