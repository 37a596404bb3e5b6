"""The table of people."""

from __future__ import annotations

import tomllib
from pathlib import Path


def people() -> list[dict]:
    """Everybody of people.toml, each one's hair filled in from its style."""
    table = tomllib.loads((Path(__file__).parent / "people.toml").read_text(encoding="utf-8"))
    for person in table["person"]:
        person["hair"] = {**table["styles"][person["hair"]["style"]], **person["hair"]}
    return table["person"]
