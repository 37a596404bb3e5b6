"""What a background of the gallery is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Category = Literal["indoor", "outdoor", "simplicity"]


@dataclass(frozen=True, kw_only=True)
class Background:
    """A background that callers choose by its id."""

    id: str
    category: Category
    #: Name of the picture in links, and in `backgrounds/`.
    file: str
    #: Where a product stands well: x and y of its base, and its height; shares of the picture's width and height.
    stand: tuple[float, float, float]
    #: The picture's file, if it is an operator's own; a rendered scene's other files lie beside it.
    own: Path | None = None
