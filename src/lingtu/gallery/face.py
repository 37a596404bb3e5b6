"""What a face of the gallery is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Gender = Literal["Male", "female"]  # exactly so on the wire
Skin = Literal["yellow", "white", "black"]
Age = Literal["adult", "child"]


@dataclass(frozen=True, kw_only=True)
class Face:
    """A person whose face callers choose by its id."""

    id: str
    gender: Gender
    skin: Skin
    age: Age
    #: Name of the preview in links, and in `faces/`.
    file: str
    #: The preview's file, if it is an operator's own; what replacing takes lies beside it.
    own: Path | None = None
