"""What the engine process hands to the engines that know more than a weights folder and a number of threads."""

from __future__ import annotations

from dataclasses import dataclass, field

from lingtu.engines.budget import Budget
from lingtu.engines.content import ContentCheck
from lingtu.settings import Generative


@dataclass(frozen=True)
class Options:
    """Of the operator and the process; the defaults are a process without limits."""

    generative: Generative = field(default_factory=Generative)
    budget: Budget = field(default_factory=lambda: Budget(86_400.0))
    content: ContentCheck | None = None
