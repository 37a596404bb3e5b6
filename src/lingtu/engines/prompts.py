"""What the image-edit model is told: prompts.toml, or the operator's own file over it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from lingtu.errors import SetupError

Recipe = Literal["vary", "fill", "replace_face", "try_on"]
RECIPES: tuple[Recipe, ...] = ("vary", "fill", "replace_face", "try_on")


@dataclass(frozen=True)
class Prompt:
    """Of one recipe: what is wanted and, for models that take it, what is not."""

    prompt: str
    negative: str


@dataclass(frozen=True)
class Prompts:
    """Of one language."""

    recipes: Mapping[str, Prompt]
    words: Mapping[str, str]

    def of(self, recipe: Recipe, garment: str = "") -> Prompt:
        """`garment` is a name among the words."""
        found = self.recipes[recipe]
        return Prompt(found.prompt.replace("{garment}", self.words.get(garment, "")), found.negative)


def read_prompts(language: str, own: Path | None = None) -> Prompts:
    """Raises `SetupError` if the operator's file can't be read or holds what is no prompt."""
    table = tomllib.loads(resources.files(__package__).joinpath("prompts.toml").read_text(encoding="utf-8"))[language]
    if own is not None:
        table = _over(table, _read(own).get(language, {}), own)
    recipes: dict[str, Prompt] = {recipe: Prompt(**table[recipe]) for recipe in RECIPES}
    return Prompts(recipes, table["words"])


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SetupError(f"LINGTU_GENERATIVE_PROMPTS={file}: {error}") from None


def _over(table: dict[str, dict[str, str]], own: Any, file: Path) -> dict[str, dict[str, str]]:
    """Entry by entry."""
    merged = {section: dict(entries) for section, entries in table.items()}
    for section, entries in own.items() if isinstance(own, dict) else ():
        for name, text in entries.items() if isinstance(entries, dict) else ():
            if name not in merged.get(section, {}) or not isinstance(text, str):
                known = ", ".join(f"{each}.{entry}" for each, held in table.items() for entry in held)
                raise SetupError(f"LINGTU_GENERATIVE_PROMPTS={file}: {section}.{name} is no prompt; there are {known}")
            merged[section][name] = text
    return merged
