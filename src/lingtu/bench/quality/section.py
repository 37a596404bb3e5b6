"""What a section of the quality bench is given, and what it finds."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lingtu.engines.base import Engine
from lingtu.engines.host import threads_for
from lingtu.imaging.colour import Floats
from lingtu.imaging.people.nets import PeopleNets, open_people_nets
from lingtu.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Material:
    """What there is to measure with: the engine, and a folder of pictures beside our own and CC0 ones."""

    engine: Engine
    #: Laid out as its sections' docstrings say; None: renders and gallery pictures alone.
    data: Path | None

    def people(self) -> PeopleNets:
        """The nets that know people, from the settings' folder of weights."""
        return open_people_nets(Settings.from_env(os.environ).weights_dir, threads_for(1))


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of a section, and between which bounds it must lie."""

    name: str
    value: float
    least: float = -math.inf
    most: float = math.inf

    @property
    def holds(self) -> bool:
        return self.least <= self.value <= self.most

    @property
    def bounds(self) -> str:
        """In words; empty if any value will do."""
        words = {"≥": self.least, "≤": self.most}
        return ", ".join(f"{sign} {bound:g}" for sign, bound in words.items() if math.isfinite(bound))


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A row of the contact sheet: pictures of one case side by side, before and after."""

    title: str
    #: Caption -> sRGB picture in [0, 1].
    pictures: Mapping[str, Floats]


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What a section found."""

    figures: tuple[Figure, ...] = ()
    #: Heads of the table of cases, the case's name first.
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """One subject of the bench: a row of `SECTIONS`."""

    name: str
    #: What is measured, on what, and how to read it.
    about: str
    measure: Callable[[Material], Findings]
    #: Whether it can tell nothing without a folder of photographs.
    needs_data: bool = False
